package io.espalier.sync.project;

import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/**
 * A job that {@code espalier serve} runs by itself.
 *
 * @param cron five fields, as cron reads them, in {@code zone}; empty where it runs otherwise
 * @param every time from one end to the next start; empty where it runs otherwise
 * @param run the command: one of {@link #COMMANDS}
 * @param jitter a start is put off by a chance part of this
 * @param after another job: without a time of its own this one starts when that one has ended well;
 *     with one it is left out where that one did not end well
 */
public record ScheduleSpec(
    String name,
    Optional<String> cron,
    Optional<Duration> every,
    ZoneId zone,
    String run,
    Duration jitter,
    Optional<String> after) {
  /** What a schedule may run. */
  public static final List<String> COMMANDS = List.of("sync", "plan", "audit", "deliver");

  /** Whether it starts by the clock. */
  public boolean isTimed() {
    return cron.isPresent() || every.isPresent();
  }
}
