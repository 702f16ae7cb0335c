package io.espalier.sync.cli;

import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Ids of plans and runs: the time in UTC, so that they sort and can be read. */
final class PlanIds {
  private static final DateTimeFormatter FORMAT =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss.SSS'Z'").withZone(ZoneOffset.UTC);

  private PlanIds() {}

  static String next(Clock clock) {
    return FORMAT.format(clock.instant());
  }
}
