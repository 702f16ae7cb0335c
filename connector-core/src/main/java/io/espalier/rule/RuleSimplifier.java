package io.espalier.rule;

import io.espalier.model.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Proposes a smaller rule of the same meaning.
 *
 * <p>What is always true or never true where it stands is taken out, tests of one value are made
 * one, common parts are drawn out of the branches. Conditions within a {@code where} stay as they
 * are.
 *
 * <p>Laws: the evaluator gives the same for every person; {@link #size} is never larger.
 */
public final class RuleSimplifier {
  private final Reasoning reasoning;

  private RuleSimplifier(Schema schema) {
    this.reasoning = new Reasoning(new Claims(schema, null));
  }

  /**
   * The smallest rule found; the rule itself where there is none.
   *
   * @param rule one that {@link RuleChecker} finds no mistake in
   */
  public static Rule simplify(Rule rule, Schema schema) {
    RuleSimplifier simplifier = new RuleSimplifier(schema);
    Rule best = rule;
    Rule next = simplifier.simpler(rule, Facts.NONE);
    while (size(next) < size(best)) {
      best = next;
      next = simplifier.simpler(best, Facts.NONE);
    }
    return best;
  }

  /** Conditions, joints, negations, and the values of lists beyond the first. */
  public static int size(Rule rule) {
    List<Rule> parts = Wheres.parts(rule);
    if (!parts.isEmpty()) {
      int joints = rule instanceof Rule.Not ? 1 : parts.size() - 1;
      return joints + parts.stream().mapToInt(RuleSimplifier::size).sum();
    }
    int more = rule instanceof Rule.In in ? in.values().size() - 1 : 0;
    return 1 + more + Wheres.of(rule).keySet().stream().mapToInt(RuleSimplifier::size).sum();
  }

  private static Rule constant(boolean value) {
    return new Rule.Constant(value, Span.NONE);
  }

  /** The same as the rule, for everybody for whom the facts hold. */
  private Rule simpler(Rule rule, Facts facts) {
    if (rule instanceof Rule.Constant) {
      return rule;
    } else if (reasoning.refuted(new Reasoning.Part(rule, true), facts)) {
      return constant(false);
    } else if (reasoning.refuted(new Reasoning.Part(rule, false), facts)) {
      return constant(true);
    } else if (rule instanceof Rule.Not not) {
      return negation(simpler(not.rule(), facts));
    } else if (rule instanceof Rule.And and) {
      return joined(and.parts(), true, facts);
    } else if (rule instanceof Rule.Or or) {
      return joined(or.parts(), false, facts);
    }
    return rule;
  }

  private static Rule negation(Rule rule) {
    if (rule instanceof Rule.Not not) {
      return not.rule();
    } else if (rule instanceof Rule.Constant constant) {
      return constant(!constant.value());
    } else if (rule instanceof Rule.Presence presence) {
      return new Rule.Presence(presence.operand(), !presence.negated(), presence.span());
    }
    return new Rule.Not(rule, rule.span());
  }

  /** Each part where the others decide nothing: in an {@code or}, where they are all false. */
  private Rule joined(List<Rule> given, boolean and, Facts facts) {
    List<Rule> parts = new ArrayList<>();
    given.forEach(part -> RuleParser.addFlat(parts, part, and ? "and" : "or"));
    // From the end, so that of two equal parts the first one stays.
    for (int i = parts.size() - 1; i >= 0; i--) {
      Facts known = facts;
      for (int j = 0; j < parts.size(); j++) {
        known = j == i ? known : reasoning.and(known, new Reasoning.Part(parts.get(j), and));
      }
      Rule part = simpler(parts.remove(i), known);
      if (!(part instanceof Rule.Constant constant)) {
        parts.add(i, part);
      } else if (constant.value() != and) {
        return part;
      }
    }
    List<Rule> flat = new ArrayList<>();
    parts.forEach(part -> RuleParser.addFlat(flat, part, and ? "and" : "or"));
    TestMerger.merge(flat, and);
    return drawnOut(flat, and);
  }

  private static Rule chain(List<Rule> parts, boolean and) {
    if (parts.isEmpty()) {
      return constant(and);
    } else if (parts.size() == 1) {
      return parts.get(0);
    }
    return and ? new Rule.And(parts, Span.NONE) : new Rule.Or(parts, Span.NONE);
  }

  /**
   * {@code a and b or a and c} → {@code a and (b or c)}, and the same with the joints exchanged.
   */
  private static Rule drawnOut(List<Rule> parts, boolean and) {
    for (int i = 0; i < parts.size(); i++) {
      for (int j = i + 1; j < parts.size(); j++) {
        Optional<Rule> one = drawnOut(parts.get(i), parts.get(j), and);
        if (one.isPresent()) {
          List<Rule> rest = new ArrayList<>(parts);
          rest.remove(j);
          rest.set(i, one.get());
          return drawnOut(rest, and);
        }
      }
    }
    return chain(parts, and);
  }

  private static Optional<Rule> drawnOut(Rule a, Rule b, boolean and) {
    List<Rule> ofA = inner(a, !and);
    List<Rule> ofB = inner(b, !and);
    List<Rule> common = ofA.stream().filter(ofB::contains).distinct().toList();
    if (common.isEmpty()) {
      return Optional.empty();
    }
    List<Rule> choices = new ArrayList<>();
    for (List<Rule> each : List.of(ofA, ofB)) {
      Rule rest = chain(each.stream().filter(p -> !common.contains(p)).toList(), !and);
      if (rest instanceof Rule.Constant) {
        // The common parts alone: the other branch adds nothing to them.
        return Optional.of(chain(common, !and));
      }
      RuleParser.addFlat(choices, rest, and ? "and" : "or");
    }
    List<Rule> parts = new ArrayList<>(common);
    parts.add(chain(choices, and));
    return Optional.of(chain(parts, !and));
  }

  private static List<Rule> inner(Rule rule, boolean and) {
    if (and && rule instanceof Rule.And all) {
      return all.parts();
    } else if (!and && rule instanceof Rule.Or any) {
      return any.parts();
    }
    return List.of(rule);
  }
}
