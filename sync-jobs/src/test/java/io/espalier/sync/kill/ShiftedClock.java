package io.espalier.sync.kill;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;

/** The real time, and what somebody who did not want to wait has added to it. */
final class ShiftedClock extends Clock {
  private final AtomicLong ahead = new AtomicLong();

  void pass(Duration duration) {
    ahead.addAndGet(duration.toNanos());
  }

  @Override
  public Instant instant() {
    return Clock.systemUTC().instant().plusNanos(ahead.get());
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }
}
