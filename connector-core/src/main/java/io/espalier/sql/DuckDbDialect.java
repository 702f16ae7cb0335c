package io.espalier.sql;

import io.espalier.model.ValueType;
import io.espalier.rule.LocalDays;
import io.espalier.rule.PartKind;
import io.espalier.rule.TextOperator;
import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;

/** DuckDB 2.0: its {@code lower} folds code point by code point, by the tables of Unicode 14. */
final class DuckDbDialect implements SqlDialect {
  private static final DateTimeFormatter TIMESTAMP =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");

  @Override
  public String name(String name) {
    return "\"" + name.replace("\"", "\"\"") + "\"";
  }

  private static String type(ValueType type) {
    return switch (type) {
      case TEXT -> "VARCHAR";
      case NUMBER -> "DECIMAL(38, 9)";
      case BOOL -> "BOOLEAN";
      case DATE -> "DATE";
      case DATETIME -> "TIMESTAMP";
      case LIST -> "VARCHAR[]";
    };
  }

  @Override
  public String parameter(ValueType type) {
    return "CAST(? AS " + type(type) + ")";
  }

  @Override
  public Sql cast(Sql expression, ValueType type) {
    return Sql.of("CAST(", expression, " AS ", type(type), ")");
  }

  @Override
  public Sql fold(Sql text) {
    return Sql.of("lower(", text, ")");
  }

  @Override
  public Sql foldEach(Sql list) {
    return Sql.of("list_transform(", list, ", lambda e: lower(e))");
  }

  @Override
  public Sql textTest(TextOperator operator, Sql text, Sql sought) {
    String function =
        switch (operator) {
          case CONTAINS -> "contains";
          case STARTS_WITH -> "starts_with";
          case ENDS_WITH -> "ends_with";
          case MATCHES -> "regexp_matches";
        };
    return Sql.of(function, "(", text, ", ", sought, ")");
  }

  @Override
  public Sql hasAny(Sql list, Sql texts) {
    return Sql.of("list_has_any(", list, ", ", texts, ")");
  }

  @Override
  public Sql hasAll(Sql list, Sql texts) {
    return Sql.of("list_has_all(", list, ", ", texts, ")");
  }

  @Override
  public Sql size(Sql list) {
    return Sql.of("len(", list, ")");
  }

  @Override
  public Sql datePart(PartKind part, Sql day) {
    String field =
        switch (part) {
          case YEAR -> "year";
          case MONTH -> "month";
          case DAY -> "day";
          case WEEKDAY -> "isodow";
          case SIZE -> throw new IllegalArgumentException("a day has no size");
        };
    return Sql.of("extract(" + field + " FROM ", day, ")");
  }

  @Override
  public Sql listOf(Sql texts) {
    return Sql.of("list_value(", texts, ")");
  }

  @Override
  public Sql filtered(Sql aggregate, Sql condition) {
    return Sql.of(aggregate, " FILTER (WHERE ", condition, ")");
  }

  @Override
  public Sql edge(boolean last, Sql value, Sql order, Sql thenOrder) {
    String function = last ? "arg_max(" : "arg_min(";
    return Sql.of(function, value, ", row(", order, ", ", thenOrder, "))");
  }

  @Override
  public Sql distinctInLists(Sql list, Sql condition) {
    Sql lists = filtered(Sql.of("list(", list, ")"), condition);
    return Sql.of("len(list_distinct(flatten(", lists, ")))");
  }

  /**
   * The decimal's digits as a whole number, divided as whole numbers: a decimal division would be
   * made in floats.
   */
  @Override
  public Sql average(Sql sum, Sql count) {
    Sql units =
        Sql.of(
            "(CAST(trunc(",
            sum,
            ") AS HUGEINT) * 1000000000 + CAST((",
            sum,
            " - trunc(",
            sum,
            ")) * 1000000000 AS HUGEINT))");
    Sql n = Sql.of("CAST(", count, " AS HUGEINT)");
    Sql quotient = Sql.of("(", units, " // ", n, ")");
    Sql twice = Sql.of("(2 * abs(", units, " - ", quotient, " * ", n, "))");
    Sql away =
        Sql.of(
            "CASE WHEN ",
            twice,
            " > ",
            n,
            " OR (",
            twice,
            " = ",
            n,
            " AND ",
            quotient,
            " % 2 <> 0) THEN CAST(sign(",
            sum,
            ") AS HUGEINT) ELSE 0 END");
    Sql rounded = Sql.of("(", quotient, " + ", away, ")");
    return Sql.of(
        "(CAST(",
        rounded,
        " // 1000000000 AS DECIMAL(38, 9)) + CAST(CAST(",
        rounded,
        " % 1000000000 AS DECIMAL(10, 0)) * CAST(0.000000001 AS DECIMAL(10, 9)) AS DECIMAL(38, 9)))");
  }

  @Override
  public Sql hoursLater(Sql time, long hours) {
    return Sql.of("(", time, " + to_hours(" + hours + "))");
  }

  @Override
  public Sql latestBefore(Sql value, String partition, String time) {
    String rows = "UNBOUNDED PRECEDING AND INTERVAL 1 MICROSECOND PRECEDING)";
    return Sql.of("max(", value, ")" + over(partition, time) + rows);
  }

  @Override
  public Sql earliestAfter(Sql value, String partition, String time) {
    String rows = "INTERVAL 1 MICROSECOND FOLLOWING AND UNBOUNDED FOLLOWING)";
    return Sql.of("min(", value, ")" + over(partition, time) + rows);
  }

  private static String over(String partition, String time) {
    return " OVER (PARTITION BY " + partition + " ORDER BY " + time + " RANGE BETWEEN ";
  }

  @Override
  public Sql wholeDays(Sql from, Sql to) {
    return Sql.of("((epoch_us(", to, ") - epoch_us(", from, ")) // 86400000000)");
  }

  @Override
  public Sql units(BigDecimal number) {
    return DuckDbDecay.units(number);
  }

  @Override
  public Sql decayed(Sql units, Sql from, Sql to, long halfLife) {
    return DuckDbDecay.decayed(units, from, to, halfLife);
  }

  @Override
  public Sql ofUnits(Sql units) {
    return DuckDbDecay.ofUnits(units);
  }

  @Override
  public Sql localDay(Sql time, LocalDays days) {
    if (days.changes().isEmpty() && days.firstOffset() == 0) {
      return Sql.of("CAST(", time, " AS DATE)");
    }
    Sql offset = offset(time, days.firstOffset(), days.changes());
    return Sql.of("CAST(", time, " + to_seconds(", offset, ") AS DATE)");
  }

  /** A balanced tree, so that a zone's hundreds of changes cost a handful of comparisons. */
  private static Sql offset(Sql time, int before, List<LocalDays.Change> changes) {
    if (changes.isEmpty()) {
      return Sql.of(Integer.toString(before));
    }
    int middle = changes.size() / 2;
    LocalDays.Change change = changes.get(middle);
    String at = LocalDateTime.ofInstant(change.at(), ZoneOffset.UTC).format(TIMESTAMP);
    return Sql.of(
        "CASE WHEN ",
        time,
        " < TIMESTAMP '" + at + "' THEN ",
        offset(time, before, changes.subList(0, middle)),
        " ELSE ",
        offset(time, change.offset(), changes.subList(middle + 1, changes.size())),
        " END");
  }
}
