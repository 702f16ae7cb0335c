package io.espalier.sync.drift;

import com.google.gson.JsonArray;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.espalier.model.Cased;
import io.espalier.model.ValueType;
import io.espalier.spi.TextLimit;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How a value that an ESP holds differs from the one that it confirmed. */
public enum Form {
  SAME("the same"),
  LETTER_CASE("in another letter case"),
  SPACING("in another spacing"),
  ORDER("in another order"),
  NUMBER_FORM("as another form of the number"),
  DATE_FORM("as another form of the date"),
  CUT("cut off at the vendor's limit"),
  CHANGED("changed");

  private final String words;

  Form(String words) {
    this.words = words;
  }

  /** E.g. {@code in another letter case}. */
  public String words() {
    return words;
  }

  /** True for a difference that a vendor makes by itself, and that changes no meaning. */
  public boolean isNormalisation() {
    return this != SAME && this != CHANGED;
  }

  /**
   * Compares two canonical texts of one attribute.
   *
   * @param ours null for none
   * @param theirs null for none; where it is not of the type, as it was found
   * @param longest the longest text that a field takes there
   */
  static Form of(
      ValueType type, @Nullable String ours, @Nullable String theirs, Optional<TextLimit> longest) {
    if (ours == null || theirs == null) {
      return ours == null && theirs == null ? SAME : CHANGED;
    }
    if (ours.equals(theirs)) {
      return SAME;
    }
    try {
      return switch (type) {
        case TEXT -> text(ours, theirs, longest);
        case NUMBER -> number(ours, theirs);
        case BOOL -> flag(theirs).equals(ours) ? LETTER_CASE : CHANGED;
        case DATE -> day(theirs).equals(LocalDate.parse(ours)) ? DATE_FORM : CHANGED;
        case DATETIME -> moment(Instant.parse(ours), theirs);
        case LIST -> list(ours, theirs);
      };
    } catch (DateTimeException | NumberFormatException | JsonParseException e) {
      return CHANGED;
    }
  }

  private static Form text(String ours, String theirs, Optional<TextLimit> longest) {
    String us = spaced(ours);
    String them = spaced(theirs);
    if (us.equals(them)) {
      return SPACING;
    } else if (Cased.fold(us).equals(Cased.fold(them))) {
      return LETTER_CASE;
    }
    boolean cut = longest.isPresent() && ours.startsWith(theirs) && isFull(theirs, longest.get());
    return cut ? CUT : CHANGED;
  }

  private static String spaced(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFC).strip().replaceAll("\\s+", " ");
  }

  /** At the limit, but for a last letter of several bytes, or blanks that were stripped. */
  private static boolean isFull(String text, TextLimit limit) {
    int size =
        limit.unit() == TextLimit.Unit.BYTES
            ? text.getBytes(StandardCharsets.UTF_8).length
            : text.length();
    return size <= limit.most() && size > limit.most() - 5;
  }

  private static Form number(String ours, String theirs) {
    BigDecimal us = new BigDecimal(ours);
    String plain = theirs.strip();
    if (plain.matches("[+-]?[0-9]{1,3}(,[0-9]{3})+(\\.[0-9]+)?")) {
      plain = plain.replace(",", "");
    }
    BigDecimal them = new BigDecimal(plain);
    // Most vendors keep a double.
    return us.compareTo(them) == 0 || us.doubleValue() == them.doubleValue()
        ? NUMBER_FORM
        : CHANGED;
  }

  private static String flag(String theirs) {
    return switch (theirs.strip().toLowerCase(Locale.ROOT)) {
      case "true", "yes", "1" -> "true";
      case "false", "no", "0" -> "false";
      default -> "";
    };
  }

  private static LocalDate day(String theirs) {
    String text = theirs.strip();
    if (text.matches("[0-9]{1,2}/[0-9]{1,2}/[0-9]{4}.*")) {
      return LocalDate.parse(
          text.replaceAll(" .*", ""), DateTimeFormatter.ofPattern("M/d/uuuu", Locale.ROOT));
    }
    return LocalDate.parse(text.length() > 10 ? text.substring(0, 10) : text);
  }

  private static Form moment(Instant ours, String theirs) {
    String text = theirs.strip().replace(' ', 'T');
    Instant them =
        text.length() == 10
            ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
            : text.matches(".*(Z|[+-][0-9]{2}:?[0-9]{2})$")
                ? OffsetDateTime.parse(text).toInstant()
                : Instant.parse(text + "Z");
    return ours.truncatedTo(ChronoUnit.SECONDS).equals(them.truncatedTo(ChronoUnit.SECONDS))
        ? DATE_FORM
        : CHANGED;
  }

  private static Form list(String ours, String theirs) {
    List<String> us = items(ours);
    List<String> them = items(theirs);
    us.sort(null);
    them.sort(null);
    if (us.equals(them)) {
      return ORDER;
    }
    us.replaceAll(Cased::fold);
    them.replaceAll(Cased::fold);
    us.sort(null);
    them.sort(null);
    return us.equals(them) ? LETTER_CASE : CHANGED;
  }

  private static List<String> items(String json) {
    List<String> items = new ArrayList<>();
    if (JsonParser.parseString(json) instanceof JsonArray array) {
      array.forEach(item -> items.add(item.getAsString()));
      return items;
    }
    throw new JsonParseException("no list");
  }
}
