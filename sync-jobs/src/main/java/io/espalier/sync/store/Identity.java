package io.espalier.sync.store;

import io.espalier.rule.Issue;
import io.espalier.sync.project.IdentitySpec;
import io.espalier.sync.project.Project;
import io.espalier.sync.project.WrongInput;
import io.espalier.sync.source.Rejects;
import io.espalier.sync.source.Tables;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Makes {@link IdentitySpec#TABLE}, one row a person, out of several tables, and {@link
 * IdentitySpec#KEYS}, which row became which person.
 *
 * <p>A person's key is that of their row in the most trusted table; where that is not the first
 * one, {@code table:key}.
 */
final class Identity {
  /** Every row of every table, its columns under their common names. */
  static final String ROWS = "es_identity_rows";

  /** {@code identifier, n, v, es_node}: which row holds which value. */
  static final String VALUES = "es_identity_values";

  /** {@code es_node, person}: a person is named by the least of their nodes. */
  static final String NODES = "es_identity_nodes";

  /** {@code identifier, n, broken}: values that joined nobody. */
  static final String REFUSED = "es_identity_refused";

  private final IdentitySpec spec;
  private final Project project;
  private final Engine engine;
  private final Tables tables;
  private final Rejects rejects;
  private final List<Issue> issues = new ArrayList<>();

  Identity(IdentitySpec spec, Project project, Engine engine, Tables tables, Rejects rejects) {
    this.spec = spec;
    this.project = project;
    this.engine = engine;
    this.tables = tables;
    this.rejects = rejects;
  }

  /**
   * @throws WrongInput where a table is not as the project says
   */
  void make() {
    rows();
    values();
    if (!issues.isEmpty()) {
      throw new WrongInput(issues);
    }
    join();
    engine.run(
        "create or replace temp table "
            + IdentitySpec.KEYS
            + " as select distinct r.es_table as source, r.es_key as key, case when p.es_table_no = 0 then p.es_key else p.es_table || ':' || p.es_key end as profile, n.es_node, n.person from "
            + ROWS
            + " r join "
            + NODES
            + " n using (es_node) join (select distinct es_node, es_table_no, es_table, es_key from "
            + ROWS
            + ") p on p.es_node = n.person");
    new IdentityMerge(spec, project.profile(), engine).make();
    tables.adopt(IdentitySpec.KEYS);
    tables.adopt(IdentitySpec.TABLE);
  }

  private void rows() {
    List<String> selects = new ArrayList<>();
    for (int i = 0; i < spec.tables().size(); i++) {
      selects.add(select(i, spec.tables().get(i)));
    }
    if (!issues.isEmpty()) {
      throw new WrongInput(issues);
    }
    try {
      engine.run(
          "create or replace temp table es_identity_all as "
              + String.join(" union all by name ", selects));
    } catch (StoreException e) {
      throw new WrongInput(spec.place(), "the tables do not fit together: " + e.getMessage(), "");
    }
    for (IdentitySpec.Table table : spec.tables()) {
      long none =
          engine.number(
              "select count(*) from es_identity_all where es_key is null and es_table = ?",
              table.name());
      for (long i = 0; i < none; i++) {
        rejects.add(table.name(), "key (none)", "no key");
      }
    }
    // The order is one of the rows' own, whichever way the tables list them.
    engine.run(
        "create or replace temp table "
            + ROWS
            + " as select dense_rank() over (order by es_table_no, es_key) - 1 as es_node, row_number() over (order by es_table_no, es_key, md5(cast(es_identity_all as varchar))) as es_rank, * from es_identity_all where es_key is not null");
    engine.run("drop table es_identity_all");
  }

  private String select(int number, IdentitySpec.Table table) {
    Map<String, String> types = tables.load(table.name());
    Optional<String> key = tables.column(table.name(), table.key(), issues);
    Map<String, String> named = new LinkedHashMap<>();
    table
        .columns()
        .forEach(
            (name, ref) ->
                tables
                    .column(table.name(), ref, issues)
                    .ifPresent(c -> named.put(name.toLowerCase(Locale.ROOT), c)));
    for (String column : types.keySet()) {
      String name = column.toLowerCase(Locale.ROOT);
      boolean ours = name.equals("key") || name.startsWith("es_");
      if (!ours && !named.containsValue(column)) {
        named.putIfAbsent(name, column);
      }
    }
    StringBuilder sql =
        new StringBuilder("select ")
            .append(number)
            .append(" as es_table_no, ")
            .append(Engine.literal(table.name()))
            .append(" as es_table, ")
            .append(
                Casts.key(
                    Engine.quote(key.orElse("")), types.getOrDefault(key.orElse(""), "VARCHAR")))
            .append(" as es_key");
    named.forEach(
        (name, column) ->
            sql.append(", ")
                .append(Engine.quote(column))
                .append(" as ")
                .append(Engine.quote(name)));
    return sql.append(" from ").append(Engine.quote(table.name())).toString();
  }

  private void values() {
    List<String> columns =
        engine.list(
            "select lower(column_name) from (describe " + ROWS + ")", row -> row.getString(1));
    engine.run(
        "create or replace temp table "
            + VALUES
            + " (identifier integer, n integer, v varchar, es_node integer)");
    for (int i = 0; i < spec.identifiers().size(); i++) {
      IdentitySpec.Identifier identifier = spec.identifiers().get(i);
      if (!columns.contains(identifier.name().toLowerCase(Locale.ROOT))) {
        issues.add(
            Issue.error(
                identifier.place(),
                "no table has a column '" + identifier.name() + "'",
                "name it under 'columns' of a table, e.g. columns: {"
                    + identifier.name()
                    + ": Column}"));
        continue;
      }
      try {
        engine.run(
            "insert into "
                + VALUES
                + " select "
                + i
                + ", dense_rank() over (order by v), v, es_node from (select distinct "
                + value(identifier)
                + " as v, es_node from "
                + ROWS
                + ") where v is not null");
      } catch (StoreException e) {
        issues.add(
            Issue.error(
                identifier.place(),
                "'" + identifier.name() + "' cannot be read: " + e.getMessage(),
                "is each 'block' a regular expression as RE2 knows them?"));
      }
    }
  }

  /** The value as it is compared; NULL where it is missing or blocked. */
  private static String value(IdentitySpec.Identifier identifier) {
    String text = Casts.text(Engine.quote(identifier.name().toLowerCase(Locale.ROOT)));
    String value =
        switch (identifier.kind()) {
          case EMAIL -> "lower(" + text + ")";
          // 0049 170 and +49 (170) are one number.
          case PHONE ->
              "nullif(regexp_replace(regexp_replace("
                  + text
                  + ", '[^0-9+]', '', 'g'), '^(\\+|00)', ''), '')";
          case TEXT -> text;
        };
    String blocked =
        identifier.blocked().stream().map(b -> "(?:" + b + ")").collect(Collectors.joining("|"));
    String blocks = "regexp_full_match(%s, " + Engine.literal(blocked) + ", 'i')";
    String written = blocks.formatted("w");
    return "(select case when "
        + written
        + (identifier.kind() == IdentitySpec.Kind.PHONE ? " or " + blocks.formatted("x") : "")
        + " then null else x end from (select "
        + text
        + " as w, "
        + value
        + " as x))";
  }

  private void join() {
    int rows = (int) engine.number("select coalesce(max(es_node), -1) + 1 from " + ROWS);
    Joining joining =
        new Joining(
            rows, spec.identifiers().stream().mapToInt(IdentitySpec.Identifier::limit).toArray());
    for (IdentitySpec.Split split : spec.splits()) {
      Optional<Integer> one = node(split.one());
      Optional<Integer> other = node(split.other());
      if (one.isPresent() && other.isPresent()) {
        joining.split(one.get(), other.get());
      }
    }
    joining.join(shared());
    engine.run("create or replace temp table " + NODES + " (es_node integer, person integer)");
    int[] least = new int[rows];
    java.util.Arrays.fill(least, -1);
    engine.fill(
        NODES,
        appender -> {
          for (int row = 0; row < rows; row++) {
            int person = joining.person(row);
            least[person] = least[person] < 0 ? row : least[person];
            appender.beginRow();
            appender.append(row);
            appender.append(least[person]);
            appender.endRow();
          }
        });
    engine.run(
        "create or replace temp table "
            + REFUSED
            + " (identifier integer, n integer, broken integer)");
    engine.fill(
        REFUSED,
        appender -> {
          for (Joining.Refused refused : joining.refused()) {
            appender.beginRow();
            appender.append(refused.identifier());
            appender.append(refused.value());
            appender.append(refused.limit());
            appender.endRow();
          }
        });
  }

  private List<Joining.Shared> shared() {
    List<Joining.Shared> all = new ArrayList<>();
    int[][] rows = {new int[16]};
    int[] at = {-1, -1, 0};
    engine.each(
        "select identifier, n, es_node from " + VALUES + " order by identifier, n, es_node",
        row -> {
          int identifier = row.getInt(1);
          int n = row.getInt(2);
          if (identifier != at[0] || n != at[1]) {
            close(all, at, rows[0]);
            at[0] = identifier;
            at[1] = n;
            at[2] = 0;
          }
          if (at[2] == rows[0].length) {
            rows[0] = java.util.Arrays.copyOf(rows[0], at[2] * 2);
          }
          rows[0][at[2]++] = row.getInt(3);
        });
    close(all, at, rows[0]);
    return all;
  }

  private static void close(List<Joining.Shared> all, int[] at, int[] rows) {
    if (at[2] > 0) {
      all.add(new Joining.Shared(at[0], at[1], java.util.Arrays.copyOf(rows, at[2])));
    }
  }

  private Optional<Integer> node(String name) {
    int colon = name.indexOf(':');
    return engine.first(
        "select es_node from " + ROWS + " where es_table = ? and es_key = ?",
        row -> row.getInt(1),
        name.substring(0, colon),
        name.substring(colon + 1));
  }
}
