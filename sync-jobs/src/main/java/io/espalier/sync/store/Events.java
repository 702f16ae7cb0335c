package io.espalier.sync.store;

import io.espalier.model.EventType;
import io.espalier.model.ValueType;
import io.espalier.rule.Issue;
import io.espalier.sync.project.ColumnRef;
import io.espalier.sync.project.EventSpec;
import io.espalier.sync.project.IdentitySpec;
import io.espalier.sync.project.Project;
import io.espalier.sync.project.SourceSpec;
import io.espalier.sync.project.WrongInput;
import io.espalier.sync.source.Rejects;
import io.espalier.sync.source.Tables;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Makes the table {@code event_<name>} of one kind of event: {@code profile}, {@code id}, {@code
 * ts} in UTC and {@code p_<property>}; each id once, and only events of people who are there.
 */
final class Events {
  /** To be raised whenever the same row would be read as another event than before. */
  private static final String READING = "1";

  private final Project project;
  private final Engine engine;
  private final Tables tables;
  private final Rejects rejects;
  private final Casts casts;

  Events(Project project, Engine engine, Tables tables, Rejects rejects) {
    this.project = project;
    this.engine = engine;
    this.tables = tables;
    this.rejects = rejects;
    this.casts = new Casts(project.zone());
  }

  /**
   * Looks whether the event's table and columns are there, and makes nothing.
   *
   * @throws WrongInput where they are not
   */
  void check(EventSpec event) {
    String from = event.from().column();
    select(event, from, tables.load(from));
  }

  /** True where the event's history is kept; then {@link EventHistory#table} holds its events. */
  boolean load(EventSpec event) {
    SourceSpec source = project.sources().get(event.from().column());
    // Whose an event is may change with each join: it is kept only where nobody is joined.
    boolean joined = project.profile().identity().isPresent();
    if (engine.lasts()
        && !joined
        && source instanceof SourceSpec.Files files
        && files.appendOnly()) {
      loadNew(event, files);
      return true;
    }
    String from = event.from().column();
    read(event, select(event, from, tables.load(from)));
    project.profile().identity().ifPresent(identity -> follow(event, identity));
    make(event);
    return false;
  }

  /** Reads only the files that are not known yet; all, where one that is known has changed. */
  private void loadNew(EventSpec event, SourceSpec.Files source) {
    EventHistory history = new EventHistory(engine);
    String name = event.type().name();
    history.open(event.type(), definition(event, source));
    Map<Path, EventHistory.Stamp> files = new LinkedHashMap<>();
    tables.files(source).forEach(file -> files.put(file, stamp(file)));
    if (!files.values().containsAll(history.files(name))) {
      history.forget(name);
      history.open(event.type(), definition(event, source));
    }
    files.values().removeAll(history.files(name));
    if (!files.isEmpty()) {
      String table = source.name() + " new";
      Map<String, String> types = tables.load(source, List.copyOf(files.keySet()), table);
      read(event, select(event, table, types));
      history.append(
          event.type(),
          "(select * from es_events_read where profile is not null and id is not null and ts is not null)",
          new LinkedHashSet<>(files.values()));
      engine.run("drop table es_events_read");
      engine.run("drop table " + Engine.quote(table));
    }
    if (!source.allowEmpty()) {
      tables.refuseEmpty(source, EventHistory.table(name));
    }
    engine.run(
        "create or replace temp view "
            + Engine.quote(table(event.type()))
            + " as select * exclude (es_batch) from "
            + Engine.quote(EventHistory.table(name)));
  }

  private static EventHistory.Stamp stamp(Path file) {
    try {
      return new EventHistory.Stamp(
          file.toString(), Files.size(file), Files.getLastModifiedTime(file).toMillis());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whatever decides how a row of the source becomes an event. */
  private String definition(EventSpec event, SourceSpec.Files source) {
    List<String> columns = new ArrayList<>();
    event.id().forEach(c -> columns.add(c.column()));
    columns.add(event.profile().column());
    columns.add(event.time().column());
    new TreeMap<>(event.properties())
        .forEach((property, column) -> columns.add(property + '=' + column.column()));
    return String.join(
        "\n",
        READING,
        event.type().name(),
        new TreeMap<>(event.type().properties()).toString(),
        columns.toString(),
        source.path(),
        source.delimiter().toString(),
        new TreeMap<>(source.types()).toString(),
        project.zone().toString());
  }

  private String select(EventSpec event, String from, Map<String, String> types) {
    List<Issue> issues = new ArrayList<>();
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
    String id =
        ids.size() == 1
            ? ids.get(0)
            :
            // A character that no id holds: ('a|b', 'c') is not ('a', 'b|c').
            "case when "
                + String.join(" || ", ids)
                + " <> '' then concat_ws(chr(31), "
                + String.join(", ", ids)
                + ") end";
    return "select "
        + Casts.key(Engine.quote(profile.get()), type(types, profile.get()))
        + " as profile, nullif("
        + id
        + ", '') as id, "
        + casts.value(ValueType.DATETIME, Engine.quote(time.get()), type(types, time.get()))
        + " as ts"
        + (properties.isEmpty() ? "" : ", " + String.join(", ", properties))
        + " from "
        + Engine.quote(from);
  }

  private void read(EventSpec event, String select) {
    try {
      engine.run("create or replace temp table es_events_read as " + select);
    } catch (StoreException e) {
      throw new WrongInput(
          event.from().place(),
          "'"
              + event.from().column()
              + "' cannot be read as '"
              + event.type().name()
              + "' events: "
              + e.getMessage(),
          "");
    }
    String reason =
        "case when profile is null then 'no person' when id is null then 'no id' when ts is null then 'no time' end";
    engine.each(
        "select coalesce(replace(id, chr(31), '|'), '(none)'), reason from (select id, "
            + reason
            + " as reason from es_events_read) where reason is not null",
        row -> rejects.add(event.from().column(), "id " + row.getString(1), row.getString(2)));
  }

  /** An event of a row is one of the person that the row became. */
  private void follow(EventSpec event, IdentitySpec identity) {
    String table = event.keysOf().map(ColumnRef::column).orElse(identity.tables().get(0).name());
    engine.run(
        "create or replace temp table es_events_followed as select e.* replace (coalesce(k.profile, e.profile) as profile) from es_events_read e left join (select name, arg_min(profile, n) as profile from (select key as name, profile, 0 as n from "
            + IdentitySpec.KEYS
            + " where source = "
            + Engine.literal(table)
            + " union all select source || ':' || key, profile, 1 from "
            + IdentitySpec.KEYS
            + ") group by name) k on k.name = e.profile");
    engine.run("drop table es_events_read");
    engine.run("alter table es_events_followed rename to es_events_read");
  }

  private void make(EventSpec event) {
    // Only ids that stand there twice are sorted out: they are few, and sorting all is slow.
    String usable =
        " from es_events_read where profile is not null and id is not null and ts is not null and id ";
    String twice = "in (select id from es_events_read group by id having count(*) > 1)";
    engine.run(
        "create or replace temp table "
            + Engine.quote(table(event.type()))
            + " as select * from (select *"
            + usable
            + "not "
            + twice
            + " union all (select distinct on (id) *"
            + usable
            + twice
            + " order by id, ts, profile)) e where exists (select 1 from "
            + People.TABLE
            + " p where p.key = e.profile)");
    engine.run("drop table es_events_read");
  }

  private static String type(Map<String, String> types, String column) {
    return types.getOrDefault(column, "VARCHAR");
  }

  static String table(EventType event) {
    return "event_" + event.name();
  }
}
