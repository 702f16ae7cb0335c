package io.espalier.sync.source;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a table with a watermark promises besides, whichever database holds it. */
abstract class WatermarkContract extends RowContract {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

  /** The database's URL, with the folder's placeholder resolved. */
  abstract String url();

  /** The URL as it stands in espalier.yaml. */
  abstract String written();

  abstract String timeType();

  @BeforeEach
  @Override
  void rows() throws Exception {
    run(
        "drop table if exists people",
        "create table people (id integer primary key, email text, name text, points numeric(12,2), at "
            + timeType()
            + ", gone boolean)");
    super.rows();
  }

  void run(String... statements) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url());
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  @Override
  String source(String more) {
    return "{kind: jdbc, url: \""
        + written()
        + "\", table: people, key: ID, watermark: at"
        + more
        + "}";
  }

  @Override
  List<String> columns() {
    return List.of("id", "name", "points");
  }

  @Override
  void put(int id, @Nullable String name, @Nullable String points, Instant at) throws SQLException {
    run(
        "delete from people where id = " + id,
        "insert into people values ("
            + id
            + ", 'p"
            + id
            + "@example.net', "
            + (name == null ? "null" : "'" + name + "'")
            + ", "
            + points
            + ", '"
            + TIME.format(at)
            + "', false)");
  }

  @Override
  void remove(int id) throws SQLException {
    run("delete from people where id = " + id);
  }

  @Override
  void addColumn(String name, String value) throws SQLException {
    run(
        "alter table people add column " + name + " text",
        "update people set " + name + " = '" + value + "'");
  }

  @Override
  Instant tie() {
    return START.plusSeconds(3600);
  }

  @Override
  String unknown() {
    return "source 'it' has no column 'gon'\ndid you mean 'gone'?";
  }

  @Override
  String misspelled() {
    return ", deleted: gon";
  }

  @Test
  void aRowWithoutATimeIsReadEachTime() throws SQLException {
    run("insert into people values (4, null, ' x ', 0, null, null)");
    assertEquals("4| x |0", read("").get(3));
    run("update people set name = 'no time' where id = 4");

    assertEquals("4|no time|0", read("").get(3));
  }

  @Test
  void aRowRestoredWithAnOldWatermarkIsRead() throws SQLException {
    read("");
    run("insert into people values (7, null, 'restored', 1, '2019-01-01 00:00:00', false)");

    assertEquals("7|restored|1", read("").get(3));
  }

  @Test
  void aColumnMaySayThatARowIsGone() throws SQLException {
    read(", deleted: gone");
    run("update people set gone = true, at = '2024-03-01 00:00:00' where id = 1");

    assertEquals("2|null|null", read(", deleted: gone").get(0));
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
