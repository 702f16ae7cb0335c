package io.espalier.sync.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A real PostgreSQL; skipped where none can be started. */
final class PostgresWatermarkTest extends WatermarkContract {
  @SuppressWarnings("NullAway.Init")
  private static EmbeddedPostgres postgres;

  @BeforeAll
  static void start() {
    try {
      postgres = EmbeddedPostgres.start();
    } catch (IOException | RuntimeException e) {
      Assumptions.abort("no PostgreSQL starts here: " + e.getMessage());
    }
  }

  @AfterAll
  static void stop() throws IOException {
    if (postgres != null) {
      postgres.close();
    }
  }

  @AfterEach
  void whole() {
    CountingDriver.CUT.set(Long.MAX_VALUE);
  }

  @Override
  String url() {
    return postgres.getJdbcUrl("postgres", "postgres");
  }

  @Override
  String written() {
    return CountingDriver.counted(url());
  }

  @Override
  String timeType() {
    return "timestamptz";
  }

  private void crowd() throws SQLException {
    run(
        "delete from people",
        "insert into people select i, 'p' || i || '@example.net', 'n' || i, i, timestamptz '2024-01-01' + (i / 7) * interval '1 second', false from generate_series(1, 25001) i");
  }

  @Test
  void aReadingThatWasCutGoesOnWhereItEnded() throws SQLException {
    crowd();
    CountingDriver.ROWS.set(0);
    CountingDriver.CUT.set(22_000);
    assertTrue(wrong("").endsWith("the connection was reset\n"), "cut");
    CountingDriver.CUT.set(Long.MAX_VALUE);
    CountingDriver.ROWS.set(0);

    List<String> rows = read(", lookback: 0");

    assertEquals(25_001, rows.size());
    assertEquals("25001|n25001|25001", rows.get(25_000));
    long keys = 25_001;
    long read = CountingDriver.ROWS.get() - keys;
    assertTrue(read > 5_000 && read < 5_020, "read " + read);
  }

  @Test
  void onlyWhatChangedIsRead() throws SQLException {
    crowd();
    read(", lookback: 0, deleted: gone");
    run("update people set name = 'x', at = '2024-06-01' where id % 1000 = 0");
    CountingDriver.ROWS.set(0);

    assertEquals("1000|x|1000", read(", lookback: 0, deleted: gone").get(999));

    // Those of the newest second come again, and one row that says what time it is.
    long read = CountingDriver.ROWS.get();
    assertTrue(read >= 26 && read <= 34, "read " + read);
  }

  @Test
  void aRowFromTheFutureDoesNotHideThoseAfterIt() throws SQLException {
    run("insert into people values (8, null, 'future', 1, '2999-01-01', false)");
    read(", deleted: gone");
    run("insert into people values (9, null, 'today', 1, now(), false)");

    assertEquals("9|today|1", read(", deleted: gone").get(4));
  }

  @Test
  void aLoginThatIsRefusedNamesItsSetting() throws SQLException {
    String url = url().replaceAll("\\?.*", "");
    Loaded loaded =
        Loaded.source(
            dir, "{kind: jdbc, url: \"" + url + "\", user: stranger, query: select 1 as a}");

    assertEquals(
        "espalier.yaml:3:7: error: source 'it' (" + url + "): the database refuses the login",
        loaded.wrong().lines().findFirst().orElse(""));
    assertTrue(loaded.wrong().endsWith("\n  check user"), loaded.wrong());
  }

  @Test
  void whatTheDatabaseSaysShowsNobody() {
    Loaded loaded =
        Loaded.source(
            dir,
            "{kind: jdbc, url: \""
                + url()
                + "\", query: \"select cast('ada@example.net' as integer) as a\"}");

    assertTrue(!loaded.wrong().lines().findFirst().orElse("").contains("ada@"), loaded.wrong());
  }
}
