package io.espalier.salesforcemc;

import com.google.gson.JsonElement;
import io.espalier.model.Attribute;
import io.espalier.model.Cased;
import io.espalier.model.Value;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Values as SFMC's columns hold them, and back. */
final class SalesforceMcMapper {
  /** SQL Server's datetime, which is behind a Date column, begins here. */
  private static final LocalDate FIRST_DAY = LocalDate.of(1753, 1, 1);

  private static final LocalDate LAST_DAY = LocalDate.of(9999, 12, 31);
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss", Locale.ROOT);
  private static final DateTimeFormatter AMERICAN =
      DateTimeFormatter.ofPattern("M/d/uuuu h:mm:ss a", Locale.US);
  private static final Pattern COMMA = Pattern.compile(",");

  private SalesforceMcMapper() {}

  /** A value that a column cannot hold; the message says why, without the value. */
  static final class Unfit extends Exception {
    private static final long serialVersionUID = 1L;

    Unfit(String message) {
      super(message);
    }
  }

  /**
   * What goes into a row; null clears the column.
   *
   * <p>Numbers go as text, because a JSON number is read as a double, and dates go without an
   * offset, so that they are the wall time that AMPscript prints: UTC.
   */
  static @Nullable Object wire(Attribute attribute, Value value) throws Unfit {
    if (value instanceof Value.Text t) {
      return fitting(attribute, Cased.nfc(t.text()));
    } else if (value instanceof Value.Number n) {
      return digits(attribute, n.number());
    } else if (value instanceof Value.Flag f) {
      return f.flag();
    } else if (value instanceof Value.Day d) {
      return inRange(attribute, d.day()).toString();
    } else if (value instanceof Value.Moment m) {
      LocalDateTime time = LocalDateTime.ofInstant(m.moment(), ZoneOffset.UTC);
      inRange(attribute, time.toLocalDate());
      return TIME.format(time);
    } else if (value instanceof Value.TextList l) {
      for (String text : l.texts()) {
        if (text.contains(",")) {
          throw new Unfit(
              "an item of '" + attribute.name() + "' holds a comma, which parts the items there");
        }
      }
      return fitting(attribute, Cased.nfc(String.join(",", l.texts())));
    }
    return null;
  }

  private static String fitting(Attribute attribute, String text) throws Unfit {
    if (text.length() > Column.TEXT_LENGTH) {
      throw new Unfit(
          "'"
              + attribute.name()
              + "' has "
              + text.length()
              + " characters, and a column holds "
              + Column.TEXT_LENGTH);
    }
    return text;
  }

  private static String digits(Attribute attribute, BigDecimal number) throws Unfit {
    if (number.precision() - number.scale() > Column.DIGITS - Column.SCALE) {
      throw new Unfit(
          "'"
              + attribute.name()
              + "' has more than "
              + (Column.DIGITS - Column.SCALE)
              + " digits before the point");
    }
    return number.toPlainString();
  }

  private static LocalDate inRange(Attribute attribute, LocalDate day) throws Unfit {
    if (day.isBefore(FIRST_DAY) || day.isAfter(LAST_DAY)) {
      throw new Unfit(
          "'" + attribute.name() + "' is not between " + FIRST_DAY + " and " + LAST_DAY);
    }
    return day;
  }

  /** What a column holds; {@link Value#NOTHING} for nothing and for what is not of the type. */
  static Value value(Attribute attribute, @Nullable JsonElement json) {
    if (json == null || !json.isJsonPrimitive() || json.getAsString().isBlank()) {
      return Value.NOTHING;
    }
    String text = json.getAsString().strip();
    try {
      return switch (attribute.type()) {
        case TEXT -> Value.text(text);
        case NUMBER -> Value.number(text);
        case BOOL -> Value.flag(text.equalsIgnoreCase("true") || text.equals("1"));
        case LIST -> Value.list(List.of(COMMA.split(text, -1)));
        case DATE -> new Value.Day(moment(text).toLocalDate());
        case DATETIME -> new Value.Moment(instant(text));
      };
    } catch (DateTimeException | NumberFormatException e) {
      return Value.NOTHING;
    }
  }

  private static Instant instant(String text) {
    return moment(text).toInstant(ZoneOffset.UTC);
  }

  /** ISO as we write it, or the American form in which some of the vendor's APIs answer. */
  static LocalDateTime moment(String text) {
    if (text.contains("/")) {
      return LocalDateTime.parse(text.toUpperCase(Locale.ROOT), AMERICAN);
    }
    String iso = text.replace(' ', 'T').replaceAll("Z$", "");
    return iso.contains("T") ? LocalDateTime.parse(iso) : LocalDate.parse(iso).atStartOfDay();
  }
}
