package io.espalier.rule;

import io.espalier.model.Value;
import io.espalier.model.ValueType;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Checks conditions. */
final class RuleCheck implements Rule.Visitor<Boolean> {
  private final Check check;

  RuleCheck(Check check) {
    this.check = check;
  }

  @Override
  public Boolean constant(Rule.Constant rule) {
    return true;
  }

  @Override
  public Boolean and(Rule.And rule) {
    rule.parts().forEach(part -> part.accept(this));
    return true;
  }

  @Override
  public Boolean or(Rule.Or rule) {
    rule.parts().forEach(part -> part.accept(this));
    return true;
  }

  @Override
  public Boolean not(Rule.Not rule) {
    return rule.rule().accept(this);
  }

  @Override
  public Boolean compare(Rule.Compare rule) {
    Optional<ValueType> left = rule.left().accept(check);
    Optional<ValueType> right = rule.right().accept(check);
    if (left.isEmpty()
        || right.isEmpty()
        || !fit(rule.left(), left.get(), rule.right(), right.get(), rule.span())) {
      return false;
    }
    boolean ordering =
        rule.comparison() != Comparison.EQUAL && rule.comparison() != Comparison.UNEQUAL;
    if (ordering && !ordered(rule.comparison().symbol(), rule.left(), left.get(), rule.span())) {
      return false;
    }
    if (left.get() == ValueType.LIST) {
      refuseList(rule.comparison().symbol(), rule.left(), rule.span());
      return false;
    }
    stripped(rule.left(), rule.span());
    stripped(rule.right(), rule.span());
    return exact(rule.exact(), left.get(), rule.span());
  }

  private boolean fit(Operand a, ValueType aType, Operand b, ValueType bType, Span span) {
    if (Check.isComparable(aType, bType)) {
      return true;
    }
    check.error(
        span,
        "cannot compare " + named(a, aType) + " with " + named(b, bType),
        unlike(aType, bType));
    return false;
  }

  private static String unlike(ValueType a, ValueType b) {
    if (a == ValueType.LIST || b == ValueType.LIST) {
      return "test a list with has_any, has_all or has_none";
    }
    return "nothing is converted: both sides must be of one type";
  }

  private static String named(Operand operand, ValueType type) {
    return RulePrinter.print(operand) + " (" + type.word() + ")";
  }

  private boolean ordered(String operator, Operand operand, ValueType type, Span span) {
    if (Check.isOrdered(type)) {
      return true;
    }
    check.error(
        span,
        "'" + operator + "' does not apply to " + named(operand, type),
        "only numbers, dates and datetimes have an order");
    return false;
  }

  private void refuseList(String operator, Operand operand, Span span) {
    check.error(
        span,
        "'" + operator + "' does not apply to " + named(operand, ValueType.LIST),
        "test a list with has_any, has_all or has_none");
  }

  private boolean exact(boolean exact, ValueType type, Span span) {
    if (exact && type != ValueType.TEXT && type != ValueType.LIST) {
      check.error(span, "':cs' is for text, and this compares " + type.word(), "leave ':cs' out");
      return false;
    }
    return true;
  }

  private void stripped(Operand operand, Span span) {
    if (operand instanceof Operand.Literal literal) {
      stripped(literal.value().plain(), span);
    }
  }

  private void stripped(String text, Span span) {
    if (!text.equals(text.strip())) {
      check.warning(
          span,
          "\"" + text + "\" equals no value: values are kept without white space around them",
          "leave the white space out");
    }
  }

  @Override
  public Boolean between(Rule.Between rule) {
    Optional<ValueType> type = rule.operand().accept(check);
    Optional<ValueType> low = rule.low().accept(check);
    Optional<ValueType> high = rule.high().accept(check);
    if (type.isEmpty()) {
      return false;
    }
    return (low.isEmpty() || fit(rule.operand(), type.get(), rule.low(), low.get(), rule.span()))
        && (high.isEmpty() || fit(rule.operand(), type.get(), rule.high(), high.get(), rule.span()))
        && ordered("between", rule.operand(), type.get(), rule.span());
  }

  @Override
  public Boolean in(Rule.In rule) {
    Optional<ValueType> type = rule.operand().accept(check);
    if (type.isEmpty()) {
      return false;
    }
    if (type.get() == ValueType.LIST) {
      refuseList(rule.negated() ? "not in" : "in", rule.operand(), rule.span());
      return false;
    }
    for (Value value : rule.values()) {
      Operand literal = new Operand.Literal(value, rule.span());
      if (!fit(rule.operand(), type.get(), literal, Check.typeOf(value), rule.span())) {
        return false;
      }
      stripped(value.plain(), rule.span());
    }
    return exact(rule.exact(), type.get(), rule.span());
  }

  @Override
  public Boolean textTest(Rule.TextTest rule) {
    Optional<ValueType> type = rule.operand().accept(check);
    if (type.isPresent() && type.get() != ValueType.TEXT) {
      check.error(
          rule.span(),
          "'" + rule.operator().word() + "' does not apply to " + named(rule.operand(), type.get()),
          type.get() == ValueType.LIST
              ? "test a list with has_any, has_all or has_none"
              : "it is for text");
      return false;
    }
    if (rule.operator() == TextOperator.MATCHES) {
      try {
        TextPattern.of(rule.text(), rule.exact());
      } catch (IllegalArgumentException e) {
        check.error(rule.span(), "the pattern " + e.getMessage(), "");
        return false;
      }
    }
    return true;
  }

  @Override
  public Boolean listTest(Rule.ListTest rule) {
    Optional<ValueType> type = rule.operand().accept(check);
    if (type.isPresent() && type.get() != ValueType.LIST) {
      check.error(
          rule.span(),
          "'" + rule.operator().word() + "' does not apply to " + named(rule.operand(), type.get()),
          "it is for lists; write in [..] or not in [..]");
      return false;
    }
    List<String> texts = rule.texts();
    texts.forEach(text -> stripped(text, rule.span()));
    return true;
  }

  @Override
  public Boolean presence(Rule.Presence rule) {
    rule.operand().accept(check);
    if (rule.operand() instanceof Operand.Attribute
        || rule.operand() instanceof Operand.Aggregate) {
      return true;
    }
    check.error(
        rule.span(),
        "'" + (rule.negated() ? "missing" : "exists") + "' asks for an attribute or an aggregate",
        "a constant is always there");
    return false;
  }

  @Override
  public Boolean inSegment(Rule.InSegment rule) {
    if (check.event() != null) {
      check.error(
          rule.span(), "'in_segment' stands within a 'where'", "'where' speaks of the event only");
      return false;
    }
    Set<String> known = check.schema().segments();
    if (!known.contains(rule.segment())) {
      check.error(
          rule.span(),
          "unknown segment '" + rule.segment() + "'",
          Names.suggestion(rule.segment(), known));
      return false;
    }
    return true;
  }
}
