package io.espalier.sync.plan;

import io.espalier.sync.project.Guards;
import io.espalier.sync.project.SegmentSpec;
import io.espalier.sync.store.Engine;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Looks at a plan for accidents: a source that came back empty, a plan that removes too much. */
final class GuardCheck {
  /** Below so many leaves a share says nothing. */
  private static final int FEW = 5;

  private final Guards guards;
  private final Engine engine;
  private final Map<String, SegmentSpec> segments;

  GuardCheck(Guards guards, Engine engine, Map<String, SegmentSpec> segments) {
    this.guards = guards;
    this.engine = engine;
    this.segments = segments;
  }

  List<Plan.Stop> stops(long profiles, List<Plan.Part> parts) {
    List<Plan.Stop> stops = new ArrayList<>();
    if (profiles < guards.minRows()) {
      stops.add(
          new Plan.Stop(
              "",
              "the source gives "
                  + profiles
                  + " usable profiles, fewer than min_rows "
                  + guards.minRows(),
              "look at the source; if it is right, lower guards: min_rows, or run with --ignore-guards"));
    }
    for (Plan.Part part : parts) {
      shrinking(part, stops);
      for (Plan.SegmentPart segment : part.segments()) {
        leaving(part, segment, stops);
      }
    }
    return stops;
  }

  private void shrinking(Plan.Part part, List<Plan.Stop> stops) {
    long known =
        engine.number("select count(*) from ledger_profile where account = ?", part.account());
    long gone =
        engine.number(
            "select count(*) from ledger_profile l where account = ? and not exists (select 1 from "
                + Desired.wants(part.esp())
                + " w where w.key = l.key)",
            part.account());
    if (gone >= FEW && gone > guards.maxLeave() * known) {
      stops.add(
          new Plan.Stop(
              part.esp(),
              gone
                  + " of "
                  + known
                  + " profiles are no longer in the source ("
                  + percent(gone, known)
                  + ", max_leave is "
                  + percent(guards.maxLeave())
                  + ")",
              "look at the source; if it is right, run with --ignore-guards"));
    }
  }

  private void leaving(Plan.Part part, Plan.SegmentPart segment, List<Plan.Stop> stops) {
    long known =
        engine.number(
            "select count(*) from ledger_member where account = ? and segment = ?",
            part.account(),
            segment.id());
    // Members of a merged segment are not lost: they are members of another from now on.
    long leaves = segment.held().isEmpty() ? segment.leaves() - returning(part, segment) : 0;
    if (leaves >= FEW && leaves > guards.maxLeave() * known) {
      stops.add(
          new Plan.Stop(
              part.esp(),
              "segment '"
                  + segment.id()
                  + "' would lose "
                  + leaves
                  + " of "
                  + known
                  + " members ("
                  + percent(leaves, known)
                  + ", max_leave is "
                  + percent(guards.maxLeave())
                  + ")",
              "look at its rule and its data; if they are right, run with --ignore-guards"));
    }
  }

  /**
   * Whom it had taken from a small segment that is large enough again: they are not lost either.
   */
  private long returning(Plan.Part part, Plan.SegmentPart segment) {
    long returning = 0;
    for (Map.Entry<String, SegmentSpec> other : segments.entrySet()) {
      if (other.getValue().minSize().mergeInto().filter(segment.id()::equals).isPresent()) {
        returning +=
            engine.number(
                "select count(*) from plan_row l where l.esp = ? and l.kind = 'LEAVE' and l.segment = ? and exists "
                    + "(select 1 from plan_row j where j.esp = l.esp and j.kind = 'JOIN' and j.segment = ? and j.key = l.key)",
                part.esp(),
                segment.id(),
                other.getKey());
      }
    }
    return Math.min(returning, segment.leaves());
  }

  private static String percent(long part, long whole) {
    return percent((double) part / whole);
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.0f%%", share * 100);
  }
}
