package io.espalier.sync.plan;

import io.espalier.sync.plan.Measures.Kind;
import io.espalier.sync.plan.Measures.Measure;
import io.espalier.sync.project.Guards;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** Looks at what a plan was made from: rows that are not there, values that are not there. */
final class SourceGuards {
  /** Below so many rows a share says nothing. */
  private static final int FEW = 5;

  private final Guards guards;
  private final Measures measures;

  SourceGuards(Guards guards, Measures measures) {
    this.guards = guards;
    this.measures = measures;
  }

  void check(long profiles, List<Plan.Stop> stops) {
    if (profiles < guards.minRows()) {
      stops.add(
          new Plan.Stop(
              Guards.MIN_ROWS,
              "",
              "the source gives "
                  + profiles
                  + " usable profiles, fewer than min_rows "
                  + guards.minRows(),
              "look at the source; if it is right, lower guards: min_rows, or run with --allow min_rows"));
    }
    measures.now(Kind.ROWS).forEach((subject, now) -> shrunk(subject, now, stops));
    measures.now(Kind.MISSING).forEach((attribute, now) -> jumped(attribute, now, stops));
    guards.maxMissing().keySet().stream().sorted().forEach(name -> lacking(name, stops));
  }

  private void shrunk(String subject, Measure now, List<Plan.Stop> stops) {
    measures
        .last(Kind.ROWS, subject)
        .map(Measure::amount)
        .filter(
            before ->
                before - now.amount() >= FEW && before - now.amount() > guards.maxShrink() * before)
        .ifPresent(
            before ->
                stops.add(
                    new Plan.Stop(
                        Guards.MAX_SHRINK,
                        "",
                        String.format(
                            Locale.ROOT,
                            "%s: %,d rows, %,d at the run before (%.0f%% less, max_shrink is %.0f%%)",
                            subject.equals(Measures.PEOPLE) ? subject : "events '" + subject + "'",
                            now.amount(),
                            before,
                            100.0 * (before - now.amount()) / before,
                            100 * guards.maxShrink()),
                        "look at the source; if it is right, run with --allow max_shrink")));
  }

  private void jumped(String attribute, Measure now, List<Plan.Stop> stops) {
    measures
        .last(Kind.MISSING, attribute)
        .filter(before -> before.whole() > 0)
        .filter(before -> now.share() - before.share() > guards.missingJump())
        .filter(before -> now.amount() - before.share() * now.whole() >= FEW)
        .ifPresent(
            before ->
                stops.add(
                    new Plan.Stop(
                        Guards.MISSING_JUMP,
                        "",
                        String.format(
                            Locale.ROOT,
                            "attribute '%s' is missing for %,d of %,d people (%.0f%%), at the run before for %.0f%%; missing_jump is %.0f points",
                            attribute,
                            now.amount(),
                            now.whole(),
                            100 * now.share(),
                            100 * before.share(),
                            100 * guards.missingJump()),
                        "look at its column in the source; if it is right, run with --allow missing_jump")));
  }

  private void lacking(String attribute, List<Plan.Stop> stops) {
    Measure now = measures.now(Kind.MISSING).get(attribute);
    double most = Objects.requireNonNull(guards.maxMissing().get(attribute));
    if (now != null && now.share() > most) {
      stops.add(
          new Plan.Stop(
              Guards.MAX_MISSING,
              "",
              String.format(
                  Locale.ROOT,
                  "attribute '%s' is missing for %,d of %,d people (%.1f%%), more than max_missing %.1f%%",
                  attribute,
                  now.amount(),
                  now.whole(),
                  100 * now.share(),
                  100 * most),
              "look at its column in the source; if it is right, run with --allow max_missing"));
    }
  }
}
