package io.espalier.rule;

import io.espalier.model.Consent;
import io.espalier.model.Value;
import io.espalier.model.ValueType;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Checks conditions. */
final class RuleCheck implements Rule.Visitor<Boolean> {
  private final Check check;
  private final ConstantCheck constants;

  RuleCheck(Check check) {
    this.check = check;
    this.constants = new ConstantCheck(check);
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
    constants.compared(rule);
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
    boolean calendar = a == ValueType.DATE || a == ValueType.DATETIME;
    boolean other = b == ValueType.DATE || b == ValueType.DATETIME;
    if (calendar && b == ValueType.NUMBER || other && a == ValueType.NUMBER) {
      return "write now - 30d, or today - 30d, for 30 days ago";
    }
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
        && ordered("between", rule.operand(), type.get(), rule.span())
        && constants.between(rule);
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
    constants.in(rule);
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
    constants.texts(rule.operand(), texts, rule.span());
    return true;
  }

  @Override
  public Boolean presence(Rule.Presence rule) {
    rule.operand().accept(check);
    if (rule.operand() instanceof Operand.Attribute
        || rule.operand() instanceof Operand.Aggregate
        || rule.operand() instanceof Operand.Part) {
      return true;
    }
    check.error(
        rule.span(),
        "'" + (rule.negated() ? "missing" : "exists") + "' asks for an attribute or an aggregate",
        "a constant is always there");
    return false;
  }

  private boolean refuseInWhere(String what, Span span) {
    if (check.event() == null) {
      return false;
    }
    check.error(span, what + " stands within a 'where'", "'where' speaks of the event only");
    return true;
  }

  @Override
  public Boolean inList(Rule.InList rule) {
    if (refuseInWhere("'in_list'", rule.span())) {
      return false;
    }
    Optional<ValueType> type = RuleChecker.attributeType(check.schema(), Rule.InList.LISTS);
    if (type.filter(t -> t == ValueType.LIST).isEmpty()) {
      check.error(
          rule.span(),
          "'in_list' asks for the list attribute '" + Rule.InList.LISTS + "', and there is none",
          "declare it in profile.yaml: " + Rule.InList.LISTS + ": {type: list, ...}");
      return false;
    }
    stripped(rule.list(), rule.span());
    check
        .schema()
        .attribute(Rule.InList.LISTS)
        .ifPresent(lists -> check.allowed(lists, rule.span()));
    Operand lists = new Operand.Attribute(Rule.InList.LISTS, rule.span());
    constants.texts(lists, List.of(rule.list()), rule.span());
    return true;
  }

  @Override
  public Boolean consented(Rule.Consented rule) {
    if (refuseInWhere("'consent'", rule.span())) {
      return false;
    }
    return known("channel", rule.channel(), Consent.EMAIL, rule.span())
        & known("purpose of consent", rule.purpose(), Consent.MARKETING, rule.span());
  }

  private boolean known(String what, String given, String known, Span span) {
    if (!given.equals(known)) {
      String mend = Names.suggestion(given, Set.of(known));
      check.error(span, "unknown " + what + " '" + given + "'", mend);
    }
    return given.equals(known);
  }

  @Override
  public Boolean sequence(Rule.Sequence rule) {
    if (refuseInWhere("a sequence", rule.span())) {
      return false;
    }
    check.window(rule.window(), rule.span());
    for (Rule.Step step : rule.steps()) {
      check.step(step);
    }
    return true;
  }

  @Override
  public Boolean anniversary(Rule.Anniversary rule) {
    Optional<ValueType> type = rule.operand().accept(check);
    boolean constant =
        !(rule.operand() instanceof Operand.Attribute
            || rule.operand() instanceof Operand.Aggregate);
    boolean calendar = type.filter(t -> t != ValueType.DATE && t != ValueType.DATETIME).isEmpty();
    if (constant || !calendar) {
      check.error(
          rule.span(),
          constant
              ? "'anniversary' asks for an attribute or an aggregate"
              : "'anniversary' does not apply to " + named(rule.operand(), type.orElseThrow()),
          constant ? "a constant is the same for everybody" : "it is for dates and datetimes");
      return false;
    }
    return days(rule);
  }

  private boolean days(Rule.Anniversary rule) {
    String days = rule.from() + ".." + rule.to();
    if (rule.from().unit() == Duration.Unit.HOUR || rule.to().unit() == Duration.Unit.HOUR) {
      check.error(rule.span(), "hours do not move a day", "write days, as in 0d..7d");
    } else if (rule.to().isNoLongerThan(rule.from())) {
      check.error(rule.span(), days + " holds no day", "its end is not included: 0d..1d is today");
    } else if (!rule.to().isNoLongerThan(new Duration(1, Duration.Unit.YEAR))) {
      check.error(rule.span(), days + " reaches further than a year", "the furthest is 1y");
    } else {
      return true;
    }
    return false;
  }

  @Override
  public Boolean inSegment(Rule.InSegment rule) {
    if (refuseInWhere("'in_segment'", rule.span())) {
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
