package io.espalier.sync.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.espalier.rule.Names;
import io.espalier.spi.Failure;
import io.espalier.sync.evidence.Refusals;
import io.espalier.sync.plan.Plan;
import io.espalier.sync.plan.Plans;
import io.espalier.sync.project.Guards;
import io.espalier.sync.project.Project;
import io.espalier.sync.run.Connections;
import io.espalier.sync.run.Report;
import io.espalier.sync.run.SyncJob;
import io.espalier.sync.run.Target;
import io.espalier.sync.source.Rejects;
import io.espalier.sync.store.Engine;
import io.espalier.sync.store.Population;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "sync",
    description = {
      "Plans, and executes the plan: fields, profiles, consent, segments, at every connected ESP.",
      "Run again on unchanged input, it writes nothing."
    },
    mixinStandardHelpOptions = true)
final class SyncCommand implements Callable<Integer> {
  /** Refused rows of an ESP in the JSON document; the file has all of them. */
  private static final int SHOWN = 1_000;

  private final Context context;

  @Mixin Options options = new Options();
  @Mixin Options.To to = new Options.To();

  @Option(
      names = "--plan",
      paramLabel = "ID",
      description = "Execute the plan that 'espalier plan' kept, and nothing else.")
  @Nullable String planId;

  @Option(names = "--ignore-guards", description = "Send even though a guard would stop it.")
  boolean ignoreGuards;

  @Option(
      names = "--allow",
      paramLabel = "GUARD",
      split = ",",
      description = "Let this guard pass, e.g. max_leave; the others still stop it.")
  Set<String> allow = new LinkedHashSet<>();

  @Option(
      names = "--calls",
      paramLabel = "FILE",
      description = "Write every HTTP call here, one JSON object a line; addresses are masked.")
  @Nullable Path calls;

  SyncCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    checkGuards();
    Project project = context.project(options.project);
    if (project.connections().isEmpty()) {
      throw new Wrong("the project has no connections", "name at least one ESP under connections:");
    }
    return Watched.run(context, project, options, "sync", reasons -> sync(project, reasons));
  }

  private int sync(Project project, List<String> reasons) {
    String id = PlanIds.next(context.clock());
    try (Engine engine = Stores.at(context, project, options);
        Rejects rejects =
            new Rejects(Optional.of(options.stateDir().resolve("rejects/" + id + ".jsonl")));
        Target target = to.open(options.stateDir(), context);
        CallLog log = new CallLog(Optional.ofNullable(calls));
        SyncJob job = SyncJob.open(project, engine, target, context.surroundings(log))) {
      job.answersFrom(options.stateDir());
      context.terminal().issues(job.warnings());
      Plan plan = plan(engine, job, project, rejects, id);
      PlanText.lines(plan).forEach(line -> context.terminal().say(options.json, line));
      context.tell(rejects);
      List<Plan.Stop> stops = plan.stops(allow);
      if (!stops.isEmpty() && !ignoreGuards) {
        if (options.json) {
          context.terminal().json(PlanText.stopped(plan, stops));
        }
        context.terminal().note("stopped by a guard; nothing was sent");
        stops.forEach(s -> reasons.add((s.esp().isEmpty() ? "" : s.esp() + ": ") + s.reason()));
        return Exit.GUARD;
      }
      List<Report> reports;
      try (Terminal.Progress progress = context.terminal().progress("sync", plan.rows())) {
        TimeLeft left = new TimeLeft(plan, context.clock().instant());
        reports =
            job.run(
                plan,
                (String esp, long rows) -> {
                  progress.step(rows);
                  left.settled(esp, rows, context.clock().instant()).ifPresent(progress::say);
                });
      }
      Plans.ran(engine, plan, context.clock().instant());
      rejects.counts().forEach((reason, count) -> reasons.add(count + " x " + reason));
      reports.forEach(report -> reasons(report, reasons));
      Optional<Path> refused =
          Refusals.write(
              engine,
              plan.id(),
              options.stateDir().resolve("rejects/" + plan.id() + ".refused.jsonl"));
      return tell(engine, plan.id(), reports, refused, rejects.total());
    }
  }

  /** Why an ESP's part is not as it should be. */
  private static void reasons(Report report, List<String> reasons) {
    report
        .stopped()
        .ifPresent(failure -> reasons.add(report.esp() + " stopped: " + failure.message()));
    report
        .reasons()
        .forEach((reason, count) -> reasons.add(report.esp() + ": " + count + " x " + reason));
  }

  private void checkGuards() {
    for (String guard : allow) {
      if (!Guards.NAMES.contains(guard)) {
        throw new Wrong(
            "there is no guard '" + guard + "'",
            Names.nearest(guard, Guards.NAMES)
                .map(near -> "did you mean '" + near + "'?")
                .orElse("the guards: " + String.join(", ", Guards.NAMES)));
      }
    }
  }

  private Plan plan(Engine engine, SyncJob job, Project project, Rejects rejects, String id) {
    if (planId != null) {
      Plan plan = kept(engine, job, project, planId);
      // Whoever opted out since it was made is taken out of it.
      job.learn();
      return plan;
    }
    Population population = job.load(rejects, options.now(context.clock()));
    context.terminal().issues(population.warnings());
    return job.plan(id, context.clock().instant(), population);
  }

  /** A plan is executed as it was printed, by the project and for the accounts it was made of. */
  private static Plan kept(Engine engine, SyncJob job, Project project, String id) {
    Plan plan =
        Plans.kept(engine, id)
            .orElseThrow(
                () ->
                    new Wrong(
                        "there is no plan '" + id + "' to execute",
                        Plans.kept(engine)
                            .map(kept -> "the plan kept is '" + kept + "'")
                            .orElse("make one: espalier plan")));
    List<String> accounts =
        job.connections().all().stream().map(Connections.Open::ledgerAccount).toList();
    if (!accounts.equals(plan.parts().stream().map(Plan.Part::account).toList())) {
      throw new Wrong(
          "plan '" + id + "' was made for other accounts than these",
          "give the --target it was made with, or make another: espalier plan");
    }
    if (!project.fingerprint().equals(plan.project())) {
      throw new Wrong(
          "the project has changed since plan '" + id + "' was made",
          "make another: espalier plan");
    }
    return plan;
  }

  private static JsonArray covered(Report report) {
    JsonArray all = new JsonArray();
    for (Report.Covered covered : report.covered()) {
      JsonObject one = new JsonObject();
      one.addProperty("field", covered.attribute());
      one.addProperty("held", covered.held());
      one.addProperty("people", covered.people());
      one.addProperty("read_back", covered.readBack());
      all.add(one);
    }
    return all;
  }

  /**
   * @param refused the file that names every row which was not applied; empty for none
   */
  private int tell(
      Engine engine, String run, List<Report> reports, Optional<Path> refused, long rejectedRows) {
    JsonObject document = new JsonObject();
    int exit = rejectedRows > 0 ? Exit.REJECTED : Exit.DONE;
    context.terminal().say(options.json, "");
    for (Report report : reports) {
      JsonObject one = new JsonObject();
      one.addProperty("applied", report.applied());
      one.addProperty("rejected", report.rejected());
      one.addProperty("unknown", report.unknown());
      one.addProperty("calls", report.calls());
      one.addProperty("writes", report.writes());
      refused
          .filter(file -> report.rejected() + report.unknown() > 0)
          .ifPresent(
              file -> {
                JsonArray rows = new JsonArray();
                Refusals.of(engine, run, report.esp(), SHOWN)
                    .forEach(refusal -> rows.add(refusal.json()));
                one.add("refused", rows);
                one.addProperty("refused_file", file.toString());
              });
      document.add(report.esp(), one);
      context
          .terminal()
          .say(
              options.json,
              String.format(
                  Locale.ROOT,
                  "%-14s %,d applied, %,d rejected, %,d unknown; %,d calls, %,d of them writes",
                  report.esp(),
                  report.applied(),
                  report.rejected(),
                  report.unknown(),
                  report.calls(),
                  report.writes()));
      report.covered().forEach(field -> context.terminal().say(options.json, "  " + field.words()));
      if (!report.covered().isEmpty()) {
        one.add("covered", covered(report));
      }
      report
          .reasons()
          .forEach((reason, count) -> context.terminal().note("  " + count + " x " + reason));
      if (report.stopped().isPresent()) {
        Failure failure = report.stopped().get();
        context.terminal().note(report.esp() + " stopped");
        exit = Espalier.esp(failure, context.terminal());
      } else if (report.rejected() + report.unknown() > 0 && exit == Exit.DONE) {
        exit = Exit.REJECTED;
      }
    }
    refused.ifPresent(file -> context.terminal().note("the rows that were not applied: " + file));
    if (options.json) {
      context.terminal().json(document);
    }
    return exit;
  }
}
