package io.espalier.spi;

import java.time.Duration;
import java.util.Map;

/**
 * How an ESP takes each kind of change.
 *
 * @param budgets one for every kind
 */
public record Limits(Map<Change.Kind, Budget> budgets) {

  /**
   * @param rowsPerPush the largest batch that {@link Connector#push} takes without splitting
   * @param rowsPerCall rows that one HTTP call carries
   * @param extraCalls further calls a batch needs, e.g. polls and look-ups
   * @param callsPerMinute the vendor's sustained quota for that call
   */
  public record Budget(int rowsPerPush, int rowsPerCall, int extraCalls, int callsPerMinute) {}

  public Limits {
    budgets = Map.copyOf(budgets);
    for (Change.Kind kind : Change.Kind.values()) {
      if (!budgets.containsKey(kind)) {
        throw new IllegalArgumentException("no budget for " + kind);
      }
    }
  }

  /** Those of both. */
  public static Limits of(Map<Change.Kind, Budget> some, Map<Change.Kind, Budget> others) {
    Map<Change.Kind, Budget> all = new java.util.EnumMap<>(Change.Kind.class);
    all.putAll(some);
    all.putAll(others);
    return new Limits(all);
  }

  public int batch(Change.Kind kind) {
    return budget(kind).rowsPerPush();
  }

  public Budget budget(Change.Kind kind) {
    Budget budget = budgets.get(kind);
    if (budget == null) {
      throw new IllegalArgumentException("no budget for " + kind);
    }
    return budget;
  }

  /** HTTP calls that so many rows of a kind will need. */
  public long calls(Change.Kind kind, long rows) {
    Budget budget = budget(kind);
    long calls = ceil(rows, budget.rowsPerCall());
    return calls + budget.extraCalls() * ceil(rows, budget.rowsPerPush());
  }

  /** The least time that so many rows of a kind can take at the vendor's quota. */
  public Duration time(Change.Kind kind, long rows) {
    long calls = ceil(rows, budget(kind).rowsPerCall());
    return Duration.ofMillis(calls * 60_000 / budget(kind).callsPerMinute());
  }

  private static long ceil(long rows, long per) {
    return (rows + per - 1) / per;
  }
}
