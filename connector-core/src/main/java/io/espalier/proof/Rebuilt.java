package io.espalier.proof;

import io.espalier.rule.Operand;
import io.espalier.rule.Rule;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/** Rules like others, but for some of their parts. */
final class Rebuilt {
  private Rebuilt() {}

  /**
   * The rule with every condition on events replaced.
   *
   * @param where an event's name and a condition on it → another
   */
  static Rule wheres(Rule rule, BiFunction<String, Rule, Rule> where) {
    if (rule instanceof Rule.And and) {
      return new Rule.And(and.parts().stream().map(p -> wheres(p, where)).toList(), and.span());
    } else if (rule instanceof Rule.Or or) {
      return new Rule.Or(or.parts().stream().map(p -> wheres(p, where)).toList(), or.span());
    } else if (rule instanceof Rule.Not not) {
      return new Rule.Not(wheres(not.rule(), where), not.span());
    } else if (rule instanceof Rule.Sequence sequence) {
      return new Rule.Sequence(
          sequence.steps().stream().map(step -> step(step, where)).toList(),
          sequence.window(),
          sequence.span());
    }
    return operands(rule, operand -> operand(operand, where));
  }

  private static Rule.Step step(Rule.Step step, BiFunction<String, Rule, Rule> where) {
    return new Rule.Step(
        step.negated(),
        step.event(),
        step.where().flatMap(w -> unlessTrue(where.apply(step.event(), w))),
        step.within(),
        step.named());
  }

  private static Operand operand(Operand operand, BiFunction<String, Rule, Rule> where) {
    if (operand instanceof Operand.Part part) {
      return new Operand.Part(part.kind(), operand(part.of(), where), part.span());
    }
    if (!(operand instanceof Operand.Aggregate aggregate)) {
      return operand;
    }
    return new Operand.Aggregate(
        aggregate.function(),
        aggregate.event(),
        aggregate.property(),
        aggregate.where().flatMap(w -> unlessTrue(where.apply(aggregate.event(), w))),
        aggregate.window(),
        aggregate.named(),
        aggregate.span());
  }

  private static Optional<Rule> unlessTrue(Rule where) {
    boolean always = where instanceof Rule.Constant constant && constant.value();
    return always ? Optional.empty() : Optional.of(where);
  }

  /** A single condition on other values. */
  private static Rule operands(Rule rule, UnaryOperator<Operand> to) {
    if (rule instanceof Rule.Compare r) {
      return new Rule.Compare(
          to.apply(r.left()), r.comparison(), to.apply(r.right()), r.exact(), r.span());
    } else if (rule instanceof Rule.Between r) {
      return new Rule.Between(
          to.apply(r.operand()), to.apply(r.low()), to.apply(r.high()), r.span());
    } else if (rule instanceof Rule.In r) {
      return new Rule.In(to.apply(r.operand()), r.negated(), r.values(), r.exact(), r.span());
    } else if (rule instanceof Rule.TextTest r) {
      return new Rule.TextTest(to.apply(r.operand()), r.operator(), r.text(), r.exact(), r.span());
    } else if (rule instanceof Rule.ListTest r) {
      return new Rule.ListTest(to.apply(r.operand()), r.operator(), r.texts(), r.exact(), r.span());
    } else if (rule instanceof Rule.Presence r) {
      return new Rule.Presence(to.apply(r.operand()), r.negated(), r.span());
    } else if (rule instanceof Rule.Anniversary r) {
      return new Rule.Anniversary(to.apply(r.operand()), r.from(), r.to(), r.span());
    }
    return rule;
  }
}
