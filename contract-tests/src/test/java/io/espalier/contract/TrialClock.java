package io.espalier.contract;

import io.espalier.spi.Surroundings;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** The time of an adapter and of its sandbox; it passes when somebody sleeps. */
final class TrialClock extends Clock implements Surroundings.Sleeper {
  static final Instant START = Instant.parse("2026-11-23T10:00:00Z");

  private Instant now = START;

  @Override
  public synchronized void sleep(Duration duration) {
    now = now.plus(duration);
  }

  synchronized void set(Instant instant) {
    now = instant;
  }

  @Override
  public synchronized Instant instant() {
    return now;
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException();
  }
}
