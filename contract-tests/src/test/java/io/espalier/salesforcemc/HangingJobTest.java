package io.espalier.salesforcemc;

import static io.espalier.salesforcemc.Bench.consent;
import static io.espalier.salesforcemc.Bench.email;
import static io.espalier.salesforcemc.Bench.upsert;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.espalier.model.Consent;
import io.espalier.sandbox.FaultPlan;
import io.espalier.sandbox.Mood;
import io.espalier.spi.Change;
import io.espalier.spi.Job;
import io.espalier.spi.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A job that hangs, and that nobody can call off: its rows go in another. */
final class HangingJobTest {
  private static final List<Change> PEOPLE =
      List.of(upsert("c1", Map.of()), upsert("c2", Map.of()));
  private static final int ROUNDS = 10;

  private final Bench bench = new Bench();

  @AfterEach
  void close() {
    bench.close();
  }

  private List<Outcome> ask(Job job) {
    bench.sandboxTime.pass(Duration.ofSeconds(5));
    return bench.connector.poll(job, PEOPLE);
  }

  private static Job job(List<Outcome> outcomes) {
    return assertInstanceOf(Outcome.Pending.class, outcomes.get(0)).job();
  }

  private Job hanging() {
    bench
        .sandbox
        .faults()
        .become(FaultPlan.parse("stuck on PUT /data/v1/async/*", new SplittableRandom(1)));
    Job hanging = job(bench.connector.push(PEOPLE));
    for (int i = 0; i < ROUNDS; i++) {
      ask(hanging);
    }
    bench.sandbox.faults().become(Mood.CALM);
    assertEquals(hanging, job(ask(hanging)));
    return hanging;
  }

  @Test
  void itsRowsGoInAnother() {
    Job hanging = hanging();
    Job other = job(bench.connector.repeat(hanging, PEOPLE).orElseThrow());

    assertNotEquals(hanging, other);
    List<Outcome> told = ask(other);
    for (int i = 0; i < ROUNDS && told.get(0) instanceof Outcome.Pending; i++) {
      told = ask(other);
    }
    assertEquals(List.of(Outcome.APPLIED, Outcome.APPLIED), told);
    assertFalse(bench.row("espalier_profiles", email("c2")).isEmpty());
    assertEquals(hanging, job(ask(hanging)));
  }

  /** Neither what says more than once another thing, nor what is no job of theirs. */
  @Test
  void otherChangesAreWaitedFor() {
    Job hanging = hanging();
    long writes = bench.writes();
    assertEquals(
        Optional.empty(),
        bench.connector.repeat(hanging, List.of(consent("c1", Consent.State.SUBSCRIBED))));
    assertEquals(Optional.empty(), bench.connector.repeat(new Job("recall-1700000000"), PEOPLE));
    assertEquals(writes, bench.writes());
  }
}
