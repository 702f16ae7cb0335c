package io.espalier.audience;

import io.espalier.rule.Comparison;
import io.espalier.rule.Function;
import io.espalier.rule.Span;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/**
 * One thing that is true or false of a person. Of a person without the attribute each is false, but
 * for {@link Known} that says so.
 */
public sealed interface Fact {

  /** Where it stands in the rule. */
  Span span();

  /** A fact about one attribute or, of an event, one property. */
  sealed interface OfAttribute extends Fact {
    String attribute();
  }

  /** There is a value; or, where it does not hold, none. */
  record Known(String attribute, boolean holds, Span span) implements OfAttribute {}

  record NumberIs(String attribute, Comparison comparison, BigDecimal number, Span span)
      implements OfAttribute {}

  record FlagIs(String attribute, boolean flag, Span span) implements OfAttribute {}

  /**
   * The text is, contains … one of these; or, where it does not hold, is known and is none.
   *
   * @param texts one or more; one only but for {@link Part#WHOLE}
   * @param spelling what an engine has to know of upper and lower case
   */
  record TextIs(
      String attribute, Part part, List<String> texts, boolean holds, Spelling spelling, Span span)
      implements OfAttribute {
    public TextIs {
      texts = List.copyOf(texts);
    }
  }

  /** Where a text is sought. */
  enum Part {
    WHOLE,
    ANYWHERE,
    START,
    END
  }

  /** The day is before this one; or this one or later. */
  record DayIs(String attribute, Side side, LocalDate day, Span span) implements OfAttribute {}

  /** The same with a day so many days from today, in UTC. */
  record DayFromToday(String attribute, Side side, int days, Span span) implements OfAttribute {}

  /** The instant is before this one; or this one or later. */
  record MomentIs(String attribute, Side side, Instant moment, Span span) implements OfAttribute {}

  /** The same with an instant so many hours from now. */
  record MomentFromNow(String attribute, Side side, long hours, Span span) implements OfAttribute {}

  enum Side {
    BEFORE,
    FROM;

    public Side other() {
      return this == BEFORE ? FROM : BEFORE;
    }
  }

  /** The list has this text in it; or, where it does not hold, is known and has not. */
  record ListHas(String attribute, String text, boolean holds, Spelling spelling, Span span)
      implements OfAttribute {}

  /** The consent to marketing by email is, or is not, {@code subscribed}. */
  record Consented(boolean holds, Span span) implements Fact {}

  /** In, or not in, another segment, which is kept there as a list of its own. */
  record Member(String segment, boolean holds, Span span) implements Fact {}

  /**
   * How often, or how much in sum, events happened; zero for none.
   *
   * @param function count or sum
   * @param property what is summed; empty for a count
   * @param where what all is true of the events that are meant
   */
  record Tally(
      Function function,
      String event,
      String property,
      List<OfAttribute> where,
      Time time,
      Comparison comparison,
      BigDecimal number,
      Span span)
      implements Fact {
    public Tally {
      where = List.copyOf(where);
    }
  }

  /** When the events that are meant happened. Half-open. */
  sealed interface Time {
    record Ever() implements Time {}

    /** {@code [now - hours, now)}. */
    record Last(long hours) implements Time {}

    /** {@code [now - from, now - to)}, in hours. */
    record Ago(long from, long to) implements Time {}

    record Since(Instant start) implements Time {}

    record Between(Instant start, Instant end) implements Time {}
  }
}
