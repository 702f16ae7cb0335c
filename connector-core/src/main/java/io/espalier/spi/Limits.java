package io.espalier.spi;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
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
   * @param tolls the quotas that the calls are counted on; empty for one of this kind's own, by
   *     {@code rowsPerCall} and {@code callsPerMinute}
   * @param atOnce pushes that may be under way side by side; 1 where the order matters to the ESP
   */
  public record Budget(
      int rowsPerPush,
      int rowsPerCall,
      int extraCalls,
      int callsPerMinute,
      List<Toll> tolls,
      int atOnce) {
    public Budget {
      tolls = List.copyOf(tolls);
      if (atOnce < 1) {
        throw new IllegalArgumentException("nothing at once would never end");
      }
    }

    /** One push after another. */
    public Budget(
        int rowsPerPush, int rowsPerCall, int extraCalls, int callsPerMinute, List<Toll> tolls) {
      this(rowsPerPush, rowsPerCall, extraCalls, callsPerMinute, tolls, 1);
    }

    /** The same with so many pushes side by side. */
    public Budget atOnce(int pushes) {
      return new Budget(rowsPerPush, rowsPerCall, extraCalls, callsPerMinute, tolls, pushes);
    }

    /** One on a quota of its own. */
    public Budget(int rowsPerPush, int rowsPerCall, int extraCalls, int callsPerMinute) {
      this(rowsPerPush, rowsPerCall, extraCalls, callsPerMinute, List.of());
    }
  }

  /**
   * A quota, and how many of its calls some rows take.
   *
   * @param quota its name; kinds that name the same one share it
   * @param rowsPerCall each so many rows begin another call
   * @param perSecond calls that a second may hold; 0 where only the minute counts
   * @param perMinute calls that a minute may hold
   */
  public record Toll(String quota, int rowsPerCall, int perSecond, int perMinute) {

    /** Milliseconds until so many calls may have been made. */
    long millis(long calls) {
      long minutes = Math.max(0, calls - 1) / perMinute;
      long rest = calls - minutes * perMinute;
      return minutes * 60_000
          + (perSecond == 0 ? rest * 60_000 / perMinute : rest * 1_000 / perSecond);
    }
  }

  /** So many rows of a kind that go together, e.g. those of one segment. */
  public record Load(Change.Kind kind, long rows) {}

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

  /** Pushes of a kind that may be under way side by side. */
  public int atOnce(Change.Kind kind) {
    return budget(kind).atOnce();
  }

  /** Of any kind. */
  public int atOnce() {
    return budgets.values().stream().mapToInt(Budget::atOnce).max().orElse(1);
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
    return time(List.of(new Load(kind, rows)));
  }

  /**
   * The least time that all of these can take: quotas run side by side, so the one that takes
   * longest decides.
   */
  public Duration time(Collection<Load> loads) {
    Map<String, Long> calls = new HashMap<>();
    Map<String, Toll> quotas = new HashMap<>();
    for (Load load : loads) {
      for (Toll toll : tolls(load.kind())) {
        quotas.put(toll.quota(), toll);
        calls.merge(toll.quota(), ceil(load.rows(), toll.rowsPerCall()), Long::sum);
      }
    }
    long longest = 0;
    for (Map.Entry<String, Long> counted : calls.entrySet()) {
      Toll toll = quotas.get(counted.getKey());
      if (toll != null) {
        longest = Math.max(longest, toll.millis(counted.getValue()));
      }
    }
    return Duration.ofMillis(longest);
  }

  private List<Toll> tolls(Change.Kind kind) {
    Budget budget = budget(kind);
    return budget.tolls().isEmpty()
        ? List.of(new Toll(kind.name(), budget.rowsPerCall(), 0, budget.callsPerMinute()))
        : budget.tolls();
  }

  private static long ceil(long rows, long per) {
    return (rows + per - 1) / per;
  }
}
