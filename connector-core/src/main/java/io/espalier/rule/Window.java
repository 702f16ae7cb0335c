package io.espalier.rule;

import java.time.Instant;

/** Which events an aggregate sees, by their time. Half-open; never later than now. */
public sealed interface Window {

  /** Every event before now. */
  record All() implements Window {}

  /** {@code 30d}: {@code [now-30d, now)}. */
  record Last(Duration duration) implements Window {}

  /** {@code 90d..30d}: {@code [now-90d, now-30d)}. */
  record Ago(Duration from, Duration to) implements Window {}

  /** {@code since 2026-01-01T00:00:00Z}: {@code [start, now)}. */
  record Since(Instant start) implements Window {}

  /** {@code between a and b}: {@code [start, end)}, cut at now. */
  record Fixed(Instant start, Instant end) implements Window {}
}
