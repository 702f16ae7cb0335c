package io.espalier.sync.run;

import io.espalier.spi.Change;
import io.espalier.spi.EspException;
import io.espalier.spi.Failure;
import io.espalier.spi.FailureKind;
import io.espalier.spi.Job;
import io.espalier.spi.Outcome;
import io.espalier.spi.Surroundings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Asks after jobs until they have ended, or nobody can be expected to wait any longer. */
final class JobWatch {
  /** The vendors name no limit; none of the jobs seen took a tenth of this. */
  static final Duration DEADLINE = Duration.ofMinutes(60);

  private final Connections.Open open;
  private final Surroundings surroundings;

  JobWatch(Connections.Open open, Surroundings surroundings) {
    this.open = open;
    this.surroundings = surroundings;
  }

  /**
   * Replaces every pending outcome by a final one, or leaves it pending after the deadline.
   *
   * @param outcomes one a row; changed
   * @param since when the rows were sent
   */
  void await(List<PlanRow> rows, List<Outcome> outcomes, Instant since) {
    for (int round = 0; ask(rows, outcomes); round++) {
      Duration waited = Duration.between(since, surroundings.clock().instant());
      if (waited.compareTo(DEADLINE) > 0) {
        break;
      }
      pause(pauseAfter(round));
    }
  }

  /** How long to wait after so many fruitless questions. */
  static Duration pauseAfter(int round) {
    return Duration.ofMillis(Math.min(10_000, 50L << Math.min(round, 8)));
  }

  /** Asks after every job that is not finished; true while one is not. */
  boolean ask(List<PlanRow> rows, List<Outcome> outcomes) {
    boolean pending = false;
    for (Map.Entry<Job, List<Integer>> job : jobs(outcomes).entrySet()) {
      List<Change> asked = job.getValue().stream().map(i -> rows.get(i).change()).toList();
      List<Outcome> answers;
      try {
        answers = open.connector().poll(job.getKey(), asked);
      } catch (EspException e) {
        answers = Collections.nCopies(asked.size(), new Outcome.Unknown(e.failure()));
      }
      for (int i = 0; i < asked.size(); i++) {
        outcomes.set(job.getValue().get(i), answers.get(i));
        pending |= answers.get(i) instanceof Outcome.Pending;
      }
    }
    return pending;
  }

  /** Every job that rows are waiting for, with the places of those rows. */
  static Map<Job, List<Integer>> jobs(List<Outcome> outcomes) {
    Map<Job, List<Integer>> jobs = new LinkedHashMap<>();
    for (int i = 0; i < outcomes.size(); i++) {
      if (outcomes.get(i) instanceof Outcome.Pending pending) {
        jobs.computeIfAbsent(pending.job(), job -> new ArrayList<>()).add(i);
      }
    }
    return jobs;
  }

  void pause(Duration duration) {
    try {
      surroundings.sleeper().sleep(duration);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EspException(Failure.of(FailureKind.TRANSIENT, "interrupted"), e);
    }
  }
}
