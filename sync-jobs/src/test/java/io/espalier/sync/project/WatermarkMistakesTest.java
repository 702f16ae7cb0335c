package io.espalier.sync.project;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.espalier.sync.shop.Shop;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatermarkMistakesTest {
  @TempDir Path dir;

  private String mistakes(String more) {
    return Shop.in(dir)
        .edit(
            "espalier.yaml",
            "orders: {kind: csv, path: orders.csv}",
            "orders: {kind: jdbc, url: 'jdbc:sqlite:a', table: t, " + more + "}")
        .mistakes();
  }

  @Test
  void aWatermarkNeedsAKey() {
    assertEquals(
        """
        espalier.yaml:4:11: error: 'key' is missing
          orders: {kind: jdbc, url: 'jdbc:sqlite:a', table: t, watermark: at}
                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
          with 'watermark': the column that names a row, e.g. key: id""",
        mistakes("watermark: at"));
  }

  @Test
  void aLookbackHasAUnit() {
    assertEquals(
        """
        espalier.yaml:4:90: error: '10' is no lookback
          orders: {kind: jdbc, url: 'jdbc:sqlite:a', table: t, watermark: at, key: id, lookback: 10}
                                                                                                 ^^
          e.g. lookback: 10min, 2h, 1d or 0""",
        mistakes("watermark: at, key: id, lookback: 10"));
  }

  @Test
  void aLookbackWithoutAWatermarkSaysNothing() {
    assertEquals(
        """
        espalier.yaml:4:56: error: 'lookback' says nothing without 'watermark'
          orders: {kind: jdbc, url: 'jdbc:sqlite:a', table: t, lookback: 1h}
                                                               ^^^^^^^^
          e.g. watermark: updated_at, or leave it out""",
        mistakes("lookback: 1h"));
  }
}
