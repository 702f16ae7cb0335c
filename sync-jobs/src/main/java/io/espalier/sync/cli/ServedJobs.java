package io.espalier.sync.cli;

import com.google.gson.JsonObject;
import io.espalier.sync.project.Project;
import io.espalier.sync.project.ScheduleSpec;
import io.espalier.sync.schedule.Ending;
import io.espalier.sync.schedule.JobLog;
import io.espalier.sync.schedule.JobServer;
import io.espalier.sync.schedule.JobStore;
import io.espalier.sync.schedule.Jobs;
import io.espalier.sync.serve.ServePart;
import io.espalier.sync.serve.StatusPart;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** The schedules of a project, at work inside of {@code espalier serve}. */
final class ServedJobs implements AutoCloseable {
  private final Context context;
  private final List<String> more;
  private final JobLog log;
  private final List<ScheduleSpec> specs;
  private final AtomicBoolean closed = new AtomicBoolean();
  private @Nullable JobServer server;
  private @Nullable JobStore store;
  private volatile Runnable afterwards = () -> {};

  /**
   * @param more options that every job is given
   */
  ServedJobs(Context context, Project project, List<String> more) {
    this.context = context;
    this.more = List.copyOf(more);
    this.specs = project.operations().schedules();
    this.log = new JobLog(specs.stream().map(ScheduleSpec::name).toList());
  }

  void start(Project project, Path state, Duration grace) {
    if (specs.isEmpty()) {
      return;
    }
    JobStore opened = store(project, state);
    store = opened;
    for (ScheduleSpec spec : specs) {
      lastEnd(spec.name()).ifPresent(end -> log.endedBefore(spec.name(), end));
    }
    Jobs jobs =
        new Jobs(
            specs,
            this::run,
            job -> lastEnd(job).map(JobStore.End::isWell).orElse(true),
            context.terminal()::note,
            context.clock()::instant,
            new SplittableRandom());
    server = JobServer.start(opened, jobs, grace);
  }

  private Optional<JobStore.End> lastEnd(String job) {
    try {
      return store == null ? Optional.empty() : store.lastEnd(job);
    } catch (SQLException e) {
      throw new IllegalStateException("the store of the schedules cannot be read", e);
    }
  }

  private void keepEnd(String job, JobStore.End end) {
    try {
      if (store != null) {
        store.keepEnd(job, end);
      }
    } catch (SQLException e) {
      context
          .terminal()
          .note("how the schedule " + job + " ended could not be kept: " + e.getSQLState());
    }
  }

  private JobStore store(Project project, Path state) {
    String variable = project.operations().schedulerEnv().orElse("");
    try {
      if (variable.isEmpty()) {
        return JobStore.file(state);
      }
      String url = context.environment().get(variable);
      if (url == null || !url.startsWith("jdbc:postgresql:")) {
        throw new Wrong(
            "the environment variable " + variable + " holds no PostgreSQL JDBC URL",
            "export " + variable + "=jdbc:postgresql://HOST/DATABASE?user=...");
      }
      return JobStore.postgres(url);
    } catch (SQLException | IOException e) {
      throw new Wrong(
          "the store of the schedules cannot be opened",
          variable.isEmpty()
              ? "is " + state + " writable?"
              : "is the database of " + variable + " there?");
    }
  }

  private Ending run(ScheduleSpec spec) {
    log.started(spec.name(), context.clock().instant());
    int exit = Exit.MISTAKE;
    try {
      List<String> words = new java.util.ArrayList<>(List.of(spec.run()));
      words.addAll(more);
      if (spec.run().equals("audit") || spec.run().equals("deliver")) {
        int target = words.indexOf("--target");
        if (target >= 0) {
          words.subList(target, target + 2).clear();
        }
      }
      exit = Espalier.execute(context, words);
    } finally {
      JobStore.End end = new JobStore.End(exit, context.clock().instant());
      log.ended(spec.name(), end.exit(), end.at());
      keepEnd(spec.name(), end);
      afterwards.run();
      context.terminal().note("schedule " + spec.name() + ": exit " + exit);
    }
    return exit == Exit.STOPPED
        ? Ending.CUT_OFF
        : exit <= Exit.REJECTED ? Ending.WELL : Ending.BADLY;
  }

  /** Whether a job is at work, which has the store for itself. */
  boolean isBusy() {
    return log.isBusy();
  }

  /** What is done when a job has ended. */
  void afterwards(Runnable next) {
    afterwards = next;
  }

  int count() {
    return specs.size();
  }

  private boolean isWell() {
    return server == null || server.isRunning();
  }

  List<ServePart> parts() {
    return List.of(
        new StatusPart(
            "/health", "application/json; charset=utf-8", () -> health().toString(), this::isWell),
        new StatusPart(
            "/metrics", "text/plain; version=0.0.4; charset=utf-8", log::metrics, () -> true));
  }

  private JsonObject health() {
    JsonObject document = new JsonObject();
    String status = log.isWell() ? "up" : "degraded";
    document.addProperty("status", isWell() ? status : "stopping");
    document.add("jobs", log.json());
    return document;
  }

  /** Waits for what is at work, as long as the grace lasts; once is enough. */
  @Override
  public void close() {
    if (server != null && closed.compareAndSet(false, true)) {
      server.close();
    }
  }
}
