package io.espalier.sandbox.mailchimp;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.MonthDay;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a merge field takes, in which form it keeps it, and the words of its refusals. */
final class FieldValue {
  /** Widely stated for text values, never verified against the vendor. */
  static final int MOST_BYTES = 255;

  private static final Pattern ISO_DAY = Pattern.compile("([0-9]{4})-([0-9]{2})-([0-9]{2})");
  private static final Pattern SLASHED = Pattern.compile("([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})");
  private static final Pattern BIRTHDAY = Pattern.compile("([0-9]{1,2})/([0-9]{1,2})");
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][+-]?[0-9]{1,3})?");
  private static final Pattern ZIP = Pattern.compile("[0-9]{5}(-[0-9]{4})?");
  private static final Pattern US_PHONE = Pattern.compile("(\\D*[0-9]){10}\\D*");
  private static final List<String> ADDRESS_REQUIRED = List.of("addr1", "city", "state", "zip");

  private FieldValue() {}

  /** The field does not take this value. */
  static final class Unfit extends Exception {
    private static final long serialVersionUID = 1L;

    private Unfit(String message) {
      super(message, null, false, false);
    }

    String text() {
      return String.valueOf(getMessage());
    }
  }

  /**
   * The value as the field keeps it.
   *
   * @param lenient the request asked to skip the checks of required and incomplete values
   */
  static JsonElement keep(MergeField field, JsonElement value, boolean lenient) throws Unfit {
    if (field.type == FieldType.ADDRESS) {
      return address(field, value, lenient);
    }
    if (!value.isJsonPrimitive() || value.getAsJsonPrimitive().isBoolean()) {
      throw new Unfit(Body.mismatch("string", value));
    }
    String text = value.getAsString();
    return switch (field.type) {
      case NUMBER -> number(text);
      case DATE -> new JsonPrimitive(date(field, text.trim()));
      case BIRTHDAY -> new JsonPrimitive(birthday(field, text.trim()));
      case RADIO, DROPDOWN -> new JsonPrimitive(choice(field, text));
      case ZIP -> new JsonPrimitive(shaped(text, ZIP, "Please enter a zip code (5 digits)"));
      case PHONE ->
          new JsonPrimitive(
              field.option("phone_format", "none").equals("US")
                  ? shaped(text, US_PHONE, "Please enter a valid phone number")
                  : bounded(text));
      case URL, IMAGEURL -> new JsonPrimitive(url(text));
      case TEXT, ADDRESS -> new JsonPrimitive(bounded(text));
    };
  }

  /** Whether a kept address lacks a part that the vendor wants on the next write. */
  static boolean incompleteAddress(JsonElement kept) {
    return kept.isJsonObject()
        && ADDRESS_REQUIRED.stream()
            .anyMatch(
                part ->
                    !kept.getAsJsonObject().has(part)
                        || kept.getAsJsonObject().get(part).getAsString().isBlank());
  }

  private static JsonElement number(String text) throws Unfit {
    if (!NUMBER.matcher(text.trim()).matches()) {
      throw new Unfit("Please enter a number");
    }
    BigDecimal plain = new BigDecimal(text.trim()).stripTrailingZeros();
    return new JsonPrimitive(new BigDecimal(plain.toPlainString()));
  }

  private static String date(MergeField field, String text) throws Unfit {
    Matcher iso = ISO_DAY.matcher(text);
    Matcher slashed = SLASHED.matcher(text);
    boolean dayFirst = field.option("date_format", "MM/DD/YYYY").startsWith("DD");
    try {
      if (iso.matches()) {
        return LocalDate.of(part(iso, 1), part(iso, 2), part(iso, 3)).toString();
      }
      if (slashed.matches()) {
        int month = part(slashed, dayFirst ? 2 : 1);
        return LocalDate.of(part(slashed, 3), month, part(slashed, dayFirst ? 1 : 2)).toString();
      }
    } catch (DateTimeException noSuchDay) {
      throw new Unfit("Please enter the date");
    }
    throw new Unfit("Please enter the date");
  }

  private static String birthday(MergeField field, String text) throws Unfit {
    Matcher matcher = BIRTHDAY.matcher(text);
    boolean dayFirst = field.option("date_format", "MM/DD").startsWith("DD");
    try {
      if (matcher.matches()) {
        int month = part(matcher, dayFirst ? 2 : 1);
        int day = part(matcher, dayFirst ? 1 : 2);
        MonthDay checked = MonthDay.of(month, day);
        return String.format(
            Locale.ROOT,
            "%02d/%02d",
            dayFirst ? checked.getDayOfMonth() : checked.getMonthValue(),
            dayFirst ? checked.getMonthValue() : checked.getDayOfMonth());
      }
    } catch (DateTimeException noSuchDay) {
      throw new Unfit("Please enter a month (01-12) and a day (01-31)");
    }
    throw new Unfit("Please enter a month (01-12) and a day (01-31)");
  }

  private static int part(Matcher matcher, int group) {
    return Integer.parseInt(matcher.group(group));
  }

  /** The words are assumed: no recording holds them. */
  private static String choice(MergeField field, String text) throws Unfit {
    List<String> choices =
        field.options.has("choices")
            ? field.options.getAsJsonArray("choices").asList().stream()
                .map(JsonElement::getAsString)
                .toList()
            : List.of();
    if (!choices.contains(text)) {
      throw new Unfit("Value must be one of: " + String.join(", ", choices));
    }
    return text;
  }

  private static String shaped(String text, Pattern shape, String complaint) throws Unfit {
    if (!shape.matcher(text.trim()).matches()) {
      throw new Unfit(complaint);
    }
    return text.trim();
  }

  private static String url(String text) throws Unfit {
    String lower = text.toLowerCase(Locale.ROOT);
    if (!lower.matches("https?://[^\\s]+")) {
      throw new Unfit("Please enter a valid url");
    }
    return bounded(text);
  }

  private static String bounded(String text) throws Unfit {
    if (text.getBytes(StandardCharsets.UTF_8).length > MOST_BYTES) {
      throw new Unfit("This value is too long. It should have " + MOST_BYTES + " bytes or less.");
    }
    return text;
  }

  private static JsonElement address(MergeField field, JsonElement value, boolean lenient)
      throws Unfit {
    if (!value.isJsonObject()) {
      throw new Unfit("Please enter a complete address");
    }
    JsonObject sent = value.getAsJsonObject();
    JsonObject kept = new JsonObject();
    for (String part : List.of("addr1", "addr2", "city", "state", "zip", "country")) {
      kept.addProperty(
          part,
          sent.has(part) && sent.get(part).isJsonPrimitive() ? sent.get(part).getAsString() : "");
    }
    if (kept.get("country").getAsString().isBlank()
        && field.option("default_country", "164").equals("164")) {
      kept.addProperty("country", "US");
    }
    if (!lenient && incompleteAddress(kept)) {
      throw new Unfit("Please enter a complete address");
    }
    return kept;
  }
}
