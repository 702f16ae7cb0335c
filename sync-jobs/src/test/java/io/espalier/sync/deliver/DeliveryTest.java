package io.espalier.sync.deliver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.espalier.sync.project.Project;
import io.espalier.sync.project.WrongInput;
import io.espalier.sync.shop.PassingTime;
import io.espalier.sync.shop.Session;
import io.espalier.sync.shop.Shop;
import io.espalier.sync.source.Rejects;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a target holds after a delivery, and after one that came to nothing. */
final class DeliveryTest {
  @TempDir Path dir;

  private final Rejects rejects = new Rejects(Optional.empty());

  private void sqlite(String... statements) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + dir.resolve("shop.db"));
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  /** A target of a query of the SQLite database. */
  private Shop query(String query) {
    return target(
        "it", "  it: {kind: jdbc, url: \"jdbc:sqlite:shop.db\", query: \"" + query + "\"}");
  }

  private Shop target(String from, String source) {
    return Shop.in(dir)
        .edit(
            "espalier.yaml",
            "sources:\n",
            "targets:\n  copy: {from: "
                + from
                + ", path: out/copy.jsonl}\nsources:\n"
                + source
                + "\n");
  }

  private Delivery.Delivered deliver(Shop shop) {
    Project project = shop.project();
    return Delivery.run(
        project,
        Objects.requireNonNull(project.operations().targets().get("copy")),
        dir.resolve(".espalier"),
        rejects,
        new PassingTime(Instant.parse("2026-11-20T08:00:00Z")));
  }

  private List<String> lines() throws IOException {
    return Files.readAllLines(dir.resolve("out/copy.jsonl"));
  }

  @Test
  void eachCellIsWhatItIsInTheDatabaseWhateverItsColumnDeclares() throws Exception {
    sqlite(
        "create table t (id integer, a text, b integer, c real)",
        "insert into t values (1, 'Zoë \"Q\" \\ / ' || char(10, 9, 1) || '😀', 'seven', 2)",
        "insert into t values (2, '', 9007199254740993, 0.1), (3, null, -7, 1e300), (4, '12', null, -0.0625)");

    Delivery.Delivered done = deliver(query("select * from t order by id"));

    assertEquals(
        List.of(
            "{\"id\":1,\"a\":\"Zoë \\\"Q\\\" \\\\ / \\n\\t\\u0001😀\",\"b\":\"seven\",\"c\":2.0}",
            "{\"id\":2,\"a\":\"\",\"b\":9007199254740993,\"c\":0.1}",
            "{\"id\":3,\"a\":null,\"b\":-7,\"c\":1.0E300}",
            "{\"id\":4,\"a\":\"12\",\"b\":null,\"c\":-0.0625}"),
        lines());
    assertEquals(4, done.rows());
    assertEquals(Files.size(dir.resolve("out/copy.jsonl")), done.bytes());
  }

  @Test
  void aRowThatJsonCannotHoldIsRejectedWithItsReasonAndTheOthersArrive() throws Exception {
    sqlite(
        "create table t (id integer, x)",
        "insert into t values (1, 'ok'), (2, x'00ff'), (3, 9e999), (4, cast(x'41ff42' as text)), (5, 'ok')");

    Delivery.Delivered done = deliver(query("select * from t order by id"));

    assertEquals(List.of("{\"id\":1,\"x\":\"ok\"}", "{\"id\":5,\"x\":\"ok\"}"), lines());
    assertEquals(2, done.rows());
    assertEquals(3, done.rejected());
    assertEquals(
        Map.of(
            "it: 'x' holds bytes, not text", 1L,
            "it: 'x' is no finite number", 1L,
            "it: 'x' is not UTF-8", 1L),
        rejects.counts());
  }

  @Test
  void aDatabaseThatKeepsOtherTextsThanUtf8IsReadAllTheSame() throws Exception {
    sqlite(
        "pragma encoding = 'UTF-16le'",
        "create table t (a text)",
        "insert into t values ('Zoë 😀')");

    deliver(query("select a from t"));

    assertEquals(List.of("{\"a\":\"Zoë 😀\"}"), lines());
  }

  @Test
  void manyBatchesArriveInOrderAndWhole() throws Exception {
    sqlite(
        "create table t (id integer)",
        "insert into t with recursive n(i) as (select 1 union all select i + 1 from n where i < 30001) select i from n");

    assertEquals(30_001, deliver(query("select id from t order by id")).rows());

    List<String> lines = lines();
    for (int i = 0; i < lines.size(); i++) {
      assertEquals("{\"id\":" + (i + 1) + "}", lines.get(i));
    }
    assertEquals(30_001, lines.size());
  }

  @Test
  void whatIsThereAlreadyIsNotTouchedAndWhatChangedIs() throws Exception {
    sqlite("create table t (id integer)", "insert into t values (1)");
    Shop shop = query("select id from t");
    assertFalse(deliver(shop).unchanged());
    Path file = dir.resolve("out/copy.jsonl");
    Object before = Files.readAttributes(file, "unix:ino").get("ino");

    assertTrue(deliver(shop).unchanged());
    assertEquals(before, Files.readAttributes(file, "unix:ino").get("ino"));

    Files.writeString(file, "somebody else's");
    assertFalse(deliver(shop).unchanged());
    assertEquals(List.of("{\"id\":1}"), lines());
    sqlite("insert into t values (2)");
    assertFalse(deliver(shop).unchanged());
    assertEquals(List.of("{\"id\":1}", "{\"id\":2}"), lines());
  }

  @Test
  void aSourceThatFailsOrIsEmptyLeavesWhatWasThere() throws Exception {
    sqlite("create table t (id integer)", "insert into t values (1)");
    deliver(query("select id from t"));
    sqlite("delete from t");

    WrongInput empty = assertThrows(WrongInput.class, () -> deliver(query("select id from t")));
    assertTrue(
        empty.getMessage().contains("source 'it' is empty: it has not one usable row"),
        empty.getMessage());
    sqlite(
        "insert into t with recursive n(i) as (select 1 union all select i + 1 from n where i < 5000) select i from n");
    assertThrows(
        WrongInput.class,
        () -> deliver(query("select case when id = 4321 then json('{') else id end as id from t")));

    assertEquals(List.of("{\"id\":1}"), lines());
    assertFalse(Files.exists(dir.resolve("out/copy.jsonl.part")));
  }

  @Test
  void whatAKilledDeliveryLeftIsWrittenOver() throws Exception {
    Files.createDirectories(dir.resolve("out"));
    Files.writeString(dir.resolve("out/copy.jsonl.part"), "{\"id\":1}\n".repeat(100));
    sqlite("create table t (id integer)", "insert into t values (7)");

    deliver(query("select id from t"));

    assertEquals(List.of("{\"id\":7}"), lines());
    assertFalse(Files.exists(dir.resolve("out/copy.jsonl.part")));
  }

  @Test
  void twoDeliveriesToOneFileDoNotMix() throws Exception {
    sqlite("create table t (id integer)", "insert into t values (7)");
    Files.createDirectories(dir.resolve("out"));
    Path part = dir.resolve("out/copy.jsonl.part");
    try (FileChannel other =
        FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      other.lock();

      DeliveryException refused =
          assertThrows(DeliveryException.class, () -> deliver(query("select id from t")));

      assertEquals("another delivery is writing copy.jsonl", refused.getMessage());
      assertEquals("wait until it has ended", refused.mend());
      assertTrue(Files.exists(part));
    }
  }

  @Test
  void filesAndModelsAreDeliveredToo() throws Exception {
    Shop shop =
        target("both", "")
            .edit(
                "espalier.yaml",
                "targets:",
                "models:\n  both: \"select id, age, [id, country] as tags, date '2024-02-29' as day, timestamp '2024-01-02 03:04:05.5' as at, 1.50::decimal(9,2) as price, age is null as young from customers order by id\"\ntargets:");

    deliver(shop);

    assertEquals(
        "{\"id\":\"c1\",\"age\":36,\"tags\":[\"c1\",\"France\"],\"day\":\"2024-02-29\",\"at\":\"2024-01-02T03:04:05.500\",\"price\":1.50,\"young\":false}",
        lines().get(0));
    assertEquals(3, lines().size());
  }

  @Test
  void whoWasErasedIsInNoFileByAddressOrByKey() throws Exception {
    Shop shop = target("customers", "");
    try (Session session = Session.of(shop)) {
      session.sync();
      session.erase("ada@example.net", call -> {});
    }
    shop.edit("customers.csv", "c2,bob@", "c9,ADA@example.net,France,1,unknown,,\nc2,bob@");

    Delivery.Delivered done = deliver(shop);

    assertEquals(2, done.withheld());
    assertEquals(
        List.of("c2", "c3"),
        lines().stream().map(line -> line.replaceAll(".*\"id\":\"(c\\d)\".*", "$1")).toList());
  }
}
