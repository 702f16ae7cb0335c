package io.espalier.sql;

import io.espalier.model.EventType;
import io.espalier.model.ValueType;
import io.espalier.rule.Duration;
import io.espalier.rule.Moment;
import io.espalier.rule.Rule;
import io.espalier.rule.Window;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The people in whose events a sequence is found, by one sort of the events of its steps.
 *
 * <p>The rows are a person's events in order, with a flag {@code i<n>} for each step that an event
 * fits and {@code c<n>} where the steps up to that one can end there. Of the earlier ends it is
 * enough to look at the latest before an event: each limit holds the longer, the later it began.
 */
final class SequenceScan {
  private final SqlDialect dialect;
  private final Moment moment;
  private final String name;
  private final List<Rule.Step> steps = new ArrayList<>();
  private final List<Optional<Sql>> conditions = new ArrayList<>();
  private final List<Sql> tables = new ArrayList<>();
  private int layers;

  /** The flag of the events at which the steps so far can end. */
  private String ends = "c0";

  SequenceScan(SqlDialect dialect, Moment moment, String name) {
    this.dialect = dialect;
    this.moment = moment;
    this.name = name;
  }

  String name() {
    return name;
  }

  void add(Rule.Step step, Optional<Sql> condition) {
    steps.add(step);
    conditions.add(condition);
  }

  /** After the last step: makes the tables. */
  void within(Window window) {
    Window.Bounds bounds = window.at(moment);
    tables.add(Sql.of(layer(), " AS (", Sql.join("\n  UNION ALL ", events(bounds)), ")"));
    layer("i0 AS c0");
    List<Integer> absent = new ArrayList<>();
    for (int i = 1; i < steps.size(); i++) {
      Rule.Step step = steps.get(i);
      if (!step.negated()) {
        follow(absent, i, step.within());
        absent.clear();
      } else if (step.within().isPresent()) {
        absence(i, step.within());
      } else {
        absent.add(i);
      }
    }
    for (int i : absent) {
      absence(i, Optional.empty());
    }
    String profile = dialect.name(EventScan.PROFILE);
    tables.add(
        Sql.of(
            name + " AS (SELECT " + profile + " FROM " + layer() + " WHERE " + ends,
            " GROUP BY " + profile + ")"));
  }

  List<Sql> tables() {
    return tables;
  }

  private String layer() {
    return name + "l" + layers;
  }

  private void layer(Object... columns) {
    String from = layer();
    layers++;
    tables.add(Sql.of(layer() + " AS (SELECT *, ", Sql.of(columns), " FROM " + from + ")"));
  }

  private Sql constant(Instant instant) {
    LocalDateTime utc = LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
    return Sql.bind(dialect.parameter(ValueType.DATETIME), utc);
  }

  /** One SELECT an event's table. */
  private List<Sql> events(Window.Bounds bounds) {
    Map<String, List<Integer>> byEvent = new LinkedHashMap<>();
    for (int i = 0; i < steps.size(); i++) {
      byEvent.computeIfAbsent(steps.get(i).event(), e -> new ArrayList<>()).add(i);
    }
    String ts = dialect.name(EventType.TIME);
    List<Sql> selects = new ArrayList<>();
    byEvent.forEach(
        (event, own) -> {
          List<Sql> columns = new ArrayList<>();
          columns.add(Sql.of(dialect.name(EventScan.PROFILE)));
          columns.add(Sql.of(ts, " AS ts"));
          for (int i = 0; i < steps.size(); i++) {
            Sql fits = own.contains(i) ? fits(i, ts, bounds) : Sql.of("FALSE");
            columns.add(Sql.of(fits, " AS i" + i));
          }
          Sql seen = Sql.of(ts, " < ", constant(moment.now()));
          if (bounds.from().isPresent()) {
            seen = Sql.of(seen, " AND ", ts, " >= ", constant(bounds.from().get()));
          }
          String table = dialect.name("event_" + event);
          selects.add(
              Sql.of("SELECT ", Sql.join(", ", columns), " FROM " + table + " WHERE ", seen));
        });
    return selects;
  }

  private Sql fits(int step, String ts, Window.Bounds bounds) {
    Sql condition = conditions.get(step).orElse(Sql.of("TRUE"));
    boolean ends = step == 0 && bounds.to().isBefore(moment.now());
    return ends
        ? Sql.of("(", condition, " AND ", ts, " < ", constant(bounds.to()), ")")
        : condition;
  }

  private static Sql timeIf(String flag) {
    return Sql.of("CASE WHEN " + flag + " THEN ts END");
  }

  /** The step's event after the latest end of the steps before. */
  private void follow(List<Integer> absent, int step, Optional<Duration> within) {
    String latest = "m" + step;
    List<Sql> looks = new ArrayList<>(List.of(Sql.of(before(ends), " AS " + latest)));
    List<Sql> tests = new ArrayList<>();
    tests.add(Sql.of("i" + step + " AND " + latest + " IS NOT NULL"));
    within.ifPresent(
        d -> tests.add(Sql.of("ts <= ", dialect.hoursLater(Sql.of(latest), d.hours()))));
    for (int i : absent) {
      looks.add(Sql.of(before("i" + i), " AS n" + i));
      tests.add(Sql.of("(n" + i + " IS NULL OR n" + i + " <= " + latest + ")"));
    }
    layer(Sql.join(", ", looks));
    ends = "c" + step;
    layer("(", Sql.join(" AND ", tests), ") AS " + ends);
  }

  private Sql before(String flag) {
    return dialect.latestBefore(timeIf(flag), dialect.name(EventScan.PROFILE), "ts");
  }

  /** Takes away the ends behind which an event of the step lies: within a time, or ever. */
  private void absence(int step, Optional<Duration> within) {
    String next = "n" + step;
    String profile = dialect.name(EventScan.PROFILE);
    layer(dialect.earliestAfter(timeIf("i" + step), profile, "ts"), " AS " + next);
    Sql absent = Sql.of(next + " IS NULL");
    if (within.isPresent()) {
      Duration d = within.get();
      Sql later = Sql.of(next + " > ", dialect.hoursLater(Sql.of("ts"), d.hours()));
      Instant over = d.from(moment.now(), false, moment.zone());
      absent = Sql.of("(", absent, " OR ", later, ") AND ts <= ", constant(over));
    }
    String before = ends;
    ends = "c" + step;
    layer("(" + before + " AND ", absent, ") AS " + ends);
  }
}
