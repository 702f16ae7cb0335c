package io.espalier.klaviyo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.espalier.klaviyo.KlaviyoStragglers.Sent;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** When an import is said to hang. */
final class KlaviyoStragglersTest {
  private static final Instant START = Instant.parse("2026-06-01T00:00:00Z");

  private long second;

  private final KlaviyoStragglers stragglers =
      new KlaviyoStragglers(
          new Clock() {
            @Override
            public Instant instant() {
              return START.plusSeconds(second);
            }

            @Override
            public ZoneId getZone() {
              return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
              return this;
            }
          });

  private Sent accepted(String id, long at) {
    return new Sent(id, START.getEpochSecond() + at);
  }

  private void ended(long accepted, long took, int rows) {
    stragglers.ended(
        accepted("other " + accepted, accepted),
        Optional.of(START.plusSeconds(accepted)),
        Optional.of(START.plusSeconds(accepted + took)),
        rows);
  }

  @Test
  void hangsWhatIsTwiceAsOldAsTheSlowestOfTheOthersWas() {
    Sent job = accepted("job", 0);
    ended(1, 5, 1_000);
    ended(2, 20, 1_000);
    second = 39;
    assertFalse(stragglers.hangs(job, 1_000));
    second = 40;
    assertTrue(stragglers.hangs(job, 1_000));
  }

  @Test
  void nothingHangsBeforeTenSeconds() {
    ended(1, 1, 1_000);
    second = 9;
    assertFalse(stragglers.hangs(accepted("job", 0), 1_000));
    second = 10;
    assertTrue(stragglers.hangs(accepted("job", 0), 1_000));
  }

  @Test
  void whereNoOtherHasEndedEverythingTakesLongAndNothingHangs() {
    second = 3_000;
    assertFalse(stragglers.hangs(accepted("job", 0), 1_000));
  }

  @Test
  void aSmallJobSaysNothingOfALargeOne() {
    ended(1, 1, 499);
    second = 3_000;
    assertFalse(stragglers.hangs(accepted("job", 0), 1_000));
    ended(2, 1, 500);
    assertTrue(stragglers.hangs(accepted("job", 0), 1_000));
  }

  @Test
  void oneThatWasAcceptedLongBeforeSaysNothing() {
    ended(0, 5, 1_000);
    second = 3_000;
    assertFalse(stragglers.hangs(accepted("job", 61), 1_000));
    assertTrue(stragglers.hangs(accepted("job", 60), 1_000));
  }

  @Test
  void ofAJobOfUnknownAgeNothingIsSaid() {
    ended(0, 5, 1_000);
    second = 3_000;
    assertFalse(stragglers.hangs(new Sent("job", 0), 1_000));
  }

  @Test
  void whoeverAsksAfterTheFirstIsToldOfTheLastAndFourSendingsAreEnough() {
    Sent first = accepted("first", 0);
    Sent last = first;
    for (int i = 0; i < 3; i++) {
      ended(second, 1, 1_000);
      second += 20;
      assertTrue(stragglers.hangs(last, 1_000));
      Sent next = accepted("copy " + i, second);
      stragglers.sentAgain(last, next);
      last = next;
    }
    ended(second, 1, 1_000);
    second += 20;

    assertEquals(last, stragglers.latest(first));
    assertFalse(stragglers.hangs(last, 1_000));
  }
}
