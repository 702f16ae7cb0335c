package io.espalier.rule;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/** The one instant of a run, and the zone in which its days and months are counted. */
public record Moment(Instant now, ZoneId zone) {
  public LocalDate today() {
    return LocalDate.ofInstant(now, zone);
  }
}
