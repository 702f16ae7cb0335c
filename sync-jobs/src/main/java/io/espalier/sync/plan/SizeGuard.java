package io.espalier.sync.plan;

import io.espalier.sync.plan.Measures.Kind;
import io.espalier.sync.plan.Measures.Measure;
import io.espalier.sync.project.Guards;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Looks for segments whose size changed unusually since the run before, either way. What is usual
 * is what the segment itself has done at the runs before: of its last changes the largest, but for
 * one in seven, so that one accident that somebody let pass does not become the custom.
 */
final class SizeGuard {
  /** Below so many people a change says nothing. */
  private static final int FEW = 5;

  /** So many changes make a history. */
  private static final int ENOUGH = 5;

  /** Of the changes in a history, those that count as usual. */
  private static final double USUAL = 0.85;

  /** A history of small changes does not make each larger one an accident. */
  private static final double SLACK = 1.5;

  private static final double LEAST = 0.1;

  private final Guards guards;
  private final Measures measures;

  SizeGuard(Guards guards, Measures measures) {
    this.guards = guards;
    this.measures = measures;
  }

  void check(List<Plan.Stop> stops) {
    List<Plan.Stop> more = new ArrayList<>();
    measures
        .now(Kind.MEMBERS)
        .forEach(
            (segment, now) -> {
              boolean told =
                  stops.stream().anyMatch(s -> s.reason().startsWith("segment '" + segment + "'"));
              if (!told) {
                check(segment, now.amount(), more);
              }
            });
    stops.addAll(more);
  }

  private void check(String segment, long now, List<Plan.Stop> stops) {
    List<Long> sizes =
        measures.before(Kind.MEMBERS, segment).stream().map(Measure::amount).toList();
    if (sizes.isEmpty()) {
      return;
    }
    long before = sizes.get(0);
    List<Double> changes = new ArrayList<>();
    for (int i = 1; i < sizes.size(); i++) {
      changes.add(change(sizes.get(i), sizes.get(i - 1)));
    }
    boolean known = changes.size() >= ENOUGH;
    double limit = known ? Math.max(LEAST, SLACK * usual(changes)) : guards.segmentChange();
    double change = change(before, now);
    // Three times what chance alone does to a number of this size.
    double chance = 3 * Math.sqrt(Math.max(before, now));
    if (change > limit && Math.abs(now - before) >= Math.max(FEW, chance)) {
      stops.add(
          new Plan.Stop(
              Guards.SEGMENT_CHANGE,
              "",
              String.format(
                  Locale.ROOT,
                  "segment '%s' has %,d members, %,d at the run before (a change of %.0f%%; %s)",
                  segment,
                  now,
                  before,
                  100 * change,
                  known
                      ? String.format(
                          Locale.ROOT,
                          "in the %d runs before it was mostly at most %.0f%%",
                          sizes.size(),
                          100 * usual(changes))
                      : String.format(
                          Locale.ROOT, "segment_change is %.0f%%", 100 * guards.segmentChange())),
              "look at its rule and its data; if they are right, run with --allow segment_change"));
    }
  }

  private static double usual(List<Double> changes) {
    List<Double> sorted = changes.stream().sorted().toList();
    return sorted.get((int) Math.ceil(USUAL * sorted.size()) - 1);
  }

  /** As a part of the larger, so that halving and doubling are the same. */
  private static double change(long from, long to) {
    long larger = Math.max(from, to);
    return larger == 0 ? 0 : (double) Math.abs(to - from) / larger;
  }
}
