package io.espalier.sync.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.espalier.sync.evidence.Letters;
import io.espalier.sync.project.Project;
import io.espalier.sync.store.Engine;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "letters",
    description = {
      "Lists what an ESP refused for good: the causes, then each letter. Sends nothing.",
      "Such a row is not sent again while it stays as it is. Once the cause is mended:",
      "",
      "  espalier letters replay ID && espalier sync"
    },
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "[COMMAND]")
final class LettersCommand implements Callable<Integer> {
  private final Context context;

  @Mixin Options options = new Options();

  @Option(names = "--esp", paramLabel = "ESP", description = "Only those of one ESP.")
  @Nullable String esp;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "At most so many letters. Default: ${DEFAULT-VALUE}.")
  int limit = 50;

  LettersCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Project project = context.project(options.project);
    try (Engine engine = Stores.open(context, project, options)) {
      List<Letters.Cause> causes = Letters.causes(engine);
      List<Letters.Letter> letters =
          Letters.all(engine, Optional.ofNullable(esp), Math.max(1, limit));
      if (options.json) {
        JsonArray all = new JsonArray();
        letters.forEach(letter -> all.add(json(letter)));
        JsonObject document = new JsonObject();
        document.add("letters", all);
        context.terminal().json(document);
      } else if (causes.isEmpty()) {
        context.terminal().result("no letters: nothing is parked");
      } else {
        causes.forEach(cause -> context.terminal().result(cause(cause)));
        context.terminal().result("");
        TextTable table = new TextTable("letter", "ESP", "change", "of", "since", "reason");
        letters.forEach(
            letter ->
                table.row(
                    letter.id(),
                    letter.esp(),
                    RunsShowCommand.words(letter.kind()),
                    about(letter),
                    letter.refusedAt().toString(),
                    letter.reason()));
        table.lines().forEach(context.terminal()::result);
      }
    }
    return Exit.DONE;
  }

  private static String cause(Letters.Cause cause) {
    return String.format(
        Locale.ROOT,
        "%s, %s: %,d x %s",
        cause.esp(),
        RunsShowCommand.words(cause.kind()),
        cause.letters(),
        cause.reason());
  }

  /** The person, the segment, or the person in the segment. */
  static String about(Letters.Letter letter) {
    String person = letter.person().isEmpty() ? "" : ScoreExplainCommand.shown(letter.person());
    return letter.segment().isEmpty()
        ? person
        : person.isEmpty() ? letter.segment() : person + " in " + letter.segment();
  }

  static JsonObject json(Letters.Letter letter) {
    JsonObject one = new JsonObject();
    one.addProperty("id", letter.id());
    one.addProperty("esp", letter.esp());
    one.addProperty("change", RunsShowCommand.words(letter.kind()));
    one.addProperty("person", ScoreExplainCommand.shown(letter.person()));
    one.addProperty("address", letter.address());
    one.addProperty("segment", letter.segment());
    one.addProperty("told", letter.told());
    one.addProperty("reason", letter.reason());
    one.addProperty("refused_at", letter.refusedAt().toString());
    return one;
  }
}
