package io.espalier.sandbox.mailchimp;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Times as the API writes them: {@code 2021-11-23T22:51:56+00:00}, whole seconds, UTC. */
final class WireTime {
  private static final DateTimeFormatter FORMAT =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ssxxx", Locale.ROOT).withZone(ZoneOffset.UTC);

  private WireTime() {}

  static Instant now(Clock clock) {
    return clock.instant().truncatedTo(ChronoUnit.SECONDS);
  }

  /** Empty text for no time: the API has no nulls here. */
  static String print(@Nullable Instant instant) {
    if (instant == null) {
      return "";
    }
    LocalDateTime time = LocalDateTime.ofEpochSecond(instant.getEpochSecond(), 0, ZoneOffset.UTC);
    if (time.getYear() < 1000 || time.getYear() > 9999) {
      return FORMAT.format(instant);
    }
    // By hand: a page of contacts has three thousand of them.
    StringBuilder text = new StringBuilder(25).append(time.getYear());
    two(text.append('-'), time.getMonthValue());
    two(text.append('-'), time.getDayOfMonth());
    two(text.append('T'), time.getHour());
    two(text.append(':'), time.getMinute());
    two(text.append(':'), time.getSecond());
    return text.append("+00:00").toString();
  }

  private static void two(StringBuilder text, int number) {
    text.append((char) ('0' + number / 10)).append((char) ('0' + number % 10));
  }

  /** A moment of the query; empty where it is not there. */
  static Optional<Instant> parameter(Call call, String name) {
    return call.exchange()
        .parameter(name)
        .filter(text -> !text.isEmpty())
        .map(
            text ->
                parse(text)
                    .orElseThrow(() -> Refusal.field(name, "This value is not a valid datetime.")));
  }

  static Optional<Instant> parse(String text) {
    String iso = text.trim().replace(' ', 'T');
    try {
      return Optional.of(OffsetDateTime.parse(iso).toInstant());
    } catch (DateTimeParseException withOffset) {
      try {
        return Optional.of(LocalDateTime.parse(iso).toInstant(ZoneOffset.UTC));
      } catch (DateTimeParseException without) {
        return Optional.empty();
      }
    }
  }
}
