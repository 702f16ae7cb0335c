package io.espalier.sync.store;

import io.espalier.model.Attribute;
import io.espalier.model.Consent;
import io.espalier.model.Event;
import io.espalier.model.EventType;
import io.espalier.model.Profile;
import io.espalier.model.Value;
import io.espalier.model.ValueType;
import io.espalier.sync.project.Project;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Fills the store with people who are in no source, e.g. one for each branch of an email. They have
 * all said yes to mail.
 */
public final class MadeUpPeople {
  private final Engine engine;

  private MadeUpPeople(Engine engine) {
    this.engine = engine;
  }

  /**
   * One of them.
   *
   * @param profile computed attributes and tokens are taken as they are
   * @param email an address
   */
  public record Person(Profile profile, String email, List<Event> events) {}

  /** Instead of whoever was in the store. */
  public static Population load(Project project, Engine engine, Instant now, List<Person> people) {
    MadeUpPeople made = new MadeUpPeople(engine);
    List<Attribute> attributes = List.copyOf(project.profile().all().values());
    made.profiles(attributes, now, people);
    project.events().values().forEach(event -> made.events(event.type(), people));
    return Population.over(project, engine, now);
  }

  private void profiles(List<Attribute> attributes, Instant now, List<Person> people) {
    List<String> columns =
        new ArrayList<>(
            List.of(
                "key varchar",
                "email varchar",
                "consent_source varchar",
                "consent_evidence varchar",
                "consent_at timestamp",
                "consent_state integer"));
    attributes.forEach(
        a -> columns.add(Engine.quote("a_" + a.name()) + " " + Population.engineType(a.type())));
    engine.run(
        "create or replace temp table "
            + Population.PROFILES
            + " ("
            + String.join(", ", columns)
            + ")");
    for (Person person : people) {
      List<@Nullable Object> row = new ArrayList<>();
      row.add(person.profile().key().value());
      row.add(person.email());
      row.add("made up");
      row.add("made up");
      row.add(ValueColumns.stored(now.minusSeconds(86_400)));
      row.add(Consent.State.SUBSCRIBED.ordinal());
      List<ValueType> types = new ArrayList<>(Collections.nCopies(row.size(), ValueType.TEXT));
      types.set(4, ValueType.DATETIME);
      types.set(5, ValueType.NUMBER);
      for (Attribute attribute : attributes) {
        row.add(cell(person.profile().get(attribute.name())));
        types.add(attribute.type());
      }
      insert(Population.PROFILES, types, row);
    }
  }

  private void events(EventType type, List<Person> people) {
    List<String> columns =
        new ArrayList<>(List.of("profile varchar", "id varchar", "ts timestamp"));
    type.properties()
        .forEach(
            (name, t) -> columns.add(Engine.quote("p_" + name) + " " + Population.engineType(t)));
    String table = Events.table(type);
    engine.run(
        "create or replace temp table "
            + Engine.quote(table)
            + " ("
            + String.join(", ", columns)
            + ")");
    for (Person person : people) {
      for (Event event : person.events()) {
        if (event.type().equals(type.name())) {
          List<@Nullable Object> row = new ArrayList<>();
          row.add(person.profile().key().value());
          row.add(person.profile().key().value() + " " + event.id());
          row.add(ValueColumns.stored(event.time()));
          List<ValueType> types =
              new ArrayList<>(List.of(ValueType.TEXT, ValueType.TEXT, ValueType.DATETIME));
          for (Map.Entry<String, ValueType> property : type.properties().entrySet()) {
            row.add(cell(event.properties().getOrDefault(property.getKey(), Value.NOTHING)));
            types.add(property.getValue());
          }
          insert(table, types, row);
        }
      }
    }
  }

  private void insert(String table, List<ValueType> types, List<@Nullable Object> row) {
    List<String> marks = new ArrayList<>();
    for (ValueType type : types) {
      marks.add(type == ValueType.LIST ? "cast(cast(? as json) as varchar[])" : "?");
    }
    engine.run(
        "insert into " + Engine.quote(table) + " values (" + String.join(", ", marks) + ")",
        row.toArray());
  }

  private static @Nullable Object cell(Value value) {
    if (value instanceof Value.Number number) {
      return number.number();
    } else if (value instanceof Value.Flag flag) {
      return flag.flag();
    } else if (value instanceof Value.Day day) {
      return day.day();
    } else if (value instanceof Value.Moment moment) {
      return ValueColumns.stored(moment.moment());
    } else if (value instanceof Value.TextList list) {
      return new com.google.gson.Gson().toJson(list.texts());
    }
    return value.exists() ? value.plain() : null;
  }
}
