package io.espalier.proof;

import io.espalier.model.EventType;
import io.espalier.model.Schema;
import io.espalier.rule.Rule;
import io.espalier.rule.RulePrinter;
import io.espalier.rule.Span;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Looks for a smaller rule that holds for the same people. Every step is checked on the cases
 * before it is taken, and the result is shown to be equal by {@link Equality}. Segments count as
 * unknown: what another rule says today does not shorten this one.
 *
 * <p>Fewer conditions are smaller, then fewer joints, then fewer letters.
 */
public final class Simplifier {
  private static final int ROUNDS = 30;
  private static final Comparator<Rule> SIZE =
      Comparator.comparingInt(Anatomy::allLeaves)
          .thenComparingInt(Simplifier::nodes)
          .thenComparingInt(rule -> RulePrinter.print(rule).length());

  private final Cases cases;
  private final Diagrams diagrams;
  private final Merges merges;
  private final Set<String> steps;

  private Simplifier(Cases cases, Set<String> steps) {
    this.cases = cases;
    this.diagrams = cases.diagrams();
    this.merges = new Merges(cases);
    this.steps = steps;
  }

  /**
   * @param rule has passed {@link io.espalier.rule.RuleChecker}
   * @throws TooManyCases where nothing can be proved of the rule
   */
  public static Simplified simplify(Rule rule, Schema schema) {
    Set<String> steps = new LinkedHashSet<>();
    Rule inner =
        Rebuilt.wheres(
            rule,
            (event, where) ->
                schema.event(event).map(type -> where(where, type, schema, steps)).orElse(where));
    Cases cases = Cases.of(schema, Map.of(), List.of(inner));
    Rule after = new Simplifier(cases, steps).smallest(inner);
    Equality equality = Equality.show(rule, inner, after, cases, schema);
    return SIZE.compare(after, rule) < 0
        ? new Simplified(rule, after, List.copyOf(steps), equality)
        : new Simplified(rule, rule, List.of(), equality);
  }

  private static Rule where(Rule where, EventType event, Schema schema, Set<String> steps) {
    Cases cases = Cases.of(schema, event, List.of(where));
    Rule after = new Simplifier(cases, steps).smallest(where);
    return SIZE.compare(after, where) < 0 && cases.areEqual(after, where) ? after : where;
  }

  private static int nodes(Rule rule) {
    return 1 + Anatomy.parts(rule).stream().mapToInt(Simplifier::nodes).sum();
  }

  private Rule smallest(Rule rule) {
    Rule smallest = rule;
    for (int round = 0; round < ROUNDS; round++) {
      Set<String> said = new LinkedHashSet<>(steps);
      Rule next = reduced(smallest, cases.possible());
      if (SIZE.compare(next, smallest) >= 0 || !cases.areEqual(next, rule)) {
        steps.retainAll(said);
        return smallest;
      }
      smallest = next;
    }
    return smallest;
  }

  /** A rule that is the same wherever {@code care} holds. */
  private Rule reduced(Rule rule, int care) {
    if (rule instanceof Rule.Constant) {
      return rule;
    }
    int condition = diagrams.and(care, cases.condition(rule));
    if (condition == Diagrams.FALSE || condition == care) {
      return new Rule.Constant(condition != Diagrams.FALSE, Span.NONE);
    } else if (rule instanceof Rule.Not not) {
      return merges.negated(reduced(not.rule(), care), care);
    } else if (Anatomy.isLeaf(rule)) {
      return merges.smaller(rule, care);
    }
    return joined(rule, care);
  }

  private Rule joined(Rule rule, int care) {
    boolean and = rule instanceof Rule.And;
    List<Rule> parts = new ArrayList<>(Anatomy.parts(rule));
    List<Integer> order = new ArrayList<>();
    for (int i = parts.size() - 1; i >= 0; i--) {
      order.add(i);
    }
    // What is longest is dropped first, of equals the later.
    order.sort((a, b) -> SIZE.compare(parts.get(b), parts.get(a)));
    for (int i : order) {
      Rule part = parts.get(i);
      Rule reduced = reduced(part, beside(parts, i, care, and));
      if (reduced instanceof Rule.Constant constant && !(part instanceof Rule.Constant)) {
        tell(part, constant.value(), and);
      }
      parts.set(i, reduced);
    }
    List<Rule> flat = new ArrayList<>();
    for (Rule part : parts) {
      if (part instanceof Rule.Constant constant) {
        if (constant.value() != and) {
          return constant;
        }
      } else if (and && part instanceof Rule.And || !and && part instanceof Rule.Or) {
        flat.addAll(Anatomy.parts(part));
      } else {
        flat.add(part);
      }
    }
    return merges.merged(flat, and, care, steps);
  }

  private void tell(Rule part, boolean always, boolean and) {
    String text = "'" + RulePrinter.print(part) + "'";
    if (always == and) {
      steps.add(text + (and ? " changes nothing beside the rest" : " adds nobody to the rest"));
    } else {
      steps.add(text + (and ? " can never match with the rest" : " lets everybody in"));
    }
  }

  /** Where it matters what a part says: the other parts leave it open. */
  private int beside(List<Rule> parts, int i, int care, boolean and) {
    int beside = care;
    for (int j = 0; j < parts.size(); j++) {
      if (j != i) {
        int other = cases.condition(parts.get(j));
        beside = diagrams.and(beside, and ? other : diagrams.not(other));
      }
    }
    return beside;
  }

  static Comparator<Rule> size() {
    return SIZE;
  }
}
