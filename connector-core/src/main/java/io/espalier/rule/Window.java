package io.espalier.rule;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;

/** Which events an aggregate sees, by their time. Half-open; never at or after now. */
public sealed interface Window {

  /** The instants meant, in a run at that moment. */
  Bounds at(Moment moment);

  /** {@code [from, to)}; without {@code from} everything before {@code to}. May be empty. */
  record Bounds(Optional<Instant> from, Instant to) {
    public boolean holds(Instant time) {
      return time.isBefore(to) && from.map(f -> !time.isBefore(f)).orElse(true);
    }
  }

  /** Every event before now. */
  record All() implements Window {
    @Override
    public Bounds at(Moment moment) {
      return new Bounds(Optional.empty(), moment.now());
    }
  }

  /** {@code 30d}: {@code [now-30d, now)}. */
  record Last(Duration duration) implements Window {
    @Override
    public Bounds at(Moment moment) {
      return new Bounds(Optional.of(before(moment, duration)), moment.now());
    }
  }

  /** {@code 90d..30d}: {@code [now-90d, now-30d)}. */
  record Ago(Duration from, Duration to) implements Window {
    @Override
    public Bounds at(Moment moment) {
      return new Bounds(Optional.of(before(moment, from)), before(moment, to));
    }
  }

  /** {@code since 2026-01-01T00:00:00Z}: {@code [start, now)}. */
  record Since(Instant start) implements Window {
    @Override
    public Bounds at(Moment moment) {
      return new Bounds(Optional.of(start), moment.now());
    }
  }

  /** {@code between a and b}: {@code [start, end)}, cut at now. */
  record Fixed(Instant start, Instant end) implements Window {
    @Override
    public Bounds at(Moment moment) {
      Instant now = moment.now();
      return new Bounds(Optional.of(start), end.isBefore(now) ? end : now);
    }
  }

  private static Instant before(Moment moment, Duration duration) {
    ZoneId zone = moment.zone();
    return duration.from(moment.now(), false, zone);
  }
}
