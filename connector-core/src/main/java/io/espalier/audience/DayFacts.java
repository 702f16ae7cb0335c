package io.espalier.audience;

import io.espalier.model.Attribute;
import io.espalier.model.Value;
import io.espalier.model.ValueType;
import io.espalier.rule.Comparison;
import io.espalier.rule.Duration;
import io.espalier.rule.LocalDays;
import io.espalier.rule.Operand;
import io.espalier.rule.Span;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Comparisons of days and instants, as being before something or not. */
final class DayFacts {
  private final String esp;
  private final ZoneId zone;
  private final Attribute attribute;
  private final Span span;

  private DayFacts(String esp, ZoneId zone, Attribute attribute, Span span) {
    this.esp = esp;
    this.zone = zone;
    this.attribute = attribute;
    this.span = span;
  }

  /** False of a missing value. */
  static Formula<Fact> compared(
      String esp, ZoneId zone, Attribute attribute, Comparison comparison, Operand other, Span span)
      throws CannotSayException {
    DayFacts facts = new DayFacts(esp, zone, attribute, span);
    return attribute.type() == ValueType.DATE
        ? facts.day(comparison, other)
        : facts.moment(comparison, other);
  }

  private CannotSayException no(String message, String mend) {
    return new CannotSayException(span, message, mend);
  }

  /** One side of a point in time that lies {@code after} steps beyond what was named. */
  @FunctionalInterface
  private interface Bound {
    Fact at(Fact.Side side, boolean next) throws CannotSayException;
  }

  private static Formula<Fact> sides(Comparison comparison, Bound bound) throws CannotSayException {
    return switch (comparison) {
      case LESS -> Formula.one(bound.at(Fact.Side.BEFORE, false));
      case AT_MOST -> Formula.one(bound.at(Fact.Side.BEFORE, true));
      case AT_LEAST -> Formula.one(bound.at(Fact.Side.FROM, false));
      case GREATER -> Formula.one(bound.at(Fact.Side.FROM, true));
      case EQUAL ->
          Formula.all(
              Formula.one(bound.at(Fact.Side.FROM, false)),
              Formula.one(bound.at(Fact.Side.BEFORE, true)));
      case UNEQUAL ->
          Formula.any(
              Formula.one(bound.at(Fact.Side.BEFORE, false)),
              Formula.one(bound.at(Fact.Side.FROM, true)));
    };
  }

  private Formula<Fact> day(Comparison comparison, Operand other) throws CannotSayException {
    String name = attribute.name();
    if (other instanceof Operand.Literal literal) {
      LocalDate day =
          literal.value() instanceof Value.Moment m
              ? LocalDays.of(zone).day(m.moment())
              : ((Value.Day) literal.value()).day();
      return sides(
          comparison,
          (side, next) -> new Fact.DayIs(name, side, next ? day.plusDays(1) : day, span));
    }
    int days;
    if (other instanceof Operand.Today today) {
      days = Math.toIntExact(hours(today.shift()) / 24);
    } else if (other instanceof Operand.Now now && hours(now.shift()) % 24 == 0) {
      days = Math.toIntExact(hours(now.shift()) / 24);
    } else {
      throw no(esp + " counts from today in whole days", "write today - 30d");
    }
    utc();
    return sides(
        comparison,
        (side, next) -> new Fact.DayFromToday(name, side, next ? days + 1 : days, span));
  }

  private void utc() throws CannotSayException {
    if (!zone.normalized().equals(ZoneOffset.UTC)
        && !zone.equals(ZoneId.of("UTC"))
        && !zone.equals(ZoneId.of("Etc/UTC"))) {
      throw no(
          "today is the day in " + zone + " here and the day in UTC in " + esp,
          "leave 'native' off, or let the project's timezone be UTC");
    }
  }

  /** Signed; months and years have no one length. */
  private long hours(Optional<Operand.Shift> shift) throws CannotSayException {
    if (shift.isEmpty()) {
      return 0;
    }
    Duration duration = shift.get().duration();
    if (!duration.isExact()) {
      throw no(esp + " knows hours, days and weeks, no " + duration, "write it in days");
    }
    return shift.get().plus() ? duration.hours() : -duration.hours();
  }

  private Formula<Fact> moment(Comparison comparison, Operand other) throws CannotSayException {
    String name = attribute.name();
    if (other instanceof Operand.Literal literal && literal.value() instanceof Value.Day day) {
      LocalDays days = LocalDays.of(zone);
      return sides(
          comparison,
          (side, next) -> {
            LocalDate from = next ? day.day().plusDays(1) : day.day();
            Instant start =
                days.start(from)
                    .orElseThrow(() -> no("clocks went back over the midnight before " + from, ""));
            return new Fact.MomentIs(name, side, start, span);
          });
    } else if (other instanceof Operand.Literal literal) {
      Instant at = ((Value.Moment) literal.value()).moment();
      return sides(
          comparison,
          (side, next) ->
              new Fact.MomentIs(name, side, next ? at.plus(1, ChronoUnit.MICROS) : at, span));
    } else if (other instanceof Operand.Now now) {
      long hours = hours(now.shift());
      return sides(
          comparison,
          (side, next) -> {
            if (next) {
              throw no(
                  esp + " knows no instant just after another",
                  "write < or >= in place of <= or >");
            }
            return new Fact.MomentFromNow(name, side, hours, span);
          });
    }
    throw no(esp + " counts back from the instant, not from midnight", "write now - 30d");
  }
}
