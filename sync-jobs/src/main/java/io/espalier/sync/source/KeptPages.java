package io.espalier.sync.source;

import io.espalier.spi.CrmReader;
import io.espalier.sync.project.SourceSpec;
import io.espalier.sync.store.Engine;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.duckdb.DuckDBAppender;

/**
 * The rows of one object of a CRM, kept in the store together with how far their reading has come.
 * A reading of the whole is a pass: at its end the rows of earlier passes are gone.
 */
final class KeptPages implements CrmReader.Kept {
  private static final String PAGE = "es_source_page";

  private final Engine engine;
  private final SourceSpec.Crm source;
  private final List<JdbcColumn> columns;
  private final String key;

  KeptPages(Engine engine, SourceSpec.Crm source, List<JdbcColumn> columns, String key) {
    this.engine = engine;
    this.source = source;
    this.columns = columns;
    this.key = key;
    KeptRows.prepare(engine);
    if (engine.number(
            "select count(*) from " + KeptRows.SOURCES + " where source = ? and definition = ?",
            source.name(),
            definition())
        == 0) {
      KeptRows.forget(engine, source.name());
      engine.atomically(
          () -> {
            engine.run(KeptRows.create("create table ", table(), columns, ", es_pass bigint"));
            engine.run(
                "insert into " + KeptRows.SOURCES + " values (?, ?, null, 0)",
                source.name(),
                definition());
          });
    }
  }

  String table() {
    return KeptRows.PREFIX + source.name();
  }

  Optional<String> bookmark() {
    return engine
        .list(
            "select coalesce(watermark, '') from " + KeptRows.SOURCES + " where source = ?",
            row -> row.getString(1),
            source.name())
        .stream()
        .filter(w -> !w.isEmpty())
        .findFirst();
  }

  @Override
  public void begin() {
    engine.run(
        "update " + KeptRows.SOURCES + " set pass = pass + 1 where source = ?", source.name());
  }

  @Override
  public void add(List<CrmReader.Row> rows, String bookmark) {
    int at = columns.stream().map(JdbcColumn::name).toList().indexOf(key);
    // The last word on a row counts.
    Map<String, CrmReader.Row> byKey = new LinkedHashMap<>();
    rows.forEach(row -> row.values().get(at).ifPresent(value -> byKey.put(value, row)));
    if (!byKey.isEmpty()) {
      engine.run(
          KeptRows.create("create or replace temp table ", PAGE, columns, ", es_gone varchar"));
      engine.fill(
          PAGE,
          appender -> {
            for (CrmReader.Row row : byKey.values()) {
              append(appender, row);
            }
          });
    }
    engine.atomically(
        () -> {
          if (!byKey.isEmpty()) {
            keep();
          }
          engine.run(
              "update " + KeptRows.SOURCES + " set watermark = ? where source = ?",
              bookmark,
              source.name());
        });
    if (!byKey.isEmpty()) {
      engine.run("drop table " + PAGE);
    }
  }

  private static void append(DuckDBAppender appender, CrmReader.Row row)
      throws java.sql.SQLException {
    appender.beginRow();
    for (Optional<String> value : row.values()) {
      if (value.isPresent()) {
        appender.append(value.get());
      } else {
        appender.appendNull();
      }
    }
    if (row.gone()) {
      appender.append("gone");
    } else {
      appender.appendNull();
    }
    appender.endRow();
  }

  private void keep() {
    String kept = Engine.quote(table());
    String named = Engine.quote(key);
    engine.run(
        "delete from " + kept + " where " + named + " in (select " + named + " from " + PAGE + ")");
    engine.run(
        "insert into "
            + kept
            + " select * exclude (es_gone), (select pass from "
            + KeptRows.SOURCES
            + " where source = ?) from "
            + PAGE
            + " where es_gone is null",
        source.name());
  }

  @Override
  public void end(String bookmark) {
    engine.atomically(
        () -> {
          engine.run(
              "delete from "
                  + Engine.quote(table())
                  + " where es_pass <> (select pass from "
                  + KeptRows.SOURCES
                  + " where source = ?)",
              source.name());
          engine.run(
              "update " + KeptRows.SOURCES + " set watermark = ? where source = ?",
              bookmark,
              source.name());
        });
  }

  @Override
  public long count() {
    return engine.number("select count(*) from " + Engine.quote(table()));
  }

  /** Whatever decides what a kept row is; no secret. */
  private String definition() {
    return KeptRows.digest(
        List.of(source.account(), source.object().name(), key, columns.toString()));
  }
}
