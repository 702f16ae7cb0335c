package io.espalier.rule;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * On which calendar day of a zone an instant lies: how a date is compared with a datetime.
 *
 * <p>A table of the zone's offsets from 1900 to 2100, so that an engine with another time-zone
 * database, or none, can be given the very same days. Before and after it, the nearest offset
 * holds.
 */
public final class LocalDays {
  private static final Instant FIRST = Instant.parse("1900-01-01T00:00:00Z");
  private static final Instant LAST = Instant.parse("2100-01-01T00:00:00Z");

  private final int firstOffset;
  private final List<Change> changes;

  /**
   * @param at from this instant on
   * @param offset seconds to add to UTC
   */
  public record Change(Instant at, int offset) {}

  private LocalDays(int firstOffset, List<Change> changes) {
    this.firstOffset = firstOffset;
    this.changes = List.copyOf(changes);
  }

  public static LocalDays of(ZoneId zone) {
    ZoneRules rules = zone.getRules();
    List<Change> changes = new ArrayList<>();
    ZoneOffsetTransition next = rules.nextTransition(FIRST);
    while (next != null && next.getInstant().isBefore(LAST)) {
      changes.add(new Change(next.getInstant(), next.getOffsetAfter().getTotalSeconds()));
      next = rules.nextTransition(next.getInstant());
    }
    return new LocalDays(rules.getOffset(FIRST).getTotalSeconds(), changes);
  }

  /** Seconds to add to UTC before the first change. */
  public int firstOffset() {
    return firstOffset;
  }

  /** In the order of time. */
  public List<Change> changes() {
    return changes;
  }

  /** The day on which the instant lies. */
  public LocalDate day(Instant instant) {
    int low = 0;
    int high = changes.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (instant.isBefore(changes.get(middle).at())) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    int offset = low == 0 ? firstOffset : changes.get(low - 1).offset();
    return LocalDate.ofInstant(instant, ZoneOffset.ofTotalSeconds(offset));
  }

  /**
   * The instant from which on, and never before, the day is this one or a later one. Empty where
   * clocks went back over that midnight, so that there is no one such instant.
   */
  public Optional<Instant> start(LocalDate day) {
    Instant midnight = day.atStartOfDay().toInstant(ZoneOffset.UTC);
    Instant start = null;
    Instant from = Instant.MIN;
    int offset = firstOffset;
    for (int i = 0; i <= changes.size(); i++) {
      Instant to = i < changes.size() ? changes.get(i).at() : Instant.MAX;
      Instant reached = midnight.minusSeconds(offset);
      if (start == null && reached.isBefore(to)) {
        start = reached.isBefore(from) ? from : reached;
      } else if (start != null && reached.isAfter(from)) {
        return Optional.empty();
      }
      from = to;
      offset = i < changes.size() ? changes.get(i).offset() : offset;
    }
    return Optional.ofNullable(start);
  }
}
