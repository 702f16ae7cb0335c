package io.espalier.sync.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.espalier.proof.Complexity;
import io.espalier.proof.Simplified;
import io.espalier.proof.Simplifier;
import io.espalier.proof.TooManyCases;
import io.espalier.rule.Issue;
import io.espalier.rule.Names;
import io.espalier.rule.Origin;
import io.espalier.rule.Parsed;
import io.espalier.rule.Rule;
import io.espalier.rule.RuleChecker;
import io.espalier.rule.RuleParser;
import io.espalier.rule.RulePrinter;
import io.espalier.rule.Span;
import io.espalier.sync.project.Project;
import io.espalier.sync.project.RuleFile;
import io.espalier.sync.project.SegmentSpec;
import io.espalier.sync.project.WrongInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "simplify",
    description = {
      "Proposes a smaller rule that holds for the same people, and shows that it does: over every",
      "case that the rule tells apart, and by asking the evaluator about made-up people.",
      "Without RULE and --segment: every segment of the project."
    },
    mixinStandardHelpOptions = true)
final class RulesSimplifyCommand implements Callable<Integer> {
  private final Context context;

  @Mixin Options options = new Options();

  @Parameters(paramLabel = "RULE", arity = "0..1", description = "A rule, as in 'where'.")
  @Nullable String text;

  @Option(names = "--segment", paramLabel = "ID", description = "Only this segment.")
  @Nullable String segment;

  @Option(
      names = "--write",
      description = "Write the smaller rules into segments/*.yaml, in the form each has there.")
  boolean write;

  RulesSimplifyCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    if (text != null && (segment != null || write)) {
      throw new Wrong(
          "a rule given here is in no file", "leave " + (write ? "--write" : "--segment") + " out");
    }
    Project project = context.projectBeforeProofs(options.project);
    JsonArray all = new JsonArray();
    for (Map.Entry<String, Rule> rule : rules(project).entrySet()) {
      all.add(simplify(rule.getKey(), rule.getValue(), project));
    }
    if (options.json) {
      JsonObject document = new JsonObject();
      document.add("rules", all);
      context.terminal().json(document);
    }
    return Exit.DONE;
  }

  private Map<String, Rule> rules(Project project) {
    Map<String, Rule> rules = new LinkedHashMap<>();
    if (text != null) {
      rules.put("query", rule(text, project));
    } else if (segment != null) {
      SegmentSpec spec = project.segments().get(segment);
      if (spec == null) {
        throw new Wrong(
            "there is no segment '" + segment + "'",
            Names.suggestion(segment, project.segments().keySet()));
      }
      rules.put(segment, spec.written());
    } else {
      project.segments().forEach((id, spec) -> rules.put(id, spec.written()));
    }
    return rules;
  }

  private static Rule rule(String text, Project project) {
    Origin origin = Origin.of("query", text);
    Parsed<Rule> parsed = RuleParser.parse(text, origin);
    List<Issue> issues = new ArrayList<>(parsed.issues());
    parsed.value().ifPresent(r -> issues.addAll(RuleChecker.check(r, project.schema(), origin)));
    if (issues.stream().anyMatch(i -> i.severity() == Issue.Severity.ERROR)) {
      throw new WrongInput(issues);
    }
    return parsed.value().orElseThrow();
  }

  private JsonObject simplify(String name, Rule rule, Project project) {
    JsonObject json = new JsonObject();
    json.addProperty("rule", name);
    json.addProperty("before", RulePrinter.print(rule));
    try {
      Simplified simplified = Simplifier.simplify(rule, project.schema());
      json.addProperty("after", RulePrinter.print(simplified.after()));
      json.addProperty("smaller", simplified.isSmaller());
      json.addProperty("conditions_before", Complexity.of(rule).leaves());
      json.addProperty("conditions_after", Complexity.of(simplified.after()).leaves());
      json.addProperty("cases", simplified.equality().cases());
      json.addProperty("one_by_one", simplified.equality().oneByOne());
      json.addProperty("people", simplified.equality().people());
      tell(name, simplified);
      if (write && simplified.isSmaller()) {
        write(name, simplified.after(), project);
      }
    } catch (TooManyCases tooMany) {
      json.addProperty("smaller", false);
      say(name + ": too many cases to be proved, so that nothing is proposed");
    }
    return json;
  }

  private void tell(String name, Simplified simplified) {
    Complexity before = Complexity.of(simplified.before());
    Complexity after = Complexity.of(simplified.after());
    if (!simplified.isSmaller()) {
      say(name + ": nothing smaller found, " + size(before));
      return;
    }
    say(name + ": " + size(before) + " -> " + size(after));
    say("  before: " + RulePrinter.print(simplified.before()));
    say("  after:  " + RulePrinter.print(simplified.after()));
    simplified.steps().forEach(step -> say("  - " + step));
    say("  " + simplified.equality().display());
  }

  private static String size(Complexity complexity) {
    return complexity.leaves()
        + (complexity.leaves() == 1 ? " condition, " : " conditions, ")
        + complexity.depth()
        + " deep";
  }

  private void say(String line) {
    if (!options.json) {
      context.terminal().result(line);
    }
  }

  private void write(String id, Rule after, Project project) {
    SegmentSpec spec = project.segments().get(id);
    if (spec == null) {
      return;
    }
    String name = spec.origin().place(Span.NONE).file();
    Path file = options.project.resolve(name);
    RuleFile.Formatted formatted = RuleFile.replace(file, name, after);
    context.terminal().issues(formatted.issues());
    if (!formatted.changed()) {
      return;
    }
    try {
      Files.writeString(file, formatted.after());
      say("  written: " + name);
    } catch (IOException e) {
      throw new Wrong(name + " cannot be written", "see to the file's permissions");
    }
  }
}
