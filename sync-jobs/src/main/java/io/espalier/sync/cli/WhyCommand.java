package io.espalier.sync.cli;

import io.espalier.rule.Rule;
import io.espalier.sync.evidence.PersonEvidence;
import io.espalier.sync.evidence.Why;
import io.espalier.sync.project.Project;
import io.espalier.sync.source.Rejects;
import io.espalier.sync.store.Engine;
import io.espalier.sync.store.Population;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "why",
    description = {
      "All that is known of one person, and why: every value with its source, every segment with",
      "each condition of its rule, and what each ESP was told and answered, when. Sends nothing."
    },
    mixinStandardHelpOptions = true)
final class WhyCommand implements Callable<Integer> {
  private final Context context;

  @Mixin Options options = new Options();

  @Parameters(paramLabel = "PERSON", description = "Their key, or their address.")
  String person = "";

  WhyCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Project project = context.project(options.project);
    try (Engine engine = Stores.open(context, project, options);
        Rejects rejects = new Rejects(Optional.empty())) {
      List<Rule> rules = new ArrayList<>();
      project.segments().values().forEach(spec -> rules.add(spec.rule()));
      Population population =
          Population.load(project, engine, rejects, options.now(context.clock()), rules, true);
      PersonEvidence evidence =
          new Why(project, engine, population)
              .of(person.strip())
              .orElseThrow(
                  () ->
                      new Wrong(
                          "nobody is known as '" + ScoreExplainCommand.shown(person) + "'",
                          "give a key of the column '"
                              + project.profile().key().column()
                              + "', or an address"));
      if (options.json) {
        context.terminal().json(RecordJson.of(evidence));
      } else {
        WhyText.lines(evidence).forEach(context.terminal()::result);
      }
      context.tell(rejects);
    }
    return Exit.DONE;
  }
}
