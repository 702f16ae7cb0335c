package io.espalier.sync.source;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;

final class SqliteWatermarkTest extends WatermarkContract {
  @Override
  String url() {
    return "jdbc:sqlite:" + dir.resolve("shop.db");
  }

  @Override
  String written() {
    return "jdbc:sqlite:shop.db";
  }

  @Override
  String timeType() {
    return "text";
  }

  @Test
  void wordsAreNoTimesToLookBackBy() throws SQLException {
    run("update people set at = 'soon'");
    read("");

    assertEquals(
        "source 'it': 'at' holds no times, so that there is nothing to look back by\n"
            + "write lookback: 0, or name a column of times such as 2026-01-31 12:00:00",
        wrong(""));
  }
}
