package io.espalier.sync.source;

import io.espalier.model.ValueType;
import io.espalier.rule.Issue;
import io.espalier.rule.Names;
import io.espalier.sync.project.ColumnRef;
import io.espalier.sync.project.ConsentSpec;
import io.espalier.sync.project.EventSpec;
import io.espalier.sync.project.IdentitySpec;
import io.espalier.sync.project.ModelSpec;
import io.espalier.sync.project.ProfileSpec;
import io.espalier.sync.project.Project;
import io.espalier.sync.project.SourceSpec;
import io.espalier.sync.project.WrongInput;
import io.espalier.sync.store.Engine;
import io.espalier.sync.store.StoreException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

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
  private final Map<String, WrongInput> failed = new LinkedHashMap<>();

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
    WrongInput before = failed.get(name);
    if (before != null) {
      throw before;
    }
    try {
      columns = loadNow(name);
    } catch (WrongInput e) {
      failed.put(name, e);
      throw e;
    }
    loaded.put(name, columns);
    return columns;
  }

  private Map<String, String> loadNow(String name) {
    SourceSpec source = project.sources().get(name);
    ModelSpec model = project.models().get(name);
    if (source instanceof SourceSpec.Files files) {
      new FileSource(project.dir(), engine, rejects).load(files, words(files));
    } else if (source instanceof SourceSpec.Jdbc jdbc) {
      new JdbcSource(engine).load(jdbc);
    } else if (source instanceof SourceSpec.Crm crm) {
      new CrmSource(engine).load(crm);
    } else if (model != null) {
      graph.reads(name).forEach(this::load);
      make(model);
    } else if (project.profile().identity().isPresent()) {
      throw new WrongInput(
          project.profile().identity().get().place(),
          "the joined people are made from a model that reads '" + name + "' itself",
          "let 'identity: from:' name tables that do not depend on it");
    } else {
      throw new IllegalArgumentException("no table '" + name + "'");
    }
    if (source != null && !source.allowEmpty()) {
      refuseEmpty(source, source.name());
    }
    return describe(name);
  }

  /**
   * The columns, in lower case, that the project reads as words straight from this source: no guess
   * at their type may change them, as it would +49170 or 1.10. Where a model reads the source, its
   * SQL counts on the guess.
   */
  private Set<String> words(SourceSpec source) {
    Set<String> words = new LinkedHashSet<>();
    if (project.models().keySet().stream().anyMatch(m -> graph.reads(m).contains(source.name()))) {
      return words;
    }
    ProfileSpec profile = project.profile();
    if (profile.from().column().equals(source.name())) {
      add(words, List.of(profile.key(), profile.email()));
      ConsentSpec consent = profile.consent();
      Stream.of(consent.stateColumn(), consent.sourceColumn(), consent.evidenceColumn())
          .flatMap(Optional::stream)
          .forEach(column -> add(words, List.of(column)));
      profile.attributes().stream()
          .filter(c -> !isTime(c.attribute().type()))
          .forEach(c -> add(words, List.of(c.column())));
    }
    profile
        .identity()
        .flatMap(i -> i.table(source.name()))
        .ifPresent(table -> addIdentity(words, table, profile));
    for (EventSpec event : project.events().values()) {
      if (event.from().column().equals(source.name())) {
        add(words, event.id());
        add(words, List.of(event.profile()));
        event
            .properties()
            .forEach(
                (name, column) -> {
                  ValueType type = event.type().properties().get(name);
                  if (type != null && !isTime(type)) {
                    add(words, List.of(column));
                  }
                });
      }
    }
    return words;
  }

  /** What is a word in the joined table is one in the tables that it is made from. */
  private static void addIdentity(
      Set<String> words, IdentitySpec.Table table, ProfileSpec profile) {
    Set<String> names = new LinkedHashSet<>();
    profile.identity().ifPresent(i -> i.identifiers().forEach(one -> names.add(one.name())));
    names.add(profile.email().column());
    ConsentSpec consent = profile.consent();
    Stream.of(consent.stateColumn(), consent.sourceColumn(), consent.evidenceColumn())
        .flatMap(Optional::stream)
        .forEach(c -> names.add(c.column()));
    profile.attributes().stream()
        .filter(c -> !isTime(c.attribute().type()))
        .forEach(c -> names.add(c.column().column()));
    add(words, List.of(table.key()));
    for (String name : names) {
      ColumnRef here = table.columns().get(name);
      words.add((here == null ? name : here.column()).toLowerCase(Locale.ROOT));
    }
  }

  /** Times are better guessed, all of a column at once: they are written in many ways. */
  private static boolean isTime(ValueType type) {
    return type == ValueType.DATE || type == ValueType.DATETIME;
  }

  private static void add(Set<String> words, List<ColumnRef> columns) {
    columns.forEach(column -> words.add(column.column().toLowerCase(Locale.ROOT)));
  }

  /** A table that stands in the engine already, made by another. */
  public void adopt(String name) {
    loaded.put(name, describe(name));
  }

  /** The files of a source. */
  public List<Path> files(SourceSpec.Files source) {
    return new FileSource(project.dir(), engine, rejects).files(source);
  }

  /**
   * Whatever decides what the rows of a source are: how it is read, and the state of its files. A
   * file that was written again has another time of change, whatever time it claims for itself.
   */
  public String reading(SourceSpec.Files source) {
    StringBuilder text =
        new StringBuilder()
            .append(source.format())
            .append(source.path())
            .append(source.delimiter())
            .append(new TreeMap<>(source.types()))
            .append(source.appendOnly())
            .append(source.allowEmpty())
            .append(new TreeSet<>(words(source)));
    for (Path file : files(source)) {
      text.append('\n').append(file).append(' ').append(FileState.of(file));
    }
    return text.toString();
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
    new FileSource(project.dir(), engine, rejects).load(part, files, words(source));
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
