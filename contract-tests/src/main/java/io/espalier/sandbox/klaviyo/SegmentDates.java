package io.espalier.sandbox.klaviyo;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Filters on a date. All is UTC; a date without a time is its midnight; what is relative counts
 * back from the moment of evaluation. Source: help.klaviyo.com 4403222359451, read 2026-11-27.
 */
final class SegmentDates {
  private final SegmentReading reading;

  SegmentDates(SegmentReading reading) {
    this.reading = reading;
  }

  BiPredicate<@Nullable JsonElement, Instant> parse(JsonObject filter, String at) {
    BiPredicate<Instant, Instant> test = times(filter, at);
    return (value, now) -> {
      Instant time = value == null ? null : time(value);
      return time != null && test.test(time, now);
    };
  }

  /** Of a time and the moment of evaluation. */
  BiPredicate<Instant, Instant> times(JsonObject filter, String at) {
    String operator = Json.requiredText(filter, "operator", at);
    return switch (operator) {
      case "alltime" -> (time, now) -> true;
      case "before" -> {
        Instant bound = instant(filter, "date", at);
        yield (time, now) -> time.isBefore(bound);
      }
      case "after" -> {
        Instant bound = instant(filter, "date", at);
        yield (time, now) -> from(time, bound);
      }
      case "between-static" -> {
        Instant start = instant(filter, "start", at);
        Instant end = instant(filter, "end", at);
        yield (time, now) -> !time.isBefore(start) && time.isBefore(end);
      }
      case "in-the-last" -> {
        Duration length = length(filter, "quantity", at);
        yield (time, now) -> !time.isBefore(now.minus(length)) && !time.isAfter(now);
      }
      case "in-the-next" -> {
        Duration length = length(filter, "quantity", at);
        yield (time, now) -> !time.isBefore(now) && time.isBefore(now.plus(length));
      }
      case "at-least" -> {
        Duration length = length(filter, "quantity", at);
        yield (time, now) -> !time.isAfter(now.minus(length));
      }
      case "between" -> {
        Duration near = length(filter, "start", at);
        Duration far = length(filter, "end", at);
        yield (time, now) -> !time.isBefore(now.minus(far)) && time.isBefore(now.minus(near));
      }
      case "calendar-month" -> {
        int month = whole(filter, "value", at);
        yield (time, now) -> day(time).getMonthValue() == month;
      }
      case "anniversary" -> (time, now) -> anniversary(time, day(now)).equals(day(now));
      case "anniversary-month" -> (time, now) -> day(time).getMonth() == day(now).getMonth();
      case "anniversary-last" -> {
        Duration length = length(filter, "quantity", at);
        yield (time, now) -> !last(time, now).isBefore(day(now.minus(length)));
      }
      case "anniversary-next" -> {
        Duration length = length(filter, "quantity", at);
        yield (time, now) -> !next(time, now).isAfter(day(now.plus(length)));
      }
      default -> throw SegmentFilters.operator(operator, at);
    };
  }

  private static LocalDate day(Instant time) {
    return LocalDate.ofInstant(time, ZoneOffset.UTC);
  }

  /** In the year of a day; of a 29th of February, the 28th where there is none. */
  private static LocalDate anniversary(Instant time, LocalDate day) {
    return day(time).withYear(day.getYear());
  }

  private static LocalDate last(Instant time, Instant now) {
    LocalDate here = anniversary(time, day(now));
    return here.isAfter(day(now)) ? day(time).withYear(here.getYear() - 1) : here;
  }

  private static LocalDate next(Instant time, Instant now) {
    LocalDate here = anniversary(time, day(now));
    return here.isBefore(day(now)) ? day(time).withYear(here.getYear() + 1) : here;
  }

  private boolean from(Instant time, Instant bound) {
    return reading.afterIncludes() ? !time.isBefore(bound) : time.isAfter(bound);
  }

  private static Instant instant(JsonObject filter, String member, String at) {
    String text = Json.requiredText(filter, member, at);
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      throw ApiError.invalid("'" + member + "' must be a datetime.", at + "/" + member).thrown();
    }
  }

  private static Duration length(JsonObject filter, String member, String at) {
    int amount = whole(filter, member, at);
    String unit = Json.requiredText(filter, "unit", at);
    int hours =
        switch (unit) {
          case "hour" -> 1;
          case "day" -> 24;
          case "week" -> 168;
          default ->
              throw ApiError.invalid("'unit' must be one of day, hour, week.", at + "/unit")
                  .thrown();
        };
    return Duration.ofHours((long) hours * amount);
  }

  private static int whole(JsonObject filter, String member, String at) {
    JsonElement amount = filter.get(member);
    if (amount == null
        || !amount.isJsonPrimitive()
        || !amount.getAsString().matches("[0-9]{1,6}")) {
      throw ApiError.invalid("'" + member + "' must be an integer.", at + "/" + member).thrown();
    }
    return amount.getAsInt();
  }

  private static @Nullable Instant time(JsonElement value) {
    if (!Json.isText(value)) {
      return null;
    }
    String text = value.getAsString().replace(' ', 'T');
    try {
      return text.length() == 10
          ? LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC)
          : OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      return null;
    }
  }
}
