package io.espalier.sync.run;

import io.espalier.model.Attribute;
import io.espalier.model.Segment;
import io.espalier.spi.Failure;
import io.espalier.spi.Outcome;
import io.espalier.spi.Surroundings;
import io.espalier.sync.plan.OptOutGate;
import io.espalier.sync.store.Engine;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Finishes what an interrupted run has left at one ESP: asks after the jobs that were accepted,
 * searches for the rows that were on their way, and brings their outcomes into the ledger. Sends
 * nothing. Rows that the ESP does not show stay unconfirmed, and are in the next plan.
 */
final class Recovery {
  private final Engine engine;
  private final Connections.Open open;
  private final List<Attribute> attributes;
  private final List<Segment> segments;
  private final Surroundings surroundings;
  private final boolean waits;
  private final Report.Tally tally = new Report.Tally();

  /**
   * @param waits also for jobs that hung, and whose rows went again: nothing of theirs may come
   *     later
   */
  Recovery(
      Engine engine,
      Connections.Open open,
      List<Attribute> attributes,
      List<Segment> segments,
      Surroundings surroundings,
      boolean waits) {
    this.engine = engine;
    this.waits = waits;
    this.open = open;
    this.attributes = attributes;
    this.segments = segments;
    this.surroundings = surroundings;
  }

  Report run() {
    Outbox outbox = new Outbox(engine, open.ledgerAccount());
    for (Outbox.Line line : outbox.left()) {
      if (line.repeated()) {
        repeated(outbox, line);
        continue;
      }
      List<PlanRow> rows;
      try {
        rows = rows(line);
      } catch (PlanReader.GoneException e) {
        // The project has another shape now; what was sent for the old one is planned anew.
        rows = List.of();
        doubt(line);
      }
      List<Outcome> outcomes = new ArrayList<>(left(line, rows));
      Optional<Failure> unanswered =
          new JobWatch(open, surroundings).await(rows, outcomes, line.sentAt());
      Instant now = surroundings.clock().instant();
      // A job that could not be asked after may be at work; one of yesterday is not.
      boolean keeps =
          unanswered.filter(JobWatch.Unanswered::mayPass).isPresent()
              && Duration.between(line.sentAt(), now).compareTo(JobWatch.DEADLINE) < 0;
      new Confirmations(engine, open, line.plan(), outbox, tally)
          .settle(
              line.kind(),
              rows,
              unanswered.map(why -> JobWatch.unknown(outcomes, why)).orElse(outcomes),
              now,
              keeps ? List.of() : List.of(line.id()));
    }
    return tally.report(open.esp().id(), open.calls());
  }

  /**
   * Where a job ended after all whose rows went again, its values may have landed on newer ones:
   * they are told once more. One that was stopped is gone.
   */
  private void repeated(Outbox outbox, Outbox.Line line) {
    JobWatch watch = new JobWatch(open, surroundings);
    boolean ended = false;
    boolean gone = false;
    try {
      // One row tells; more, and a job that broke would be sent again in halves. Of people who were
      // erased meanwhile there is none.
      List<PlanRow> rows = rows(line).stream().limit(1).toList();
      List<Outcome> outcomes =
          new ArrayList<>(
              Collections.nCopies(rows.size(), new Outcome.Pending(line.job().orElseThrow())));
      Optional<Failure> failure =
          waits ? watch.await(rows, outcomes, line.sentAt()) : watch.ask(rows, outcomes);
      ended = failure.isEmpty() && !JobWatch.isPending(outcomes);
      gone = failure.filter(f -> !JobWatch.Unanswered.mayPass(f)).isPresent();
    } catch (PlanReader.GoneException e) {
      ended = true;
    }
    if (ended) {
      doubt(line);
    }
    Duration age = Duration.between(line.sentAt(), surroundings.clock().instant());
    if (ended || gone || age.compareTo(JobWatch.DEADLINE) > 0) {
      outbox.settled(List.of(line.id()));
    }
  }

  private List<PlanRow> rows(Outbox.Line line) {
    return new PlanReader(
            engine, line.plan(), open.esp().id(), attributes, segments, OptOutGate.LEDGER)
        .rows(line.kind(), line.segment(), line.rows());
  }

  /** Of rows that cannot be read any more nobody can ask what became of them. */
  private void doubt(Outbox.Line line) {
    Doubts.mark(
        engine,
        open.ledgerAccount(),
        line.kind(),
        "(select key, email, segment, payload from ledger_plan_row where plan = "
            + Engine.literal(line.plan())
            + " and esp = "
            + Engine.literal(open.esp().id())
            + " and kind = '"
            + line.kind()
            + "' and seq between "
            + line.rows().nextSetBit(0)
            + " and "
            + (line.rows().length() - 1)
            + (line.segment().isEmpty() ? "" : " and segment = " + Engine.literal(line.segment()))
            + ")");
  }

  /** Of a known job it is asked what became of it; else the ESP is searched for the rows. */
  private List<Outcome> left(Outbox.Line line, List<PlanRow> rows) {
    if (line.job().isPresent()) {
      return Collections.nCopies(rows.size(), new Outcome.Pending(line.job().get()));
    }
    return rows.isEmpty()
        ? List.of()
        : open.connector().recall(rows.stream().map(PlanRow::change).toList(), line.sentAt());
  }
}
