package io.espalier.proof;

import io.espalier.model.EventType;
import io.espalier.rule.Comparison;
import io.espalier.rule.Function;
import io.espalier.rule.Issue;
import io.espalier.rule.Operand;
import io.espalier.rule.Origin;
import io.espalier.rule.Rule;
import io.espalier.rule.RulePrinter;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** What is to be said of a rule and its parts, given their cases. */
final class Doubts {
  private final Cases cases;
  private final Diagrams diagrams;
  private final String who;
  private final Origin origin;
  private final List<Issue> issues;

  /**
   * @param who what the cases are of: a person or an event
   */
  Doubts(Cases cases, String who, Origin origin, List<Issue> issues) {
    this.cases = cases;
    this.diagrams = cases.diagrams();
    this.who = who;
    this.origin = origin;
    this.issues = issues;
  }

  /** Gives whether there was none. */
  boolean of(Rule rule) {
    boolean none = true;
    for (Rule part : Anatomy.parts(rule)) {
      none &= of(part);
    }
    if (!none || isSaidOnPurpose(rule)) {
      return none;
    } else if (cases.isImpossible(rule)) {
      impossible(rule);
      return false;
    } else if (cases.isAlways(rule)) {
      always(rule);
      return false;
    }
    idle(rule);
    return true;
  }

  private static boolean isSaidOnPurpose(Rule rule) {
    return rule instanceof Rule.Constant
        || Anatomy.parts(rule).stream().anyMatch(Doubts::isSaidOnPurpose);
  }

  private void impossible(Rule rule) {
    if (rule instanceof Rule.And and) {
      Optional<List<Rule>> pair = pair(and.parts(), true);
      if (pair.isPresent()) {
        error(
            pair.get().get(1),
            "no " + who + " can match both this and '" + print(pair.get().get(0)) + "'",
            "join them with 'or', or mend one of them");
      } else {
        error(
            rule,
            "no " + who + " can match all of these together",
            "take one of them out, or mend it");
      }
      return;
    }
    Optional<String> mend =
        rule instanceof Rule.Between between ? reversed(between) : Optional.empty();
    error(
        rule,
        "'" + print(rule) + "' is never true",
        mend.or(() -> reason(rule)).orElse("no " + who + " can match it; mend it, or write false"));
  }

  private void always(Rule rule) {
    if (rule instanceof Rule.Or or) {
      Optional<List<Rule>> pair = pair(or.parts(), false);
      error(
          pair.map(p -> p.get(1)).orElse(rule),
          pair.map(p -> "every " + who + " matches this or '" + print(p.get(0)) + "'")
              .orElse("every " + who + " matches one of these"),
          "join them with 'and', mend one of them, or write true");
      return;
    }
    error(
        rule,
        "'" + print(rule) + "' is always true",
        reason(rule)
            .map(reason -> reason + "; take it out, or write true")
            .orElse("take it out, or write true for every " + who));
  }

  /** Two parts of which already no case fulfils both, or every case one. */
  private Optional<List<Rule>> pair(List<Rule> parts, boolean none) {
    for (int j = 1; j < parts.size(); j++) {
      for (int i = 0; i < j; i++) {
        int a = cases.condition(parts.get(i));
        int b = cases.condition(parts.get(j));
        boolean found =
            none ? diagrams.and(a, b) == Diagrams.FALSE : diagrams.or(a, b) == cases.possible();
        if (found) {
          return Optional.of(List.of(parts.get(i), parts.get(j)));
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<String> reversed(Rule.Between between) {
    return between.low() instanceof Operand.Literal && between.high() instanceof Operand.Literal
        ? Optional.of(
            "write the lower end first: between "
                + RulePrinter.print(between.high())
                + " and "
                + RulePrinter.print(between.low()))
        : Optional.empty();
  }

  /** Why a single condition on an aggregate is decided, in words. */
  private static Optional<String> reason(Rule rule) {
    for (Operand operand : Anatomy.operands(rule)) {
      Extent of = Extent.of(operand);
      if (operand instanceof Operand.Part part && of.least.isPresent()) {
        return Optional.of(
            part.kind().word()
                + (of.most.isEmpty()
                    ? " is a whole number, 0 or more"
                    : " lies between "
                        + of.least.get().toPlainString()
                        + " and "
                        + of.most.get().toPlainString()));
      }
      if (operand instanceof Operand.Aggregate aggregate) {
        Function function = aggregate.function();
        if (rule instanceof Rule.Presence && Extent.isAlways(aggregate)) {
          return Optional.of(function.word() + " of no event is 0, never missing");
        } else if (Extent.of(aggregate).whole) {
          Extent extent = Extent.of(aggregate);
          return Optional.of(
              function.word()
                  + (extent.most.isEmpty()
                      ? " is a whole number, 0 or more"
                      : " lies between "
                          + extent.least.map(n -> n.toPlainString()).orElse("0")
                          + " and "
                          + extent.most.get().toPlainString()
                          + " in that window"));
        } else if (aggregate.property().equals(Optional.of(EventType.TIME))) {
          return Optional.of("events lie before now, and within the window");
        }
      }
    }
    if (rule instanceof Rule.Compare compare && compare.left().equals(compare.right())) {
      return Optional.of(
          compare.comparison() == Comparison.EQUAL ? "write exists" : "both sides are the same");
    }
    return Optional.empty();
  }

  /** Parts that change nothing beside the others. */
  private void idle(Rule rule) {
    boolean and = rule instanceof Rule.And;
    if (!and && !(rule instanceof Rule.Or)) {
      return;
    }
    List<Rule> parts = Anatomy.parts(rule);
    boolean[] gone = new boolean[parts.size()];
    for (int i = parts.size() - 1; i >= 0; i--) {
      int rest = and ? cases.possible() : Diagrams.FALSE;
      for (int j = 0; j < parts.size(); j++) {
        if (j != i && !gone[j]) {
          int part = cases.condition(parts.get(j));
          rest = and ? diagrams.and(rest, part) : diagrams.or(rest, part);
        }
      }
      int own = cases.condition(parts.get(i));
      // To ask first whether a value is there is good style.
      boolean guard = and && parts.get(i) instanceof Rule.Presence presence && !presence.negated();
      gone[i] = !guard && (and ? diagrams.implies(rest, own) : diagrams.implies(own, rest));
      if (gone[i]) {
        idle(parts, i, own, and);
      }
    }
  }

  private void idle(List<Rule> parts, int i, int own, boolean and) {
    Optional<Rule> by =
        IntStream.range(0, parts.size())
            .filter(j -> j != i)
            .mapToObj(parts::get)
            .filter(
                part -> {
                  int other = cases.condition(part);
                  return and ? diagrams.implies(other, own) : diagrams.implies(own, other);
                })
            .findFirst();
    String whom = by.map(part -> "'" + print(part) + "'").orElse("the others");
    issues.add(
        Issue.warning(
            origin.place(parts.get(i).span()),
            and
                ? "this changes nothing: whoever matches " + whom + " matches it"
                : "this adds nobody: whoever matches it matches " + whom,
            "take it out, or mend it"));
  }

  private void error(Rule rule, String message, String mend) {
    issues.add(Issue.error(origin.place(rule.span()), message, mend));
  }

  private static String print(Rule rule) {
    return RulePrinter.print(rule);
  }
}
