package io.espalier.rule;

import io.espalier.model.Value;
import java.util.List;
import java.util.Optional;

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

  /**
   * {@code in_list "VIP"}: known to be on a list of that name or id. A person's lists are the texts
   * of the attribute {@value #LISTS}, compared as every text is; a person without any is on none.
   */
  record InList(String list, Span span) implements Rule {
    /** The list attribute that holds a person's lists. */
    public static final String LISTS = "lists";

    /** The same test in other words. */
    public ListTest asListTest() {
      Operand lists = new Operand.Attribute(LISTS, span);
      return new ListTest(lists, ListOperator.HAS_ANY, List.of(list), false, span);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.inList(this);
    }
  }

  /** {@code consent(email, marketing)}: the consent on that channel is {@code subscribed}. */
  record Consented(String channel, String purpose, Span span) implements Rule {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.consented(this);
    }
  }

  /**
   * {@code sequence(view, then order within 1d, then not refund, 30d)}: there are events of the
   * steps, each strictly later than the one before.
   *
   * <ul>
   *   <li>The window says when the first event lies; the later ones only lie before now.
   *   <li>{@code within d}: at most d after the event of the step before, which is the last one
   *       without {@code not}.
   *   <li>{@code then not x within d}: the time d after that event is over, and no x lies in it.
   *   <li>{@code then not x}: no x lies between that event and the next step's; where no other step
   *       follows, none before now.
   * </ul>
   *
   * @param steps two or more; the first without {@code not} and without {@code within}
   */
  record Sequence(List<Step> steps, Window window, Span span) implements Rule {
    public Sequence {
      steps = List.copyOf(steps);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.sequence(this);
    }
  }

  /**
   * A step of a sequence.
   *
   * @param within hours, days or weeks
   * @param named where the event stands in the text
   */
  record Step(
      boolean negated, String event, Optional<Rule> where, Optional<Duration> within, Span named) {}

  /**
   * {@code anniversary(birthday, 0d..7d)}: the month and day come again on a day from today + 0d on
   * and before today + 7d. The first anniversary is a year after the day itself; that of 29
   * February is 28 February in a common year.
   */
  record Anniversary(Operand operand, Duration from, Duration to, Span span) implements Rule {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.anniversary(this);
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

    R inList(InList rule);

    R consented(Consented rule);

    R sequence(Sequence rule);

    R anniversary(Anniversary rule);
  }
}
