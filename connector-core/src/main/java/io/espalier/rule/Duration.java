package io.espalier.rule;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/**
 * {@code 30d}, {@code 6mo}.
 *
 * @param amount zero or more
 */
public record Duration(int amount, Unit unit) {

  /** Hours, days and weeks are exact multiples of hours; months and years follow the calendar. */
  public enum Unit {
    HOUR("h", 8_766_000),
    DAY("d", 365_250),
    WEEK("w", 52_178),
    MONTH("mo", 12_000),
    YEAR("y", 1_000);

    private final String word;
    private final int most;

    Unit(String word, int most) {
      this.word = word;
      this.most = most;
    }

    /** The greatest amount that a rule may name: a thousand years. */
    int most() {
      return most;
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

  /**
   * The day this long before (or, with {@code plus}, after) another.
   *
   * @throws IllegalStateException for hours: they move an instant, not a day
   */
  public LocalDate from(LocalDate day, boolean plus) {
    long signed = plus ? amount : -(long) amount;
    return switch (unit) {
      case HOUR -> throw new IllegalStateException("hours do not move a day");
      case DAY -> day.plusDays(signed);
      case WEEK -> day.plusWeeks(signed);
      case MONTH -> day.plusMonths(signed);
      case YEAR -> day.plusYears(signed);
    };
  }

  /** True for hours, days and weeks: of one length, whenever they begin. */
  public boolean isExact() {
    return unit != Unit.MONTH && unit != Unit.YEAR;
  }

  /**
   * The length in hours.
   *
   * @throws IllegalStateException for months and years: the calendar decides
   */
  public long hours() {
    return switch (unit) {
      case HOUR -> amount;
      case DAY -> amount * 24L;
      case WEEK -> amount * 168L;
      case MONTH, YEAR -> throw new IllegalStateException(this + " is of no one length");
    };
  }

  /** By the average length of months and years. */
  boolean isNoLongerThan(Duration other) {
    return averageHours() <= other.averageHours();
  }

  private double averageHours() {
    return switch (unit) {
      case HOUR, DAY, WEEK -> hours();
      case MONTH -> amount * 730.485;
      case YEAR -> amount * 8_765.82;
    };
  }

  @Override
  public String toString() {
    return amount + unit.word();
  }
}
