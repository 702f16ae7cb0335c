package io.espalier.sync.schedule;

import com.github.kagkarlsson.scheduler.Scheduler;
import java.time.Duration;
import javax.sql.DataSource;

/**
 * Runs jobs when they are due. One job never runs twice at a time, on however many nodes share the
 * store; what was missed while nobody was there is done once. A node that died is noticed by its
 * heartbeat, after three minutes, and its job is done by another.
 */
public final class JobServer implements AutoCloseable {
  private static final Duration POLLING = Duration.ofSeconds(5);
  private static final Duration HEARTBEAT = Duration.ofSeconds(30);

  private final Scheduler scheduler;

  private JobServer(Scheduler scheduler) {
    this.scheduler = scheduler;
  }

  /**
   * @param grace how long {@link #close} waits for a job that is at work; what it had not done by
   *     then is finished by its next run
   */
  public static JobServer start(DataSource store, Jobs jobs, Duration grace) {
    Scheduler scheduler =
        Scheduler.create(store, jobs.following())
            .startTasks(jobs.timed())
            .threads(Math.max(1, jobs.timed().size() + jobs.following().size()))
            .pollingInterval(POLLING)
            .heartbeatInterval(HEARTBEAT)
            .shutdownMaxWait(grace)
            .build();
    scheduler.start();
    return new JobServer(scheduler);
  }

  public boolean isRunning() {
    return scheduler.getSchedulerState().isStarted()
        && !scheduler.getSchedulerState().isShuttingDown();
  }

  @Override
  public void close() {
    scheduler.stop();
  }
}
