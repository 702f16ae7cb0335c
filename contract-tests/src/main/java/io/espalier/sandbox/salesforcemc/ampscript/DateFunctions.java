package io.espalier.sandbox.salesforcemc.ampscript;

import static io.espalier.sandbox.salesforcemc.ampscript.Arguments.text;

import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Functions on dates. */
final class DateFunctions {
  /** Central Standard Time, never daylight saving. */
  private static final ZoneId SYSTEM = ZoneOffset.ofHours(-6);

  /** What this sandbox's account is set to: an account's own choice. */
  private static final ZoneId ACCOUNT = ZoneId.of("Europe/Berlin");

  private DateFunctions() {}

  private static LocalDateTime moved(LocalDateTime time, ZoneId from, ZoneId to) {
    return time.atZone(from).withZoneSameInstant(to).toLocalDateTime();
  }

  static void addTo(Functions.Registry registry) {
    registry.add("Now", 0, 1, (in, a) -> in.context().now());
    registry.add("GetSendTime", 0, 1, (in, a) -> in.context().now());
    registry.add("DateParse", 1, 2, (in, a) -> need("DateParse", a, 0));
    registry.add("StringToDate", 1, 2, (in, a) -> need("StringToDate", a, 0));
    registry.add("DateAdd", 3, 3, (in, a) -> add(a));
    registry.add("DateDiff", 3, 3, (in, a) -> BigDecimal.valueOf(difference(a)));
    registry.add("DatePart", 2, 2, (in, a) -> part(a));
    registry.add("FormatDate", 1, 4, (in, a) -> formatDate(a));
    registry.add(
        "SystemDateToLocalDate",
        1,
        1,
        (in, a) -> moved(need("SystemDateToLocalDate", a, 0), SYSTEM, ACCOUNT));
    registry.add(
        "LocalDateToSystemDate",
        1,
        1,
        (in, a) -> moved(need("LocalDateToSystemDate", a, 0), ACCOUNT, SYSTEM));
    registry.add("Format", 2, 4, (in, a) -> format(a));
  }

  private static Optional<LocalDateTime> date(@Nullable Object value) {
    if (value instanceof LocalDateTime time) {
      return Optional.of(time);
    }
    return value instanceof String text ? DateText.parse(text) : Optional.empty();
  }

  private static LocalDateTime need(String function, List<@Nullable Object> a, int at) {
    return date(a.get(at))
        .orElseThrow(
            () -> Failures.runtime(function + ": argument " + (at + 1) + " is not a date"));
  }

  private static LocalDateTime add(List<@Nullable Object> a) {
    LocalDateTime time = need("DateAdd", a, 0);
    int amount = Arguments.whole("DateAdd", a, 1);
    return switch (unit("DateAdd", text(a, 2))) {
      case "Y" -> time.plusYears(amount);
      case "M" -> time.plusMonths(amount);
      case "D" -> time.plusDays(amount);
      case "H" -> time.plusHours(amount);
      default -> time.plusMinutes(amount);
    };
  }

  /** Counts the boundaries between, as SQL's DATEDIFF: 23:59 to 00:00 is a day. */
  private static long difference(List<@Nullable Object> a) {
    LocalDateTime from = need("DateDiff", a, 0);
    LocalDateTime to = need("DateDiff", a, 1);
    return switch (unit("DateDiff", text(a, 2))) {
      case "Y" -> to.getYear() - from.getYear();
      case "M" -> (to.getYear() - from.getYear()) * 12L + to.getMonthValue() - from.getMonthValue();
      case "D" -> ChronoUnit.DAYS.between(from.toLocalDate(), to.toLocalDate());
      case "H" ->
          ChronoUnit.HOURS.between(
              from.truncatedTo(ChronoUnit.HOURS), to.truncatedTo(ChronoUnit.HOURS));
      default ->
          ChronoUnit.MINUTES.between(
              from.truncatedTo(ChronoUnit.MINUTES), to.truncatedTo(ChronoUnit.MINUTES));
    };
  }

  private static String unit(String function, String given) {
    String unit = given.toUpperCase(Locale.ROOT);
    if (!List.of("Y", "M", "D", "H", "MI").contains(unit)) {
      throw Failures.runtime(function + ": the unit " + given + " is not Y, M, D, H or MI");
    }
    return unit;
  }

  private static String part(List<@Nullable Object> a) {
    LocalDateTime time = need("DatePart", a, 0);
    switch (text(a, 1).toUpperCase(Locale.ROOT)) {
      case "Y", "YEAR":
        return Integer.toString(time.getYear());
      case "M", "MONTH":
        return two(time.getMonthValue());
      case "D", "DAY":
        return two(time.getDayOfMonth());
      case "H", "HOUR":
        // On the 12-hour clock, proven live.
        return two(time.getHour() % 12 == 0 ? 12 : time.getHour() % 12);
      case "MI", "MINUTE":
        return two(time.getMinute());
      default:
        throw Failures.runtime("DatePart: the part " + text(a, 1) + " is not Y, M, D, H or MI");
    }
  }

  private static String two(int number) {
    return number < 10 ? "0" + number : Integer.toString(number);
  }

  private static String formatDate(List<@Nullable Object> a) {
    Optional<LocalDateTime> time = date(a.get(0));
    if (time.isEmpty()) {
      return "";
    }
    Locale locale = NumberFunctions.locale(text(a, 3));
    String day = DatePattern.date(time.get(), text(a, 1), locale);
    String hour = DatePattern.time(time.get(), text(a, 2), locale);
    return day.isEmpty() || hour.isEmpty() ? day + hour : day + " " + hour;
  }

  private static String format(List<@Nullable Object> a) {
    String type = text(a, 2);
    if (!type.isEmpty() && !type.equalsIgnoreCase("Date")) {
      throw Failures.runtime("Format: the type " + type + " is not valid");
    }
    Locale locale = NumberFunctions.locale(text(a, 3));
    Optional<BigDecimal> number = Values.number(a.get(0));
    if (number.isPresent() && type.isEmpty()) {
      return NumberFunctions.format(number.get(), text(a, 1), locale);
    }
    Optional<LocalDateTime> time = date(a.get(0));
    return time.isEmpty() ? text(a, 0) : DatePattern.net(time.get(), text(a, 1), locale);
  }
}
