package io.espalier.sync.evidence;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import io.espalier.sync.plan.Plan;
import io.espalier.sync.plan.Plans;
import io.espalier.sync.run.Report;
import io.espalier.sync.store.Engine;
import io.espalier.sync.store.ValueColumns;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The runs that the ledger knows. */
public final class RunLog {
  private static final Gson GSON = new Gson();
  private static final String RUNS =
      "select id, started_at, ended_at, report, summary from ledger_run";

  private RunLog() {}

  /** How a run ended. */
  public enum State {
    /** Everything was applied. */
    DONE,
    /** Some rows were rejected, or are unknown. */
    DEGRADED,
    /** An ESP's part was not sent to its end. */
    STOPPED,
    /** It has no end: the process died, or is still at work. */
    INTERRUPTED;

    public String word() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /**
   * What became of one ESP's part.
   *
   * @param reasons why rows were rejected or are unknown → how many
   * @param stopped why the rest was not sent; empty where all was
   * @param covered who held the new fields at the end of it
   */
  public record Part(
      String esp,
      long applied,
      long rejected,
      long unknown,
      long calls,
      long writes,
      Map<String, Long> reasons,
      String stopped,
      List<Report.Covered> covered) {
    /** A run of before there were new fields to measure has none. */
    public Part {
      covered = covered == null ? List.of() : List.copyOf(covered);
    }
  }

  /**
   * @param ended empty where the run was interrupted
   * @param parts empty where the run was interrupted
   * @param plan what was to be done; empty where a form that is no longer read was kept
   */
  public record Run(
      String id, Instant started, Optional<Instant> ended, List<Part> parts, Optional<Plan> plan) {
    public State state() {
      if (ended.isEmpty()) {
        return State.INTERRUPTED;
      } else if (parts.stream().anyMatch(p -> !p.stopped().isEmpty())) {
        return State.STOPPED;
      }
      boolean whole = parts.stream().allMatch(p -> p.rejected() + p.unknown() == 0);
      return whole ? State.DONE : State.DEGRADED;
    }
  }

  /**
   * @param esp of an account, as the ledger knows it
   * @param kind of change
   * @param outcome {@code APPLIED}, {@code REJECTED} or {@code UNKNOWN}
   */
  public record Told(String esp, String kind, String outcome, long rows) {}

  /** The latest first. */
  public static List<Run> latest(Engine engine, int most) {
    return engine.list(RUNS + " order by started_at desc, id desc limit ?", RunLog::run, most);
  }

  /**
   * The same, of those that went to one of these accounts.
   *
   * @param accounts as the ledger knows them
   */
  public static List<Run> latest(Engine engine, int most, Set<String> accounts) {
    List<Run> some = new ArrayList<>();
    for (Run run : engine.list(RUNS + " order by started_at desc, id desc", RunLog::run)) {
      boolean there =
          run.plan().stream()
              .flatMap(plan -> plan.parts().stream())
              .anyMatch(part -> accounts.contains(part.account()));
      if (there && some.size() < most) {
        some.add(run);
      }
    }
    return some;
  }

  public static Optional<Run> of(Engine engine, String id) {
    return engine.first(RUNS + " where id = ?", RunLog::run, id);
  }

  /** What the ESPs were told in a run, and answered, in numbers. */
  public static List<Told> told(Engine engine, String run) {
    return engine.list(
        "select split_part(account, ':', 1), kind, outcome, count(*) from ledger_history where run = ? group by all order by all",
        row -> new Told(row.getString(1), row.getString(2), row.getString(3), row.getLong(4)),
        run);
  }

  private static Run run(ResultSet row) throws SQLException {
    return new Run(
        row.getString(1),
        ValueColumns.utc(row.getTimestamp(2)),
        instant(row.getTimestamp(3)),
        parts(row.getString(4)),
        plan(row.getString(5)));
  }

  private static Optional<Instant> instant(@Nullable Timestamp timestamp) {
    return timestamp == null ? Optional.empty() : Optional.of(ValueColumns.utc(timestamp));
  }

  private static List<Part> parts(@Nullable String json) {
    return json == null ? List.of() : List.of(GSON.fromJson(json, Part[].class));
  }

  private static Optional<Plan> plan(@Nullable String json) {
    try {
      return json == null ? Optional.empty() : Optional.of(Plans.read(json));
    } catch (JsonParseException e) {
      return Optional.empty();
    }
  }
}
