package io.espalier.sync.run;

import io.espalier.model.Attribute;
import io.espalier.model.Segment;
import io.espalier.spi.Change;
import io.espalier.spi.EspException;
import io.espalier.spi.Failure;
import io.espalier.spi.FailureKind;
import io.espalier.spi.Job;
import io.espalier.spi.Outcome;
import io.espalier.spi.Surroundings;
import io.espalier.sync.store.Engine;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongConsumer;

/**
 * Executes one ESP's part of a plan: kind after kind, batch after batch, every row to a proved
 * outcome, and every outcome into the ledger before the next.
 */
public final class Runner {
  /** Batches that an ESP may be working on at once. */
  private static final int IN_FLIGHT = 8;

  /** The vendors name no limit; none of the jobs seen took a tenth of this. */
  private static final Duration DEADLINE = Duration.ofMinutes(60);

  private final Connections.Open open;
  private final PlanReader reader;
  private final Confirmations confirmations;
  private final Surroundings surroundings;
  private final LongConsumer progress;
  private final Report.Tally tally = new Report.Tally();

  /**
   * People who are not there, since their upsert came to nothing: what hangs on them is not sent.
   */
  private final Set<String> missing = new HashSet<>();

  private record Batch(List<PlanRow> rows, List<Outcome> outcomes, Instant since) {}

  /**
   * @param progress told how many rows were settled, again and again
   */
  public Runner(
      Engine engine,
      String plan,
      Connections.Open open,
      List<Attribute> attributes,
      List<Segment> segments,
      Surroundings surroundings,
      LongConsumer progress) {
    this.open = open;
    this.reader = new PlanReader(engine, plan, open.esp().id(), attributes, segments);
    this.confirmations = new Confirmations(engine, open, tally);
    this.surroundings = surroundings;
    this.progress = progress;
  }

  public Report run() {
    try {
      for (Change.Kind kind : Change.Kind.values()) {
        for (String segment : reader.segmentsOf(kind)) {
          run(kind, segment);
        }
      }
    } catch (EspException e) {
      tally.stop(e.failure());
    }
    return tally.report(open.esp().id(), open.calls());
  }

  private void run(Change.Kind kind, String segment) {
    int most = open.connector().limits().batch(kind);
    Deque<Batch> waiting = new ArrayDeque<>();
    long after = 0;
    try {
      while (true) {
        List<PlanRow> rows = reader.next(kind, segment, after, most);
        if (rows.isEmpty()) {
          break;
        }
        after = rows.get(rows.size() - 1).seq();
        waiting.add(send(kind, withPerson(kind, rows)));
        if (waiting.size() >= IN_FLIGHT) {
          finish(kind, waiting.remove());
        }
      }
    } finally {
      // Even where a later batch failed: what was accepted before it is asked after.
      while (!waiting.isEmpty()) {
        finish(kind, waiting.remove());
      }
    }
  }

  /** Without the rows of people who are not there. */
  private List<PlanRow> withPerson(Change.Kind kind, List<PlanRow> rows) {
    // Nobody is kept in a segment because another of their rows was refused.
    if (missing.isEmpty() || kind == Change.Kind.UPSERT || kind == Change.Kind.LEAVE) {
      return rows;
    }
    List<PlanRow> kept = new ArrayList<>();
    for (PlanRow row : rows) {
      if (missing.contains(row.key())) {
        tally.rejected(
            Failure.of(FailureKind.MISSING_TARGET, "the profile itself was not accepted"));
        progress.accept(1);
      } else {
        kept.add(row);
      }
    }
    return kept;
  }

  private Batch send(Change.Kind kind, List<PlanRow> rows) {
    List<Outcome> outcomes;
    if (rows.isEmpty()) {
      outcomes = List.of();
    } else {
      try {
        outcomes = open.connector().push(rows.stream().map(PlanRow::change).toList());
      } catch (EspException e) {
        if (e.failure().kind() == FailureKind.TRANSIENT
            || e.failure().kind() == FailureKind.RATE_LIMITED) {
          outcomes = Collections.nCopies(rows.size(), new Outcome.Unknown(e.failure()));
        } else {
          throw e;
        }
      }
    }
    if (outcomes.size() != rows.size()) {
      throw new IllegalStateException(
          open.esp().id()
              + " gave "
              + outcomes.size()
              + " outcomes for "
              + rows.size()
              + " rows of "
              + kind);
    }
    return new Batch(rows, new ArrayList<>(outcomes), surroundings.clock().instant());
  }

  private void finish(Change.Kind kind, Batch batch) {
    for (int round = 0; ask(batch); round++) {
      Duration waited = Duration.between(batch.since(), surroundings.clock().instant());
      if (waited.compareTo(DEADLINE) > 0) {
        break;
      }
      pause(Duration.ofMillis(Math.min(10_000, 50L << Math.min(round, 8))));
    }
    confirmations.settle(kind, batch.rows(), batch.outcomes(), surroundings.clock().instant());
    if (kind == Change.Kind.UPSERT) {
      for (int i = 0; i < batch.rows().size(); i++) {
        PlanRow row = batch.rows().get(i);
        if (!row.known() && !(batch.outcomes().get(i) instanceof Outcome.Applied)) {
          missing.add(row.key());
        }
      }
    }
    progress.accept(batch.rows().size());
  }

  /** Asks after every job of a batch that is not finished; true while one is not. */
  private boolean ask(Batch batch) {
    Map<Job, List<Integer>> jobs = new LinkedHashMap<>();
    for (int i = 0; i < batch.outcomes().size(); i++) {
      if (batch.outcomes().get(i) instanceof Outcome.Pending pending) {
        jobs.computeIfAbsent(pending.job(), job -> new ArrayList<>()).add(i);
      }
    }
    boolean pending = false;
    for (Map.Entry<Job, List<Integer>> job : jobs.entrySet()) {
      List<Change> rows = job.getValue().stream().map(i -> batch.rows().get(i).change()).toList();
      List<Outcome> outcomes;
      try {
        outcomes = open.connector().poll(job.getKey(), rows);
      } catch (EspException e) {
        outcomes = Collections.nCopies(rows.size(), new Outcome.Unknown(e.failure()));
      }
      for (int i = 0; i < rows.size(); i++) {
        batch.outcomes().set(job.getValue().get(i), outcomes.get(i));
        pending |= outcomes.get(i) instanceof Outcome.Pending;
      }
    }
    return pending;
  }

  private void pause(Duration duration) {
    try {
      surroundings.sleeper().sleep(duration);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EspException(Failure.of(FailureKind.TRANSIENT, "interrupted"), e);
    }
  }
}
