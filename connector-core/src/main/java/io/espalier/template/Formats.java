package io.espalier.template;

import io.espalier.model.Value;
import java.math.RoundingMode;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The text of a value after an output's filters. */
public final class Formats {
  private Formats() {}

  /**
   * The formatted text, plain; empty where the value is missing or the text is blank, for a blank
   * text is a missing one.
   *
   * @param zone the project's: in it a datetime becomes a day
   */
  public static Optional<String> apply(Value value, List<Filter> filters, ZoneId zone) {
    if (!value.exists()) {
      return Optional.empty();
    }
    String text = value.plain();
    for (Filter filter : filters) {
      text =
          switch (filter.kind()) {
            case NUMBER ->
                value instanceof Value.Number n
                    ? numbers(filter.argument()).format(n.number())
                    : text;
            case DATE -> date(value, filter.argument(), zone).orElse(text);
            case UPPER -> text.toUpperCase(Locale.ROOT);
            case LOWER -> text.toLowerCase(Locale.ROOT);
          };
    }
    return Value.text(text) instanceof Value.Text t ? Optional.of(t.text()) : Optional.empty();
  }

  private static Optional<String> date(Value value, String pattern, ZoneId zone) {
    if (value instanceof Value.Day d) {
      return Optional.of(dates(pattern).format(d.day()));
    } else if (value instanceof Value.Moment m) {
      return Optional.of(dates(pattern).format(m.moment().atZone(zone)));
    }
    return Optional.empty();
  }

  /** Why a filter's pattern cannot be used on such a value; empty where it can. */
  static Optional<String> complaint(Filter filter, boolean withTime) {
    try {
      String shown = "shown";
      if (filter.kind() == Filter.Kind.NUMBER) {
        shown = numbers(filter.argument()).format(1);
      } else if (filter.kind() == Filter.Kind.DATE) {
        LocalDate day = LocalDate.EPOCH;
        shown = dates(filter.argument()).format(withTime ? day.atStartOfDay(ZoneOffset.UTC) : day);
      }
      return shown.isBlank() ? Optional.of("it shows nothing") : Optional.empty();
    } catch (IllegalArgumentException | DateTimeException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  private static DecimalFormat numbers(String pattern) {
    DecimalFormat format =
        new DecimalFormat(pattern, DecimalFormatSymbols.getInstance(Locale.ROOT));
    format.setRoundingMode(RoundingMode.HALF_UP);
    return format;
  }

  private static DateTimeFormatter dates(String pattern) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH);
  }
}
