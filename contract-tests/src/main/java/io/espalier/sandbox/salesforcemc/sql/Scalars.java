package io.espalier.sandbox.salesforcemc.sql;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How SQL Server compares: numbers as decimals, texts by a collation, dates as datetime. */
final class Scalars {
  /** A collation that compares by code unit. */
  static final String BINARY = "LATIN1_GENERAL_BIN2";

  private Scalars() {}

  /**
   * Three ways.
   *
   * @param caseMatters of texts
   */
  static int compare(Object left, Object right, boolean caseMatters) {
    if (left instanceof LocalDateTime || right instanceof LocalDateTime) {
      return time(left).compareTo(time(right));
    } else if (left instanceof String a && right instanceof String b) {
      // Trailing blanks do not count.
      return form(a.stripTrailing(), caseMatters).compareTo(form(b.stripTrailing(), caseMatters));
    }
    return number(left).compareTo(number(right));
  }

  private static String form(String text, boolean caseMatters) {
    return caseMatters ? text : text.toLowerCase(Locale.ROOT);
  }

  static BigDecimal number(Object value) {
    if (value instanceof BigDecimal number) {
      return number;
    } else if (value instanceof Boolean flag) {
      return flag ? BigDecimal.ONE : BigDecimal.ZERO;
    }
    throw new SqlFault("Error converting data type nvarchar to numeric.");
  }

  /** Texts in the two forms that mean the same in every language setting. */
  static LocalDateTime time(Object value) {
    if (value instanceof LocalDateTime time) {
      return time;
    }
    try {
      if (value instanceof String text && text.matches("[0-9]{8}")) {
        return LocalDate.parse(text, DateTimeFormatter.BASIC_ISO_DATE).atStartOfDay();
      } else if (value instanceof String text && text.contains("T")) {
        return LocalDateTime.parse(text);
      }
    } catch (DateTimeException e) {
      throw new SqlFault("Conversion failed when converting date and/or time.");
    }
    throw new SqlFault("Conversion failed when converting date and/or time.");
  }

  /** {@code LIKE}: {@code %}, {@code _}, and an escape before what is meant as itself. */
  static boolean like(String text, String pattern, @Nullable String escape, boolean caseMatters) {
    StringBuilder regex = new StringBuilder();
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      if (escape != null && escape.length() == 1 && c == escape.charAt(0)) {
        i++;
        if (i == pattern.length()) {
          throw new SqlFault("The escape character ends the pattern.");
        }
        regex.append(Pattern.quote(String.valueOf(pattern.charAt(i))));
      } else if (c == '%') {
        regex.append("[\\s\\S]*");
      } else if (c == '_') {
        regex.append("[\\s\\S]");
      } else if (c == '[') {
        throw new SqlFault("This sandbox knows no sets in LIKE.");
      } else {
        regex.append(Pattern.quote(String.valueOf(c)));
      }
    }
    int flags = caseMatters ? 0 : Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE;
    return Pattern.compile(regex.toString(), flags).matcher(text).matches();
  }

  /** Boundaries between two moments. */
  static BigDecimal crossed(String unit, LocalDateTime from, LocalDateTime to) {
    ChronoUnit step =
        switch (unit) {
          case "YEAR" -> ChronoUnit.YEARS;
          case "MONTH" -> ChronoUnit.MONTHS;
          case "DAY" -> ChronoUnit.DAYS;
          case "HOUR" -> ChronoUnit.HOURS;
          case "MINUTE" -> ChronoUnit.MINUTES;
          default -> throw new SqlFault("'" + unit + "' is not a recognized datediff option.");
        };
    return BigDecimal.valueOf(step.between(floor(step, from), floor(step, to)));
  }

  private static LocalDateTime floor(ChronoUnit step, LocalDateTime time) {
    return switch (step) {
      case YEARS -> time.toLocalDate().withDayOfYear(1).atStartOfDay();
      case MONTHS -> time.toLocalDate().withDayOfMonth(1).atStartOfDay();
      default -> time.truncatedTo(step);
    };
  }

  static Object text(String function, String text) {
    return switch (function) {
      case "LOWER" -> text.toLowerCase(Locale.ROOT);
      case "UPPER" -> text.toUpperCase(Locale.ROOT);
      default -> BigDecimal.valueOf(text.stripTrailing().length());
    };
  }

  /** What two equal values have in common: to group by, and to join on. */
  static Object same(@Nullable Object value, boolean caseMatters) {
    if (value == null) {
      return "NULL";
    } else if (value instanceof BigDecimal || value instanceof Boolean) {
      return number(value).stripTrailingZeros();
    }
    return value instanceof String text ? List.of(form(text.stripTrailing(), caseMatters)) : value;
  }
}
