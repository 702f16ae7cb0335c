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
import java.util.LinkedHashMap;
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

  /**
   * One more beside whoever is in the store. What is not an attribute or an event of the project is
   * left out.
   */
  public static void add(Project project, Engine engine, Instant now, Person person) {
    MadeUpPeople made = new MadeUpPeople(engine);
    made.add(List.copyOf(project.profile().all().values()), now, person);
    project.events().values().forEach(event -> made.add(event.type(), person));
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
    people.forEach(person -> add(attributes, now, person));
  }

  private void add(List<Attribute> attributes, Instant now, Person person) {
    Map<String, Cell> row = new LinkedHashMap<>();
    row.put("key", Cell.of(person.profile().key().value()));
    row.put("email", Cell.of(person.email()));
    row.put("consent_source", Cell.of("made up"));
    row.put("consent_evidence", Cell.of("made up"));
    row.put("consent_at", new Cell(ValueColumns.stored(now.minusSeconds(86_400)), "?"));
    row.put("consent_state", new Cell(Consent.State.SUBSCRIBED.ordinal(), "?"));
    for (Attribute attribute : attributes) {
      row.put(
          "a_" + attribute.name(),
          Cell.of(person.profile().get(attribute.name()), attribute.type()));
    }
    insert(Population.PROFILES, row);
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
    people.forEach(person -> add(type, person));
  }

  private void add(EventType type, Person person) {
    for (Event event : person.events()) {
      if (event.type().equals(type.name())) {
        String key = person.profile().key().value();
        Map<String, Cell> row = new LinkedHashMap<>();
        row.put("profile", Cell.of(key));
        row.put("id", Cell.of(key + " " + event.id()));
        row.put("ts", new Cell(ValueColumns.stored(event.time()), "?"));
        type.properties()
            .forEach(
                (name, property) ->
                    row.put(
                        "p_" + name,
                        Cell.of(event.properties().getOrDefault(name, Value.NOTHING), property)));
        insert(Events.table(type), row);
      }
    }
  }

  /** A value and how it is bound. */
  private record Cell(@Nullable Object value, String mark) {
    static Cell of(String text) {
      return new Cell(text, "?");
    }

    static Cell of(Value value, ValueType type) {
      return new Cell(
          cell(value), type == ValueType.LIST ? "cast(cast(? as json) as varchar[])" : "?");
    }
  }

  private void insert(String table, Map<String, Cell> row) {
    engine.run(
        "insert into "
            + Engine.quote(table)
            + " ("
            + String.join(", ", row.keySet().stream().map(Engine::quote).toList())
            + ") values ("
            + String.join(", ", row.values().stream().map(Cell::mark).toList())
            + ")",
        row.values().stream().map(Cell::value).toArray());
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
