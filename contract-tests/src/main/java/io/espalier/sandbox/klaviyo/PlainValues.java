package io.espalier.sandbox.klaviyo;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** JSON as the template engine takes it: whole numbers and reals apart, as Python reads them. */
final class PlainValues {
  private static final int DAY = 10;
  private static final Pattern DATE =
      Pattern.compile(
          "[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[T ][0-9]{2}:[0-9]{2}:[0-9]{2}(?:\\.[0-9]{1,9})?"
              + "(?:Z|[-+][0-9]{2}:[0-9]{2})?)?");

  private PlainValues() {}

  static Map<String, @Nullable Object> of(JsonObject object) {
    Map<String, @Nullable Object> plain = new LinkedHashMap<>();
    object.entrySet().forEach(entry -> plain.put(entry.getKey(), of(entry.getValue())));
    return plain;
  }

  static @Nullable Object of(JsonElement element) {
    if (element.isJsonObject()) {
      return of(element.getAsJsonObject());
    }
    if (element.isJsonArray()) {
      List<@Nullable Object> plain = new ArrayList<>();
      element.getAsJsonArray().forEach(item -> plain.add(of(item)));
      return plain;
    }
    if (element.isJsonNull()) {
      return null;
    }
    if (element.getAsJsonPrimitive().isBoolean()) {
      return element.getAsBoolean();
    }
    return element.getAsJsonPrimitive().isNumber()
        ? Json.number(element.getAsString())
        : element.getAsString();
  }

  /**
   * A text in one of the forms that are read as dates, as a moment in UTC; anything else as it is.
   * Source: help.klaviyo.com 115005237648, by way of a translation.
   */
  static @Nullable Object dated(@Nullable Object value) {
    if (!(value instanceof String text) || !DATE.matcher(text).matches()) {
      return value;
    }
    try {
      String iso = text.replace(' ', 'T');
      if (iso.length() == DAY) {
        return LocalDate.parse(iso).atStartOfDay(ZoneOffset.UTC);
      }
      return iso.matches(".*(?:Z|[-+][0-9]{2}:[0-9]{2})")
          ? OffsetDateTime.parse(iso).atZoneSameInstant(ZoneOffset.UTC)
          : LocalDateTime.parse(iso).atZone(ZoneOffset.UTC);
    } catch (DateTimeException noSuchDay) {
      return value;
    }
  }
}
