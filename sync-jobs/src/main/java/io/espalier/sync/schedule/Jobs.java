package io.espalier.sync.schedule;

import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.ExecutionOperations;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.CronSchedule;
import com.github.kagkarlsson.scheduler.task.schedule.CronStyle;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import com.github.kagkarlsson.scheduler.task.schedule.Schedule;
import io.espalier.sync.project.ScheduleSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** A project's schedules as tasks of db-scheduler. */
public final class Jobs {
  private static final String INSTANCE = "after";

  private final List<ScheduleSpec> specs;
  private final Function<ScheduleSpec, Ending> work;
  private final Predicate<String> endedWell;
  private final Consumer<String> log;
  private final Supplier<Instant> clock;
  private final RandomGenerator chance;
  private final Map<String, RecurringTask<Void>> timed = new LinkedHashMap<>();
  private final Map<String, OneTimeTask<Void>> following = new LinkedHashMap<>();

  /**
   * @param work does a job once
   * @param endedWell whether a job's last end was good, as far as it is known
   * @param log told of what was left out
   */
  public Jobs(
      List<ScheduleSpec> specs,
      Function<ScheduleSpec, Ending> work,
      Predicate<String> endedWell,
      Consumer<String> log,
      Supplier<Instant> clock,
      RandomGenerator chance) {
    this.specs = List.copyOf(specs);
    this.work = work;
    this.endedWell = endedWell;
    this.log = log;
    this.clock = clock;
    this.chance = chance;
    for (ScheduleSpec spec : specs) {
      if (spec.isTimed()) {
        Schedule schedule = new Jittered(schedule(spec), spec.jitter(), chance);
        timed.put(
            spec.name(),
            Tasks.recurring(spec.name(), schedule)
                .onFailure((ended, job) -> job.reschedule(ended, next(schedule, ended)))
                .execute((instance, context) -> run(spec, context.getSchedulerClient())));
      } else {
        following.put(
            spec.name(),
            Tasks.oneTime(spec.name())
                .onFailure((ended, job) -> again(ended, job))
                .execute((instance, context) -> run(spec, context.getSchedulerClient())));
      }
    }
  }

  /** A job was cut off. */
  private static final class CutOffException extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  private static boolean isCutOff(ExecutionComplete ended) {
    return ended.getCause().filter(CutOffException.class::isInstance).isPresent();
  }

  private Instant next(Schedule schedule, ExecutionComplete ended) {
    return isCutOff(ended) ? clock.get() : schedule.getNextExecutionTime(ended);
  }

  private void again(ExecutionComplete ended, ExecutionOperations<Void> job) {
    if (isCutOff(ended)) {
      job.reschedule(ended, clock.get());
    } else {
      // Its next start is the next good end of the job that it waits for.
      job.stop();
    }
  }

  private static Schedule schedule(ScheduleSpec spec) {
    return spec.cron().isPresent()
        ? new CronSchedule(spec.cron().get(), spec.zone(), CronStyle.UNIX)
        : FixedDelay.of(spec.every().orElseThrow());
  }

  /** Those that start by the clock. */
  public List<RecurringTask<Void>> timed() {
    return List.copyOf(timed.values());
  }

  /** Those that start when another has ended well. */
  public List<Task<?>> following() {
    return new ArrayList<>(following.values());
  }

  private void run(ScheduleSpec spec, SchedulerClient client) {
    if (spec.isTimed() && !spec.after().map(endedWell::test).orElse(true)) {
      log.accept(
          "schedule "
              + spec.name()
              + ": not started, since "
              + spec.after().orElseThrow()
              + " did not end well");
      return;
    }
    switch (work.apply(spec)) {
      case WELL -> after(spec).forEach(next -> start(next, client));
      case BADLY ->
          after(spec)
              .forEach(
                  next ->
                      log.accept(
                          "schedule "
                              + next.name()
                              + ": not started, since "
                              + spec.name()
                              + " did not end well"));
      case CUT_OFF -> throw new CutOffException();
    }
  }

  private List<ScheduleSpec> after(ScheduleSpec spec) {
    return specs.stream()
        .filter(next -> following.containsKey(next.name()))
        .filter(next -> next.after().filter(spec.name()::equals).isPresent())
        .toList();
  }

  private void start(ScheduleSpec next, SchedulerClient client) {
    long wait = next.jitter().isZero() ? 0 : chance.nextLong(next.jitter().toMillis() + 1);
    client.scheduleIfNotExists(
        Objects.requireNonNull(following.get(next.name())).instance(INSTANCE),
        clock.get().plusMillis(wait));
  }
}
