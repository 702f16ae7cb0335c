package io.espalier.sync.store;

import io.espalier.rule.Rule;
import io.espalier.sync.project.Project;
import io.espalier.sync.project.ProjectReader;
import io.espalier.sync.source.Rejects;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A small project whose events come in files, and its runs with and without a state. */
final class IncrementalShop {
  private static final String MAIN =
      """
      project: shop
      timezone: Europe/London
      sources:
        people: {kind: csv, path: people.csv}
        buys: {kind: csv, path: "buys-*.csv", append_only: true}
      connections: {}
      """;
  private static final String PROFILE =
      """
      profile:
        from: people
        key: id
        identities: {email: email}
        consent:
          email: {state: subscribed, at: 2025-01-01T00:00:00Z, source: test, evidence: test}
        attributes:
          level: {type: number, purposes: [marketing]}
          favourite: {type: text, purposes: [marketing], compute: "most_frequent(buy.kind, 20d)"}
          latest: {type: number, purposes: [marketing], compute: "last(buy.amount, 15d)"}
      events:
        buy:
          from: buys
          id: id
          profile: person
          time: at
          properties: {amount: number, kind: text, tags: list}
      """;

  private final Path dir;

  IncrementalShop(Path dir, int people) throws IOException {
    this.dir = dir;
    Files.createDirectories(dir.resolve("segments"));
    Files.writeString(dir.resolve("espalier.yaml"), MAIN);
    Files.writeString(dir.resolve("profile.yaml"), PROFILE);
    people(people, 0);
  }

  /** Writes the people anew, each with a level that depends on the version. */
  void people(int people, int version) throws IOException {
    StringBuilder csv = new StringBuilder("id,email,level\n");
    for (int i = 0; i < people; i++) {
      csv.append("c").append(i).append(",p").append(i).append("@example.net,");
      csv.append((i * 7 + version * 3) % 5).append('\n');
    }
    // A key twice: a row that is rejected, in every run.
    csv.append("c0,other@example.net,9\n");
    Files.writeString(dir.resolve("people.csv"), csv);
  }

  void withoutBuys(int file) throws IOException {
    Files.deleteIfExists(dir.resolve("buys-" + file + ".csv"));
  }

  void buys(int file, List<String> lines) throws IOException {
    String csv = "id,person,at,amount,kind,tags\n" + String.join("\n", lines) + "\n";
    Files.writeString(dir.resolve("buys-" + file + ".csv"), csv);
  }

  Project project(List<String> rules) throws IOException {
    try (var old = Files.list(dir.resolve("segments"))) {
      for (Path file : old.toList()) {
        Files.delete(file);
      }
    }
    for (int i = 0; i < rules.size(); i++) {
      Files.writeString(
          dir.resolve("segments").resolve("s" + i + ".yaml"),
          "segment: s" + i + "\nwhere: |\n  " + rules.get(i) + "\n");
    }
    // What a maker of rules makes may be true of nobody; that is no mistake here.
    ProjectReader.Result result = new ProjectReader(Map.of(), name -> null).readBeforeProofs(dir);
    return result
        .project()
        .orElseThrow(() -> new IllegalArgumentException(result.issues().toString()));
  }

  /** Every person's values and memberships, by everything read anew. */
  static List<String> full(Project project, Instant now) {
    try (Engine engine = Engine.inMemory(256)) {
      return run(engine, project, now);
    }
  }

  /** The same, from what earlier runs left. */
  List<String> incremental(Project project, Instant now) {
    try (Engine engine = Engine.at(dir.resolve("state").resolve("state.db"), 256)) {
      return run(engine, project, now);
    }
  }

  /** Of each scan of the last run: how many people's rows it made. */
  List<Long> made() {
    try (Engine engine = Engine.at(dir.resolve("state").resolve("state.db"), 256)) {
      return engine.list("select made from es_totals order by name", row -> row.getLong(1));
    }
  }

  private static List<String> run(Engine engine, Project project, Instant now) {
    Map<String, Rule> flags = new LinkedHashMap<>();
    project.segments().forEach((id, spec) -> flags.put(id, spec.rule()));
    try (Rejects rejects = new Rejects(Optional.empty())) {
      Population population = Population.load(project, engine, rejects, now, flags.values(), true);
      population.flags("flags", flags);
      List<String> all = new ArrayList<>(List.of(rejects.counts().toString()));
      all.addAll(
          engine.list(
              "select cast(p as varchar) || cast(f as varchar) from es_profile p join flags f using (key) order by p.key",
              row -> row.getString(1)));
      return all;
    }
  }
}
