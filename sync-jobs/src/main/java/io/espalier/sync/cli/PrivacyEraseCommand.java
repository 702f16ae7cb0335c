package io.espalier.sync.cli;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.espalier.model.EmailAddress;
import io.espalier.sync.project.Project;
import io.espalier.sync.run.SyncJob;
import io.espalier.sync.run.Target;
import io.espalier.sync.store.Engine;
import io.espalier.sync.store.Erasures;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "erase",
    description = {
      "Erases a person here and at every ESP, proves it by reading back, and writes a receipt",
      "without a name. Whoever is erased stays so, whatever a source says later. May be repeated:",
      "what an ESP had not proved is asked again."
    },
    mixinStandardHelpOptions = true)
final class PrivacyEraseCommand implements Callable<Integer> {
  private final Context context;

  @Mixin Options options = new Options();
  @Mixin Options.To to = new Options.To();

  @Parameters(paramLabel = "PERSON", description = "The e-mail address, or the key in the source.")
  String person = "";

  PrivacyEraseCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Project project = context.project(options.project);
    Path store = Stores.file(options);
    Optional<SyncJob.Erased> done;
    try (Engine engine = Stores.at(context, project, options);
        Target target = to.open(options.stateDir(), context);
        SyncJob job = SyncJob.open(project, engine, target, context.surroundings(call -> {}))) {
      done = job.erase(person.strip(), options.stateDir());
    }
    SyncJob.Erased erased =
        done.orElseThrow(
            () ->
                new Wrong(
                    "nobody here is known by the key '" + shown() + "'",
                    "give the e-mail address: it is kept out for ever, known or not"));
    // What was deleted still stands in the file until it is written anew.
    Engine.rewrite(store, project.store().memoryMiB());
    return tell(erased);
  }

  private String shown() {
    return person.contains("@") ? EmailAddress.mask(person) : person;
  }

  private int tell(SyncJob.Erased erased) {
    JsonObject receipt = new JsonObject();
    receipt.addProperty("erasure", erased.id());
    receipt.addProperty("person", erased.hash());
    receipt.addProperty("asked_at", erased.askedAt().toString());
    receipt.addProperty("complete", erased.complete());
    JsonArray accounts = new JsonArray();
    for (Erasures.Answer answer : erased.answers()) {
      JsonObject one = new JsonObject();
      one.addProperty("account", answer.account());
      one.addProperty("outcome", answer.outcome().isEmpty() ? "NOT CONNECTED" : answer.outcome());
      answer.at().ifPresent(at -> one.addProperty("at", at.toString()));
      if (!answer.reason().isEmpty()) {
        one.addProperty("reason", answer.reason());
      }
      accounts.add(one);
      context
          .terminal()
          .say(
              options.json,
              answer.account()
                  + ": "
                  + (answer.outcome().equals("APPLIED")
                      ? "holds nothing any more"
                      : "not proved" + (answer.reason().isEmpty() ? "" : ": " + answer.reason())));
    }
    receipt.add("accounts", accounts);
    Path file = options.stateDir().resolve("receipts/" + erased.id() + ".json");
    try {
      Files.createDirectories(options.stateDir().resolve("receipts"));
      Files.writeString(
          file, new GsonBuilder().setPrettyPrinting().create().toJson(receipt) + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    context.terminal().note("the receipt: " + file);
    if (options.json) {
      context.terminal().json(receipt);
    }
    if (!erased.complete()) {
      context.terminal().note("not complete; say 'espalier privacy erase' again");
      return Exit.ESP;
    }
    return Exit.DONE;
  }
}
