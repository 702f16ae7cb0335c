package io.espalier.sync.cli;

import io.espalier.sync.project.Project;
import io.espalier.sync.serve.LiveParts;
import io.espalier.sync.serve.LiveServer;
import io.espalier.sync.serve.ServeLog;
import io.espalier.sync.serve.ServePart;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "serve",
    description = {
      "Answers what live emails ask for when they are opened: prices, stock, pictures, forms.",
      "Runs the schedules: of espalier.yaml, with /health and /metrics for monitors.",
      "Takes what ESPs tell of opt-outs by themselves: hooks: of espalier.yaml, /v1/hooks/ESP.",
      "Runs until it is stopped (Ctrl-C). Put a proxy with TLS and a public name before it.",
      "",
      "  ESPALIER_LIVE_KEY=… espalier serve --project shop --port 8300"
    },
    mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {
  private final Context context;
  private final CountDownLatch stop = new CountDownLatch(1);
  private final CountDownLatch stopped = new CountDownLatch(1);

  @Mixin Options options = new Options();
  @Mixin Options.To to = new Options.To();

  @Option(
      names = "--grace",
      paramLabel = "SECONDS",
      description =
          "How long a job at work may go on once the server is stopped. Default: ${DEFAULT-VALUE}.")
  int grace = 60;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "Default: ${DEFAULT-VALUE}; 0 for any free one.")
  int port = 8300;

  @Option(
      names = "--listen",
      paramLabel = "ADDRESS",
      description = "The address to listen on. Default: loopback only.")
  String listen = "127.0.0.1";

  @Option(
      names = "--refresh",
      paramLabel = "SECONDS",
      description = "How often the people are read again. Default: ${DEFAULT-VALUE}.")
  int refresh = 300;

  ServeCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    if (port < 0 || port > 65_535 || refresh < 1 || grace < 0) {
      throw new Wrong(
          "there is no such port or time", "--port 0 to 65535, --refresh from 1, --grace from 0");
    }
    Project project = context.project(options.project);
    if (project.live().isEmpty()
        && project.operations().schedules().isEmpty()
        && project.operations().hooks().isEmpty()) {
      throw new Wrong(
          "there is nothing to serve",
          "declare live blocks in live.yaml, or schedules: or hooks: in espalier.yaml");
    }
    ServeLog log = new ServeLog(context.clock(), context.terminal()::note);
    try (ServedJobs jobs = new ServedJobs(context, project, words());
        ServedHooks hooks =
            new ServedHooks(context, project, options.stateDir(), jobs::isBusy, log)) {
      if (!project.operations().hooks().isEmpty()) {
        jobs.afterwards(hooks::deliverSoon);
      }
      if (project.live().isEmpty()) {
        serve(project, jobs, hooks.parts(to), 0, log);
      } else {
        try (LiveParts live = LiveParts.of(project, options.stateDir(), context.clock(), log)) {
          live.keepReading(context.sleeper(), Duration.ofSeconds(refresh));
          List<ServePart> parts = new ArrayList<>(live.all());
          parts.addAll(hooks.parts(to));
          serve(project, jobs, parts, live.people(), log);
        }
      }
      return Exit.DONE;
    } finally {
      stopped.countDown();
    }
  }

  private void serve(
      Project project, ServedJobs jobs, List<? extends ServePart> live, long people, ServeLog log) {
    List<ServePart> parts = new ArrayList<>(live);
    parts.addAll(jobs.parts());
    try (LiveServer server = start(parts, log)) {
      jobs.start(project, options.stateDir(), Duration.ofSeconds(grace));
      Thread hook = new Thread(this::stop, "stop");
      Runtime.getRuntime().addShutdownHook(hook);
      context
          .terminal()
          .result(
              "listening on http://"
                  + listen
                  + ":"
                  + server.address().getPort()
                  + ", "
                  + people
                  + " people"
                  + (jobs.count() == 0 ? "" : ", " + jobs.count() + " schedules")
                  + "; stop with Ctrl-C");
      awaitStop();
      forget(hook);
      // Whoever is at work may finish, as long as the grace lasts; /health tells of it until then.
      if (jobs.isBusy()) {
        context
            .terminal()
            .note("stopping: a job at work has " + grace + " s, and the next run finishes it");
      }
      jobs.close();
    }
    context.terminal().note("stopped");
  }

  private void awaitStop() {
    try {
      stop.await();
    } catch (InterruptedException e) {
      // That, too, says that it is time to stop; what closes now must not be interrupted.
      stop.countDown();
    }
  }

  /** SIGTERM or Ctrl-C: the process ends when this returns. */
  private void stop() {
    stop.countDown();
    try {
      stopped.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void forget(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // It is what stops us.
      return;
    }
  }

  /** What every job is given. */
  private List<String> words() {
    return List.of(
        "--project",
        options.project.toString(),
        "--state",
        options.stateDir().toString(),
        // One job waits for another that is at work on the same state.
        "--wait",
        "12h",
        "--target",
        to.target);
  }

  private LiveServer start(List<ServePart> parts, ServeLog log) {
    try {
      return LiveServer.start(
          new InetSocketAddress(InetAddress.getByName(listen), port), parts, log);
    } catch (IOException e) {
      throw new Wrong(
          "cannot listen on " + listen + ":" + port,
          "choose another with --port, or 0 for any free one");
    }
  }
}
