package io.espalier.sync.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.espalier.sync.shop.Session;
import io.espalier.sync.shop.Shop;
import io.espalier.sync.store.Engine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever is erased is nowhere, here and at the ESPs, and stays so. */
final class ErasureTest {
  private static final String ADA = "ada@example.net";
  private static final String ROW =
      "c1,ada@example.net,France,36,subscribed,2024-01-01T00:00:00Z,form 1\n";

  @TempDir Path dir;
  private Shop shop;
  private Session session;

  @BeforeEach
  void firstSync() {
    shop = Shop.in(dir);
    session = Session.of(shop);
    session.sync();
  }

  @AfterEach
  void close() {
    session.close();
  }

  @Test
  void nobodyHoldsTheErasedAndNoByteOfTheStateNamesThem() throws Exception {
    shop.with(".espalier/rejects/p1.jsonl", "{\"row\":\"key c1\"}\n{\"row\":\"key c2\"}\n");
    assertEquals(3, session.remotes().of(ADA).size());
    shop.edit("customers.csv", ROW, "")
        .edit("orders.csv", "o1,c1,2024-05-20T10:00:00Z,20.50\n", "");

    SyncJob.Erased erased = session.erase(ADA, call -> {}).orElseThrow();

    assertTrue(erased.complete(), () -> erased.answers().toString());
    assertEquals(3, erased.answers().size());
    assertEquals(64, erased.hash().length());
    assertEquals(Map.of(), session.remotes().of(ADA));
    assertEquals(List.of(), filesWith("ada@example"));
    assertEquals(
        "{\"row\":\"key c2\"}\n", Files.readString(dir.resolve(".espalier/rejects/p1.jsonl")));
    assertEquals(0, session.plan().rows(), "the next plan");
  }

  @Test
  void noByteOfTheStateHoldsTheKeyOrTheAddressWhereverTheyWere() throws Exception {
    String key = "cust-ada-771";
    shop.edit("customers.csv", "c1,", key + ",")
        .edit("orders.csv", "o1,c1,", "o1," + key + ",")
        .edit("customers.csv", "c2,", key + ",twin@example.net,France,1,unknown,,\nc2,")
        .edit("profile.yaml", "profile:\n", "profile:\n  drift: {fields: theirs}\n");
    session.sync();
    session.marketer().sets("mailchimp", ADA, key, "country", "Spain");
    session.drift(true);
    try (Engine engine = Engine.at(shop.file(".espalier/store.duckdb"), 256)) {
      engine.run(
          "insert into ledger_refused select account, 'UPSERT', ?, ?, null, '{}', 'refused', now()::timestamp from ledger_profile limit 1",
          key,
          ADA);
      engine.run("create table es_kept_crm (id varchar, mail varchar, es_pass bigint)");
      engine.run("insert into es_kept_crm values (?, ' Ada@Example.net ', 1)", key);
      engine.run(
          "update consent_statement set evidence = 'form of ada@example.net' where source = 'source' and person = es_person('ada@example.net')");
      assertEquals(1, engine.number("select count(*) from drift_kept where key = ?", key));
      assertEquals(
          1, engine.number("select count(*) from es_people_rejects where place = ?", "key " + key));
    }
    shop.with(".espalier/rejects/p1.jsonl", "{\"row\":\"key " + key + "\"}\n{\"row\":\"key c2\"}\n")
        .with(".espalier/live/hooks.jsonl", "{\"email\":\"" + ADA + "\"}\n")
        .with(".espalier/exports/person-1.json", "{\n\"email\": \"" + ADA + "\",\n\"x\": 1\n}\n");
    assertEquals(
        List.of("hooks.jsonl", "p1.jsonl", "person-1.json", "store.duckdb"), sorted(key, ADA));

    SyncJob.Erased erased = session.erase(key, call -> {}).orElseThrow();

    assertTrue(erased.complete(), () -> erased.answers().toString());
    assertEquals(List.of(), sorted(key, "ada@example"));
    assertEquals(
        "{\"row\":\"key c2\"}\n", Files.readString(dir.resolve(".espalier/rejects/p1.jsonl")));
  }

  private List<String> sorted(String key, String address) throws IOException {
    java.util.TreeSet<String> files = new java.util.TreeSet<>(filesWith(key));
    files.addAll(filesWith(address));
    return List.copyOf(files);
  }

  @Test
  void theErasedStayErasedWhateverTheSourceSays() {
    session.erase(ADA, call -> {});
    session.sync();
    shop.edit("customers.csv", ROW, ROW.replace("c1", "c9").replace("2024-01", "2024-05"));
    session.sync();

    assertEquals(Map.of(), session.remotes().of(ADA));
    assertEquals(0, session.plan().rows(), "the next plan");
  }

  @Test
  void aCrashInTheMiddleIsFinishedByTheNextRun() {
    assertThrows(
        Crash.class,
        () ->
            session.erase(
                "c1",
                call -> {
                  if (call.esp().equals("mailchimp") && call.write()) {
                    throw new Crash();
                  }
                }));
    session.sync();

    assertEquals(Map.of(), session.remotes().of(ADA));
  }

  @Test
  void aKeyThatNobodyHasErasesNobody() {
    assertEquals(Optional.empty(), session.erase("c77", call -> {}));
    assertEquals(3, session.remotes().of(ADA).size());
  }

  @Test
  void theKeptRowsOfASourceNameNobodyEither() throws Exception {
    run(
        "create table people (\"Id\" text primary key, \"Mail\" text, country text, age integer, opt_in text, opt_in_at text, proof text, changed text)",
        "insert into people values ('c1', 'Ada@example.net', 'France', 36, 'subscribed', '2024-01-01T00:00:00Z', 'form 1', '2024-01-01 00:00:00')",
        "insert into people values ('c2', 'bob@example.net', 'Spain', 41, 'subscribed', '2024-01-01T00:00:00Z', 'form 2', '2024-01-01 00:00:00')",
        "insert into people values ('c3', 'cleo@example.net', 'France', null, 'unknown', null, null, '2024-01-01 00:00:00')");
    shop.edit(
            "espalier.yaml",
            "{kind: csv, path: customers.csv}",
            "{kind: jdbc, url: 'jdbc:sqlite:shop.db', table: people, watermark: changed, key: Id}")
        .edit("profile.yaml", "key: id\n", "key: Id\n")
        .edit("profile.yaml", "{email: email}", "{email: Mail}");
    session.sync();
    assertEquals(3, session.remotes().of(ADA).size());
    run("delete from people where \"Id\" = 'c1'");
    shop.edit("orders.csv", "o1,c1,2024-05-20T10:00:00Z,20.50\n", "");

    assertTrue(session.erase(ADA, call -> {}).orElseThrow().complete());

    assertEquals(List.of(), filesWith("da@example"));
    assertEquals(0, session.plan().rows(), "the next plan");
  }

  private void run(String... statements) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + dir.resolve("shop.db"));
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private List<String> filesWith(String text) throws IOException {
    try (Stream<Path> files = Files.walk(dir.resolve(".espalier"))) {
      return files
          .filter(Files::isRegularFile)
          .filter(
              file -> {
                try {
                  return Files.readString(file, StandardCharsets.ISO_8859_1).contains(text);
                } catch (IOException e) {
                  throw new java.io.UncheckedIOException(e);
                }
              })
          .map(file -> file.getFileName().toString())
          .collect(Collectors.toList());
    }
  }
}
