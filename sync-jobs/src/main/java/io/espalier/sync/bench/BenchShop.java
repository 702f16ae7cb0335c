package io.espalier.sync.bench;

import io.espalier.sync.project.Project;
import io.espalier.sync.project.ProjectReader;
import io.espalier.sync.project.WrongInput;
import io.espalier.sync.run.Connections;
import io.espalier.sync.store.Engine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A generated project: people of 12 attributes, four kinds of events, up to 50 segments. The same
 * numbers give the same shop.
 */
public final class BenchShop {
  /** What the rules call now; the events end there. */
  public static final Instant NOW = Instant.parse("2026-10-01T00:00:00Z");

  private static final long FEW_EVENTS = 10;

  private BenchShop() {}

  /**
   * Writes it into a folder and reads it as any project.
   *
   * @param events of all kinds together
   * @param rules how many of the 50, from the first
   */
  public static Project write(Path dir, long people, long events, int rules) {
    try {
      Files.createDirectories(dir.resolve("segments"));
      for (String name : List.of("espalier.yaml", "profile.yaml")) {
        Files.writeString(dir.resolve(name), Texts.read(name));
      }
      for (String line : rules(rules)) {
        String id = line.substring(0, 3);
        Files.writeString(
            dir.resolve("segments").resolve(id + ".yaml"),
            "segment: " + id + "\nwhere: |\n  " + line.substring(4) + "\n");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String script =
        Texts.read("data.sql")
            .replace("{people}", Long.toString(people))
            .replace("{events}", Long.toString(events))
            .replace("{dir}", dir.toString().replace("'", "''"));
    try (Engine engine = Engine.inMemory(1024)) {
      StringBuilder statement = new StringBuilder();
      for (String line : script.lines().toList()) {
        statement.append(line).append('\n');
        if (line.endsWith(";")) {
          engine.run(statement.toString());
          statement.setLength(0);
        }
      }
    }
    return read(dir);
  }

  /** As {@link #write}, with three ESPs to go to, and hardly an event. */
  static Project connected(Path dir, long people, int rules) {
    write(dir, people, FEW_EVENTS, rules);
    try {
      Path main = dir.resolve("espalier.yaml");
      Files.writeString(
          main,
          Files.readString(main)
              .replace("connections: {}", "connections:\n" + Texts.read("connections.yaml")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    ProjectReader.Result result =
        new ProjectReader(Connections.esps(), name -> "sandbox").read(dir);
    return result.project().orElseThrow(() -> new WrongInput(result.issues()));
  }

  /** {@code r01 country == "Germany"}: an id of three characters and its rule. */
  private static List<String> rules(int most) {
    List<String> lines = new ArrayList<>();
    Texts.read("rules.txt").lines().limit(most).forEach(lines::add);
    return lines;
  }

  static Project read(Path dir) {
    ProjectReader.Result result = new ProjectReader(Map.of(), name -> null).read(dir);
    return result.project().orElseThrow(() -> new WrongInput(result.issues()));
  }
}
