package io.espalier.sync.shop;

import io.espalier.spi.Surroundings;
import io.espalier.spi.Surroundings.CallListener;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.SplittableRandom;

/** A clock that moves when somebody sleeps, and so lets nobody wait. */
public final class PassingTime extends Clock {
  private Instant now;

  public PassingTime(Instant start) {
    this.now = start;
  }

  public synchronized void pass(Duration duration) {
    now = now.plus(duration);
  }

  /** As {@link Thread#sleep(long)}: it refuses what is negative. */
  private void sleep(Duration duration) {
    if (duration.isNegative()) {
      throw new IllegalArgumentException("timeout value is negative");
    }
    pass(duration);
  }

  /** Surroundings in which this is the time. */
  public Surroundings surroundings(CallListener listener) {
    return new Surroundings(this, this::sleep, new SplittableRandom(1), listener);
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
    return this;
  }
}
