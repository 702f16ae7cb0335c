package io.espalier.rule;

import java.time.Instant;
import java.time.ZoneId;

/**
 * {@code 30d}, {@code 6mo}.
 *
 * @param amount zero or more
 */
public record Duration(int amount, Unit unit) {

  /** Hours, days and weeks are exact multiples of hours; months and years follow the calendar. */
  public enum Unit {
    HOUR("h"),
    DAY("d"),
    WEEK("w"),
    MONTH("mo"),
    YEAR("y");

    private final String word;

    Unit(String word) {
      this.word = word;
    }

    public String word() {
      return word;
    }
  }

  /** The instant this long before (or, with {@code plus}, after) another. */
  public Instant from(Instant instant, boolean plus, ZoneId zone) {
    long signed = plus ? amount : -(long) amount;
    return switch (unit) {
      case HOUR -> instant.plusSeconds(signed * 3_600);
      case DAY -> instant.plusSeconds(signed * 86_400);
      case WEEK -> instant.plusSeconds(signed * 7 * 86_400);
      case MONTH -> instant.atZone(zone).plusMonths(signed).toInstant();
      case YEAR -> instant.atZone(zone).plusYears(signed).toInstant();
    };
  }

  @Override
  public String toString() {
    return amount + unit.word();
  }
}
