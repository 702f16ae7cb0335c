package io.espalier.template;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** How an instant is written so that a merge language can compare it with its own clock. */
public enum ClockForm {
  /** An x and the seconds since 1970, ten digits: two of them are compared as texts. */
  UNIX,
  /** Fourteen digits of the time in UTC, compared as numbers. */
  UTC_DIGITS;

  private static final long FIRST = 1_000_000_000L;
  private static final long LAST = 9_999_999_999L;
  private static final DateTimeFormatter DIGITS =
      DateTimeFormatter.ofPattern("uuuuMMddHHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

  /**
   * The instant in this form. What lies before September 2001 or after 2286 is written as those: no
   * email is sent then.
   */
  public String write(long epochSecond) {
    long kept = Math.min(LAST, Math.max(FIRST, epochSecond));
    return this == UNIX ? "x" + kept : DIGITS.format(Instant.ofEpochSecond(kept));
  }
}
