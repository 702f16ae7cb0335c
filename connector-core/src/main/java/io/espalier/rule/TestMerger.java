package io.espalier.rule;

import io.espalier.model.Value;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Makes one test of two of the same value. */
final class TestMerger {
  private TestMerger() {}

  /** Until no two parts of an {@code and}, or of an {@code or}, are to be had in one. */
  static void merge(List<Rule> parts, boolean and) {
    for (int i = 0; i < parts.size(); i++) {
      for (int j = i + 1; j < parts.size(); j++) {
        Optional<Rule> one = one(parts.get(i), parts.get(j), and);
        if (one.isPresent()) {
          parts.remove(j);
          parts.set(i, one.get());
          j = i;
        }
      }
    }
  }

  private static Optional<Rule> one(Rule a, Rule b, boolean and) {
    Optional<Rule> list = in(a, !and).flatMap(left -> in(b, !and).flatMap(r -> list(left, r, and)));
    return list.isPresent() || !and ? list : between(a, b).or(() -> between(b, a));
  }

  /** {@code x == 1} as {@code x in [1]}; {@code x != 1} as {@code x not in [1]}. */
  private static Optional<Rule.In> in(Rule rule, boolean equal) {
    if (rule instanceof Rule.In in && in.negated() != equal) {
      return Optional.of(in);
    } else if (rule instanceof Rule.Compare compare
        && compare.comparison() == (equal ? Comparison.EQUAL : Comparison.UNEQUAL)
        && !Claims.isConstant(compare.left())
        && compare.right() instanceof Operand.Literal literal) {
      List<Value> values = List.of(literal.value());
      return Optional.of(
          new Rule.In(compare.left(), !equal, values, compare.exact(), compare.span()));
    }
    return Optional.empty();
  }

  private static Optional<Rule> list(Rule.In a, Rule.In b, boolean and) {
    if (!a.operand().equals(b.operand()) || a.exact() != b.exact()) {
      return Optional.empty();
    }
    Set<Value> values = new LinkedHashSet<>(a.values());
    values.addAll(b.values());
    return Optional.of(new Rule.In(a.operand(), and, new ArrayList<>(values), a.exact(), a.span()));
  }

  /** {@code x >= 1 and x <= 5}. */
  private static Optional<Rule> between(Rule a, Rule b) {
    return a instanceof Rule.Compare low
            && b instanceof Rule.Compare high
            && low.comparison() == Comparison.AT_LEAST
            && high.comparison() == Comparison.AT_MOST
            && !Claims.isConstant(low.left())
            && Claims.isConstant(low.right())
            && Claims.isConstant(high.right())
            && low.left().equals(high.left())
        ? Optional.of(new Rule.Between(low.left(), low.right(), high.right(), low.span()))
        : Optional.empty();
  }
}
