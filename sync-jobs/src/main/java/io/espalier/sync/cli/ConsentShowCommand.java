package io.espalier.sync.cli;

import io.espalier.sync.evidence.ConsentStory;
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
    name = "show",
    description = {
      "What holds of a person's consent, and why: each statement with its source, evidence and",
      "time, which of them holds, and what each ESP was told. Sends nothing."
    },
    mixinStandardHelpOptions = true)
final class ConsentShowCommand implements Callable<Integer> {
  private final Context context;

  @Mixin Options options = new Options();

  @Parameters(paramLabel = "PERSON", description = "Their key, or their address.")
  String person = "";

  ConsentShowCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Project project = context.project(options.project);
    try (Engine engine = Stores.open(context, project, options);
        Rejects rejects = new Rejects(Optional.empty())) {
      Population.load(project, engine, rejects, options.now(context.clock()), List.of(), true);
      ConsentStory story =
          ConsentStory.of(project, engine, person.strip())
              .orElseThrow(
                  () ->
                      new Wrong(
                          "nobody ever said anything of '"
                              + ScoreExplainCommand.shown(person)
                              + "'",
                          "give a key of the column '"
                              + project.profile().key().column()
                              + "', or an address"));
      if (options.json) {
        context.terminal().json(RecordJson.of(story));
      } else {
        lines(story).forEach(context.terminal()::result);
      }
      context.tell(rejects);
    }
    return Exit.DONE;
  }

  static List<String> lines(ConsentStory story) {
    List<String> lines = new ArrayList<>();
    List<String> who = new ArrayList<>();
    if (!story.key().isEmpty()) {
      who.add(ScoreExplainCommand.shown(story.key()));
    }
    if (!story.address().isEmpty()) {
      who.add(story.address());
    }
    lines.add(String.join(", ", who));
    lines.add(
        story.state()
            + story.since().map(at -> " since " + at).orElse("")
            + (story.source().isEmpty() ? "" : ", said by " + story.source())
            + ": "
            + story.because());
    lines.add("");
    lines.add(story.statements().isEmpty() ? "nobody said anything" : "what was said:");
    for (ConsentStory.Statement statement : story.statements()) {
      lines.add(
          "  "
              + (statement.wins() ? "* " : "  ")
              + statement.at()
              + " "
              + statement.state()
              + ", by "
              + statement.source()
              + (statement.method().isEmpty() ? "" : " through " + statement.method())
              + (statement.evidence().isEmpty() ? "" : " (" + statement.evidence() + ")")
              + statement.doubleOptIn().map(at -> ", confirmed by mail " + at).orElse("")
              + ", known since "
              + statement.learned());
      lines.add("      " + statement.verdict());
    }
    if (!story.told().isEmpty()) {
      lines.add("");
      lines.add("what the ESPs were told:");
    }
    for (ConsentStory.Told told : story.told()) {
      lines.add(
          "    "
              + told.at()
              + " "
              + told.esp()
              + ": "
              + told.what()
              + ", "
              + told.outcome()
              + (told.reason().isEmpty() ? "" : ": " + told.reason()));
    }
    return lines;
  }
}
