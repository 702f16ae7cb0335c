package io.espalier.rule;

import io.espalier.model.Value;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;

/** Something in a rule that has a value, or is missing, for a person at an instant. */
public sealed interface Operand {

  Span span();

  <R> R accept(Visitor<R> visitor);

  /** An attribute; inside an aggregate's {@code where}, a property of the event. */
  record Attribute(String name, Span span) implements Operand {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.attribute(this);
    }
  }

  /** A constant; never {@link Value.Nothing}. */
  record Literal(Value value, Span span) implements Operand {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.literal(this);
    }
  }

  /** {@code now}, {@code now - 30d}: the instant of the run, moved. A datetime. */
  record Now(Optional<Shift> shift, Span span) implements Operand {
    /** The instant meant, in a run at that moment. */
    public Instant at(Moment moment) {
      return shift
          .map(s -> s.duration().from(moment.now(), s.plus(), moment.zone()))
          .orElse(moment.now());
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.now(this);
    }
  }

  /** {@code today}, {@code today + 7d}: the day of the run in the project's zone. A date. */
  record Today(Optional<Shift> shift, Span span) implements Operand {
    /** The day meant, in a run at that moment. */
    public LocalDate at(Moment moment) {
      return shift.map(s -> s.duration().from(moment.today(), s.plus())).orElse(moment.today());
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.today(this);
    }
  }

  /**
   * {@code count(order where amount > 10, 90d)}.
   *
   * @param property what of the event; empty for {@code count(order)}
   * @param where speaks of the event's properties only
   * @param named where the event and its property stand in the text
   */
  record Aggregate(
      Function function,
      String event,
      Optional<String> property,
      Optional<Rule> where,
      Window window,
      Span named,
      Span span)
      implements Operand {

    /** One that no text stands behind. */
    public Aggregate(
        Function function,
        String event,
        Optional<String> property,
        Optional<Rule> where,
        Window window) {
      this(function, event, property, where, window, Span.NONE, Span.NONE);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.aggregate(this);
    }
  }

  /**
   * {@code month(born)}, {@code size(tags)}: a number that a value holds.
   *
   * @param of a date or a datetime, whose day in the project's zone is meant; a list for {@link
   *     PartKind#SIZE}
   */
  record Part(PartKind kind, Operand of, Span span) implements Operand {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.part(this);
    }
  }

  /** Plus or minus a duration. */
  record Shift(boolean plus, Duration duration) {}

  interface Visitor<R> {
    R attribute(Attribute operand);

    R literal(Literal operand);

    R now(Now operand);

    R today(Today operand);

    R aggregate(Aggregate operand);

    R part(Part operand);
  }
}
