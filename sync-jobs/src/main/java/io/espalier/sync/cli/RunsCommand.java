package io.espalier.sync.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.espalier.sync.evidence.RunLog;
import io.espalier.sync.project.Project;
import io.espalier.sync.run.Connections;
import io.espalier.sync.run.Target;
import io.espalier.sync.store.Engine;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "runs",
    description = {
      "Lists the runs that the ledger knows, the latest first. Sends nothing.",
      "'espalier runs show ID' tells all of one, 'runs export --parquet DIR' writes files."
    },
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "[COMMAND]")
final class RunsCommand implements Callable<Integer> {
  private final Context context;

  @Mixin Options options = new Options();

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "At most so many. Default: ${DEFAULT-VALUE}.")
  int limit = 20;

  @Option(
      names = "--target",
      paramLabel = "TARGET",
      description = {
        "Only runs against these accounts: real, sandbox or sandbox:FILE, as 'sync' has it.",
        "Asks each ESP who we are. Default: all that the state knows."
      })
  @Nullable String target;

  RunsCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Project project = context.project(options.project);
    try (Engine engine = Stores.open(context, project, options)) {
      int most = Math.max(1, limit);
      List<RunLog.Run> runs =
          target == null
              ? RunLog.latest(engine, most)
              : RunLog.latest(engine, most, accounts(project, target));
      if (options.json) {
        JsonArray all = new JsonArray();
        runs.forEach(run -> all.add(json(run)));
        JsonObject document = new JsonObject();
        document.add("runs", all);
        context.terminal().json(document);
      } else if (runs.isEmpty()) {
        context.terminal().result(target == null ? "no runs yet" : "no runs there yet");
      } else {
        TextTable table = new TextTable("run", "started", ">seconds", "state", "ESPs");
        runs.forEach(
            run ->
                table.row(
                    run.id(),
                    run.started().toString(),
                    run.ended().map(end -> seconds(run, end)).orElse("-"),
                    run.state().word(),
                    run.parts().stream().map(RunsCommand::part).collect(Collectors.joining("; "))));
        table.lines().forEach(context.terminal()::result);
      }
    }
    return Exit.DONE;
  }

  private Set<String> accounts(Project project, String name) {
    Options.To to = new Options.To();
    to.target = name;
    try (Target there = to.open(options.stateDir(), context);
        Connections open =
            Connections.open(project, there, esp -> List.of(), context.surroundings(call -> {}))) {
      return open.all().stream()
          .map(Connections.Open::ledgerAccount)
          .collect(Collectors.toUnmodifiableSet());
    }
  }

  private static String seconds(RunLog.Run run, java.time.Instant end) {
    return String.valueOf(java.time.Duration.between(run.started(), end).toSeconds());
  }

  static String part(RunLog.Part part) {
    return String.format(
        Locale.ROOT,
        "%s %,d applied%s%s%s",
        part.esp(),
        part.applied(),
        part.rejected() > 0 ? String.format(Locale.ROOT, ", %,d rejected", part.rejected()) : "",
        part.unknown() > 0 ? String.format(Locale.ROOT, ", %,d unknown", part.unknown()) : "",
        part.stopped().isEmpty() ? "" : ", stopped");
  }

  static JsonObject json(RunLog.Run run) {
    JsonObject one = new JsonObject();
    one.addProperty("id", run.id());
    one.addProperty("started", run.started().toString());
    run.ended().ifPresent(end -> one.addProperty("ended", end.toString()));
    one.addProperty("state", run.state().word());
    JsonObject esps = new JsonObject();
    for (RunLog.Part part : run.parts()) {
      JsonObject esp = new JsonObject();
      esp.addProperty("applied", part.applied());
      esp.addProperty("rejected", part.rejected());
      esp.addProperty("unknown", part.unknown());
      esp.addProperty("calls", part.calls());
      esp.addProperty("writes", part.writes());
      if (!part.stopped().isEmpty()) {
        esp.addProperty("stopped", part.stopped());
      }
      JsonObject reasons = new JsonObject();
      part.reasons().forEach(reasons::addProperty);
      esp.add("reasons", reasons);
      esps.add(part.esp(), esp);
    }
    one.add("esps", esps);
    return one;
  }
}
