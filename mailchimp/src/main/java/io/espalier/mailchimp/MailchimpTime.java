package io.espalier.mailchimp;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Mailchimp's times: whole seconds with an offset, {@code 2021-11-23T22:51:56+00:00}. */
final class MailchimpTime {
  private static final DateTimeFormatter PRINT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss'+00:00'").withZone(ZoneOffset.UTC);

  private MailchimpTime() {}

  static String print(Instant instant) {
    return PRINT.format(instant);
  }

  /** Empty for what is absent, blank or no time. */
  static Optional<Instant> parse(@Nullable String text) {
    if (text == null || text.isBlank()) {
      return Optional.empty();
    }
    try {
      return Optional.of(OffsetDateTime.parse(text.strip()).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
