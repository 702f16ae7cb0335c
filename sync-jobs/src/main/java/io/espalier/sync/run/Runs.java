package io.espalier.sync.run;

import com.google.gson.Gson;
import io.espalier.sync.plan.Measures;
import io.espalier.sync.plan.Plan;
import io.espalier.sync.store.Engine;
import io.espalier.sync.store.ValueColumns;
import java.time.Instant;
import java.util.List;

/** The runs that the ledger knows: what was planned, when it was executed, and what came of it. */
public final class Runs {
  private static final Gson GSON = new Gson();

  private Runs() {}

  /** Notes the beginning. A run without an end was interrupted. */
  static void begin(Engine engine, Plan plan, Instant at) {
    Measures.ran(engine, plan.id());
    engine.run("delete from ledger_run where id = ?", plan.id());
    engine.run(
        "insert into ledger_run (id, plan, started_at, summary) values (?, ?, ?, ?)",
        plan.id(),
        plan.id(),
        ValueColumns.stored(at),
        io.espalier.sync.plan.Plans.json(plan));
  }

  /** Notes the end, and what became of each ESP's part. */
  static void end(Engine engine, Plan plan, List<Report> reports, Instant at) {
    engine.run(
        "update ledger_run set ended_at = ?, report = ? where id = ?",
        ValueColumns.stored(at),
        GSON.toJson(reports.stream().map(Runs::line).toList()),
        plan.id());
  }

  private record Line(
      String esp,
      long applied,
      long rejected,
      long unknown,
      long calls,
      long writes,
      java.util.Map<String, Long> reasons,
      String stopped,
      List<Report.Covered> covered) {}

  private static Line line(Report report) {
    return new Line(
        report.esp(),
        report.applied(),
        report.rejected(),
        report.unknown(),
        report.calls(),
        report.writes(),
        report.reasons(),
        report.stopped().map(failure -> failure.message()).orElse(""),
        report.covered());
  }
}
