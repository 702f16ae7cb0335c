package io.espalier.sync.store;

import io.espalier.model.EventType;
import io.espalier.model.ValueType;
import io.espalier.rule.Issue;
import io.espalier.sync.project.ColumnRef;
import io.espalier.sync.project.EventSpec;
import io.espalier.sync.project.Project;
import io.espalier.sync.project.WrongInput;
import io.espalier.sync.source.Rejects;
import io.espalier.sync.source.Tables;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes the table {@code event_<name>} of one kind of event: {@code profile}, {@code id}, {@code
 * ts} in UTC and {@code p_<property>}; each id once, and only events of people who are there.
 */
final class Events {
  private final Engine engine;
  private final Tables tables;
  private final Rejects rejects;
  private final Casts casts;

  Events(Project project, Engine engine, Tables tables, Rejects rejects) {
    this.engine = engine;
    this.tables = tables;
    this.rejects = rejects;
    this.casts = new Casts(project.zone());
  }

  void load(EventSpec event) {
    List<Issue> issues = new ArrayList<>();
    String from = event.from().column();
    Map<String, String> types = tables.load(from);
    List<String> ids = new ArrayList<>();
    for (ColumnRef id : event.id()) {
      tables
          .column(from, id, issues)
          .ifPresent(
              c -> ids.add("coalesce(" + Casts.key(Engine.quote(c), type(types, c)) + ", '')"));
    }
    Optional<String> profile = tables.column(from, event.profile(), issues);
    Optional<String> time = tables.column(from, event.time(), issues);
    List<String> properties = new ArrayList<>();
    for (Map.Entry<String, ValueType> property : event.type().properties().entrySet()) {
      ColumnRef ref = event.properties().get(property.getKey());
      if (ref != null) {
        tables
            .column(from, ref, issues)
            .ifPresent(
                c ->
                    properties.add(
                        casts.value(property.getValue(), Engine.quote(c), type(types, c))
                            + " as "
                            + Engine.quote("p_" + property.getKey())));
      }
    }
    if (!issues.isEmpty() || profile.isEmpty() || time.isEmpty()) {
      throw new WrongInput(issues);
    }
    String id = ids.size() == 1 ? ids.get(0) : "concat_ws('|', " + String.join(", ", ids) + ")";
    String select =
        "select "
            + Casts.key(Engine.quote(profile.get()), type(types, profile.get()))
            + " as profile, nullif("
            + id
            + ", '') as id, "
            + casts.value(ValueType.DATETIME, Engine.quote(time.get()), type(types, time.get()))
            + " as ts"
            + (properties.isEmpty() ? "" : ", " + String.join(", ", properties))
            + " from "
            + Engine.quote(from);
    make(event, from, select);
  }

  private void make(EventSpec event, String from, String select) {
    try {
      engine.run("create or replace temp table es_events_read as " + select);
    } catch (StoreException e) {
      throw new WrongInput(
          event.from().place(),
          "'"
              + from
              + "' cannot be read as '"
              + event.type().name()
              + "' events: "
              + e.getMessage(),
          "");
    }
    String reason =
        "case when profile is null then 'no person' when id is null then 'no id' when ts is null then 'no time' end";
    engine.each(
        "select id, reason from (select id, "
            + reason
            + " as reason from es_events_read) where reason is not null",
        row -> rejects.add(from, "id " + row.getString(1), row.getString(2)));
    // Only ids that stand there twice are sorted out: they are few, and sorting all is slow.
    String usable =
        " from es_events_read e where profile is not null and id is not null and ts is not null "
            + "and exists (select 1 from "
            + People.TABLE
            + " p where p.key = e.profile) and id ";
    String twice = "in (select id from es_events_read group by id having count(*) > 1)";
    engine.run(
        "create or replace temp table "
            + Engine.quote(table(event.type()))
            + " as select *"
            + usable
            + "not "
            + twice
            + " union all (select distinct on (id) *"
            + usable
            + twice
            + " order by id, ts, profile)");
    engine.run("drop table es_events_read");
  }

  private static String type(Map<String, String> types, String column) {
    return types.getOrDefault(column, "VARCHAR");
  }

  static String table(EventType event) {
    return "event_" + event.name();
  }
}
