package io.espalier.sync.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.espalier.spi.Change.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What earlier batches have taken tells how long the next one may take. */
final class PatienceTest {
  private final Patience patience = new Patience();

  @Test
  void theFirstMayTakeTwoMinutesAndIsAskedAfterAtOnce() {
    assertEquals(Duration.ofMinutes(2), patience.of(Kind.UPSERT));
    assertEquals(Duration.ZERO, patience.beforeAsking(Kind.UPSERT));
  }

  @Test
  void anotherMayTakeThreeTimesAsLongAsTheLongest() {
    patience.learn(Kind.UPSERT, Duration.ofSeconds(2), Duration.ofSeconds(2), false);
    assertEquals(Duration.ofSeconds(10), patience.of(Kind.UPSERT));
    patience.learn(Kind.UPSERT, Duration.ofSeconds(20), Duration.ofSeconds(20), false);
    patience.learn(Kind.UPSERT, Duration.ofSeconds(5), Duration.ofSeconds(5), false);

    assertEquals(Duration.ofSeconds(60), patience.of(Kind.UPSERT));
    assertEquals(Duration.ofMinutes(2), patience.of(Kind.JOIN));
  }

  @Test
  void aBatchHangsWhereOneAsLargeThatWasAcceptedLaterHasLongEnded() {
    Instant noon = Instant.parse("2026-06-01T12:00:00Z");
    Duration atWork = Duration.ofSeconds(10);
    assertEquals(Optional.empty(), hangs(noon, 1), "none has ended");
    patience.ended(Kind.UPSERT, 49, noon.plusSeconds(5), atWork);
    assertEquals(Optional.empty(), hangs(noon, 1), "a small one says nothing");
    patience.ended(Kind.UPSERT, 50, noon.minusSeconds(61), atWork);
    assertEquals(Optional.empty(), hangs(noon, 1), "it was before that");
    patience.ended(Kind.UPSERT, 50, noon.minusSeconds(59), Duration.ZERO);
    patience.ended(Kind.UPSERT, 50, noon.minusSeconds(90), Duration.ZERO);

    assertEquals(Optional.of(Duration.ofSeconds(30)), hangs(noon, 1));
    assertEquals(Optional.of(Duration.ofSeconds(60)), hangs(noon, 2));
    assertEquals(Optional.empty(), patience.hangsAfter(Kind.JOIN, 100, noon, 1));
  }

  @Test
  void whereABatchTakesNoTimeOneHangsAfterThreeSeconds() {
    Instant noon = Instant.parse("2026-06-01T12:00:00Z");
    patience.ended(Kind.UPSERT, 100, noon, Duration.ofMillis(900));

    assertEquals(Optional.of(Duration.ofSeconds(3)), hangs(noon, 1));
  }

  private Optional<Duration> hangs(Instant accepted, int sendings) {
    return patience.hangsAfter(Kind.UPSERT, 100, accepted, sendings);
  }

  /** An ESP whose jobs take some seconds is asked about once a job. */
  @Test
  void silenceComesNearToWhatAJobTakes() {
    Duration job = Duration.ofSeconds(7);
    int asked = 0;
    for (int i = 0; i < 50; i++) {
      Duration first = patience.beforeAsking(Kind.UPSERT);
      boolean atOnce = first.compareTo(job) >= 0;
      Duration done = atOnce ? first : job.plusMillis(300);
      asked += atOnce ? 1 : 2;
      patience.learn(Kind.UPSERT, done, done, atOnce);
    }

    int all = asked;
    assertTrue(all < 100, () -> "asked " + all + " times after 50 jobs");
    Duration last = patience.beforeAsking(Kind.UPSERT);
    assertTrue(last.compareTo(Duration.ofSeconds(5)) > 0, last::toString);
    assertTrue(last.compareTo(Duration.ofSeconds(8)) < 0, last::toString);
  }

  /** Done at the second look, however late the first one is. */
  @Test
  void whereSilenceIsOfNoUseThereIsNone() {
    for (int i = 0; i < 20; i++) {
      Duration first = patience.beforeAsking(Kind.UPSERT);
      patience.learn(Kind.UPSERT, first.plusSeconds(1), first.plusSeconds(1), false);
    }

    assertEquals(Duration.ZERO, patience.beforeAsking(Kind.UPSERT));
  }
}
