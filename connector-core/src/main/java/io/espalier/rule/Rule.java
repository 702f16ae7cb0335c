package io.espalier.rule;

import io.espalier.model.Value;
import java.util.List;

/**
 * A rule: true or false for every person, at one instant. Two-valued; see {@link RuleEvaluator}.
 *
 * <pre>{@code
 * Rule rule = RuleParser.parse("count(order, 90d) >= 2 and country != \"France\"");
 * }</pre>
 */
public sealed interface Rule {

  Span span();

  <R> R accept(Visitor<R> visitor);

  /** {@code true} or {@code false}. */
  record Constant(boolean value, Span span) implements Rule {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.constant(this);
    }
  }

  /** Two parts or more; flat: no part is itself an {@code And}. */
  record And(List<Rule> parts, Span span) implements Rule {
    public And {
      parts = List.copyOf(parts);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.and(this);
    }
  }

  /** Two parts or more; flat: no part is itself an {@code Or}. */
  record Or(List<Rule> parts, Span span) implements Rule {
    public Or {
      parts = List.copyOf(parts);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.or(this);
    }
  }

  record Not(Rule rule, Span span) implements Rule {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.not(this);
    }
  }

  /** {@code left == right}, {@code <}, … A comparison with a missing side is false. */
  record Compare(Operand left, Comparison comparison, Operand right, boolean exact, Span span)
      implements Rule {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.compare(this);
    }
  }

  /** {@code left between low and high}, both ends included. */
  record Between(Operand operand, Operand low, Operand high, Span span) implements Rule {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.between(this);
    }
  }

  /** {@code operand in [..]}; with {@code negated}, {@code not in}: known and none of these. */
  record In(Operand operand, boolean negated, List<Value> values, boolean exact, Span span)
      implements Rule {
    public In {
      values = List.copyOf(values);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.in(this);
    }
  }

  /** {@code operand contains "x"}, {@code starts_with}, {@code ends_with}, {@code matches}. */
  record TextTest(Operand operand, TextOperator operator, String text, boolean exact, Span span)
      implements Rule {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.textTest(this);
    }
  }

  /** {@code skus has_any ["a"]}, {@code has_all}, {@code has_none}. */
  record ListTest(
      Operand operand, ListOperator operator, List<String> texts, boolean exact, Span span)
      implements Rule {
    public ListTest {
      texts = List.copyOf(texts);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.listTest(this);
    }
  }

  /** {@code exists x}; with {@code negated}, {@code missing x}. */
  record Presence(Operand operand, boolean negated, Span span) implements Rule {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.presence(this);
    }
  }

  /** {@code in_segment bag-fans}. */
  record InSegment(String segment, Span span) implements Rule {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.inSegment(this);
    }
  }

  /** One method a node and no default bodies: a new node breaks every reader at compile time. */
  interface Visitor<R> {
    R constant(Constant rule);

    R and(And rule);

    R or(Or rule);

    R not(Not rule);

    R compare(Compare rule);

    R between(Between rule);

    R in(In rule);

    R textTest(TextTest rule);

    R listTest(ListTest rule);

    R presence(Presence rule);

    R inSegment(InSegment rule);
  }
}
