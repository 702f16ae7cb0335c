package io.espalier.template;

import io.espalier.model.Value;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.text.NumberFormat;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Currency;
import java.util.IllformedLocaleException;
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
    Value current = value;
    for (Filter filter : filters) {
      if (!current.exists()) {
        return Optional.empty();
      }
      current = Value.text(step(filter, current, zone));
    }
    return current.exists()
        ? Optional.of(current.plain()).filter(t -> !t.isBlank())
        : Optional.empty();
  }

  private static String step(Filter filter, Value value, ZoneId zone) {
    String text = value.plain();
    return switch (filter.kind()) {
      case NUMBER ->
          value instanceof Value.Number n ? numbers(filter.argument()).format(n.number()) : text;
      case CURRENCY ->
          value instanceof Value.Number n ? money(filter.argument(), n.number()) : text;
      case DATE -> date(value, filter.argument(), zone).orElse(text);
      case UPPER -> text.toUpperCase(Locale.ROOT);
      case LOWER -> text.toLowerCase(Locale.ROOT);
      case TITLE -> title(text);
      case JSON -> TemplateEvaluator.harmless(text, Context.JSON);
      case PATH -> TemplateEvaluator.encoded(text);
      case TRUNCATE -> truncated(text, Integer.parseInt(filter.argument().strip()));
      case JOIN ->
          value instanceof Value.TextList l ? String.join(filter.argument(), l.texts()) : text;
      case ITEM -> {
        int item = Integer.parseInt(filter.argument().strip());
        List<String> items = items(value);
        yield item <= items.size() ? items.get(item - 1) : "";
      }
    };
  }

  /** The items of a list that can be shown; of any other value none. */
  static List<String> items(Value value) {
    return value instanceof Value.TextList l
        ? l.texts().stream().filter(t -> !t.isBlank()).toList()
        : List.of();
  }

  private static Optional<String> date(Value value, String pattern, ZoneId zone) {
    if (value instanceof Value.Day d) {
      return Optional.of(dates(pattern).format(d.day()));
    } else if (value instanceof Value.Moment m) {
      return Optional.of(dates(pattern).format(m.moment().atZone(zone)));
    }
    return Optional.empty();
  }

  private static String title(String text) {
    StringBuilder title = new StringBuilder(text.length());
    boolean inWord = false;
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      boolean letter =
          Character.isLetterOrDigit(c) || Character.getType(c) == Character.NON_SPACING_MARK;
      boolean apostrophe = inWord && (c == '\'' || c == '’');
      title.appendCodePoint(
          letter ? inWord ? Character.toLowerCase(c) : Character.toTitleCase(c) : c);
      inWord = letter || apostrophe;
      i += Character.charCount(c);
    }
    return title.toString();
  }

  private static String truncated(String text, int most) {
    if (text.codePointCount(0, text.length()) <= most) {
      return text;
    }
    int end = text.offsetByCodePoints(0, most - 1);
    while (end > 0
        && (joins(text.codePointAt(end)) || text.codePointBefore(end) == ZERO_WIDTH_JOINER)) {
      end = text.offsetByCodePoints(end, -1);
    }
    return text.substring(0, end).stripTrailing() + "…";
  }

  private static final int ZERO_WIDTH_JOINER = 0x200D;

  /** True for what is a part of the character before it: accents, skin tones, joined emoji. */
  private static boolean joins(int c) {
    int type = Character.getType(c);
    return type == Character.NON_SPACING_MARK
        || type == Character.ENCLOSING_MARK
        || type == Character.COMBINING_SPACING_MARK
        || c == ZERO_WIDTH_JOINER
        || (c >= 0x1F3FB && c <= 0x1F3FF);
  }

  /** Why a filter's argument cannot be used on such a value; empty where it can. */
  static Optional<String> complaint(Filter filter, boolean withTime) {
    String argument = filter.argument();
    try {
      String shown = "shown";
      switch (filter.kind()) {
        case NUMBER -> shown = numbers(argument).format(1);
        case CURRENCY -> shown = money(argument, BigDecimal.ONE);
        case DATE -> {
          LocalDate day = LocalDate.EPOCH;
          shown = dates(argument).format(withTime ? day.atStartOfDay(ZoneOffset.UTC) : day);
        }
        case TRUNCATE, ITEM -> {
          if (!argument.strip().matches("[1-9][0-9]{0,3}")) {
            return Optional.of("it is no whole number from 1 to 9999");
          }
        }
        case UPPER, LOWER, TITLE, JOIN, JSON, PATH -> {}
      }
      return shown.isBlank() ? Optional.of("it shows nothing") : Optional.empty();
    } catch (IllegalArgumentException | DateTimeException e) {
      return Optional.of(
          e.getMessage() == null ? "there is no such currency" : String.valueOf(e.getMessage()));
    }
  }

  /** What a filter's argument may look like. */
  static String example(Filter.Kind kind) {
    return kind.word()
        + ": "
        + switch (kind) {
          case DATE -> "\"d MMMM yyyy\"";
          case CURRENCY -> "\"EUR\", or \"EUR de-DE\"";
          case TRUNCATE, ITEM -> "\"20\"";
          case JOIN -> "\", \"";
          case NUMBER, UPPER, LOWER, TITLE, JSON, PATH -> "\"#,##0.00\"";
        };
  }

  private static DecimalFormat numbers(String pattern) {
    DecimalFormat format =
        new DecimalFormat(pattern, DecimalFormatSymbols.getInstance(Locale.ROOT));
    format.setRoundingMode(RoundingMode.HALF_UP);
    return format;
  }

  private static String money(String argument, BigDecimal amount) {
    String[] words = argument.strip().split("\\s+", 2);
    Currency currency = Currency.getInstance(words[0]);
    int digits = Math.max(0, currency.getDefaultFractionDigits());
    if (words.length == 2) {
      return localMoney(currency, words[1], digits, amount);
    }
    BigDecimal rounded = amount.setScale(digits, RoundingMode.HALF_UP);
    String symbol = currency.getSymbol(Locale.US);
    String number =
        numbers(digits == 0 ? "#,##0" : "#,##0." + "0".repeat(digits)).format(rounded.abs());
    boolean word = Character.isLetter(symbol.charAt(symbol.length() - 1));
    return (rounded.signum() < 0 ? "-" : "") + symbol + (word ? " " : "") + number;
  }

  private static String localMoney(
      Currency currency, String language, int digits, BigDecimal amount) {
    Locale locale;
    try {
      locale = new Locale.Builder().setLanguageTag(language).build();
    } catch (IllformedLocaleException e) {
      throw new IllegalArgumentException("'" + language + "' is no language", e);
    }
    NumberFormat format = NumberFormat.getCurrencyInstance(locale);
    format.setCurrency(currency);
    format.setMinimumFractionDigits(digits);
    format.setMaximumFractionDigits(digits);
    format.setRoundingMode(RoundingMode.HALF_UP);
    return format.format(amount);
  }

  private static DateTimeFormatter dates(String pattern) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH);
  }
}
