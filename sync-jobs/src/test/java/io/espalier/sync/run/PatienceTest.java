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

  private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");

  private void ended(int rows, int accepted, int atWork, int noticed) {
    patience.ended(
        Kind.UPSERT,
        rows,
        NOON.plusSeconds(accepted),
        Duration.ofSeconds(atWork),
        NOON.plusSeconds(noticed));
  }

  /** Of a hundred rows accepted at noon: so many seconds after that it hangs. */
  private Optional<Long> hangs(int sendings) {
    return patience
        .hangsAt(Kind.UPSERT, 100, NOON, NOON, sendings)
        .map(at -> Duration.between(NOON, at).toSeconds());
  }

  @Test
  void aBatchHangsWhereOneAsLargeThatWasAcceptedLaterHasLongEnded() {
    assertEquals(Optional.empty(), hangs(1), "none has ended");
    ended(49, 5, 10, 20);
    assertEquals(Optional.empty(), hangs(1), "a small one says nothing");
    ended(50, -61, 10, 20);
    assertEquals(Optional.empty(), hangs(1), "it was before that");
    ended(50, 5, 0, 21);

    assertEquals(Optional.of(30L), hangs(1));
    assertEquals(Optional.of(60L), hangs(2));
    assertEquals(Optional.empty(), patience.hangsAt(Kind.JOIN, 100, NOON, NOON, 1));
  }

  /** An ESP may work on one after another: as long as others end, it may be in their queue. */
  @Test
  void whatWasAcceptedWithOthersHangsAfterTheLastOfThemHasEnded() {
    ended(100, 0, 10, 20);
    assertEquals(Optional.of(50L), hangs(1));
    ended(100, 0, 10, 40);
    assertEquals(Optional.of(70L), hangs(1));
  }

  @Test
  void whereABatchTakesNoTimeOneHangsAfterTwoSeconds() {
    ended(100, 1, 0, 2);
    assertEquals(Optional.of(2L), hangs(1));
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
