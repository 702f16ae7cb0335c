package io.espalier.sync.cli;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import io.espalier.model.EmailAddress;
import io.espalier.sync.evidence.PersonExport;
import io.espalier.sync.project.Project;
import io.espalier.sync.source.Rejects;
import io.espalier.sync.store.Engine;
import io.espalier.sync.store.Population;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "export",
    description = {
      "Writes everything that is kept here on a person into a JSON file that only its owner can",
      "read: values, events, consent, what each ESP was told. An erasure deletes it, too, where it",
      "is in the state folder."
    },
    mixinStandardHelpOptions = true)
final class PrivacyExportCommand implements Callable<Integer> {
  private final Context context;

  @Mixin Options options = new Options();

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Where to. Default: a file of its own under exports in the state folder.")
  @Nullable Path out;

  @Parameters(paramLabel = "PERSON", description = "The e-mail address, or the key in the source.")
  String person = "";

  PrivacyExportCommand(Context context) {
    this.context = context;
  }

  private record Found(String key, String email) {}

  @Override
  public Integer call() {
    Project project = context.project(options.project);
    try (Engine engine = Stores.open(context, project, options);
        Rejects rejects = new Rejects(Optional.empty())) {
      Population.load(project, engine, rejects, options.now(context.clock()), List.of(), true);
      Found found = find(engine, person.strip());
      Optional<Map<String, String>> source = source(engine, found.key());
      Optional<JsonObject> kept =
          new PersonExport(engine, options.stateDir()).of(found.key(), found.email());
      if (kept.isEmpty() && source.isEmpty()) {
        throw new Wrong(
            "nothing is kept on '" + ScoreExplainCommand.shown(person) + "'",
            "give a key of the column '" + project.profile().key().column() + "', or an address");
      }
      JsonObject document = kept.orElseGet(JsonObject::new);
      JsonObject profile = new JsonObject();
      source.ifPresent(values -> values.forEach(profile::addProperty));
      document.add("profile", profile);
      document.addProperty("made_at", context.clock().instant().toString());
      Path file = file(engine, found);
      write(file, document);
      JsonObject told = new JsonObject();
      told.addProperty("file", file.toString());
      told.addProperty("tables", kept.map(k -> k.getAsJsonObject("tables").size()).orElse(0));
      if (options.json) {
        context.terminal().json(told);
      } else {
        context.terminal().result("everything kept on this person: " + file);
      }
    }
    return Exit.DONE;
  }

  private static Found find(Engine engine, String person) {
    String address = EmailAddress.of(person).map(EmailAddress::address).orElse("");
    for (String table : List.of(Population.PROFILES, "consent_heard", "ledger_profile")) {
      Optional<Found> found =
          engine.first(
              "select key, email from "
                  + table
                  + " where key = ? or email = ? order by key = ? desc",
              row -> new Found(row.getString(1), row.getString(2)),
              person,
              address.isEmpty() ? person : address,
              person);
      if (found.isPresent()) {
        return found.get();
      }
    }
    return new Found(address.isEmpty() ? person : "", address);
  }

  /** The person as loaded today: name → value, as text. */
  private static Optional<Map<String, String>> source(Engine engine, String key) {
    List<String> columns = engine.list("describe " + Population.PROFILES, row -> row.getString(1));
    return engine.first(
        "select * from " + Population.PROFILES + " where key = ?",
        row -> {
          Map<String, String> values = new java.util.LinkedHashMap<>();
          for (int i = 0; i < columns.size(); i++) {
            String text = row.getString(i + 1);
            if (text != null) {
              values.put(columns.get(i).replaceFirst("^a_", ""), text);
            }
          }
          return values;
        },
        key);
  }

  /** Named by the keyed hash: the name of a file names nobody. */
  private Path file(Engine engine, Found found) {
    if (out != null) {
      return out;
    }
    String hash =
        engine
            .first(
                "select " + (found.email().isEmpty() ? "es_profile_of(?)" : "es_person(?)"),
                row -> row.getString(1),
                found.email().isEmpty() ? found.key() : found.email())
            .orElseThrow();
    return options.stateDir().resolve("exports/person-" + hash.substring(0, 16) + ".json");
  }

  private static void write(Path file, JsonObject document) {
    String text =
        new GsonBuilder().disableHtmlEscaping().setPrettyPrinting().create().toJson(document);
    try {
      if (file.toAbsolutePath().getParent() != null) {
        Files.createDirectories(file.toAbsolutePath().getParent());
      }
      Files.deleteIfExists(file);
      if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
        Files.createFile(
            file,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      } else {
        Files.createFile(file);
      }
      Files.writeString(file, text + "\n", StandardOpenOption.WRITE);
    } catch (FileAlreadyExistsException e) {
      throw new Wrong("somebody else writes " + file + " at this moment", "try again");
    } catch (IOException e) {
      throw new Wrong("the file " + file + " cannot be written", "give another: --out FILE");
    }
  }
}
