package io.espalier.sandbox.salesforcecrm;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** Times as the org writes them: whole seconds, in two forms. */
final class OrgTime {
  private static final DateTimeFormatter WIRE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSXX", Locale.ROOT)
          .withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter FIELD =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private OrgTime() {}

  static Instant now(Clock clock) {
    return clock.instant().truncatedTo(ChronoUnit.SECONDS);
  }

  /** Of a job: {@code 2018-12-10T17:50:19.000+0000}. */
  static String wire(Instant time) {
    return WIRE.format(time).replace("Z", "+0000");
  }

  /** Of a record: {@code 2018-12-10T17:50:19.000Z}. */
  static String field(Instant time) {
    return FIELD.format(time);
  }
}
