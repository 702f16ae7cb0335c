package io.espalier.sync.store;

import io.espalier.model.Event;
import io.espalier.model.EventType;
import io.espalier.model.Value;
import io.espalier.model.ValueType;
import io.espalier.score.Score;
import io.espalier.score.ScoreEvaluator;
import io.espalier.score.ScoreItem;
import io.espalier.sync.project.Project;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Why a person has the score that the engine gave: item by item, and to the last digit the sum. */
public final class ScoreExplanation {
  private final Project project;
  private final Engine engine;
  private final Population population;

  /**
   * @param population loaded with the scores in question
   */
  public ScoreExplanation(Project project, Engine engine, Population population) {
    this.project = project;
    this.engine = engine;
    this.population = population;
  }

  /**
   * The items of a person's score, in the order of time; empty where there is no such person.
   *
   * @throws IllegalStateException where the items do not add up to the attribute: a bug of ours
   */
  public Optional<List<ScoreItem>> items(Score score, String key) {
    Optional<BigDecimal> attribute =
        engine.first(
            "select "
                + Engine.quote("a_" + score.attribute())
                + " from "
                + Population.PROFILES
                + " where key = ?",
            row -> row.getBigDecimal(1),
            key);
    return attribute.map(
        value -> {
          List<ScoreItem> items =
              new ScoreEvaluator(project.schema(), population.moment())
                  .items(score, events(score, key));
          if (sum(items).compareTo(value) != 0) {
            throw new IllegalStateException(
                score.attribute() + " is " + value + ", but its items add up to " + sum(items));
          }
          return items;
        });
  }

  /** The exact sum of what was counted. */
  public static BigDecimal sum(List<ScoreItem> items) {
    return items.stream().map(ScoreItem::counted).reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private List<Event> events(Score score, String key) {
    Set<String> types = new LinkedHashSet<>();
    score.lines().forEach(line -> types.add(line.event()));
    List<Event> events = new ArrayList<>();
    for (String name : types) {
      project.schema().event(name).ifPresent(type -> events.addAll(events(type, key)));
    }
    return events;
  }

  private List<Event> events(EventType type, String key) {
    StringBuilder columns = new StringBuilder("id, ts");
    type.properties()
        .keySet()
        .forEach(property -> columns.append(", ").append(Engine.quote("p_" + property)));
    return engine.list(
        "select "
            + columns
            + " from "
            + Engine.quote(Events.table(type))
            + " where profile = ? order by ts, id",
        row -> event(row, type),
        key);
  }

  private static Event event(ResultSet row, EventType type) throws SQLException {
    Map<String, Value> properties = new LinkedHashMap<>();
    int column = 3;
    for (Map.Entry<String, ValueType> property : type.properties().entrySet()) {
      Value value = ValueColumns.read(row, column++, property.getValue());
      if (value.exists()) {
        properties.put(property.getKey(), value);
      }
    }
    return new Event(
        type.name(), row.getString(1), ValueColumns.utc(row.getTimestamp(2)), properties);
  }
}
