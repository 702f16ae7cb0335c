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

/** Looks at a plan for accidents: one that removes too much, one that no quota suffices for. */
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

  void check(List<Plan.Part> parts, List<Plan.Stop> stops) {
    for (Plan.Part part : parts) {
      shrinking(part, stops);
      for (Plan.SegmentPart segment : part.segments()) {
        leaving(part, segment, stops);
      }
      if (part.seconds() > guards.maxTime().toSeconds()) {
        stops.add(
            new Plan.Stop(
                Guards.MAX_TIME,
                part.esp(),
                String.format(
                    Locale.ROOT,
                    "%,d rows need about %,d calls, at least %s at the quota of %s; max_time is %s",
                    part.rows(),
                    part.calls(),
                    time(part.seconds()),
                    part.label(),
                    time(guards.maxTime().toSeconds())),
                "send fewer fields or segments, or ask the vendor for a larger quota; to start"
                    + " all the same, run with --allow max_time"));
      }
    }
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
              Guards.MAX_LEAVE,
              part.esp(),
              gone
                  + " of "
                  + known
                  + " profiles are no longer in the source ("
                  + percent(gone, known)
                  + ", max_leave is "
                  + percent(guards.maxLeave())
                  + ")",
              "look at the source; if it is right, run with --allow max_leave"));
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
              Guards.MAX_LEAVE,
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
              "look at its rule and its data; if they are right, run with --allow max_leave"));
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

  private static String time(long seconds) {
    return seconds < 120
        ? seconds + " s"
        : seconds < 7200
            ? seconds / 60 + " min"
            : seconds / 3600
                + " h"
                + (seconds % 3600 < 60 ? "" : " " + seconds % 3600 / 60 + " min");
  }

  private static String percent(long part, long whole) {
    return percent((double) part / whole);
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.0f%%", share * 100);
  }
}
