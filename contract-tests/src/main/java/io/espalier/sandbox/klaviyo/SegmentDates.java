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
import java.util.function.Predicate;
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

  BiPredicate<@Nullable JsonElement, Instant> parse(JsonObject filter, String operator, String at) {
    BiPredicate<Instant, Instant> test = times(filter, operator, at);
    return (value, now) -> {
      Instant time = value == null ? null : time(value);
      return time != null && test.test(time, now);
    };
  }

  /** Of a time and the moment of evaluation. */
  BiPredicate<Instant, Instant> times(JsonObject filter, String operator, String at) {
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
      default ->
          throw ApiError.invalid(
                  "This sandbox does not evaluate the operator '" + operator + "'.",
                  at + "/operator")
              .thrown();
    };
  }

  /** For times that are events' own. */
  Predicate<Instant> at(BiPredicate<Instant, Instant> test, Instant now) {
    return time -> test.test(time, now);
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
    JsonElement amount = filter.get(member);
    String unit = Json.requiredText(filter, "unit", at);
    if (amount == null
        || !amount.isJsonPrimitive()
        || !amount.getAsString().matches("[0-9]{1,6}")) {
      throw ApiError.invalid("'" + member + "' must be an integer.", at + "/" + member).thrown();
    }
    int hours =
        switch (unit) {
          case "hour" -> 1;
          case "day" -> 24;
          case "week" -> 168;
          default ->
              throw ApiError.invalid("'unit' must be one of day, hour, week.", at + "/unit")
                  .thrown();
        };
    return Duration.ofHours((long) hours * amount.getAsInt());
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
