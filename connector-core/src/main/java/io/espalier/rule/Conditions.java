package io.espalier.rule;

import io.espalier.model.Value;
import java.time.LocalDate;
import java.util.List;
import java.util.function.Predicate;

/** What each condition means, given what each value is: for a person or, in a where, an event. */
abstract class Conditions implements Rule.Visitor<Boolean> {
  private final LocalDays days;
  private final Moment moment;

  Conditions(LocalDays days, Moment moment) {
    this.days = days;
    this.moment = moment;
  }

  abstract Value value(Operand operand);

  LocalDays days() {
    return days;
  }

  Moment moment() {
    return moment;
  }

  @Override
  public Boolean constant(Rule.Constant rule) {
    return rule.value();
  }

  @Override
  public Boolean and(Rule.And rule) {
    return rule.parts().stream().allMatch(part -> part.accept(this));
  }

  @Override
  public Boolean or(Rule.Or rule) {
    return rule.parts().stream().anyMatch(part -> part.accept(this));
  }

  @Override
  public Boolean not(Rule.Not rule) {
    return !rule.rule().accept(this);
  }

  @Override
  public Boolean compare(Rule.Compare rule) {
    return holds(value(rule.left()), rule.comparison(), value(rule.right()), rule.exact());
  }

  private boolean holds(Value left, Comparison comparison, Value right, boolean exact) {
    return left.exists() && right.exists() && comparison.holds(sign(left, right, exact));
  }

  /** Three ways; of values whose types the checker lets meet. */
  private int sign(Value left, Value right, boolean exact) {
    if (left instanceof Value.Day day && right instanceof Value.Moment other) {
      return day.day().compareTo(days.day(other.moment()));
    } else if (left instanceof Value.Moment instant && right instanceof Value.Day other) {
      return days.day(instant.moment()).compareTo(other.day());
    }
    return ValueOrder.compare(left, right, exact);
  }

  @Override
  public Boolean between(Rule.Between rule) {
    Value value = value(rule.operand());
    return holds(value, Comparison.AT_LEAST, value(rule.low()), false)
        && holds(value, Comparison.AT_MOST, value(rule.high()), false);
  }

  @Override
  public Boolean in(Rule.In rule) {
    Value value = value(rule.operand());
    boolean any =
        rule.values().stream().anyMatch(v -> holds(value, Comparison.EQUAL, v, rule.exact()));
    return value.exists() && any != rule.negated();
  }

  @Override
  public Boolean textTest(Rule.TextTest rule) {
    Value value = value(rule.operand());
    if (!(value instanceof Value.Text held)) {
      return false;
    }
    if (rule.operator() == TextOperator.MATCHES) {
      return TextPattern.of(rule.text(), rule.exact()).find(held.text());
    }
    String text = ValueOrder.form(held.text(), rule.exact());
    String sought = ValueOrder.form(rule.text(), rule.exact());
    return switch (rule.operator()) {
      case CONTAINS -> text.contains(sought);
      case STARTS_WITH -> text.startsWith(sought);
      case ENDS_WITH -> text.endsWith(sought);
      case MATCHES -> throw new IllegalStateException();
    };
  }

  @Override
  public Boolean listTest(Rule.ListTest rule) {
    Value value = value(rule.operand());
    if (!(value instanceof Value.TextList held)) {
      return false;
    }
    boolean exact = rule.exact();
    List<String> texts = held.texts().stream().map(text -> ValueOrder.form(text, exact)).toList();
    Predicate<String> holds = sought -> texts.contains(ValueOrder.form(sought, exact));
    return switch (rule.operator()) {
      case HAS_ANY -> rule.texts().stream().anyMatch(holds);
      case HAS_ALL -> rule.texts().stream().allMatch(holds);
      case HAS_NONE -> rule.texts().stream().noneMatch(holds);
    };
  }

  @Override
  public Boolean inList(Rule.InList rule) {
    return rule.asListTest().accept(this);
  }

  @Override
  public Boolean anniversary(Rule.Anniversary rule) {
    Value value = value(rule.operand());
    if (!value.exists()) {
      return false;
    }
    LocalDate day =
        value instanceof Value.Moment instant
            ? days.day(instant.moment())
            : ((Value.Day) value).day();
    LocalDate from = rule.from().from(moment.today(), true);
    LocalDate to = rule.to().from(moment.today(), true);
    for (int year = from.getYear(); year <= to.getYear(); year++) {
      LocalDate anniversary = day.withYear(year);
      if (year > day.getYear() && !anniversary.isBefore(from) && anniversary.isBefore(to)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public Boolean presence(Rule.Presence rule) {
    return value(rule.operand()).exists() != rule.negated();
  }
}
