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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
   * Replaces every pending outcome by a final one, or leaves it pending after the deadline, or
   * where the ESP does not answer: the job may be at work all the same.
   *
   * @param outcomes one a row; changed
   * @param since when the rows were sent
   * @return why nobody could ask; empty where the ESP answered
   */
  Optional<Failure> await(List<PlanRow> rows, List<Outcome> outcomes, Instant since) {
    Unanswered unanswered = new Unanswered();
    for (int round = 0; ; round++) {
      List<Outcome> now = List.copyOf(outcomes);
      Optional<Failure> failure = ask(rows, outcomes);
      if (unanswered.isEnough(failure)) {
        return failure;
      }
      if (!isPending(outcomes)) {
        return Optional.empty();
      }
      Duration waited = Duration.between(since, surroundings.clock().instant());
      if (waited.compareTo(DEADLINE) > 0) {
        return Optional.empty();
      }
      pause(pauseAfter(outcomes.equals(now) ? round : 0));
    }
  }

  /** Questions in a row that an ESP did not answer. */
  static final class Unanswered {
    private static final int MOST = 3;

    private int inARow;

    /** Whether there is no sense in asking again; one that asks for other credentials is final. */
    boolean isEnough(Optional<Failure> failure) {
      inARow = failure.isPresent() ? inARow + 1 : 0;
      return failure.filter(f -> inARow >= MOST || !mayPass(f)).isPresent();
    }

    static boolean mayPass(Failure failure) {
      return failure.kind() == FailureKind.TRANSIENT || failure.kind() == FailureKind.RATE_LIMITED;
    }
  }

  /** How long to wait after so many fruitless questions. */
  static Duration pauseAfter(int round) {
    return Duration.ofMillis(Math.min(10_000, 50L << Math.min(round, 8)));
  }

  /**
   * Asks after every job that is not finished.
   *
   * @return why one could not be asked after: its rows stay pending
   */
  Optional<Failure> ask(List<PlanRow> rows, List<Outcome> outcomes) {
    Optional<Failure> failure = Optional.empty();
    for (Map.Entry<Job, List<Integer>> job : jobs(outcomes).entrySet()) {
      List<Change> asked = job.getValue().stream().map(i -> rows.get(i).change()).toList();
      try {
        List<Outcome> answers = open.connector().poll(job.getKey(), asked);
        for (int i = 0; i < asked.size(); i++) {
          outcomes.set(job.getValue().get(i), answers.get(i));
        }
      } catch (EspException e) {
        failure = Optional.of(e.failure());
      }
    }
    return failure;
  }

  /**
   * Rows of a job that were sent once more.
   *
   * @param places of the rows
   * @param outcomes one a place
   */
  record Repeated(Job old, List<Integer> places, List<Outcome> outcomes) {}

  /**
   * Sends the rows of every job that is not finished once more; leaves the outcomes as they are.
   *
   * @return the jobs whose rows were sent: none where the ESP does not answer; empty where it can
   *     only be waited for
   */
  Optional<List<Repeated>> repeat(List<PlanRow> rows, List<Outcome> outcomes) {
    List<Repeated> repeated = new ArrayList<>();
    boolean may = false;
    for (Map.Entry<Job, List<Integer>> job : jobs(outcomes).entrySet()) {
      List<Change> some = job.getValue().stream().map(i -> rows.get(i).change()).toList();
      try {
        Optional<List<Outcome>> told = open.connector().repeat(job.getKey(), some);
        told.ifPresent(now -> repeated.add(new Repeated(job.getKey(), job.getValue(), now)));
        may |= told.isPresent();
      } catch (EspException e) {
        if (e.failure().kind() == FailureKind.AUTH) {
          throw e;
        }
        // The job is at work as before, or its rows come twice: it is asked after again. Where the
        // ESP refuses it, the job can only be waited for.
        may |= Unanswered.mayPass(e.failure());
      }
    }
    return may ? Optional.of(repeated) : Optional.empty();
  }

  static boolean isPending(List<Outcome> outcomes) {
    return outcomes.stream().anyMatch(outcome -> outcome instanceof Outcome.Pending);
  }

  /** The same outcomes, with those unknown that are pending still. */
  static List<Outcome> unknown(List<Outcome> outcomes, Failure why) {
    return outcomes.stream()
        .map(outcome -> outcome instanceof Outcome.Pending ? new Outcome.Unknown(why) : outcome)
        .toList();
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
