package io.espalier.sync.demo;

import io.espalier.sync.plan.Plan;
import io.espalier.sync.run.Report;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Function;

/** Says what happens, while it happens: numbered steps, indented lines. */
final class Teller {
  private static final int STEPS = 8;

  private final Consumer<String> out;
  private final Function<Plan, List<String>> planLines;
  private int step;

  /**
   * @param planLines a plan as a person reads it
   */
  Teller(Consumer<String> out, Function<Plan, List<String>> planLines) {
    this.out = out;
    this.planLines = planLines;
  }

  void step(String title) {
    step++;
    out.accept((step > 1 ? "\n" : "") + step + "/" + STEPS + "  " + title);
  }

  void line(String format, Object... values) {
    out.accept("     " + String.format(Locale.ROOT, format, values));
  }

  void plan(Plan plan) {
    planLines.apply(plan).forEach(line -> out.accept(line.isEmpty() ? "" : "     " + line));
    out.accept("");
  }

  void reports(List<Report> reports) {
    for (Report report : reports) {
      line(
          "%-14s %,7d applied, %d rejected, %d unknown; %,d calls, %,d of them writes",
          report.esp(),
          report.applied(),
          report.rejected(),
          report.unknown(),
          report.calls(),
          report.writes());
      report.reasons().forEach((reason, rows) -> line("  %d x %s", rows, reason));
      report.stopped().ifPresent(failure -> line("  stopped: %s", failure.message()));
    }
  }

  void counts(List<Story.Count> counts) {
    if (counts.isEmpty()) {
      return;
    }
    StringBuilder head =
        new StringBuilder(String.format(Locale.ROOT, "%-16s %9s", "segment", "planned"));
    counts
        .get(0)
        .held()
        .keySet()
        .forEach(esp -> head.append(String.format(Locale.ROOT, " %14s", esp)));
    line("%s", head);
    for (Story.Count count : counts) {
      StringBuilder row =
          new StringBuilder(String.format(Locale.ROOT, "%-16s %,9d", count.id(), count.expected()));
      count.held().values().forEach(held -> row.append(String.format(Locale.ROOT, " %,14d", held)));
      line("%s  %s", row, count.agrees() ? "the same people" : "DIFFERENT");
    }
  }
}
