package io.espalier.sync.schedule;

import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.schedule.Schedule;
import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;

/** A schedule whose starts are put off by a chance part of a length of time. */
final class Jittered implements Schedule {
  private final Schedule schedule;
  private final Duration most;
  private final RandomGenerator chance;

  Jittered(Schedule schedule, Duration most, RandomGenerator chance) {
    this.schedule = schedule;
    this.most = most;
    this.chance = chance;
  }

  private Instant later(Instant time) {
    return most.isZero() ? time : time.plusMillis(chance.nextLong(most.toMillis() + 1));
  }

  @Override
  public Instant getNextExecutionTime(ExecutionComplete complete) {
    return later(schedule.getNextExecutionTime(complete));
  }

  @Override
  public Instant getInitialExecutionTime(Instant now) {
    return later(schedule.getInitialExecutionTime(now));
  }

  /** Where the time is the same each time it is asked for, a changed one replaces a kept one. */
  @Override
  public boolean isDeterministic() {
    return most.isZero() && schedule.isDeterministic();
  }
}
