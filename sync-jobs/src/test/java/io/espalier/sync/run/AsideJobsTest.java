package io.espalier.sync.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.espalier.spi.Change;
import io.espalier.spi.Job;
import io.espalier.spi.Outcome;
import io.espalier.sync.shop.PassingTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What was set aside is asked after in turn. */
final class AsideJobsTest {
  private static final Instant START = Instant.parse("2026-06-01T00:00:00Z");

  private final PassingTime time = new PassingTime(START);
  private final List<String> asked = new ArrayList<>();

  private final JobWatch watch = OneJobEach.watch(time.surroundings(call -> {}), this::poll);

  /**
   * The endless one never ends; the other one goes on as a second job, which ends after a while.
   */
  private Outcome poll(Job job) {
    asked.add(job.handle());
    if (job.handle().equals("first")) {
      return new Outcome.Pending(new Job("second"));
    }
    boolean ended = job.handle().equals("second") && time.instant().isAfter(START.plusSeconds(300));
    return ended ? Outcome.APPLIED : new Outcome.Pending(job);
  }

  @Test
  void oneThatEndsIsNotKeptByOneThatDoesNot() {
    List<String> left = new ArrayList<>();
    new AsideJobs(watch, line -> OneJobEach.rows(line.segment()), time.surroundings(call -> {}))
        .finish(
            List.of(line(1, "endless"), line(2, "first")),
            (line, rows, outcomes, answered) ->
                left.add(
                    line.segment()
                        + " "
                        + outcomes.get(0).getClass().getSimpleName()
                        + " "
                        + Duration.between(START, time.instant()).toMinutes()
                        + " "
                        + answered));

    assertEquals(List.of("first Applied 5 true", "endless Pending 60 true"), left);
    assertEquals(1, asked.stream().filter("first"::equals).count(), "a stage is begun once");
  }

  private static Outbox.Line line(long id, String name) {
    return new Outbox.Line(
        id, "p", Change.Kind.UPSERT, name, new BitSet(), Optional.of(new Job(name)), START, false);
  }
}
