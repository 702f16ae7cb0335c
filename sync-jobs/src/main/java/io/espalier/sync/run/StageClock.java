package io.espalier.sync.run;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * The time of a preview's sandboxes: it runs, so that their jobs come to an end, until it is
 * stopped at the instant of which the preview tells.
 */
final class StageClock extends Clock {
  private final Instant shown;
  private final Clock running;
  private volatile boolean stopped;

  /**
   * @param shown the instant that the preview is about
   */
  StageClock(Instant shown, Clock real) {
    this.shown = shown;
    this.running = Clock.offset(real, Duration.between(real.instant(), shown));
  }

  void stop() {
    stopped = true;
  }

  @Override
  public Instant instant() {
    return stopped ? shown : running.instant();
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(@Nullable ZoneId zone) {
    return this;
  }
}
