package io.espalier.sync.schedule;

import com.github.kagkarlsson.scheduler.SchedulerClient;
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
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** A project's schedules as tasks of db-scheduler. */
public final class Jobs {
  private static final String INSTANCE = "after";

  private final List<ScheduleSpec> specs;
  private final Predicate<ScheduleSpec> work;
  private final Predicate<String> endedWell;
  private final Supplier<Instant> clock;
  private final RandomGenerator chance;
  private final Map<String, RecurringTask<Void>> timed = new LinkedHashMap<>();
  private final Map<String, OneTimeTask<Void>> following = new LinkedHashMap<>();

  /**
   * @param work does a job once; true where it ended well
   * @param endedWell whether a job's last end was good, as far as it is known
   */
  public Jobs(
      List<ScheduleSpec> specs,
      Predicate<ScheduleSpec> work,
      Predicate<String> endedWell,
      Supplier<Instant> clock,
      RandomGenerator chance) {
    this.specs = List.copyOf(specs);
    this.work = work;
    this.endedWell = endedWell;
    this.clock = clock;
    this.chance = chance;
    for (ScheduleSpec spec : specs) {
      if (spec.isTimed()) {
        timed.put(
            spec.name(),
            Tasks.recurring(spec.name(), new Jittered(schedule(spec), spec.jitter(), chance))
                .execute((instance, context) -> run(spec, context.getSchedulerClient())));
      } else {
        following.put(
            spec.name(),
            Tasks.oneTime(spec.name())
                .execute((instance, context) -> run(spec, context.getSchedulerClient())));
      }
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
    boolean due = !spec.isTimed() || spec.after().map(endedWell::test).orElse(true);
    if (due && work.test(spec)) {
      for (ScheduleSpec next : specs) {
        OneTimeTask<Void> task = following.get(next.name());
        if (task != null && next.after().filter(spec.name()::equals).isPresent()) {
          long wait = next.jitter().isZero() ? 0 : chance.nextLong(next.jitter().toMillis() + 1);
          client.scheduleIfNotExists(task.instance(INSTANCE), clock.get().plusMillis(wait));
        }
      }
    }
  }
}
