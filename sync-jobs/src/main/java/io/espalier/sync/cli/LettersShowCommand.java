package io.espalier.sync.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.espalier.sync.evidence.Letters;
import io.espalier.sync.project.Project;
import io.espalier.sync.store.Engine;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "show",
    description = "One letter whole, or all letters about a person.",
    mixinStandardHelpOptions = true)
final class LettersShowCommand implements Callable<Integer> {
  private final Context context;

  @Mixin Options options = new Options();

  @Parameters(paramLabel = "ID", description = "A letter's id, or a person's key.")
  String id = "";

  LettersShowCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Project project = context.project(options.project);
    try (Engine engine = Stores.open(context, project, options)) {
      List<Letters.Letter> letters = found(engine, id);
      if (options.json) {
        JsonArray all = new JsonArray();
        letters.forEach(letter -> all.add(LettersCommand.json(letter)));
        JsonObject document = new JsonObject();
        document.add("letters", all);
        context.terminal().json(document);
      } else {
        letters.forEach(this::print);
      }
    }
    return Exit.DONE;
  }

  static List<Letters.Letter> found(Engine engine, String id) {
    List<Letters.Letter> letters = Letters.of(engine, id.strip());
    if (letters.isEmpty()) {
      throw new Wrong(
          "there is no letter '" + ScoreExplainCommand.shown(id) + "'",
          "espalier letters lists them");
    }
    return letters;
  }

  private void print(Letters.Letter letter) {
    Terminal terminal = context.terminal();
    terminal.result(
        "letter "
            + letter.id()
            + ": "
            + letter.esp()
            + " refused "
            + RunsShowCommand.words(letter.kind())
            + " "
            + LettersCommand.about(letter)
            + (letter.address().isEmpty() ? "" : ", " + letter.address())
            + " at "
            + letter.refusedAt());
    terminal.result("  reason  " + letter.reason());
    if (!letter.told().isEmpty()) {
      terminal.result("  told    " + letter.told());
    }
    terminal.result(
        "  It is not sent again while it stays as it is. Once the cause is mended: espalier letters replay "
            + letter.id());
  }
}
