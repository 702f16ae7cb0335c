package io.espalier.sync.run;

import io.espalier.model.Attribute;
import io.espalier.model.Segment;
import io.espalier.spi.Change;
import io.espalier.spi.EspException;
import io.espalier.spi.Failure;
import io.espalier.spi.FailureKind;
import io.espalier.spi.Outcome;
import io.espalier.spi.Surroundings;
import io.espalier.sync.plan.OptOutGate;
import io.espalier.sync.store.DriftKept;
import io.espalier.sync.store.Engine;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongConsumer;

/**
 * Executes one ESP's part of a plan: kind after kind, batch after batch, every row to a proved
 * outcome, and every outcome into the ledger before the next.
 */
public final class Runner {
  /** Batches that an ESP may be working on at once. */
  private static final int IN_FLIGHT = 8;

  private final String plan;
  private final Connections.Open open;
  private final PlanReader reader;
  private final Outbox outbox;
  private final JobWatch watch;
  private final Confirmations confirmations;
  private final Surroundings surroundings;
  private final LongConsumer progress;
  private final Report.Tally tally = new Report.Tally();

  /**
   * People who are not there, since their upsert came to nothing: what hangs on them is not sent.
   */
  private final Set<String> missing = new HashSet<>();

  private record Batch(
      List<PlanRow> rows, List<Outcome> outcomes, Instant since, List<Long> lines) {}

  /**
   * @param progress told how many rows were settled, again and again
   */
  public Runner(
      Engine engine,
      String plan,
      Connections.Open open,
      List<Attribute> attributes,
      List<Segment> segments,
      OptOutGate gate,
      Surroundings surroundings,
      LongConsumer progress) {
    this.plan = plan;
    this.open = open;
    this.reader =
        new PlanReader(engine, plan, open.esp().id(), attributes, segments, gate)
            .naming(DriftKept.names(engine, open.ledgerAccount()));
    this.outbox = new Outbox(engine, open.ledgerAccount());
    this.watch = new JobWatch(open, surroundings);
    this.confirmations = new Confirmations(engine, open, plan, outbox, tally);
    this.surroundings = surroundings;
    this.progress = progress;
  }

  public Report run() {
    try {
      missing.addAll(reader.skipSettled(open.ledgerAccount()));
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
        waiting.add(send(kind, segment, withPerson(kind, rows)));
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
    List<PlanRow> held = new ArrayList<>();
    rows.forEach(row -> (missing.contains(row.key()) ? held : kept).add(row));
    if (!held.isEmpty()) {
      Outcome no =
          new Outcome.Rejected(
              Failure.of(FailureKind.MISSING_TARGET, "the profile itself was not accepted"));
      confirmations.settle(
          kind,
          held,
          Collections.nCopies(held.size(), no),
          surroundings.clock().instant(),
          List.of());
      progress.accept(held.size());
    }
    return kept;
  }

  private Batch send(Change.Kind kind, String segment, List<PlanRow> rows) {
    Instant at = surroundings.clock().instant();
    if (rows.isEmpty()) {
      return new Batch(rows, new ArrayList<>(), at, List.of());
    }
    List<Long> lines = outbox.sending(plan, kind, segment, rows, at);
    List<Outcome> outcomes;
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
    lines = outbox.accepted(lines, plan, kind, segment, rows, outcomes, at);
    return new Batch(rows, new ArrayList<>(outcomes), surroundings.clock().instant(), lines);
  }

  private void finish(Change.Kind kind, Batch batch) {
    watch.await(batch.rows(), batch.outcomes(), batch.since());
    confirmations.settle(
        kind, batch.rows(), batch.outcomes(), surroundings.clock().instant(), batch.lines());
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
}
