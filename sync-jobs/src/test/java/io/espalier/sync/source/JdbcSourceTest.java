package io.espalier.sync.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** JDBC, over SQLite: a database that promises nothing about its values. */
final class JdbcSourceTest {
  @TempDir Path dir;

  private void sqlite(String... statements) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + dir.resolve("shop.db"));
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private Loaded query(String query) {
    return Loaded.source(
        dir, "{kind: jdbc, url: \"jdbc:sqlite:shop.db\", query: \"" + query + "\"}");
  }

  @Test
  void declaredTypesAreTaken() throws SQLException {
    sqlite(
        "create table t (id integer, name text, price numeric(9,2), rate real, since date, at datetime, ok boolean, none integer)",
        "insert into t values (1, 'Änn', 9.5, 0.25, '2024-01-02', '2024-01-02 03:04:05', 1, null)");

    assertEquals(
        List.of(
            "id BIGINT, name VARCHAR, price DECIMAL(38,9), rate DOUBLE, since DATE, at TIMESTAMP, ok BOOLEAN, none BIGINT",
            "1|Änn|9.500000000|0.25|2024-01-02|2024-01-02 03:04:05.0|true|null"),
        query("select * from t").rows());
  }

  @Test
  void aColumnWithOtherValuesThanItDeclaresIsText() throws SQLException {
    sqlite(
        "create table t (a integer, b date, c numeric)",
        "insert into t values (12, '2024-01-02', 1)",
        "insert into t values (12.5, 'soon', 'x')");

    assertEquals(
        List.of("a VARCHAR, b VARCHAR, c VARCHAR", "12|2024-01-02|1", "12.5|soon|x"),
        query("select * from t").rows());
  }

  @Test
  void aTableMayBeNamed() throws SQLException {
    sqlite("create table \"my people\" (id integer)", "insert into \"my people\" values (3)");

    assertEquals(
        List.of("id BIGINT", "3"),
        Loaded.source(dir, "{kind: jdbc, url: \"jdbc:sqlite:shop.db\", table: my people}").rows());
  }

  @Test
  void countsSumsAndMeansArrive() throws SQLException {
    sqlite("create table t (a integer)", "insert into t values (3)", "insert into t values (4)");

    assertEquals(
        "2|7|3.5", query("select count(*) as n, sum(a) as s, avg(a) as m from t").rows().get(1));
  }

  @Test
  void nothingIsWrittenIntoTheDatabase() throws SQLException {
    sqlite("create table t (a integer)", "insert into t values (3)");

    query("delete from t returning a").rows();

    assertEquals(List.of("a BIGINT", "3"), query("select a from t").rows());
  }

  @Test
  void aMissingDatabaseIsNotMade() {
    assertEquals(
        """
        espalier.yaml:3:7: error: there is no file shop.db
          it: {kind: jdbc, url: "jdbc:sqlite:shop.db", query: "select 1"}
              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
          looked for DIR/shop.db""",
        query("select 1").wrong());
    assertFalse(Files.exists(dir.resolve("shop.db")));
  }

  @Test
  void theDatabasesOwnWordsAboutAQuery() throws SQLException {
    sqlite("create table t (a integer)");

    assertEquals(
        "espalier.yaml:3:7: error: source 'it' (jdbc:sqlite:shop.db):"
            + " [SQLITE_ERROR] SQL error or missing database (no such column: b)",
        query("select b from t").wrong().lines().findFirst().orElse(""));
  }

  @Test
  void twoColumnsOfOneNameAreRefused() throws SQLException {
    sqlite("create table t (a integer)", "insert into t values (3)");

    String wrong = query("select a, a as A from t").wrong();

    assertEquals(
        "espalier.yaml:3:7: error: source 'it' has two columns named 'A'",
        wrong.lines().findFirst().orElse(""));
    assertEquals(
        "  name them apart in the query: a.id, b.id as other_id",
        wrong.lines().reduce((a, b) -> b).orElse(""));
  }

  @Test
  void aUrlWithoutADriverSaysWhichThereAre() {
    assertEquals(
        "espalier.yaml:3:7: error: source 'it' (jdbc:oracle:thin:@db):"
            + " there is no driver for this URL; SQLite, PostgreSQL, MySQL and MariaDB are on board",
        Loaded.source(dir, "{kind: jdbc, url: \"jdbc:oracle:thin:@db\", query: \"select 1\"}")
            .wrong()
            .lines()
            .findFirst()
            .orElse(""));
  }

  @Test
  void aUrlThatTheDriverCannotReadKeepsItsPassword() {
    // ODD_URL has a port that is none, and a password.
    String wrong =
        Loaded.source(dir, "{kind: jdbc, url_env: ODD_URL, query: \"select 1\"}").wrong();

    assertFalse(wrong.contains("hunter2"), wrong);
  }

  @Test
  void anEmptyTableIsAnAccident() throws SQLException {
    sqlite("create table t (a integer)");

    assertEquals(
        "espalier.yaml:3:7: error: source 'it' is empty: it has not one usable row",
        query("select a from t").wrong().lines().findFirst().orElse(""));
  }
}
