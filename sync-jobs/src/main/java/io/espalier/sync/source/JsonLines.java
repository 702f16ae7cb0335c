package io.espalier.sync.source;

import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.espalier.sync.project.SourceSpec;
import io.espalier.sync.project.WrongInput;
import io.espalier.sync.store.Engine;
import io.espalier.sync.store.StoreException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/** JSON Lines: one object a line. A value that is once a number and once a text is a text. */
final class JsonLines {
  private final Engine engine;

  JsonLines(Engine engine) {
    this.engine = engine;
  }

  /**
   * @param list the files, as the engine takes them
   */
  void load(SourceSpec.Files source, List<Path> files, String list) {
    String read =
        "read_json("
            + list
            + ", format = 'newline_delimited', maximum_sample_files = 1000, sample_size = -1, union_by_name = true)";
    String table = Engine.quote(source.name());
    try {
      engine.run("create temp table " + table + " as select * from " + read);
    } catch (StoreException e) {
      files.forEach(file -> findBroken(source, file));
      throw ReadErrors.wrongInput(source, e);
    }
    // The engine's mixed type is JSON's own text, quotes included; a text is meant without them.
    List<String> mixed =
        engine.list(
            "select column_name from (describe " + table + ") where column_type = 'JSON'",
            row -> row.getString(1));
    if (mixed.contains("json")) {
      files.forEach(file -> findBroken(source, file));
    }
    for (String column : mixed) {
      String name = Engine.quote(column);
      engine.run(
          "alter table "
              + table
              + " alter column "
              + name
              + " type varchar using json_extract_string("
              + name
              + ", '$')");
    }
  }

  /** The engine counts lines in another way than editors do. */
  private static void findBroken(SourceSpec.Files source, Path file) {
    try (BufferedReader lines = open(file)) {
      long number = 0;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        number++;
        Optional<String> wrong = line.isBlank() ? Optional.empty() : wrong(line);
        if (wrong.isPresent()) {
          throw new WrongInput(
              source.place(),
              FileSource.named(source, file) + " line " + number + ": " + wrong.get(),
              "each line is one object: {\"id\": 1, ...}");
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Optional<String> wrong(String line) {
    try {
      JsonElement element = JsonParser.parseString(line);
      return element.isJsonObject() ? Optional.empty() : Optional.of("this is no JSON object");
    } catch (JsonParseException e) {
      return Optional.of("this is no JSON");
    }
  }

  private static BufferedReader open(Path file) throws IOException {
    InputStream raw = Files.newInputStream(file);
    InputStream in = file.toString().endsWith(".gz") ? new GZIPInputStream(raw) : raw;
    return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
  }
}
