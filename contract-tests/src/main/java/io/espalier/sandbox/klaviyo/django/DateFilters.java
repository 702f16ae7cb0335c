package io.espalier.sandbox.klaviyo.django;

import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Dates out of texts, and texts out of dates. */
final class DateFilters {
  private DateFilters() {}

  static void addTo(Map<String, Filter> filters) {
    Filter parse =
        new Filter(
            Filter.Argument.NONE,
            false,
            (value, given, scope) -> {
              ZonedDateTime time = time(value, scope);
              return time == null ? "" : time;
            });
    filters.put("format_date_string", parse);
    filters.put("datetime_from_string", parse);
    filters.put("date", new Filter(Filter.Argument.OPTIONAL, false, DateFilters::date));
    filters.put("days_later", new Filter(Filter.Argument.REQUIRED, false, DateFilters::daysLater));
    filters.put(
        "weeks_since", new Filter(Filter.Argument.OPTIONAL, false, DateFilters::weeksSince));
  }

  private static Object date(@Nullable Object value, @Nullable Object given, Scope scope) {
    return value instanceof ZonedDateTime time
        ? DateFormat.django(time, given == null ? "N j, Y" : Python.text(given))
        : "";
  }

  private static Object daysLater(@Nullable Object value, @Nullable Object given, Scope scope) {
    ZonedDateTime time = time(value, scope);
    BigInteger days = Coercion.whole(given);
    if (time == null || days == null) {
      throw new TemplateFault("days_later needs a date and a whole number");
    }
    return time.plusDays(days.longValueExact()).toLocalDate().toString();
  }

  private static Object weeksSince(@Nullable Object value, @Nullable Object given, Scope scope) {
    ZonedDateTime from = time(value, scope);
    ZonedDateTime to = given == null ? scope.setting().now() : time(given, scope);
    if (from == null || to == null) {
      throw new TemplateFault("weeks_since needs a date");
    }
    return ChronoUnit.WEEKS.between(from, to);
  }

  private static @Nullable ZonedDateTime time(@Nullable Object value, Scope scope) {
    if (value instanceof ZonedDateTime time) {
      return time;
    }
    ZoneId zone = scope.setting().now().getZone();
    String text = Python.isText(value) ? Python.text(value).strip().replace(' ', 'T') : "";
    try {
      if (text.matches("[0-9]{4}-[0-9]{2}-[0-9]{2}")) {
        return LocalDate.parse(text).atStartOfDay(zone);
      }
      return text.matches(".*(?:Z|[-+][0-9]{2}:[0-9]{2})")
          ? OffsetDateTime.parse(text).toZonedDateTime()
          : LocalDateTime.parse(text).atZone(zone);
    } catch (DateTimeException notDate) {
      return null;
    }
  }
}
