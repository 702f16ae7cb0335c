package io.espalier.sync.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.espalier.model.EmailAddress;
import io.espalier.model.Value;
import io.espalier.rule.Function;
import io.espalier.rule.Names;
import io.espalier.rule.Operand;
import io.espalier.rule.Rule;
import io.espalier.rule.RulePrinter;
import io.espalier.rule.Span;
import io.espalier.score.Score;
import io.espalier.score.ScoreItem;
import io.espalier.sync.project.ProfileSpec;
import io.espalier.sync.project.Project;
import io.espalier.sync.source.Rejects;
import io.espalier.sync.store.Engine;
import io.espalier.sync.store.Population;
import io.espalier.sync.store.ScoreExplanation;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "explain",
    description = {
      "Itemises a person's scores: event, time, points, what the daily cap took off, the decay,",
      "and what was counted. The items add up to the attribute to the last digit."
    },
    mixinStandardHelpOptions = true)
final class ScoreExplainCommand implements Callable<Integer> {
  private final Context context;

  @Mixin Options options = new Options();

  @Option(
      names = "--profile",
      paramLabel = "KEY",
      required = true,
      description = "The person's key, as in the source.")
  String profile = "";

  @Option(names = "--score", paramLabel = "NAME", description = "Only this one. Default: all.")
  @Nullable String score;

  ScoreExplainCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Project project = context.project(options.project);
    List<Score> scores = scores(project);
    try (Engine engine = Engine.inMemory(project.store().memoryMiB());
        Rejects rejects = new Rejects(Optional.empty())) {
      Population population =
          Population.load(
              project, engine, rejects, options.now(context.clock()), naming(scores), false);
      ScoreExplanation explanation = new ScoreExplanation(project, engine, population);
      JsonArray all = new JsonArray();
      for (Score one : scores) {
        List<ScoreItem> items =
            explanation
                .items(one, profile.strip())
                .orElseThrow(
                    () ->
                        new Wrong(
                            "there is no person with the key '" + shown(profile) + "'",
                            "keys are those of the column '"
                                + project.profile().key().column()
                                + "'; was the row rejected?"));
        print(one, items, population);
        all.add(json(one, items));
      }
      if (options.json) {
        JsonObject document = new JsonObject();
        document.addProperty("profile", shown(profile));
        document.addProperty("now", population.moment().now().toString());
        document.add("scores", all);
        context.terminal().json(document);
      }
      context.tell(rejects);
    }
    return Exit.DONE;
  }

  private List<Score> scores(Project project) {
    List<Score> all = project.profile().scores().stream().map(ProfileSpec.Scored::score).toList();
    if (all.isEmpty()) {
      throw new Wrong("the project has no scores", "declare one in scores.yaml");
    }
    if (score == null) {
      return all;
    }
    String name = score.startsWith("score.") ? score.substring("score.".length()) : score;
    List<Score> chosen = all.stream().filter(s -> s.name().equals(name)).toList();
    if (chosen.isEmpty()) {
      throw new Wrong(
          "there is no score '" + name + "'",
          Names.suggestion(name, all.stream().map(Score::name).toList()));
    }
    return chosen;
  }

  /** What must be loaded is said by rules. */
  private static List<Rule> naming(List<Score> scores) {
    List<Rule> rules = new ArrayList<>();
    scores.forEach(
        s ->
            rules.add(
                new Rule.Presence(
                    new Operand.Attribute(s.attribute(), Span.NONE), false, Span.NONE)));
    return rules;
  }

  /** A key, or an event's id, may be an address. */
  static String shown(String key) {
    return key.contains("@") ? EmailAddress.mask(key) : key;
  }

  private void print(Score one, List<ScoreItem> items, Population population) {
    Terminal terminal = context.terminal();
    terminal.say(
        options.json,
        one.attribute()
            + " of "
            + shown(profile)
            + " is "
            + plain(ScoreExplanation.sum(items))
            + " as of "
            + population.moment().now()
            + one.halfLife().map(h -> "; half-life " + h).orElse("; points do not fade"));
    for (int i = 0; i < one.lines().size(); i++) {
      Score.Line line = one.lines().get(i);
      Operand events =
          new Operand.Aggregate(
              Function.COUNT, line.event(), Optional.empty(), line.where(), one.window());
      terminal.say(
          options.json,
          "  "
              + (i + 1)
              + ". "
              + plain(line.points())
              + " x "
              + RulePrinter.print(events)
              + line.capPerDay().map(cap -> ", at most " + plain(cap) + " a day").orElse(""));
    }
    TextTable table =
        new TextTable("time", "event", ">line", ">points", ">cap cut", ">decay", ">counted");
    for (ScoreItem item : items) {
      table.row(
          item.event().time().toString(),
          item.event().type() + " " + shown(item.event().id()),
          String.valueOf(item.line() + 1),
          plain(item.points()),
          plain(item.cut()),
          plain(item.decay()),
          plain(item.counted()));
    }
    table.row("sum", "", "", "", "", "", plain(ScoreExplanation.sum(items)));
    table.lines().forEach(line -> terminal.say(options.json, "  " + line));
  }

  private static String plain(BigDecimal number) {
    return new Value.Number(number).plain();
  }

  private static JsonObject json(Score one, List<ScoreItem> items) {
    JsonObject document = new JsonObject();
    document.addProperty("score", one.name());
    document.addProperty("attribute", one.attribute());
    document.addProperty("sum", plain(ScoreExplanation.sum(items)));
    document.addProperty("half_life", one.halfLife().map(Object::toString).orElse("none"));
    JsonArray rows = new JsonArray();
    for (ScoreItem item : items) {
      JsonObject row = new JsonObject();
      row.addProperty("event", item.event().type());
      row.addProperty("id", shown(item.event().id()));
      row.addProperty("time", item.event().time().toString());
      row.addProperty("day", item.day().toString());
      row.addProperty("line", item.line() + 1);
      row.addProperty("points", plain(item.points()));
      row.addProperty("cap_cut", plain(item.cut()));
      row.addProperty("decay", item.decay().stripTrailingZeros().toPlainString());
      row.addProperty("counted", plain(item.counted()));
      rows.add(row);
    }
    document.add("items", rows);
    return document;
  }
}
