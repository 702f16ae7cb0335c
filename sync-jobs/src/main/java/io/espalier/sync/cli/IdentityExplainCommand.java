package io.espalier.sync.cli;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import io.espalier.model.EmailAddress;
import io.espalier.sync.project.IdentitySpec;
import io.espalier.sync.project.Project;
import io.espalier.sync.source.Rejects;
import io.espalier.sync.store.Engine;
import io.espalier.sync.store.IdentityExplanation;
import io.espalier.sync.store.Population;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "explain",
    description = {
      "Which rows are one person, which identifier joined them, which one was not allowed to and",
      "why, and which row each column is from. Sends nothing, keeps nothing."
    },
    mixinStandardHelpOptions = true)
final class IdentityExplainCommand implements Callable<Integer> {
  private final Context context;

  @Mixin Options options = new Options();

  @Parameters(
      paramLabel = "PERSON",
      description = "A person's key, a row as TABLE:KEY, or an address.")
  String person = "";

  IdentityExplainCommand(Context context) {
    this.context = context;
  }

  static IdentitySpec declared(Project project) {
    return project
        .profile()
        .identity()
        .orElseThrow(
            () ->
                new Wrong(
                    "the project joins no tables", "declare 'identity:' in profile.yaml first"));
  }

  @Override
  public Integer call() {
    Project project = context.project(options.project);
    IdentitySpec spec = declared(project);
    try (Engine engine = Engine.inMemory(project.store().memoryMiB());
        Rejects rejects = new Rejects(Optional.empty())) {
      Population.load(project, engine, rejects, options.now(context.clock()), List.of(), false);
      IdentityExplanation.Person found =
          new IdentityExplanation(spec, project, engine)
              .person(person.strip())
              .orElseThrow(
                  () ->
                      new Wrong(
                          "nobody is known as '" + shown(person.strip()) + "'",
                          "give a key, a row as TABLE:KEY such as "
                              + spec.tables().get(0).name()
                              + ":7, or an address"));
      if (options.json) {
        context.terminal().json((JsonObject) new Gson().toJsonTree(found));
      } else {
        print(found);
      }
    }
    return Exit.DONE;
  }

  private static String shown(String key) {
    return key.contains("@") ? EmailAddress.mask(key) : key;
  }

  private void print(IdentityExplanation.Person found) {
    Terminal terminal = context.terminal();
    terminal.result(
        shown(found.key())
            + " is "
            + found.rows().size()
            + (found.rows().size() == 1 ? " row: " : " rows: ")
            + String.join(", ", found.rows().stream().map(IdentityExplainCommand::shown).toList()));
    for (IdentityExplanation.Link link : found.links()) {
      terminal.result(
          "  joined by "
              + link.identifier()
              + " "
              + link.value()
              + ": "
              + String.join(", ", link.rows()));
    }
    for (IdentityExplanation.NotJoined not : found.notJoined()) {
      terminal.result(
          "  not joined by "
              + not.identifier()
              + " "
              + not.value()
              + ", which "
              + not.rows()
              + " rows hold: "
              + not.why());
    }
    found.origins().forEach((column, row) -> terminal.result("  " + column + " from " + row));
  }
}
