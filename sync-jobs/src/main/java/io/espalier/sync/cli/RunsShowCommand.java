package io.espalier.sync.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.espalier.sync.evidence.RunLog;
import io.espalier.sync.project.Project;
import io.espalier.sync.store.Engine;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "show",
    description = "One run: what was planned, what each ESP was told, and what came of it.",
    mixinStandardHelpOptions = true)
final class RunsShowCommand implements Callable<Integer> {
  private final Context context;

  @Mixin Options options = new Options();

  @Parameters(
      paramLabel = "ID",
      description = "As 'espalier runs' lists it; 'last' for the latest.")
  String id = "";

  RunsShowCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Project project = context.project(options.project);
    try (Engine engine = Stores.open(context, project, options)) {
      RunLog.Run run =
          (id.equals("last")
                  ? RunLog.latest(engine, 1).stream().findFirst()
                  : RunLog.of(engine, id))
              .orElseThrow(
                  () ->
                      new Wrong(
                          id.equals("last")
                              ? "there are no runs yet"
                              : "there is no run '" + id + "'",
                          "espalier runs lists them"));
      List<RunLog.Told> told = RunLog.told(engine, run.id());
      if (options.json) {
        context.terminal().json(json(run, told));
      } else {
        print(run, told);
      }
    }
    return Exit.DONE;
  }

  private void print(RunLog.Run run, List<RunLog.Told> told) {
    Terminal terminal = context.terminal();
    terminal.result(
        "run "
            + run.id()
            + ": "
            + run.state().word()
            + "; started "
            + run.started()
            + run.ended().map(end -> ", ended " + end).orElse(", no end is known"));
    run.plan().ifPresent(plan -> PlanText.lines(plan).forEach(terminal::result));
    terminal.result("");
    TextTable table = new TextTable("ESP", "change", "outcome", ">rows");
    told.forEach(
        line ->
            table.row(
                line.esp(),
                words(line.kind()),
                words(line.outcome()),
                String.format(Locale.ROOT, "%,d", line.rows())));
    if (told.isEmpty()) {
      terminal.result("no ESP was told anything");
    } else {
      table.lines().forEach(terminal::result);
    }
    for (RunLog.Part part : run.parts()) {
      terminal.result("");
      terminal.result(
          String.format(
              Locale.ROOT,
              "%s; %,d calls, %,d of them writes",
              RunsCommand.part(part),
              part.calls(),
              part.writes()));
      part.covered().forEach(one -> terminal.result("  " + one.words()));
      part.reasons()
          .forEach(
              (reason, count) ->
                  terminal.result(String.format(Locale.ROOT, "  %,d x %s", count, reason)));
      if (!part.stopped().isEmpty()) {
        terminal.result("  stopped: " + part.stopped());
      }
    }
  }

  /** A name of an enum as words. */
  static String words(String name) {
    return name.toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private static JsonObject json(RunLog.Run run, List<RunLog.Told> told) {
    JsonObject document = RunsCommand.json(run);
    run.plan().ifPresent(plan -> document.add("plan", PlanText.json(plan)));
    JsonArray lines = new JsonArray();
    for (RunLog.Told line : told) {
      JsonObject one = new JsonObject();
      one.addProperty("esp", line.esp());
      one.addProperty("change", words(line.kind()));
      one.addProperty("outcome", words(line.outcome()));
      one.addProperty("rows", line.rows());
      lines.add(one);
    }
    document.add("told", lines);
    return document;
  }
}
