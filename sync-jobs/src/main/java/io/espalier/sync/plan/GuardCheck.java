package io.espalier.sync.plan;

import io.espalier.sync.project.Guards;
import io.espalier.sync.project.Project;
import io.espalier.sync.project.SegmentSpec;
import io.espalier.sync.store.Engine;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Looks at a plan for accidents: a source that came back empty, a plan that removes too much. */
final class GuardCheck {
  /** Below so many leaves a share says nothing. */
  private static final int FEW = 5;

  private final Guards guards;
  private final Engine engine;
  private final String plan;
  private final Map<String, SegmentSpec> segments;

  GuardCheck(Project project, Engine engine, String plan) {
    this.guards = project.guards();
    this.segments = project.segments();
    this.engine = engine;
    this.plan = plan;
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
        engine.number(
            "select count(*) from ledger_profile where account = ? and gone_at is null",
            part.account());
    long gone =
        engine.number(
            "select count(*) from ledger_plan_row where plan = ? and esp = ? and kind = ?",
            plan,
            part.esp(),
            PartRows.GONE);
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
    // Whoever leaves with an old address only to join with the new one is not lost, nor is who
    // moves between a small segment and the one that takes its members.
    String kept =
        movers(segment.id()).stream().map(Engine::literal).collect(Collectors.joining(", "));
    long lost =
        engine.number(
            "select count(*) from ledger_plan_row l where plan = ? and esp = ? and kind = 'LEAVE' and segment = ? and not exists "
                + "(select 1 from ledger_plan_row j where j.plan = l.plan and j.esp = l.esp and j.kind = 'JOIN' and j.segment in ("
                + kept
                + ") and j.key = l.key)",
            plan,
            part.esp(),
            segment.id());
    if (segment.held().isEmpty() && lost >= FEW && lost > guards.maxLeave() * known) {
      stops.add(
          new Plan.Stop(
              part.esp(),
              "segment '"
                  + segment.id()
                  + "' would lose "
                  + lost
                  + " of "
                  + known
                  + " members ("
                  + percent(lost, known)
                  + ", max_leave is "
                  + percent(guards.maxLeave())
                  + ")",
              "look at its rule and its data; if they are right, run with --ignore-guards"));
    }
  }

  /** The segment, and those whose members it takes where they are small. */
  private List<String> movers(String segment) {
    List<String> movers = new ArrayList<>(List.of(segment));
    segments.forEach(
        (id, spec) -> {
          if (spec.minSize().mergeInto().filter(segment::equals).isPresent()) {
            movers.add(id);
          }
        });
    return movers;
  }

  private static String percent(long part, long whole) {
    return percent((double) part / whole);
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.0f%%", share * 100);
  }
}
