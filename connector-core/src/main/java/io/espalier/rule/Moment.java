package io.espalier.rule;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;

/**
 * The one instant of a run, and the zone in which its days and months are counted.
 *
 * @param now to the microsecond, as every time of the house; what is finer is cut off
 */
public record Moment(Instant now, ZoneId zone) {
  public Moment {
    now = now.truncatedTo(ChronoUnit.MICROS);
  }

  public LocalDate today() {
    return LocalDate.ofInstant(now, zone);
  }
}
