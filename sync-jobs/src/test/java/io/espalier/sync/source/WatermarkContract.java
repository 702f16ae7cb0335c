package io.espalier.sync.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.espalier.sync.project.WrongInput;
import io.espalier.sync.shop.Shop;
import io.espalier.sync.store.Engine;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a table with a watermark promises, whichever database holds it. */
abstract class WatermarkContract {
  @TempDir Path dir;

  /** The database's URL, with the folder's placeholder resolved. */
  abstract String url();

  /** The URL as it stands in espalier.yaml. */
  abstract String written();

  abstract String timeType();

  @BeforeEach
  void table() throws SQLException {
    run(
        "drop table if exists people",
        "create table people (id integer primary key, email text, name text, points numeric(12,2), at "
            + timeType()
            + ", gone boolean)",
        "insert into people values (1, 'ada@example.net', 'Ada Žofie 东京 🎿', 12.5, '2024-01-01 10:00:00', false)",
        "insert into people values (2, 'bob@example.net', null, null, '2024-01-01 11:00:00', false)",
        "insert into people values (3, 'cleo@example.net', '', -3, '2024-01-01 11:00:00', false)",
        "insert into people values (4, null, ' x ', 0, null, null)");
  }

  void run(String... statements) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url());
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  Shop shop(String more) {
    String line =
        "  it: {kind: jdbc, url: \""
            + written()
            + "\", table: people, key: ID, watermark: at"
            + more
            + "}\n";
    return Shop.in(dir).edit("espalier.yaml", "sources:\n", "sources:\n" + line);
  }

  /** One run with the lasting state: id, name and points of each row. */
  List<String> read(String more) {
    try (Engine engine = Engine.at(dir.resolve("state/store.duckdb"), 256);
        Rejects rejects = new Rejects(Optional.empty())) {
      new Tables(shop(more).project(), engine, rejects).load("it");
      return engine.list(
          "select id, name, points from it order by id",
          row -> row.getLong(1) + "|" + row.getString(2) + "|" + points(row.getBigDecimal(3)));
    }
  }

  private static String points(@Nullable BigDecimal points) {
    return points == null ? "null" : points.stripTrailingZeros().toPlainString();
  }

  String wrong(String more) {
    WrongInput e = assertThrows(WrongInput.class, () -> read(more));
    List<String> lines = new ArrayList<>();
    e.issues()
        .forEach(
            i -> {
              lines.add(i.message());
              lines.add(i.mend());
            });
    return String.join("\n", lines);
  }

  @Test
  void everyRowComesOnceWithItsTypesNullsAndLetters() {
    List<String> rows = List.of("1|Ada Žofie 东京 🎿|12.5", "2|null|null", "3||-3", "4| x |0");

    assertEquals(rows, read(""));
    assertEquals(rows, read(""));
  }

  @Test
  void whatChangedCameAndWentIsSeen() throws SQLException {
    read("");
    run(
        "update people set name = 'Bobby', at = '2024-02-01 00:00:00' where id = 2",
        "insert into people values (5, 'eve@example.net', 'Eve', 1, '2024-02-02 00:00:00', false)",
        "update people set name = 'no time' where id = 4",
        "delete from people where id = 3");

    assertEquals(
        List.of("1|Ada Žofie 东京 🎿|12.5", "2|Bobby|null", "4|no time|0", "5|Eve|1"), read(""));
  }

  @Test
  void rowsOfOneWatermarkAreNeverParted() throws SQLException {
    read(", lookback: 0");
    run("insert into people values (6, null, 'late', 1, '2024-01-01 11:00:00', false)");

    assertEquals("6|late|1", read(", lookback: 0").get(4));
  }

  @Test
  void aTransactionThatWasOpenAtTheLastReadingIsInTheLookback() throws SQLException {
    read("");
    run("update people set name = 'late', at = '2024-01-01 10:55:00' where id = 2");

    assertEquals("2|late|null", read("").get(1));
  }

  @Test
  void aRowRestoredWithAnOldWatermarkIsRead() throws SQLException {
    read("");
    run("insert into people values (7, null, 'restored', 1, '2019-01-01 00:00:00', false)");

    assertEquals("7|restored|1", read("").get(4));
  }

  @Test
  void aTableThatWasEmptyOnceIsReadWholeAgain() throws SQLException {
    List<String> rows = read("");
    run("create table aside as select * from people", "delete from people");
    assertEquals(
        "source 'it' is empty: it has not one usable row\n"
            + "look at where it comes from; if it may be empty, write allow_empty: true",
        wrong(""));
    run("insert into people select * from aside", "drop table aside");

    assertEquals(rows, read(""));
  }

  @Test
  void aColumnMaySayThatARowIsGone() throws SQLException {
    read(", deleted: gone");
    run("update people set gone = true, at = '2024-03-01 00:00:00' where id = 1");

    assertEquals("2|null|null", read(", deleted: gone").get(0));
  }

  @Test
  void aNewColumnMakesTheTableBeReadAgain() throws SQLException {
    read("");
    run("alter table people add column city text", "update people set city = 'Oslo'");

    try (Engine engine = Engine.at(dir.resolve("state/store.duckdb"), 256);
        Rejects rejects = new Rejects(Optional.empty())) {
      new Tables(shop("").project(), engine, rejects).load("it");
      assertEquals(4, engine.number("select count(*) from it where city = 'Oslo'"));
    }
  }

  @Test
  void onDemandTheTableIsReadWholeAgain() throws SQLException {
    read("");
    run("update people set name = 'silent' where id = 1");
    assertEquals("1|Ada Žofie 东京 🎿|12.5", read("").get(0));

    try (Engine engine = Engine.at(dir.resolve("state/store.duckdb"), 256)) {
      KeptSources.reread(engine, "it");
    }

    assertEquals("1|silent|12.5", read("").get(0));
  }

  @Test
  void aColumnThatIsNotThereIsNamed() {
    assertEquals("source 'it' has no column 'gon'\ndid you mean 'gone'?", wrong(", deleted: gon"));
  }

  @Test
  void aKeyOfSeveralRowsIsRefused() throws SQLException {
    run(
        "drop table people",
        "create table people (id integer, name text, points integer, at " + timeType() + ")",
        "insert into people values (1, 'a', 1, '2024-01-01 00:00:00')",
        "insert into people values (1, 'b', 1, '2024-01-01 00:00:00')",
        "insert into people values (null, 'c', 1, '2024-01-01 00:00:00')");

    String refused =
        "source 'it': 'ID' does not name one row each: 2 rows have none, or one that another row has\n"
            + "name a column that is unique and never empty";
    assertEquals(refused, wrong(""));
    assertEquals(refused, wrong(""));
  }
}
