package io.espalier.sql;

import io.espalier.model.ValueType;
import io.espalier.rule.LocalDays;
import io.espalier.rule.PartKind;
import io.espalier.rule.TextOperator;
import java.math.BigDecimal;

/**
 * What differs between SQL engines. Each method gives an expression that is NULL where an argument
 * is NULL; columns are as the store's contract has them (times in UTC, text in NFC).
 */
public interface SqlDialect {

  /** The embedded engine. */
  static SqlDialect duckDb() {
    return new DuckDbDialect();
  }

  /** A name, quoted. */
  String name(String name);

  /** One {@code ?} of a type. */
  String parameter(ValueType type);

  /** An expression brought to exactly a type's column type. */
  Sql cast(Sql expression, ValueType type);

  /** {@link io.espalier.model.Cased#fold}, of a text that is in NFC. */
  Sql fold(Sql text);

  /** The same, of each text of a list. */
  Sql foldEach(Sql list);

  /** A test of a text; a pattern is a {@link io.espalier.rule.TextPattern#portable()}. */
  Sql textTest(TextOperator operator, Sql text, Sql sought);

  /** Whether a list shares a text with another list of these texts. */
  Sql hasAny(Sql list, Sql texts);

  /** Whether a list holds all of these texts. */
  Sql hasAll(Sql list, Sql texts);

  /** How many texts a list has. */
  Sql size(Sql list);

  /** A number of a day's date, see {@link PartKind}. */
  Sql datePart(PartKind part, Sql day);

  /** A list made of these texts. */
  Sql listOf(Sql texts);

  /** An aggregate of the rows for which the condition holds. */
  Sql filtered(Sql aggregate, Sql condition);

  /** The aggregate: the value of the first row (or last) in the order of these two. */
  Sql edge(boolean last, Sql value, Sql order, Sql thenOrder);

  /** The aggregate: how many different texts stand in the lists of such rows, none of them NULL. */
  Sql distinctInLists(Sql list, Sql condition);

  /** Exactly {@code sum / count}, rounded half-even to 9 digits after the point. */
  Sql average(Sql sum, Sql count);

  /** A time so many hours later. */
  Sql hoursLater(Sql time, long hours);

  /** The greatest value in the rows of a partition that are strictly earlier, by a time. */
  Sql latestBefore(Sql value, String partition, String time);

  /** The least value in the rows of a partition that are strictly later, by a time. */
  Sql earliestAfter(Sql value, String partition, String time);

  /** Whole days of 24 hours from one time to a later. */
  Sql wholeDays(Sql from, Sql to);

  /** A number that is not negative as a whole number of its ninth digit, of 128 bits. */
  Sql units(BigDecimal number);

  /**
   * Such units after {@link io.espalier.score.Decay}, over the age from one time to a later;
   * rounded to whole ones, half up.
   *
   * @param halfLife in seconds
   */
  Sql decayed(Sql units, Sql from, Sql to, long halfLife);

  /** Such units, of any sign, as a number. */
  Sql ofUnits(Sql units);

  /** The calendar day of a time. */
  Sql localDay(Sql time, LocalDays days);
}
