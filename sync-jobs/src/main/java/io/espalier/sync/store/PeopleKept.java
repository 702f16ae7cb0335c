package io.espalier.sync.store;

import io.espalier.sync.project.ConsentSpec;
import io.espalier.sync.project.ProfileSpec;
import io.espalier.sync.project.Project;
import io.espalier.sync.project.SourceSpec;
import io.espalier.sync.source.Rejects;
import io.espalier.sync.source.Tables;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The people as they were last read, kept in the state: they are a function of their files and of
 * how the project reads them, so with the same of both nothing is read again.
 */
final class PeopleKept {
  /** To be raised whenever the same row would be read as another person than before. */
  private static final String READING = "1";

  private static final String TABLE = "es_people_kept";

  private final Project project;
  private final Engine engine;
  private final Tables tables;
  private final Rejects rejects;

  PeopleKept(Project project, Engine engine, Tables tables, Rejects rejects) {
    this.project = project;
    this.engine = engine;
    this.tables = tables;
    this.rejects = rejects;
  }

  /** Makes {@link People#TABLE}; by reading where it has to. */
  void load(Runnable reading) {
    Optional<String> wanted = engine.lasts() ? definition() : Optional.empty();
    if (wanted.isEmpty()) {
      reading.run();
      return;
    }
    engine.run("create table if not exists es_people_reading (definition varchar)");
    engine.run(
        "create table if not exists es_people_rejects (source varchar, place varchar, reason varchar)");
    Optional<String> known =
        engine.first("select definition from es_people_reading", row -> row.getString(1));
    if (known.equals(wanted)) {
      engine.run("create or replace temp table " + People.TABLE + " as from " + TABLE);
      engine.each(
          "select source, place, reason from es_people_rejects",
          row -> rejects.add(row.getString(1), row.getString(2), row.getString(3)));
      return;
    }
    rejects.record();
    List<Rejects.Row> rows;
    try {
      reading.run();
    } finally {
      rows = rejects.recorded();
    }
    keep(wanted.get(), rows);
  }

  private void keep(String definition, List<Rejects.Row> rows) {
    engine.atomically(
        () -> {
          engine.run("create or replace table " + TABLE + " as from " + People.TABLE);
          engine.run("delete from es_people_rejects");
          engine.fill(
              "es_people_rejects",
              appender -> {
                for (Rejects.Row row : rows) {
                  appender.beginRow();
                  appender.append(row.table());
                  appender.append(row.row());
                  appender.append(row.reason());
                  appender.endRow();
                }
              });
          engine.run("delete from es_people_reading");
          engine.run("insert into es_people_reading values (?)", definition);
        });
  }

  /** Whatever decides who is read; empty where it does not stand in files. */
  private Optional<String> definition() {
    ProfileSpec profile = project.profile();
    if (!(project.sources().get(profile.from().column()) instanceof SourceSpec.Files source)) {
      return Optional.empty();
    }
    List<String> parts = new ArrayList<>();
    parts.add(READING);
    parts.add(tables.reading(source));
    parts.add(project.zone().toString());
    parts.add(profile.key().column() + ' ' + profile.email().column());
    for (ProfileSpec.Column column : profile.attributes()) {
      parts.add(
          column.attribute().name()
              + ' '
              + column.attribute().type()
              + ' '
              + column.attribute().values()
              + ' '
              + column.column().column());
    }
    ConsentSpec consent = profile.consent();
    parts.add(
        consent.state()
            + " "
            + new TreeMap<>(consent.states())
            + consent.at()
            + consent.source()
            + consent.evidence()
            + consent.stateColumn().map(c -> c.column())
            + consent.atColumn().map(c -> c.column())
            + consent.sourceColumn().map(c -> c.column())
            + consent.evidenceColumn().map(c -> c.column()));
    return Optional.of(String.join("\n", parts));
  }
}
