package io.espalier.sync.cli;

import com.google.gson.JsonObject;
import io.espalier.mjml.lint.Clients;
import io.espalier.mjml.lint.EmailLint;
import io.espalier.rule.Issue;
import io.espalier.rule.Rule;
import io.espalier.sync.plan.Needs;
import io.espalier.sync.project.Project;
import io.espalier.sync.project.WrongInput;
import io.espalier.sync.run.Connections;
import io.espalier.sync.source.Rejects;
import io.espalier.sync.store.Engine;
import io.espalier.sync.store.Population;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "check",
    description = "Checks the whole project: files, rules, models, sources, emails. Sends nothing.",
    mixinStandardHelpOptions = true)
final class CheckCommand implements Callable<Integer> {
  private final Context context;

  @Mixin Options options = new Options();

  @Option(names = "--no-sources", description = "Check the files only, without reading a source.")
  boolean noSources;

  CheckCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Project project = context.project(options.project);
    List<Issue> warnings = new ArrayList<>();
    Needs needs = Needs.of(project, Connections.esps().values(), warnings);
    Clients clients = Clients.shipped();
    EmailLint lint = new EmailLint(clients, clients.names(), Set.of(), false);
    warnings.addAll(EmailLints.of(project, needs.emails(), lint));
    if (warnings.stream().anyMatch(i -> i.severity() == Issue.Severity.ERROR)) {
      throw new WrongInput(warnings);
    }
    context.terminal().issues(warnings);
    long profiles = 0;
    long rejected = 0;
    if (noSources) {
      context.terminal().issues(project.ties().stream().map(t -> t.possible(false)).toList());
    } else {
      List<Rule> rules = new ArrayList<>();
      project.segments().values().forEach(s -> rules.add(s.rule()));
      try (Engine engine = Engine.inMemory(project.store().memoryMiB());
          Rejects rejects = new Rejects(Optional.empty())) {
        Population population =
            Population.load(project, engine, rejects, options.now(context.clock()), rules, true);
        context.terminal().issues(population.warnings());
        profiles = population.profiles();
        rejected = rejects.total();
        context.tell(rejects);
      }
    }
    if (options.json) {
      JsonObject document = new JsonObject();
      document.addProperty("ok", true);
      document.addProperty("segments", project.segments().size());
      document.addProperty("emails", project.emails().size());
      if (!noSources) {
        document.addProperty("profiles", profiles);
        document.addProperty("rejected", rejected);
      }
      context.terminal().json(document);
    } else {
      context
          .terminal()
          .result(
              project.name()
                  + ": no mistake in "
                  + project.segments().size()
                  + " segments and "
                  + project.emails().size()
                  + " emails"
                  + (noSources ? "" : ", " + profiles + " profiles"));
    }
    return Exit.DONE;
  }
}
