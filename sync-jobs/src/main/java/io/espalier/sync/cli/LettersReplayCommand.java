package io.espalier.sync.cli;

import com.google.gson.JsonObject;
import io.espalier.sync.evidence.Letters;
import io.espalier.sync.project.Project;
import io.espalier.sync.store.Engine;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "replay",
    description = {
      "Lets the next sync send parked rows again, with all that hangs on them. Sends nothing itself.",
      "Name letters or people, or a cause: --esp, --reason TEXT, or --all."
    },
    mixinStandardHelpOptions = true)
final class LettersReplayCommand implements Callable<Integer> {
  private final Context context;

  @Mixin Options options = new Options();

  @Parameters(paramLabel = "ID", arity = "0..*", description = "Letters' ids, or people's keys.")
  List<String> ids = List.of();

  @Option(names = "--esp", paramLabel = "ESP", description = "All letters of one ESP.")
  @Nullable String esp;

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      description = "All letters whose reason holds this text.")
  @Nullable String reason;

  @Option(names = "--all", description = "All letters.")
  boolean all;

  LettersReplayCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    if (ids.isEmpty() && esp == null && reason == null && !all) {
      throw new Wrong("which letters?", "give their ids, --esp ESP, --reason TEXT or --all");
    }
    Project project = context.project(options.project);
    try (Engine engine = Stores.open(context, project, options)) {
      Map<String, Letters.Letter> chosen = new LinkedHashMap<>();
      ids.forEach(id -> LettersShowCommand.found(engine, id).forEach(l -> chosen.put(l.id(), l)));
      if (ids.isEmpty()) {
        Letters.all(engine, Optional.ofNullable(esp), Integer.MAX_VALUE).stream()
            .filter(l -> reason == null || l.reason().contains(reason))
            .forEach(l -> chosen.put(l.id(), l));
      }
      long replayed = Letters.replay(engine, chosen.values());
      context
          .terminal()
          .say(
              options.json,
              replayed == 0
                  ? "no letter is meant by that; nothing was changed"
                  : String.format(
                      Locale.ROOT,
                      "%,d %s; the next sync sends them again",
                      replayed,
                      replayed == 1 ? "letter" : "letters"));
      if (options.json) {
        JsonObject document = new JsonObject();
        document.addProperty("replayed", replayed);
        context.terminal().json(document);
      }
    }
    return Exit.DONE;
  }
}
