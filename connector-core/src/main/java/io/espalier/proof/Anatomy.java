package io.espalier.proof;

import io.espalier.rule.Operand;
import io.espalier.rule.Rule;
import java.util.ArrayList;
import java.util.List;

/** What a rule is made of. */
final class Anatomy {
  private Anatomy() {}

  /** The rules right below a rule. */
  static List<Rule> parts(Rule rule) {
    if (rule instanceof Rule.And and) {
      return and.parts();
    } else if (rule instanceof Rule.Or or) {
      return or.parts();
    }
    return rule instanceof Rule.Not not ? List.of(not.rule()) : List.of();
  }

  static boolean isLeaf(Rule rule) {
    return parts(rule).isEmpty();
  }

  /** Single conditions. */
  static int leaves(Rule rule) {
    return isLeaf(rule) ? 1 : parts(rule).stream().mapToInt(Anatomy::leaves).sum();
  }

  /** Single conditions, those within a {@code where} as well. */
  static int allLeaves(Rule rule) {
    int leaves = isLeaf(rule) ? 1 : parts(rule).stream().mapToInt(Anatomy::allLeaves).sum();
    return leaves + wheres(rule).stream().mapToInt(where -> allLeaves(where.rule())).sum();
  }

  /** 1 for a single condition; one more for each {@code and}, {@code or}, {@code not} above it. */
  static int depth(Rule rule) {
    int below = parts(rule).stream().mapToInt(Anatomy::depth).max().orElse(0);
    int where = wheres(rule).stream().mapToInt(w -> depth(w.rule())).max().orElse(0);
    return 1 + Math.max(below, where);
  }

  /** The values that a single condition tests. */
  static List<Operand> operands(Rule rule) {
    if (rule instanceof Rule.Compare compare) {
      return List.of(compare.left(), compare.right());
    } else if (rule instanceof Rule.Between between) {
      return List.of(between.operand(), between.low(), between.high());
    } else if (rule instanceof Rule.In in) {
      return List.of(in.operand());
    } else if (rule instanceof Rule.TextTest test) {
      return List.of(test.operand());
    } else if (rule instanceof Rule.ListTest test) {
      return List.of(test.operand());
    } else if (rule instanceof Rule.Presence presence) {
      return List.of(presence.operand());
    } else if (rule instanceof Rule.Anniversary anniversary) {
      return List.of(anniversary.operand());
    }
    return List.of();
  }

  /** A condition on one event. */
  record Where(String event, Rule rule) {}

  /** The conditions on events that stand right within a single condition. */
  static List<Where> wheres(Rule rule) {
    List<Where> wheres = new ArrayList<>();
    for (Operand operand : operands(rule)) {
      Operand of = operand instanceof Operand.Part part ? part.of() : operand;
      if (of instanceof Operand.Aggregate aggregate) {
        aggregate.where().ifPresent(where -> wheres.add(new Where(aggregate.event(), where)));
      }
    }
    if (rule instanceof Rule.Sequence sequence) {
      for (Rule.Step step : sequence.steps()) {
        step.where().ifPresent(where -> wheres.add(new Where(step.event(), where)));
      }
    }
    return wheres;
  }
}
