package io.espalier.sync.run;

import io.espalier.spi.Failure;
import io.espalier.spi.Outcome;
import io.espalier.spi.Surroundings;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Waits for the jobs that were set aside, as long as anybody can be expected to: asks after one
 * after another in turn, so that one that ends is not kept by one that does not. Their rows are
 * read for each question; all of them together may be too many to hold.
 */
final class AsideJobs {
  /** Between two questions passes this part of the time that a job has taken, up to a minute. */
  private static final int PART = 20;

  private static final Duration LONGEST = Duration.ofMinutes(1);

  private final JobWatch watch;
  private final Function<Outbox.Line, List<PlanRow>> reader;
  private final Surroundings surroundings;

  /**
   * @param reader gives the rows of a line
   */
  AsideJobs(
      JobWatch watch, Function<Outbox.Line, List<PlanRow>> reader, Surroundings surroundings) {
    this.watch = watch;
    this.reader = reader;
    this.surroundings = surroundings;
  }

  /** One job, which may go on as another: what was last said of its rows tells. */
  private static final class Waiting {
    private final Outbox.Line line;
    private final JobWatch.Unanswered unanswered = new JobWatch.Unanswered();
    private List<Outcome> outcomes = List.of();

    private Waiting(Outbox.Line line) {
      this.line = line;
    }
  }

  /** Takes what has ended, or is waited for no longer. */
  interface Exit {
    /**
     * @param answered false where the ESP does not answer when it is asked after the job
     */
    void leaves(Outbox.Line line, List<PlanRow> rows, List<Outcome> outcomes, boolean answered);
  }

  /**
   * @param lines of the outbox, each with its job
   */
  void finish(List<Outbox.Line> lines, Exit exit) {
    Deque<Waiting> left = new ArrayDeque<>();
    lines.forEach(line -> left.add(new Waiting(line)));
    int fruitless = 0;
    while (!left.isEmpty()) {
      Waiting one = left.removeFirst();
      List<PlanRow> rows = reader.apply(one.line);
      if (one.outcomes.isEmpty()) {
        one.outcomes =
            new ArrayList<>(
                Collections.nCopies(
                    rows.size(), new Outcome.Pending(one.line.job().orElseThrow())));
      }
      List<Outcome> before = List.copyOf(one.outcomes);
      Optional<Failure> failure = watch.ask(rows, one.outcomes);
      if (one.unanswered.isEnough(failure)) {
        exit.leaves(one.line, rows, JobWatch.unknown(one.outcomes, failure.orElseThrow()), false);
      } else if (!JobWatch.isPending(one.outcomes) || isLate(one.line)) {
        fruitless = 0;
        exit.leaves(one.line, rows, one.outcomes, true);
      } else {
        fruitless = before.equals(one.outcomes) ? fruitless : 0;
        left.addLast(one);
        watch.pause(longer(JobWatch.pauseAfter(fruitless++), one.line));
      }
    }
  }

  /** Of one that has been at work for half an hour nobody needs to know within seconds. */
  private Duration longer(Duration pause, Outbox.Line line) {
    Duration part = age(line).dividedBy(PART);
    Duration most = part.compareTo(LONGEST) < 0 ? part : LONGEST;
    return pause.compareTo(most) > 0 ? pause : most;
  }

  private Duration age(Outbox.Line line) {
    return Duration.between(line.sentAt(), surroundings.clock().instant());
  }

  private boolean isLate(Outbox.Line line) {
    return age(line).compareTo(JobWatch.DEADLINE) > 0;
  }
}
