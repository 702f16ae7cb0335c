package io.espalier.sync.run;

import io.espalier.spi.Change;
import io.espalier.spi.Job;
import io.espalier.spi.Outcome;
import io.espalier.sync.store.Engine;
import io.espalier.sync.store.ValueColumns;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is on its way to one account. A line is written before a call and taken out with the
 * outcomes of its rows; a job is written down as soon as the ESP has accepted it, so that a process
 * that takes over asks after it and repeats nothing.
 */
final class Outbox {
  /**
   * One call's rows.
   *
   * @param rows sequence numbers within plan, kind and segment
   * @param job empty where it is not known whether the ESP got them
   * @param repeated the job hung, and the rows went again in another: it may still come to an end
   */
  record Line(
      long id,
      String plan,
      Change.Kind kind,
      String segment,
      BitSet rows,
      Optional<Job> job,
      Instant sentAt,
      boolean repeated) {}

  private static final int IDS_AT_ONCE = 64;

  private final Engine engine;
  private final String account;
  private final Deque<Long> ids = new ArrayDeque<>();

  Outbox(Engine engine, String account) {
    this.engine = engine;
    this.account = account;
  }

  /** Notes that these rows are about to be sent. Gives the ids of the lines. */
  List<Long> sending(
      String plan, Change.Kind kind, String segment, List<PlanRow> rows, Instant at) {
    return List.of(add(plan, kind, segment, rows, null, at));
  }

  /** Notes which jobs the ESP has accepted, instead of the lines before the call. */
  List<Long> accepted(
      List<Long> lines,
      String plan,
      Change.Kind kind,
      String segment,
      List<PlanRow> rows,
      List<Outcome> outcomes,
      Instant at) {
    Map<Job, List<Integer>> jobs = JobWatch.jobs(outcomes);
    if (jobs.isEmpty()) {
      return lines;
    }
    List<Long> ids = new ArrayList<>();
    engine.atomically(
        () -> {
          settled(lines);
          jobs.forEach(
              (job, places) ->
                  ids.add(
                      add(
                          plan,
                          kind,
                          segment,
                          places.stream().map(rows::get).toList(),
                          job.handle(),
                          at)));
        });
    return ids;
  }

  /**
   * Notes that rows of a batch are on their way in other jobs. The line of an old one stays, until
   * it can be expected to end no more.
   *
   * @return the batch as it is now
   */
  InFlight.Batch repeated(
      String plan, InFlight.Batch batch, List<JobWatch.Repeated> repeated, Instant at) {
    List<Long> lines = new ArrayList<>(batch.lines());
    List<Outcome> outcomes = new ArrayList<>(batch.outcomes());
    for (JobWatch.Repeated one : repeated) {
      List<Long> old =
          left().stream()
              .filter(
                  line -> lines.contains(line.id()) && line.job().equals(Optional.of(one.old())))
              .map(Line::id)
              .toList();
      List<PlanRow> rows = one.places().stream().map(batch.rows()::get).toList();
      old.forEach(id -> engine.run("update ledger_outbox set repeated = true where id = ?", id));
      lines.removeAll(old);
      lines.addAll(
          accepted(List.of(), plan, batch.kind(), batch.segment(), rows, one.outcomes(), at));
      for (int i = 0; i < rows.size(); i++) {
        outcomes.set(one.places().get(i), one.outcomes().get(i));
      }
    }
    return new InFlight.Batch(batch.kind(), batch.segment(), batch.rows(), outcomes, at, lines);
  }

  /** Takes lines out: the outcome of each of their rows is in the ledger. */
  void settled(List<Long> lines) {
    lines.forEach(id -> engine.run("delete from ledger_outbox where id = ?", id));
  }

  /** Those of the lines that speak of none of these rows. */
  List<Long> without(List<Long> lines, BitSet rows) {
    return left().stream()
        .filter(line -> lines.contains(line.id()) && !line.rows().intersects(rows))
        .map(Line::id)
        .toList();
  }

  /** What an earlier process has left, in the order in which it was sent. */
  List<Line> left() {
    return engine.list(
        "select id, plan, kind, segment, seqs, job, sent_at, coalesce(repeated, false) from ledger_outbox where account = ? order by id",
        row ->
            new Line(
                row.getLong(1),
                row.getString(2),
                Change.Kind.valueOf(row.getString(3)),
                row.getString(4),
                numbers(row.getString(5)),
                Optional.ofNullable(row.getString(6)).map(Job::new),
                ValueColumns.utc(row.getTimestamp(7)),
                row.getBoolean(8)),
        account);
  }

  /** Those of a plan that have a job, which carries the rows still. */
  List<Line> jobs(String plan) {
    return left().stream()
        .filter(line -> line.plan().equals(plan) && line.job().isPresent() && !line.repeated())
        .toList();
  }

  private long add(
      String plan,
      Change.Kind kind,
      String segment,
      List<PlanRow> rows,
      @org.jspecify.annotations.Nullable String job,
      Instant at) {
    long id = nextId();
    engine.run(
        "insert into ledger_outbox values (?, ?, ?, ?, ?, ?, ?, ?, false)",
        id,
        account,
        plan,
        kind.name(),
        segment,
        text(rows),
        job,
        ValueColumns.stored(at));
    return id;
  }

  /** Many at once: what is left over is nobody's. Those of one account are in their order. */
  private long nextId() {
    if (ids.isEmpty()) {
      ids.addAll(
          engine.list(
              "select nextval('ledger_outbox_id') as id from range(?) order by id",
              row -> row.getLong(1),
              IDS_AT_ONCE));
    }
    return ids.remove();
  }

  /** Ranges, as {@code 1-5000,5002}: a batch is mostly one. */
  static String text(List<PlanRow> rows) {
    BitSet numbers = new BitSet();
    rows.forEach(row -> numbers.set(Math.toIntExact(row.seq())));
    StringBuilder text = new StringBuilder();
    for (int from = numbers.nextSetBit(0); from >= 0; ) {
      int to = numbers.nextClearBit(from) - 1;
      text.append(text.isEmpty() ? "" : ",").append(from);
      if (to > from) {
        text.append('-').append(to);
      }
      from = numbers.nextSetBit(to + 1);
    }
    return text.toString();
  }

  static BitSet numbers(String text) {
    BitSet numbers = new BitSet();
    for (String range : text.split(",", -1)) {
      int dash = range.indexOf('-');
      int from = Integer.parseInt(dash < 0 ? range : range.substring(0, dash));
      int to = dash < 0 ? from : Integer.parseInt(range.substring(dash + 1));
      numbers.set(from, to + 1);
    }
    return numbers;
  }
}
