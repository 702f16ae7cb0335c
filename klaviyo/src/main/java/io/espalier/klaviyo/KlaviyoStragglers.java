package io.espalier.klaviyo;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Import jobs that hang: jobs as large as theirs, accepted about when they were or later, have long
 * ended. Their rows are sent once more, since an import says the same however often it is said.
 * Nobody can call a job off, so that the one that hangs may still come to its end.
 */
final class KlaviyoStragglers {
  /** So many times as long as the slowest of the others, and never sooner than this. */
  private static final int TIMES = 2;

  private static final Duration LEAST = Duration.ofSeconds(10);

  /** Klaviyo takes jobs up in about the order in which it accepts them. */
  private static final Duration ABOUT = Duration.ofMinutes(1);

  /** What was before that says nothing about now. */
  private static final Duration REMEMBERED = Duration.ofHours(1);

  /** Rows are sent so many times at most; after that they are waited for. */
  private static final int SENDINGS = 4;

  private record Ended(Instant accepted, Duration took, int rows) {
    /** Whether it says anything about a job with so many rows. */
    boolean isLike(int others) {
      return 2L * rows >= others;
    }
  }

  /**
   * A job.
   *
   * @param since the epoch second at which it was accepted; 0 where that is not known
   */
  record Sent(String id, long since) {}

  private final Clock clock;
  private final List<Ended> ended = new ArrayList<>();
  private final Map<String, Sent> again = new HashMap<>();
  private final Map<String, Integer> sendings = new HashMap<>();

  KlaviyoStragglers(Clock clock) {
    this.clock = clock;
  }

  /** The job that carries these rows now. */
  synchronized Sent latest(Sent first) {
    Sent latest = first;
    for (Sent next = again.get(first.id()); next != null; next = again.get(next.id())) {
      latest = next;
    }
    return latest;
  }

  /**
   * A job has ended.
   *
   * @param created Klaviyo's own time, as are the others; empty where it does not say
   */
  synchronized void ended(Sent job, Optional<Instant> created, Optional<Instant> done, int rows) {
    if (job.since() == 0) {
      return;
    }
    Instant accepted = Instant.ofEpochSecond(job.since());
    Duration took =
        created
            .flatMap(from -> done.map(to -> Duration.between(from, to)))
            .orElseGet(() -> Duration.between(accepted, clock.instant()));
    Instant forgotten = clock.instant().minus(REMEMBERED);
    ended.removeIf(one -> one.accepted().isBefore(forgotten));
    ended.add(new Ended(accepted, took, rows));
  }

  /** Whether the rows of a job that has not ended should be sent again. */
  synchronized boolean hangs(Sent job, int rows) {
    if (job.since() == 0 || sendings(job) >= SENDINGS) {
      return false;
    }
    Instant accepted = Instant.ofEpochSecond(job.since());
    List<Ended> others = ended.stream().filter(one -> one.isLike(rows)).toList();
    Duration longest =
        others.stream().map(Ended::took).max(Duration::compareTo).orElse(Duration.ZERO);
    Duration patience = longest.multipliedBy(TIMES);
    return others.stream().anyMatch(one -> !one.accepted().isBefore(accepted.minus(ABOUT)))
        && !clock
            .instant()
            .isBefore(accepted.plus(patience.compareTo(LEAST) > 0 ? patience : LEAST));
  }

  /** The rows of one job are on their way in another. */
  synchronized void sentAgain(Sent job, Sent instead) {
    again.put(job.id(), instead);
    sendings.put(instead.id(), sendings(job) + 1);
  }

  private int sendings(Sent job) {
    return sendings.getOrDefault(job.id(), 1);
  }
}
