package io.espalier.sandbox.salesforcemc;

import io.espalier.sandbox.salesforcemc.ampscript.DateText;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;

/**
 * The account's clock and its dates: Central Standard Time, UTC-6, all year without daylight
 * saving, printed without an offset.
 */
final class Dates {
  static final ZoneOffset CENTRAL = ZoneOffset.ofHours(-6);

  private static final DateTimeFormatter WIRE =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS", Locale.ROOT);
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

  /** The instant of what {@link #wire} printed. */
  static Instant instant(String wire) {
    return LocalDateTime.parse(wire, WIRE).toInstant(CENTRAL);
  }

  /**
   * As SQL's datetime keeps it: in three-hundredths of a second, so that the last millisecond of a
   * day is the next day's first. Empty where that is beyond 9999.
   */
  static Optional<LocalDateTime> rounded(LocalDateTime time) {
    long ticks = Math.round(time.getNano() * 300L / 1e9);
    LocalDateTime whole = time.truncatedTo(ChronoUnit.SECONDS);
    LocalDateTime rounded =
        ticks == 300
            ? whole.plusSeconds(1)
            : whole.plusNanos(Math.round(ticks / 300.0 * 1000) * 1_000_000L);
    return Optional.of(rounded).filter(moment -> moment.getYear() <= 9999);
  }

  /** As a row's cell holds it: ISO, to the second's thousandth. */
  static String stored(LocalDateTime time) {
    return WIRE.format(time);
  }

  /** A stored cell as the APIs and AMPscript print it: {@code 4/21/2022 6:56:27 AM}. */
  static String shown(String stored) {
    return DateText.shown(LocalDateTime.parse(stored, WIRE));
  }

  /**
   * A date in ISO or American spelling; a time with an offset is brought to Central time (assumed:
   * no document says). Empty where it is neither, or outside SQL's datetime.
   */
  static Optional<LocalDateTime> read(String text) {
    return DateText.parse(text).filter(time -> !time.isBefore(FIRST));
  }
}
