package io.espalier.sandbox.klaviyo;

import com.google.gson.JsonObject;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * The time of a report, in the account's zone; the offset of a start or end is ignored. At most a
 * year. Source: the OpenAPI document 2026-07-15.
 *
 * @param until the first moment behind it
 */
record ReportFrame(Instant from, Instant until) {
  private static final ZoneId ZONE = ZoneId.of(Account.TIMEZONE);

  /** Reads {@code timeframe} of a report's attributes. */
  static ReportFrame of(JsonObject attributes, String in, Instant now) {
    JsonObject timeframe = Json.object(attributes, "timeframe", in);
    String at = in + "/timeframe";
    String key = Json.text(timeframe, "key", at);
    if (key != null) {
      return named(key, at, now.atZone(ZONE));
    }
    Instant start = local(timeframe, "start", at);
    Instant end = local(timeframe, "end", at);
    if (!start.isBefore(end) || Duration.between(start, end).toDays() > 366) {
      throw ApiError.invalid("A timeframe is at most a year long.", at).thrown();
    }
    return new ReportFrame(start, end);
  }

  private static ReportFrame named(String key, String at, ZonedDateTime now) {
    LocalDate today = now.toLocalDate();
    LocalDate week = today.minusDays(today.getDayOfWeek().getValue() - 1L);
    LocalDate from =
        switch (key) {
          case "today" -> today;
          case "yesterday" -> today.minusDays(1);
          case "last_7_days" -> today.minusDays(7);
          case "last_30_days" -> today.minusDays(30);
          case "last_90_days" -> today.minusDays(90);
          case "last_365_days", "last_12_months" -> today.minusYears(1);
          case "last_3_months" -> today.minusMonths(3);
          case "this_week" -> week;
          case "last_week" -> week.minusDays(7);
          case "this_month" -> today.withDayOfMonth(1);
          case "last_month" -> today.withDayOfMonth(1).minusMonths(1);
          case "this_year" -> today.withDayOfYear(1);
          case "last_year" -> today.withDayOfYear(1).minusYears(1);
          default -> throw ApiError.invalid("'" + key + "' is no timeframe.", at + "/key").thrown();
        };
    Instant until =
        switch (key) {
          case "yesterday" -> start(today);
          case "last_month" -> start(today.withDayOfMonth(1));
          case "last_week" -> start(week);
          case "last_year" -> start(today.withDayOfYear(1));
          default -> now.toInstant().plusSeconds(1);
        };
    return new ReportFrame(start(from), until);
  }

  private static Instant start(LocalDate day) {
    return day.atStartOfDay(ZONE).toInstant();
  }

  private static Instant local(JsonObject timeframe, String name, String at) {
    try {
      return OffsetDateTime.parse(Json.requiredText(timeframe, name, at))
          .toLocalDateTime()
          .atZone(ZONE)
          .toInstant();
    } catch (DateTimeException notATime) {
      throw ApiError.invalid("'" + name + "' must be a date-time.", at + "/" + name).thrown();
    }
  }

  boolean holds(long second) {
    Instant time = Instant.ofEpochSecond(second);
    return !time.isBefore(from) && time.isBefore(until);
  }

  /** The beginnings of its intervals; one that is too long for them is refused. */
  List<Instant> intervals(JsonObject attributes, String in) {
    String interval = Json.requiredText(attributes, "interval", in);
    long days = Duration.between(from, until).toDays();
    long most =
        switch (interval) {
          case "hourly" -> 7;
          case "daily" -> 60;
          case "weekly", "monthly" -> 366;
          default ->
              throw ApiError.invalid(
                      "'interval' must be hourly, daily, weekly or monthly.", in + "/interval")
                  .thrown();
        };
    if (days > most || (interval.equals("monthly") && days > 52 * 7)) {
      throw ApiError.invalid(
              "The timeframe is too long for the interval '" + interval + "'.", in + "/interval")
          .thrown();
    }
    List<Instant> starts = new ArrayList<>();
    for (ZonedDateTime at = aligned(interval);
        at.toInstant().isBefore(until);
        at = next(at, interval)) {
      starts.add(at.toInstant());
    }
    return starts;
  }

  private ZonedDateTime aligned(String interval) {
    ZonedDateTime local = from.atZone(ZONE);
    ZonedDateTime day = local.truncatedTo(ChronoUnit.DAYS);
    return switch (interval) {
      case "hourly" -> local.truncatedTo(ChronoUnit.HOURS);
      case "weekly" -> day.minusDays(local.getDayOfWeek().getValue() - 1L);
      case "monthly" -> day.withDayOfMonth(1);
      default -> day;
    };
  }

  private static ZonedDateTime next(ZonedDateTime at, String interval) {
    return switch (interval) {
      case "hourly" -> at.plusHours(1);
      case "weekly" -> at.plusWeeks(1);
      case "monthly" -> at.plusMonths(1);
      default -> at.plusDays(1);
    };
  }
}
