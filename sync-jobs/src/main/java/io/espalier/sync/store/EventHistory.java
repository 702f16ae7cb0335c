package io.espalier.sync.store;

import io.espalier.model.EventType;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The events of append-only sources, kept in the state: each id once, of several the one with the
 * least time and then the least person, in whatever order they came. Every event bears the number
 * of the batch that brought it, so that what changed since a batch can be told.
 */
final class EventHistory {
  private static final List<String> TABLES =
      List.of(
          "create table if not exists es_history (event varchar, definition varchar, batch bigint)",
          "create table if not exists es_history_file (event varchar, file varchar, size bigint, changed bigint)",
          "create table if not exists es_history_gone (event varchar, profile varchar, es_batch bigint)");

  private final Engine engine;

  EventHistory(Engine engine) {
    this.engine = engine;
    TABLES.forEach(engine::run);
  }

  /**
   * A file that was read.
   *
   * @param changed the time of its last change, in milliseconds
   */
  record Stamp(String file, long size, long changed) {}

  static String table(String event) {
    return "es_history_" + event;
  }

  /** Makes the event's table; what another definition had left there is dropped. */
  void open(EventType event, String definition) {
    Optional<String> known =
        engine.first(
            "select definition from es_history where event = ?",
            row -> row.getString(1),
            event.name());
    if (known.isPresent() && known.get().equals(definition)) {
      return;
    }
    StringBuilder columns = new StringBuilder("profile varchar, id varchar, ts timestamp");
    event
        .properties()
        .forEach(
            (name, type) ->
                columns
                    .append(", ")
                    .append(Engine.quote("p_" + name))
                    .append(' ')
                    .append(Population.engineType(type)));
    forget(event.name());
    engine.run(
        "create or replace table "
            + Engine.quote(table(event.name()))
            + " (es_batch bigint, "
            + columns
            + ")");
    engine.run("insert into es_history values (?, ?, 0)", event.name(), definition);
  }

  /** Drops what is known of an event; {@link #open} makes it anew. */
  void forget(String event) {
    for (String table : List.of("es_history", "es_history_file", "es_history_gone")) {
      engine.run("delete from " + table + " where event = ?", event);
    }
    new EventTotals(engine).forget(event);
  }

  Set<Stamp> files(String event) {
    return new LinkedHashSet<>(
        engine.list(
            "select file, size, changed from es_history_file where event = ?",
            row -> new Stamp(row.getString(1), row.getLong(2), row.getLong(3)),
            event));
  }

  /** The number of the last batch. */
  long batch(String event) {
    return engine.number("select batch from es_history where event = ?", event);
  }

  /**
   * Adds a batch, or nothing if it fails.
   *
   * @param from a table of {@code profile, id, ts, p_*}, none of the first three NULL
   */
  void append(EventType event, String from, Set<Stamp> files) {
    long batch = batch(event.name()) + 1;
    String history = Engine.quote(table(event.name()));
    StringBuilder properties = new StringBuilder();
    event
        .properties()
        .keySet()
        .forEach(p -> properties.append(", ").append(Engine.quote("p_" + p)));
    String columns = "profile, id, ts" + properties;
    engine.run(
        "create or replace temp table es_batch_new as select distinct on (id) "
            + columns
            + " from "
            + from
            + " order by id, ts, profile");
    engine.run(
        "delete from es_batch_new n using "
            + history
            + " h where h.id = n.id and (h.ts, h.profile) <= (n.ts, n.profile)");
    engine.atomically(
        () -> {
          engine.run(
              "insert into es_history_gone select ?, h.profile, ? from "
                  + history
                  + " h join es_batch_new n using (id)",
              event.name(),
              batch);
          engine.run("delete from " + history + " where id in (select id from es_batch_new)");
          engine.run(
              "insert into "
                  + history
                  + " (es_batch, "
                  + columns
                  + ") select ?, "
                  + columns
                  + " from es_batch_new",
              batch);
          engine.run("update es_history set batch = ? where event = ?", batch, event.name());
          for (Stamp file : files) {
            engine.run(
                "insert into es_history_file values (?, ?, ?, ?)",
                event.name(),
                file.file(),
                file.size(),
                file.changed());
          }
        });
    engine.run("drop table es_batch_new");
  }
}
