package io.espalier.sync.plan;

import io.espalier.model.Attribute;
import io.espalier.sync.project.Project;
import io.espalier.sync.store.Engine;
import io.espalier.sync.store.Population;
import io.espalier.sync.store.ValueColumns;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a plan was made from, in numbers, beside those of the runs before it: rows of each kind,
 * people without each attribute, members of each segment. Only plans that were executed count as
 * history.
 */
public final class Measures {
  /** So many runs back. */
  static final int HISTORY = 20;

  enum Kind {
    /** People, or events of one type. */
    ROWS,
    /** People without an attribute, of all people. */
    MISSING,
    /** Members of a segment. */
    MEMBERS
  }

  /**
   * @param whole of how many; 0 where that says nothing
   */
  record Measure(long amount, long whole) {
    double share() {
      return whole == 0 ? 0 : (double) amount / whole;
    }
  }

  /** What people are called among the rows. */
  static final String PEOPLE = "people";

  private final Engine engine;
  private final Map<Kind, Map<String, Measure>> taken = new LinkedHashMap<>();

  private Measures(Engine engine) {
    this.engine = engine;
  }

  /** Measures, and keeps it under the plan's id; forgets those of plans that never ran. */
  static Measures take(
      Engine engine,
      String plan,
      Instant at,
      Project project,
      Population population,
      Desired desired) {
    Measures measures = new Measures(engine);
    long people = population.profiles();
    measures.put(Kind.ROWS, PEOPLE, new Measure(people, 0));
    population
        .eventRows()
        .forEach((event, rows) -> measures.put(Kind.ROWS, event, new Measure(rows, 0)));
    measures.missing(project, people);
    for (String segment : project.segments().keySet()) {
      measures.put(Kind.MEMBERS, segment, new Measure(desired.size(segment).members(), people));
    }
    measures.keep(plan, at);
    return measures;
  }

  /** The plan is executed: what it was made from is history now. */
  public static void ran(Engine engine, String plan) {
    engine.run("update ledger_measure set ran = true where plan = ?", plan);
  }

  private void put(Kind kind, String subject, Measure measure) {
    taken.computeIfAbsent(kind, k -> new LinkedHashMap<>()).put(subject, measure);
  }

  private void missing(Project project, long people) {
    List<String> columns =
        engine.list(
            "select column_name from (describe " + Population.PROFILES + ")",
            row -> row.getString(1));
    List<String> names = new ArrayList<>();
    List<String> counts = new ArrayList<>();
    for (Attribute attribute : project.schema().attributes().values()) {
      if (columns.contains("a_" + attribute.name())) {
        names.add(attribute.name());
        counts.add("count(*) - count(" + Engine.quote("a_" + attribute.name()) + ")");
      }
    }
    if (!names.isEmpty()) {
      engine.each(
          "select " + String.join(", ", counts) + " from " + Population.PROFILES,
          row -> {
            for (int i = 0; i < names.size(); i++) {
              put(Kind.MISSING, names.get(i), new Measure(row.getLong(i + 1), people));
            }
          });
    }
  }

  private void keep(String plan, Instant at) {
    engine.run("delete from ledger_measure where not ran or plan = ?", plan);
    taken.forEach(
        (kind, measures) ->
            measures.forEach(
                (subject, measure) ->
                    engine.run(
                        "insert into ledger_measure values (?, ?, false, ?, ?, ?, ?)",
                        plan,
                        ValueColumns.stored(at),
                        kind.name(),
                        subject,
                        measure.amount(),
                        measure.whole())));
  }

  /** Subject → what this plan was made from. */
  Map<String, Measure> now(Kind kind) {
    return taken.getOrDefault(kind, Map.of());
  }

  /** What the runs before were made from, the latest first. */
  List<Measure> before(Kind kind, String subject) {
    return engine.list(
        "select amount, whole from ledger_measure where ran and kind = ? and subject = ? order by measured_at desc, rowid desc limit "
            + HISTORY,
        row -> new Measure(row.getLong(1), row.getLong(2)),
        kind.name(),
        subject);
  }

  Optional<Measure> last(Kind kind, String subject) {
    return before(kind, subject).stream().findFirst();
  }
}
