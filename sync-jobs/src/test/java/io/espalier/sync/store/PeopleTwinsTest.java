package io.espalier.sync.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.espalier.model.Consent;
import io.espalier.sync.project.Project;
import io.espalier.sync.project.ProjectReader;
import io.espalier.sync.source.Rejects;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows that share a key or an address, against the plain words of the rule. */
class PeopleTwinsTest {
  private record Row(String key, String email, Consent.State said) {
    boolean usable() {
      return !key.isEmpty() && email.contains("@");
    }
  }

  /** Small crowds of rows that meet each other, and never those of another crowd. */
  private static List<Row> rows() {
    Random random = new Random(11);
    List<Row> rows = new ArrayList<>();
    for (int crowd = 0; crowd < 400; crowd++) {
      for (int i = random.nextInt(6); i >= 0; i--) {
        String key = random.nextInt(8) == 0 ? "" : "k" + crowd + "-" + random.nextInt(3);
        String email = "p" + crowd + "-" + random.nextInt(3);
        email += random.nextInt(10) == 0 ? "" : "@example.net";
        boolean out = random.nextInt(5) == 0;
        rows.add(new Row(key, email, out ? Consent.State.UNSUBSCRIBED : Consent.State.SUBSCRIBED));
      }
    }
    return rows;
  }

  private static Collection<Row> firsts(
      Collection<Row> rows, java.util.function.Function<Row, String> of, Comparator<Row> order) {
    Map<String, Row> firsts = new TreeMap<>();
    rows.forEach(
        row -> firsts.merge(of.apply(row), row, (a, b) -> order.compare(a, b) <= 0 ? a : b));
    return firsts.values();
  }

  private static List<String> expected(List<Row> rows) {
    List<Row> usable = rows.stream().filter(Row::usable).toList();
    Collection<Row> byKey = firsts(usable, Row::key, Comparator.comparing(Row::email));
    return firsts(byKey, Row::email, Comparator.comparing(Row::key)).stream()
        .map(
            kept -> {
              boolean out =
                  rows.stream()
                      .filter(
                          r ->
                              r.email().equals(kept.email())
                                  || (!r.key().isEmpty() && r.key().equals(kept.key())))
                      .anyMatch(r -> r.said() == Consent.State.UNSUBSCRIBED);
              Consent.State state = out ? Consent.State.UNSUBSCRIBED : Consent.State.SUBSCRIBED;
              return kept.key() + " " + kept.email() + " " + state.ordinal();
            })
        .sorted()
        .toList();
  }

  @Test
  void ofRowsWithOneKeyOrAddressTheFirstIsKeptWithTheStrictestConsent(@TempDir Path dir)
      throws IOException {
    List<Row> rows = rows();
    StringBuilder csv = new StringBuilder("id,email,state\n");
    rows.forEach(
        r ->
            csv.append(r.key())
                .append(',')
                .append(r.email())
                .append(',')
                .append(r.said().word())
                .append('\n'));
    Files.writeString(dir.resolve("people.csv"), csv);
    Files.writeString(
        dir.resolve("espalier.yaml"),
        "project: twins\nsources:\n  people: {kind: csv, path: people.csv}\nconnections: {}\n");
    Files.writeString(
        dir.resolve("profile.yaml"),
        """
        profile:
          from: people
          key: id
          identities: {email: email}
          consent:
            email: {state: {column: state}, at: 2025-01-01T00:00:00Z, source: t, evidence: t}
          attributes: {}
        """);
    ProjectReader.Result read = new ProjectReader(Map.of(), name -> null).read(dir);
    Project project =
        read.project().orElseThrow(() -> new IllegalArgumentException(read.issues().toString()));
    try (Engine engine = Engine.inMemory(256);
        Rejects rejects = new Rejects(Optional.empty())) {
      Population.load(project, engine, rejects, Instant.EPOCH, List.of(), true);
      List<String> kept =
          engine.list(
              "select key || ' ' || email || ' ' || consent_state from es_profile",
              row -> row.getString(1));
      assertEquals(expected(rows), kept.stream().sorted().toList());
      assertEquals(rows.size() - kept.size(), rejects.total());
    }
  }
}
