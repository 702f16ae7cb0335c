package io.espalier.sql;

import io.espalier.model.Cased;
import io.espalier.model.EventType;
import io.espalier.model.Value;
import io.espalier.model.ValueType;
import io.espalier.rule.Comparison;
import io.espalier.rule.LocalDays;
import io.espalier.rule.Moment;
import io.espalier.rule.Operand;
import io.espalier.rule.PartKind;
import io.espalier.rule.Rule;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Year;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Values → SQL: outside of an event over the columns that {@link Needs} gives, inside over its own.
 */
final class OperandSql implements Operand.Visitor<Typed> {
  private final SqlDialect dialect;
  private final Moment moment;
  private final LocalDays days;
  private final Needs needs;
  private final @Nullable EventType event;

  OperandSql(
      SqlDialect dialect, Moment moment, LocalDays days, Needs needs, @Nullable EventType event) {
    this.dialect = dialect;
    this.moment = moment;
    this.days = days;
    this.needs = needs;
    this.event = event;
  }

  @Override
  public Typed attribute(Operand.Attribute operand) {
    if (event != null) {
      return new Typed(
          property(dialect, operand.name()), typeOf(event, operand.name()), Optional.empty());
    }
    return new Typed(
        needs.attribute(operand.name()), needs.attributeType(operand.name()), Optional.empty());
  }

  /** The column of an event's property. */
  static Sql property(SqlDialect dialect, String property) {
    boolean time = property.equals(EventType.TIME);
    return Sql.of(dialect.name(time ? EventType.TIME : "p_" + property));
  }

  static ValueType typeOf(EventType event, String property) {
    if (property.equals(EventType.TIME)) {
      return ValueType.DATETIME;
    }
    ValueType type = event.properties().get(property);
    if (type == null) {
      throw new IllegalArgumentException(
          "event '"
              + event.name()
              + "' has no property '"
              + property
              + "': the rule was not checked");
    }
    return type;
  }

  @Override
  public Typed literal(Operand.Literal operand) {
    return constant(operand.value());
  }

  @Override
  public Typed now(Operand.Now operand) {
    return constant(new Value.Moment(operand.at(moment)));
  }

  @Override
  public Typed today(Operand.Today operand) {
    return constant(new Value.Day(operand.at(moment)));
  }

  @Override
  public Typed aggregate(Operand.Aggregate operand) {
    if (event != null) {
      throw new IllegalArgumentException("an aggregate within a 'where': the rule was not checked");
    }
    return new Typed(needs.aggregate(operand), needs.aggregateType(operand), Optional.empty());
  }

  @Override
  public Typed part(Operand.Part operand) {
    Typed of = operand.of().accept(this);
    Sql number =
        operand.kind() == PartKind.SIZE
            ? Sql.of("coalesce(", dialect.size(of.sql()), ", 0)")
            : dialect.datePart(operand.kind(), day(of));
    return new Typed(dialect.cast(number, ValueType.NUMBER), ValueType.NUMBER, Optional.empty());
  }

  Typed constant(Value value) {
    if (value instanceof Value.Text text) {
      return constant(value, ValueType.TEXT, text.text());
    } else if (value instanceof Value.Number number) {
      return constant(value, ValueType.NUMBER, number.number());
    } else if (value instanceof Value.Flag flag) {
      return constant(value, ValueType.BOOL, flag.flag());
    } else if (value instanceof Value.Day day) {
      return constant(value, ValueType.DATE, day.day());
    } else if (value instanceof Value.Moment instant) {
      LocalDateTime utc = LocalDateTime.ofInstant(instant.moment(), ZoneOffset.UTC);
      return constant(value, ValueType.DATETIME, utc);
    }
    throw new IllegalArgumentException("a list or a missing value is no constant of a rule");
  }

  private Typed constant(Value value, ValueType type, Object bind) {
    return new Typed(Sql.bind(dialect.parameter(type), bind), type, Optional.of(value));
  }

  /** A text in the form in which it is compared. */
  Sql comparable(Typed text, boolean exact) {
    if (text.constant().isPresent()) {
      return text(text.constant().get().plain(), exact);
    }
    return exact ? text.sql() : dialect.fold(text.sql());
  }

  Sql text(String constant, boolean exact) {
    String form = exact ? Cased.nfc(constant) : Cased.fold(constant);
    return Sql.bind(dialect.parameter(ValueType.TEXT), form);
  }

  /** The day of a date or a datetime. */
  Sql day(Typed calendar) {
    if (calendar.type() == ValueType.DATE) {
      return calendar.sql();
    }
    if (calendar.constant().orElse(Value.NOTHING) instanceof Value.Moment instant) {
      return constant(new Value.Day(days.day(instant.moment()))).sql();
    }
    return event == null ? needs.localDay(calendar.sql()) : dialect.localDay(calendar.sql(), days);
  }

  /**
   * A comparison of a date with a datetime. Against a constant day it is one of the times
   * themselves, where the zone has one instant at which that day begins.
   */
  Sql calendar(Typed left, Comparison comparison, Typed right) {
    if (isDay(left) && right.constant().isEmpty()) {
      return calendar(right, comparison.mirrored(), left);
    }
    if (isDay(right) && left.type() == ValueType.DATETIME && left.constant().isEmpty()) {
      LocalDate day = ((Value.Day) right.constant().orElseThrow()).day();
      Optional<Instant> start = days.start(day);
      Optional<Instant> end = days.start(day.plusDays(1));
      if (start.isPresent() && end.isPresent()) {
        return within(left.sql(), comparison, start.get(), end.get());
      }
    }
    return Sql.of(day(left), " ", symbol(comparison), " ", day(right));
  }

  /** Each year of the window on its own: in one year, days are in the order of month and day. */
  Sql anniversary(Rule.Anniversary rule) {
    Sql day = day(rule.operand().accept(this));
    Sql year = Sql.of("extract(year FROM ", day, ")");
    Sql monthDay = Sql.of("extract(month FROM ", day, ") * 100 + extract(day FROM ", day, ")");
    LocalDate from = rule.from().from(moment.today(), true);
    LocalDate last = rule.to().from(moment.today(), true).minusDays(1);
    List<Sql> years = new ArrayList<>();
    for (int y = from.getYear(); y <= last.getYear(); y++) {
      int low = y == from.getYear() ? monthDay(from) : 101;
      int high = y == last.getYear() ? monthDay(last) : 1231;
      // In a common year what fell on 29 February falls on 28 February.
      Sql there =
          Year.isLeap(y)
              ? monthDay
              : Sql.of("CASE ", monthDay, " WHEN 229 THEN 228 ELSE ", monthDay, " END");
      String within = " BETWEEN " + low + " AND " + high + ")";
      years.add(Sql.of("(", year, " < " + y + " AND (", there, ")", within));
    }
    return years.isEmpty()
        ? Sql.of("FALSE")
        : Sql.of("coalesce(", Sql.join(" OR ", years), ", FALSE)");
  }

  private static int monthDay(LocalDate day) {
    return day.getMonthValue() * 100 + day.getDayOfMonth();
  }

  static String symbol(Comparison comparison) {
    return switch (comparison) {
      case EQUAL -> "=";
      case UNEQUAL -> "<>";
      case LESS -> "<";
      case AT_MOST -> "<=";
      case GREATER -> ">";
      case AT_LEAST -> ">=";
    };
  }

  private static boolean isDay(Typed typed) {
    return typed.constant().orElse(Value.NOTHING) instanceof Value.Day;
  }

  private Sql within(Sql time, Comparison comparison, Instant start, Instant end) {
    Sql from = constant(new Value.Moment(start)).sql();
    Sql to = constant(new Value.Moment(end)).sql();
    return switch (comparison) {
      case EQUAL -> Sql.of("(", time, " >= ", from, " AND ", time, " < ", to, ")");
      case UNEQUAL -> Sql.of("(", time, " < ", from, " OR ", time, " >= ", to, ")");
      case LESS -> Sql.of(time, " < ", from);
      case AT_MOST -> Sql.of(time, " < ", to);
      case GREATER -> Sql.of(time, " >= ", to);
      case AT_LEAST -> Sql.of(time, " >= ", from);
    };
  }
}
