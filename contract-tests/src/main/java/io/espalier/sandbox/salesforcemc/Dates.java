package io.espalier.sandbox.salesforcemc;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The account's clock and its dates: Central Standard Time, UTC-6, all year without daylight
 * saving, printed without an offset.
 */
final class Dates {
  static final ZoneOffset CENTRAL = ZoneOffset.ofHours(-6);

  private static final DateTimeFormatter SHOWN =
      DateTimeFormatter.ofPattern("M/d/yyyy h:mm:ss a", Locale.US);
  private static final DateTimeFormatter WIRE =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS", Locale.ROOT);
  private static final Pattern ISO =
      Pattern.compile(
          "(\\d{4})-(\\d{1,2})-(\\d{1,2})"
              + "(?:[T ](\\d{1,2}):(\\d{2})(?::(\\d{2})(?:\\.(\\d{1,9}))?)?\\s*"
              + "(Z|[+-]\\d{2}:?\\d{2})?)?");
  private static final Pattern AMERICAN =
      Pattern.compile(
          "(\\d{1,2})[/-](\\d{1,2})[/-](\\d{4})"
              + "(?:\\s+(\\d{1,2}):(\\d{2})(?::(\\d{2})(?:\\.\\d+)?)?\\s*([AaPp][Mm])?)?");
  private static final LocalDateTime FIRST = LocalDate.of(1753, 1, 1).atStartOfDay();

  private Dates() {}

  static LocalDateTime now(Clock clock) {
    return LocalDateTime.ofInstant(clock.instant(), CENTRAL).truncatedTo(ChronoUnit.MILLIS);
  }

  /** As SOAP and REST metadata print a moment: {@code 2022-04-21T06:56:27.927}. */
  static String wire(LocalDateTime time) {
    return WIRE.format(time);
  }

  static String utc(Instant time) {
    return WIRE.format(LocalDateTime.ofInstant(time, ZoneOffset.UTC));
  }

  /** As a row's cell holds it: ISO, to the second's thousandth. */
  static String stored(LocalDateTime time) {
    return WIRE.format(time);
  }

  /** A stored cell as the APIs and AMPscript print it: {@code 4/21/2022 6:56:27 AM}. */
  static String shown(String stored) {
    return SHOWN.format(LocalDateTime.parse(stored, WIRE));
  }

  static String shown(LocalDateTime time) {
    return SHOWN.format(time);
  }

  /**
   * A date in ISO or American spelling; a time with an offset is brought to Central time (assumed:
   * no document says). Empty where it is neither, or outside SQL's datetime.
   */
  static Optional<LocalDateTime> read(String raw) {
    String text = raw.strip();
    try {
      Matcher iso = ISO.matcher(text);
      LocalDateTime time;
      if (iso.matches()) {
        time = moment(iso, 1, 2, 3).plusNanos(nanos(iso.group(7)));
        String offset = iso.group(8);
        if (offset != null) {
          time =
              time.atOffset(ZoneOffset.of(offset)).withOffsetSameInstant(CENTRAL).toLocalDateTime();
        }
      } else {
        Matcher american = AMERICAN.matcher(text);
        if (!american.matches()) {
          return Optional.empty();
        }
        time = moment(american, 3, 1, 2);
        String half = american.group(7);
        if (half != null) {
          int hour = time.getHour();
          if (hour < 1 || hour > 12) {
            return Optional.empty();
          }
          time = time.withHour(hour % 12 + (half.toLowerCase(Locale.ROOT).equals("pm") ? 12 : 0));
        }
      }
      return time.isBefore(FIRST) || time.getYear() > 9999 ? Optional.empty() : Optional.of(time);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static LocalDateTime moment(Matcher parts, int year, int month, int day) {
    return LocalDateTime.of(
        number(parts.group(year)),
        number(parts.group(month)),
        number(parts.group(day)),
        number(parts.group(4)),
        number(parts.group(5)),
        number(parts.group(6)));
  }

  private static int number(@org.jspecify.annotations.Nullable String digits) {
    return digits == null ? 0 : Integer.parseInt(digits);
  }

  private static long nanos(@org.jspecify.annotations.Nullable String fraction) {
    return fraction == null ? 0 : Long.parseLong((fraction + "000000000").substring(0, 9));
  }
}
