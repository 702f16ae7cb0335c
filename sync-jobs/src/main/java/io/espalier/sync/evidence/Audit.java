package io.espalier.sync.evidence;

import io.espalier.model.EmailAddress;
import io.espalier.sync.project.Project;
import io.espalier.sync.source.Tables;
import io.espalier.sync.store.Engine;
import io.espalier.sync.store.Population;
import io.espalier.sync.store.StoreException;
import io.espalier.sync.store.ValueColumns;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The hygiene of the data, table by table and column by column: completeness, validity, uniqueness,
 * freshness, and the project's own checks; each beside what it was at the audit before.
 */
public final class Audit {
  /** What the people are called as a table, with their attributes as columns. */
  public static final String PEOPLE = "people's attributes";

  private static final int EXAMPLES = 3;

  /** This share of a column makes a kind of value the rule. */
  private static final double MOST = 0.9;

  /** Of a figure that has no value: how old the latest of no values is. */
  private static final long NOTHING = -1;

  private final Project project;
  private final Engine state;
  private final Instant now;
  private final List<Finding> findings = new ArrayList<>();

  /**
   * @param state where the figures of earlier audits are
   */
  public Audit(Project project, Engine state, Instant now) {
    this.project = project;
    this.state = state;
    this.now = now;
  }

  /** What a figure says. */
  public enum Aspect {
    ROWS,
    COMPLETENESS,
    VALIDITY,
    UNIQUENESS,
    FRESHNESS,
    CONSISTENCY
  }

  /**
   * One figure.
   *
   * @param column empty where it is about whole rows
   * @param what e.g. {@code missing}, {@code negative}, or a check's name
   * @param amount rows; of {@link Aspect#FRESHNESS} seconds since the latest value
   * @param of of so many rows
   * @param before the amount at the audit before; empty at the first
   * @param examples masked; at most three
   */
  public record Finding(
      String table,
      String column,
      Aspect aspect,
      String what,
      long amount,
      long of,
      Optional<Long> before,
      List<String> examples) {}

  /** Looks at a source or a model. */
  public void table(Engine engine, Tables tables, String name) {
    Map<String, String> columns = tables.load(name);
    look(engine, name, Engine.quote(name), columns);
    project
        .operations()
        .checks()
        .getOrDefault(name, Map.of())
        .forEach((what, sql) -> check(engine, name, what, sql));
  }

  /** Looks at the people, whose attributes have been loaded. */
  public void people(Engine engine) {
    Map<String, String> names = new LinkedHashMap<>();
    engine.each(
        "select column_name, column_type from (describe " + Population.PROFILES + ")",
        row -> {
          String column = row.getString(1);
          if (column.equals("key") || column.equals("email") || isAttribute(column)) {
            names.put(column, row.getString(2));
          }
        });
    look(engine, PEOPLE, Population.PROFILES, names);
  }

  private boolean isAttribute(String column) {
    return column.startsWith("a_")
        && project.schema().attributes().containsKey(column.substring(2))
        && project.profile().minted().stream()
            .noneMatch(m -> column.equals("a_" + m.attribute().name()));
  }

  private void look(Engine engine, String table, String from, Map<String, String> columns) {
    List<Figure> figures = new ArrayList<>();
    figures.add(new Figure("", Aspect.ROWS, "rows", "count(*)", ""));
    figures.add(
        new Figure(
            "",
            Aspect.UNIQUENESS,
            "exact duplicates",
            "count(*) - (select count(*) from (select distinct "
                + String.join(", ", columns.keySet().stream().map(Engine::quote).toList())
                + " from "
                + from
                + "))",
            ""));
    columns.forEach((column, type) -> figures(column, type, figures));
    List<String> sql = figures.stream().map(Figure::sql).toList();
    List<Long> amounts = new ArrayList<>();
    engine.each(
        "select " + String.join(", ", sql) + " from " + from,
        row -> {
          for (int i = 0; i < sql.size(); i++) {
            long amount = row.getLong(i + 1);
            amounts.add(row.wasNull() ? NOTHING : amount);
          }
        });
    for (int i = 0; i < figures.size(); i++) {
      Figure figure = figures.get(i);
      long amount = amounts.get(i);
      if (amount != NOTHING && (figure.always() || amount > 0)) {
        List<String> examples =
            amount == 0 || figure.where().isEmpty() ? List.of() : examples(engine, from, figure);
        add(
            new Finding(
                table,
                name(table, figure.column()),
                figure.aspect(),
                figure.what(),
                amount,
                amounts.get(0),
                Optional.empty(),
                examples));
      }
    }
    columns.forEach(
        (column, type) -> {
          if (type.equals("VARCHAR")) {
            unlike(engine, table, from, column, amounts.get(0));
          }
        });
  }

  /** In a column of numbers, those that begin with letters: other things than the rest. */
  private void unlike(Engine engine, String table, String from, String column, long rows) {
    String name = Engine.quote(column);
    long digits =
        engine.number(
            "select count(*) from " + from + " where regexp_full_match(" + name + ", '[0-9]+')");
    if (digits == 0 || digits < MOST * rows) {
      return;
    }
    engine.each(
        "select regexp_extract("
            + name
            + ", '^[A-Za-z]+'), count(*), any_value("
            + name
            + ") from "
            + from
            + " where regexp_matches("
            + name
            + ", '^[A-Za-z]{1,3}[0-9]+$') group by 1 order by 2 desc, 1 limit "
            + EXAMPLES,
        row ->
            add(
                new Finding(
                    table,
                    name(table, column),
                    Aspect.CONSISTENCY,
                    "'" + row.getString(1) + "' before the number",
                    row.getLong(2),
                    rows,
                    Optional.empty(),
                    List.of(masked(row.getString(3))))));
  }

  /** Of an attribute the name that the project gives it. */
  private static String name(String table, String column) {
    return table.equals(PEOPLE) && column.startsWith("a_") ? column.substring(2) : column;
  }

  /**
   * @param where true of the rows that are counted; empty where no row is an example
   */
  private record Figure(String column, Aspect aspect, String what, String sql, String where) {
    static Figure counting(String column, Aspect aspect, String what, String where) {
      return new Figure(column, aspect, what, "count(*) filter (where " + where + ")", where);
    }

    /** Also where it is 0. */
    boolean always() {
      return what.equals("missing")
          || what.equals("exact duplicates")
          || what.equals("distinct")
          || aspect == Aspect.ROWS
          || aspect == Aspect.FRESHNESS;
    }
  }

  private void figures(String column, String type, List<Figure> figures) {
    String name = Engine.quote(column);
    boolean text = type.equals("VARCHAR");
    String missing = text ? "coalesce(trim(" + name + "), '') = ''" : name + " is null";
    figures.add(
        new Figure(
            column, Aspect.COMPLETENESS, "missing", "count(*) filter (where " + missing + ")", ""));
    figures.add(
        new Figure(column, Aspect.UNIQUENESS, "distinct", "count(distinct " + name + ")", ""));
    if (text) {
      figures.add(
          Figure.counting(
              column, Aspect.VALIDITY, "white space at an end", name + " <> trim(" + name + ")"));
      figures.add(
          Figure.counting(
              column,
              Aspect.VALIDITY,
              "a word for nothing",
              "lower(trim(" + name + ")) in ('null', 'n/a', 'na', 'none', '-', '?', 'unknown')"));
      if (column.toLowerCase(java.util.Locale.ROOT).contains("mail")) {
        figures.add(
            Figure.counting(
                column,
                Aspect.VALIDITY,
                "no address",
                "trim("
                    + name
                    + ") <> '' and not regexp_full_match(trim("
                    + name
                    + "), '[^@\\s]+@[^@\\s.]+(\\.[^@\\s.]+)+')"));
      }
    } else if (isNumber(type)) {
      figures.add(Figure.counting(column, Aspect.VALIDITY, "negative", name + " < 0"));
      figures.add(Figure.counting(column, Aspect.VALIDITY, "zero or less", name + " <= 0"));
    } else if (isTime(type)) {
      String instant = "timestamp '" + ValueColumns.stored(now).toString().replace('T', ' ') + "'";
      figures.add(
          Figure.counting(column, Aspect.VALIDITY, "in the future", name + " > " + instant));
      figures.add(
          Figure.counting(
              column, Aspect.VALIDITY, "before 1900", name + " < timestamp '1900-01-01'"));
      figures.add(
          new Figure(
              column,
              Aspect.FRESHNESS,
              "seconds since the latest",
              // DuckDB's greatest passes over null.
              "case when max("
                  + name
                  + ") is not null then greatest(0, date_diff('second', cast(max("
                  + name
                  + ") as timestamp), "
                  + instant
                  + ")) end",
              ""));
    }
  }

  private static boolean isNumber(String type) {
    return type.matches("(U?(TINY|SMALL|BIG|HUGE)INT|U?INTEGER|DOUBLE|FLOAT|DECIMAL.*)");
  }

  private static boolean isTime(String type) {
    return type.equals("DATE") || type.startsWith("TIMESTAMP");
  }

  /** A condition of the project's, true of a row that is wrong. */
  private void check(Engine engine, String table, String what, String condition) {
    String from = Engine.quote(table);
    try {
      long amount = engine.number("select count(*) from " + from + " where (" + condition + ")");
      add(
          new Finding(
              table,
              "",
              Aspect.CONSISTENCY,
              what,
              amount,
              engine.number("select count(*) from " + from),
              Optional.empty(),
              List.of()));
    } catch (StoreException e) {
      throw new io.espalier.sync.project.WrongInput(
          project.operations().place(table, what),
          "the check '" + what + "' is no condition over '" + table + "': " + e.getMessage(),
          "write SQL that is true of a wrong row, e.g. \"quantity < 0\"");
    }
  }

  private List<String> examples(Engine engine, String from, Figure figure) {
    return engine
        .list(
            "select distinct cast("
                + Engine.quote(figure.column())
                + " as varchar) from "
                + from
                + " where "
                + figure.where()
                + " order by 1 limit "
                + EXAMPLES,
            row -> row.getString(1))
        .stream()
        .map(Audit::masked)
        .toList();
  }

  /** Numbers and times as they are; of a text its shape: the first letter and how long it is. */
  static String masked(String value) {
    if (value.contains("@")) {
      return EmailAddress.mask(value);
    }
    if (value.matches("-?[0-9]+\\.[0-9]+")) {
      return new java.math.BigDecimal(value).stripTrailingZeros().toPlainString();
    }
    if (value.matches("-?[0-9.:T +-]+")) {
      return value;
    }
    return "'" + value.replaceAll("(?<=\\S)\\S", "*") + "'";
  }

  private void add(Finding finding) {
    Optional<Long> before =
        state.first(
            "select amount from ledger_audit where tab = ? and col = ? and what = ? order by audited_at desc limit 1",
            row -> row.getLong(1),
            finding.table(),
            finding.column(),
            finding.what());
    findings.add(
        new Finding(
            finding.table(),
            finding.column(),
            finding.aspect(),
            finding.what(),
            finding.amount(),
            finding.of(),
            before,
            finding.examples()));
  }

  public List<Finding> findings() {
    return List.copyOf(findings);
  }

  /** Keeps the figures, so that the next audit can tell what changed. */
  public void keep() {
    state.atomically(
        () ->
            findings.forEach(
                f ->
                    state.run(
                        "insert into ledger_audit values (?, ?, ?, ?, ?, ?)",
                        ValueColumns.stored(now),
                        f.table(),
                        f.column(),
                        f.what(),
                        f.amount(),
                        f.of())));
  }
}
