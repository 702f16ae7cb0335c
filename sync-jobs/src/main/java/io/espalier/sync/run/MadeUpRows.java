package io.espalier.sync.run;

import io.espalier.model.Attribute;
import io.espalier.model.Event;
import io.espalier.model.EventType;
import io.espalier.model.Value;
import io.espalier.model.ValueType;
import io.espalier.rule.RulePrinter;
import io.espalier.sync.project.EventSpec;
import io.espalier.sync.project.Project;
import io.espalier.sync.store.Engine;
import io.espalier.sync.store.Population;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Puts a person whom somebody made up into a loaded population, with events. */
final class MadeUpRows {
  private final Project project;
  private final Engine engine;

  MadeUpRows(Project project, Engine engine) {
    this.project = project;
    this.engine = engine;
  }

  /** What is not an attribute or an event of the project is left out. */
  void add(String key, Map<String, Value> values, List<Event> events) {
    List<String> selected =
        new ArrayList<>(
            List.of(
                Engine.literal(key) + " as key",
                Engine.literal(key + "@made-up.example.net") + " as email",
                "1 as consent_state"));
    for (Attribute attribute : project.profile().all().values()) {
      Value value = values.getOrDefault(attribute.name(), Value.NOTHING);
      if (value.exists()) {
        selected.add(sql(value, attribute.type()) + " as " + Engine.quote("a_" + attribute.name()));
      }
    }
    engine.run(
        "insert into " + Population.PROFILES + " by name select " + String.join(", ", selected));
    for (Event event : events) {
      EventSpec spec = project.events().get(event.type());
      if (spec != null) {
        add(key, event, spec.type());
      }
    }
  }

  private void add(String key, Event event, EventType type) {
    List<String> selected =
        new ArrayList<>(
            List.of(
                Engine.literal(key) + " as profile",
                Engine.literal(key + " " + event.id()) + " as id",
                sql(new Value.Moment(event.time()), ValueType.DATETIME) + " as ts"));
    event
        .properties()
        .forEach(
            (name, value) -> {
              ValueType property = type.properties().get(name);
              if (property != null) {
                selected.add(sql(value, property) + " as " + Engine.quote("p_" + name));
              }
            });
    engine.run(
        "insert into "
            + Engine.quote("event_" + type.name())
            + " by name select "
            + String.join(", ", selected));
  }

  private static String sql(Value value, ValueType type) {
    if (value instanceof Value.TextList list) {
      return "["
          + String.join(", ", list.texts().stream().map(Engine::literal).toList())
          + "]::VARCHAR[]";
    } else if (value instanceof Value.Text text) {
      return Engine.literal(text.text());
    } else if (value instanceof Value.Number number) {
      return "cast(" + Engine.literal(number.number().toPlainString()) + " as DECIMAL(38,9))";
    } else if (value instanceof Value.Day day) {
      return "cast(" + Engine.literal(day.day().toString()) + " as DATE)";
    } else if (value instanceof Value.Moment moment) {
      return "cast("
          + Engine.literal(moment.moment().toString().replace("Z", ""))
          + " as TIMESTAMP)";
    } else if (value instanceof Value.Flag flag) {
      return String.valueOf(flag.flag());
    }
    throw new IllegalArgumentException(type + ": " + RulePrinter.print(value));
  }
}
