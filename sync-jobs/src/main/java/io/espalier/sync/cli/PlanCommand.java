package io.espalier.sync.cli;

import io.espalier.sync.plan.Plan;
import io.espalier.sync.project.Project;
import io.espalier.sync.run.SyncJob;
import io.espalier.sync.run.Target;
import io.espalier.sync.source.Rejects;
import io.espalier.sync.store.Engine;
import io.espalier.sync.store.Population;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "plan",
    description = {
      "Prints what a sync would change at each ESP, and keeps it. Sends nothing.",
      "'espalier sync --plan ID' then executes exactly that."
    },
    mixinStandardHelpOptions = true)
final class PlanCommand implements Callable<Integer> {
  private final Context context;

  @Mixin Options options = new Options();
  @Mixin Options.To to = new Options.To();

  PlanCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Project project = context.project(options.project);
    if (project.connections().isEmpty()) {
      throw new Wrong("the project has no connections", "name at least one ESP under connections:");
    }
    String id = PlanIds.next(context.clock());
    try (Engine engine = Stores.at(context, project, options);
        Rejects rejects =
            new Rejects(Optional.of(options.stateDir().resolve("rejects/" + id + ".jsonl")));
        Target target = to.open(options.stateDir(), context);
        SyncJob job = SyncJob.open(project, engine, target, context.surroundings(call -> {}))) {
      job.answersFrom(options.stateDir());
      context.terminal().issues(job.warnings());
      Population population = job.load(rejects, options.now(context.clock()));
      context.terminal().issues(population.warnings());
      Plan plan = job.plan(id, context.clock().instant(), population);
      PlanText.lines(plan).forEach(line -> context.terminal().say(options.json, line));
      if (options.json) {
        context.terminal().json(PlanText.json(plan));
      }
      context.tell(rejects);
      return plan.stops().isEmpty() ? Exit.DONE : Exit.GUARD;
    }
  }
}
