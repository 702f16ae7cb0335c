package io.espalier.sync.cli;

import com.google.gson.JsonObject;
import io.espalier.proof.ProofCheck;
import io.espalier.rule.Issue;
import io.espalier.rule.Origin;
import io.espalier.rule.Parsed;
import io.espalier.rule.Rule;
import io.espalier.rule.RuleChecker;
import io.espalier.rule.RuleParser;
import io.espalier.sync.project.Project;
import io.espalier.sync.project.WrongInput;
import io.espalier.sync.source.Rejects;
import io.espalier.sync.store.Engine;
import io.espalier.sync.store.Population;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "query",
    description = {
      "Counts the people whom a rule is true for. Sends nothing, keeps nothing.",
      "",
      "  espalier query 'count(order, 90d) >= 2 and country != \"France\"'"
    },
    mixinStandardHelpOptions = true)
final class QueryCommand implements Callable<Integer> {
  private final Context context;

  @Mixin Options options = new Options();

  @Parameters(paramLabel = "RULE", description = "A rule, as in a segment's 'where'.")
  String text = "";

  QueryCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Project project = context.project(options.project);
    Rule rule = rule(project);
    try (Engine engine = Engine.inMemory(project.store().memoryMiB());
        Rejects rejects = new Rejects(Optional.empty())) {
      Population population =
          Population.load(
              project, engine, rejects, options.now(context.clock()), List.of(rule), false);
      long members = population.count(rule);
      if (options.json) {
        JsonObject document = new JsonObject();
        document.addProperty("members", members);
        context.terminal().json(document);
      } else {
        context
            .terminal()
            .result(
                String.format(Locale.ROOT, "%,d of %,d profiles", members, population.profiles()));
      }
      context.tell(rejects);
    }
    return Exit.DONE;
  }

  private Rule rule(Project project) {
    Origin origin = Origin.of("query", text);
    Parsed<Rule> parsed = RuleParser.parse(text, origin);
    List<Issue> issues = new ArrayList<>(parsed.issues());
    parsed.value().ifPresent(r -> issues.addAll(RuleChecker.check(r, project.schema(), origin)));
    boolean wrong = issues.stream().anyMatch(i -> i.severity() == Issue.Severity.ERROR);
    if (wrong || parsed.value().isEmpty()) {
      throw new WrongInput(issues);
    }
    // Also a question that nobody or everybody fulfils has an answer.
    Map<String, Rule> segments = new LinkedHashMap<>();
    project.segments().forEach((id, spec) -> segments.put(id, spec.own()));
    ProofCheck.check(parsed.value().get(), project.schema(), segments, origin).stream()
        .map(issue -> Issue.warning(issue.place(), issue.message(), issue.mend()))
        .forEach(issues::add);
    context.terminal().issues(issues);
    return parsed.value().get();
  }
}
