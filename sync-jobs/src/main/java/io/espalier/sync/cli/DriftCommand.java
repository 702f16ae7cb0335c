package io.espalier.sync.cli;

import com.google.gson.JsonObject;
import io.espalier.sync.drift.AccountDrift;
import io.espalier.sync.drift.DriftCheck;
import io.espalier.sync.plan.Plan;
import io.espalier.sync.project.Project;
import io.espalier.sync.run.SyncJob;
import io.espalier.sync.run.Target;
import io.espalier.sync.source.Rejects;
import io.espalier.sync.store.Engine;
import io.espalier.sync.store.Population;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "drift",
    description = {
      "Reads each ESP back and names what somebody changed there: values, memberships, names,",
      "deleted lists, fields and people. A vendor's own form of a value is none. Sends nothing.",
      "What is done about it says profile.yaml: drift: {fields: ours, names: theirs, ...}, or",
      "'drift:' of an attribute: ours (sent again), theirs (kept until ours changes), report.",
      "Exits with 1 where there is any."
    },
    mixinStandardHelpOptions = true)
final class DriftCommand implements Callable<Integer> {
  private final Context context;

  @Mixin Options options = new Options();
  @Mixin Options.To to = new Options.To();

  @Option(
      names = "--repair",
      description = {
        "Take what was read for what the ESPs hold, as the policies say, and make the plan that",
        "repairs it; 'espalier sync --plan ID' then executes exactly that."
      })
  boolean repair;

  DriftCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Project project = context.project(options.project);
    if (project.connections().isEmpty()) {
      throw new Wrong("the project has no connections", "name at least one ESP under connections:");
    }
    String id = PlanIds.next(context.clock());
    Stores.open(context, project, options).close();
    try (Engine engine = Stores.at(context, project, options);
        Rejects rejects =
            new Rejects(Optional.of(options.stateDir().resolve("rejects/" + id + ".jsonl")));
        Target target = to.open(options.stateDir(), context);
        SyncJob job = SyncJob.open(project, engine, target, context.surroundings(call -> {}))) {
      job.answersFrom(options.stateDir());
      context.terminal().issues(job.warnings());
      Population people = job.load(rejects, options.now(context.clock()));
      context.terminal().issues(people.warnings());
      List<AccountDrift> found =
          new DriftCheck(project, engine, job).check(people, context.clock().instant(), repair);
      List<String> lines = new ArrayList<>();
      found.forEach(account -> lines.addAll(DriftText.lines(account)));
      lines.forEach(line -> context.terminal().say(options.json, line));
      JsonObject document = DriftText.json(found);
      boolean any = found.stream().anyMatch(account -> !account.isEmpty());
      int exit = any ? Exit.REJECTED : Exit.DONE;
      if (repair) {
        Plan plan = job.plan(id, context.clock().instant(), people);
        context.terminal().say(options.json, "");
        PlanText.lines(plan).forEach(line -> context.terminal().say(options.json, line));
        context
            .terminal()
            .note("read it, then: espalier sync --plan " + id + "; nothing was sent yet");
        document.addProperty("plan_id", id);
        document.add("plan", PlanText.json(plan));
        exit = plan.stops().isEmpty() ? exit : Exit.GUARD;
      }
      context.tell(rejects);
      if (options.json) {
        context.terminal().json(document);
      }
      return exit;
    }
  }
}
