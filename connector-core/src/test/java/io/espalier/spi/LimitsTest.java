package io.espalier.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.espalier.spi.Limits.Budget;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LimitsTest {

  private static Limits all(Budget budget) {
    Map<Change.Kind, Budget> budgets = new EnumMap<>(Change.Kind.class);
    for (Change.Kind kind : Change.Kind.values()) {
      budgets.put(kind, budget);
    }
    return new Limits(budgets);
  }

  @Test
  void everyKindNeedsABudget() {
    assertEquals(
        "no budget for JOIN",
        assertThrows(
                IllegalArgumentException.class,
                () -> {
                  Map<Change.Kind, Budget> budgets =
                      new EnumMap<>(all(new Budget(1, 1, 0, 1)).budgets());
                  budgets.remove(Change.Kind.JOIN);
                  new Limits(budgets);
                })
            .getMessage());
  }

  @ParameterizedTest
  @CsvSource({"0,0", "1,3", "100,3", "101,4", "1000,12", "1001,15"})
  void callsAreWholeCallsAndWholeBatches(long rows, long calls) {
    Limits limits = all(new Budget(1_000, 100, 2, 60));
    assertEquals(calls, limits.calls(Change.Kind.UPSERT, rows));
    assertEquals(1_000, limits.batch(Change.Kind.UPSERT));
  }

  @ParameterizedTest
  @CsvSource({"0,0", "1,1", "100,1", "101,2", "6000,60", "6001,61"})
  void timeIsWhatTheQuotaAllows(long rows, long seconds) {
    Limits limits = all(new Budget(1_000, 100, 2, 60));
    assertEquals(Duration.ofSeconds(seconds), limits.time(Change.Kind.UPSERT, rows));
  }

  @Property
  void moreRowsNeverNeedLess(
      @ForAll @IntRange(min = 1, max = 5_000) int rowsPerPush,
      @ForAll @IntRange(min = 1, max = 5_000) int rowsPerCall,
      @ForAll @IntRange(max = 5) int extra,
      @ForAll @IntRange(min = 1, max = 3_500) int perMinute,
      @ForAll @IntRange(max = 1_000_000) int rows) {
    Limits limits = all(new Budget(rowsPerPush, rowsPerCall, extra, perMinute));
    Change.Kind kind = Change.Kind.JOIN;
    assertTrue(limits.calls(kind, rows) <= limits.calls(kind, rows + 1L));
    assertTrue(limits.time(kind, rows).compareTo(limits.time(kind, rows + 1L)) <= 0);
    assertTrue(limits.calls(kind, rows) * (long) rowsPerCall >= rows);
  }

  @ParameterizedTest
  @CsvSource({"0,0", "10,1", "150,15", "151,60", "300,75", "1500,555"})
  void aQuotaWithBurstsIsFastUntilTheMinuteIsFull(long rows, long seconds) {
    Limits limits = all(new Budget(1, 1, 0, 1, List.of(new Limits.Toll("imports", 1, 10, 150))));
    assertEquals(seconds, limits.time(Change.Kind.UPSERT, rows).toSeconds());
  }

  @Test
  void kindsThatShareAQuotaAddUpAndOthersRunBesideThem() {
    Map<Change.Kind, Budget> budgets = new EnumMap<>(all(new Budget(1, 1, 0, 60)).budgets());
    Limits.Toll imports = new Limits.Toll("imports", 10, 0, 60);
    budgets.put(Change.Kind.UPSERT, new Budget(10, 10, 0, 60, List.of(imports)));
    budgets.put(Change.Kind.JOIN, new Budget(10, 10, 0, 60, List.of(imports)));
    budgets.put(
        Change.Kind.SET_CONSENT,
        new Budget(10, 10, 0, 60, List.of(new Limits.Toll("looks", 5, 0, 60))));
    Limits limits = new Limits(budgets);
    assertEquals(
        Duration.ofSeconds(32),
        limits.time(
            List.of(
                new Limits.Load(Change.Kind.UPSERT, 100),
                new Limits.Load(Change.Kind.JOIN, 101),
                new Limits.Load(Change.Kind.JOIN, 102),
                new Limits.Load(Change.Kind.SET_CONSENT, 25))));
  }
}
