package io.espalier.sync.source;

import io.espalier.rule.Issue;
import io.espalier.rule.Names;
import io.espalier.sync.project.ColumnRef;
import io.espalier.sync.project.ModelSpec;
import io.espalier.sync.project.Project;
import io.espalier.sync.project.SourceSpec;
import io.espalier.sync.project.WrongInput;
import io.espalier.sync.store.Engine;
import io.espalier.sync.store.StoreException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A project's sources and models as temporary tables of the engine, each under its own name, loaded
 * when first asked for.
 */
public final class Tables {
  private final Project project;
  private final Engine engine;
  private final Rejects rejects;
  private final ModelGraph graph;
  private final Map<String, Map<String, String>> loaded = new LinkedHashMap<>();

  /**
   * @throws WrongInput where a model's SQL does not parse, reads an unknown table, or models go in
   *     a circle
   */
  public Tables(Project project, Engine engine, Rejects rejects) {
    this.project = project;
    this.engine = engine;
    this.rejects = rejects;
    List<Issue> issues = new ArrayList<>();
    graph = ModelGraph.of(project, engine, issues);
    if (!issues.isEmpty()) {
      throw new WrongInput(issues);
    }
  }

  /** Loads a table and all that it is made from; gives its columns: name → the engine's type. */
  public Map<String, String> load(String name) {
    Map<String, String> columns = loaded.get(name);
    if (columns != null) {
      return columns;
    }
    SourceSpec source = project.sources().get(name);
    ModelSpec model = project.models().get(name);
    if (source instanceof SourceSpec.Files files) {
      new FileSource(project.dir(), engine, rejects).load(files);
    } else if (source instanceof SourceSpec.Jdbc jdbc) {
      new JdbcSource(engine).load(jdbc);
    } else if (model != null) {
      graph.reads(name).forEach(this::load);
      make(model);
    } else {
      throw new IllegalArgumentException("no table '" + name + "'");
    }
    if (source != null && !source.allowEmpty()) {
      refuseEmpty(source, source.name());
    }
    columns = describe(name);
    loaded.put(name, columns);
    return columns;
  }

  /** The files of a source. */
  public List<Path> files(SourceSpec.Files source) {
    return new FileSource(project.dir(), engine, rejects).files(source);
  }

  /** Loads some files of a source as a table of its own; gives its columns. */
  public Map<String, String> load(SourceSpec.Files source, List<Path> files, String table) {
    SourceSpec.Files part =
        new SourceSpec.Files(
            table,
            source.format(),
            source.path(),
            source.delimiter(),
            source.types(),
            source.allowEmpty(),
            source.appendOnly(),
            source.place());
    engine.run("drop table if exists " + Engine.quote(table));
    new FileSource(project.dir(), engine, rejects).load(part, files);
    Map<String, String> columns = describe(table);
    loaded.put(table, columns);
    return columns;
  }

  /** A source that came back empty is an accident until someone says that it is none. */
  public void refuseEmpty(SourceSpec source, String table) {
    if (engine.number("select count(*) from " + Engine.quote(table)) == 0) {
      throw new WrongInput(
          source.place(),
          "source '" + source.name() + "' is empty: it has not one usable row",
          "look at where it comes from; if it may be empty, write allow_empty: true");
    }
  }

  private void make(ModelSpec model) {
    try {
      engine.run(
          "create temp table " + Engine.quote(model.name()) + " as " + graph.sql(model.name()));
    } catch (StoreException e) {
      throw new WrongInput(List.of(SqlErrors.issue(model, String.valueOf(e.getMessage()))));
    }
  }

  private Map<String, String> describe(String name) {
    Map<String, String> columns = new LinkedHashMap<>();
    engine.each(
        "select column_name, column_type from (describe " + Engine.quote(name) + ")",
        row -> columns.put(row.getString(1), row.getString(2)));
    return columns;
  }

  /**
   * The columns that the project speaks of, as the engine spells them.
   *
   * @param issues receives those that are not there
   */
  public Optional<String> column(String table, ColumnRef ref, List<Issue> issues) {
    Map<String, String> columns = load(table);
    for (String column : columns.keySet()) {
      if (column.equalsIgnoreCase(ref.column())) {
        return Optional.of(column);
      }
    }
    issues.add(
        Issue.error(
            ref.place(),
            "there is no column '" + ref.column() + "' in '" + table + "'",
            Names.suggestion(ref.column(), columns.keySet())));
    return Optional.empty();
  }
}
