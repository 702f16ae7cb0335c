package io.espalier.sandbox.salesforcemc.sql;

import io.espalier.sandbox.salesforcemc.sql.Expressions.Condition;
import io.espalier.sandbox.salesforcemc.sql.Expressions.Scalar;
import io.espalier.sandbox.salesforcemc.sql.Expressions.Scope;
import io.espalier.sandbox.salesforcemc.sql.Expressions.Source;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One SELECT over data extensions: columns and expressions, DISTINCT and TOP, inner and left joins,
 * WHERE, GROUP BY with aggregates. Conditions are true, false or unknown; a row is kept where its
 * is true. Identifiers do not mind case; texts do or not, as the account's collation says. What
 * else SQL Server knows is refused.
 */
public final class QueryActivity {
  private final Tokens tokens;
  private final Expressions expressions;
  private final boolean caseMatters;

  /**
   * One thing that is selected.
   *
   * @param name lower-cased
   * @param column {@code ALIAS.column} where it is one; empty for an expression
   * @param aggregate null for a plain value
   */
  private record Item(String name, String column, Scalar scalar, @Nullable Aggregate aggregate) {}

  private QueryActivity(
      String query, Function<String, Table> tables, LocalDateTime now, boolean caseMatters) {
    this.tokens = new Tokens(query);
    this.caseMatters = caseMatters;
    expressions = new Expressions(tokens, tables, now, caseMatters);
  }

  /**
   * Runs one.
   *
   * @param tables a data extension by its name; null where there is none
   * @param now in UTC
   * @param caseMatters whether the account's own collation tells upper from lower case
   * @return the selected columns by lower-cased name, of each row; NULL is absent
   */
  public static List<Map<String, Object>> run(
      String query,
      Function<String, @Nullable Table> tables,
      LocalDateTime now,
      boolean caseMatters) {
    return new QueryActivity(query, known(tables), now, caseMatters).run(false).rows();
  }

  /**
   * Reads one, over tables whose rows do not matter.
   *
   * @return the names of the columns that it selects, lower-cased
   * @throws SqlFault where it is wrong
   */
  public static Set<String> columns(
      String query, Function<String, @Nullable Table> tables, LocalDateTime now) {
    return new QueryActivity(query, known(tables), now, false).run(true).columns();
  }

  private static Function<String, Table> known(Function<String, @Nullable Table> tables) {
    return name -> {
      Table table = tables.apply(name);
      if (table == null) {
        throw new SqlFault("Invalid object name '" + name + "'.");
      }
      return table;
    };
  }

  private Table run(boolean readOnly) {
    tokens.expect("SELECT");
    boolean distinct = tokens.take("DISTINCT");
    int top =
        tokens.take("TOP")
            ? Integer.parseInt(tokens.expect(Tokens.Kind.NUMBER))
            : Integer.MAX_VALUE;
    int list = tokens.mark();
    skipToFrom();
    List<Scope> scopes = from(readOnly);
    Condition where = tokens.take("WHERE") ? expressions.or() : scope -> Boolean.TRUE;
    List<String> groups = groupBy();
    if (tokens.peek().kind() != Tokens.Kind.END) {
      throw new SqlFault("Incorrect syntax near '" + tokens.peek().text() + "'.");
    }
    tokens.back(list);
    List<Item> items = items();
    tokens.expect("FROM");
    boolean grouped = !groups.isEmpty() || items.stream().anyMatch(i -> i.aggregate() != null);
    check(items, groups, grouped);
    List<Scope> kept =
        readOnly
            ? List.of()
            : scopes.stream().filter(s -> Boolean.TRUE.equals(where.test(s))).toList();
    List<Map<String, Object>> rows = new ArrayList<>();
    if (grouped) {
      groups(kept, groups).forEach(group -> rows.add(row(items, group)));
    } else {
      kept.forEach(scope -> rows.add(row(items, List.of(scope))));
    }
    Set<String> columns = new LinkedHashSet<>();
    items.forEach(item -> columns.add(item.name()));
    return new Table(columns, (distinct ? distinct(rows) : rows).stream().limit(top).toList());
  }

  private void skipToFrom() {
    int depth = 0;
    while (depth > 0 || !tokens.take("FROM")) {
      Tokens.Token token = tokens.next();
      if (token.kind() == Tokens.Kind.END) {
        throw new SqlFault("Incorrect syntax: there is no FROM.");
      }
      boolean sign = token.kind() == Tokens.Kind.SIGN;
      depth += sign && token.text().equals("(") ? 1 : sign && token.text().equals(")") ? -1 : 0;
    }
  }

  private List<Scope> from(boolean readOnly) {
    Source first = expressions.source();
    List<Scope> scopes = new ArrayList<>();
    if (!readOnly) {
      first.table().rows().forEach(row -> scopes.add(new Scope(Map.of(first.alias(), row))));
    }
    List<Scope> all = scopes;
    while (true) {
      boolean left = tokens.take("LEFT");
      boolean said = left ? tokens.take("OUTER") : tokens.take("INNER");
      if (!tokens.take("JOIN")) {
        if (left || said) {
          throw new SqlFault("Incorrect syntax near '" + tokens.peek().text() + "'.");
        }
        return all;
      }
      Source joined = expressions.source();
      tokens.expect("ON");
      all = Joins.joined(all, joined, left, tokens, expressions, caseMatters);
    }
  }

  private List<String> groupBy() {
    List<String> groups = new ArrayList<>();
    if (tokens.take("GROUP")) {
      tokens.expect("BY");
      do {
        groups.add(columnName());
      } while (tokens.take(","));
    }
    return groups;
  }

  /** {@code ALIAS.column}, whether the alias was said or not. */
  private String columnName() {
    String first = expressions.part();
    String alias = tokens.take(".") ? first : "";
    String name = alias.isEmpty() ? first : expressions.part();
    String owner = alias.isEmpty() ? expressions.owner(name) : alias.toUpperCase(Locale.ROOT);
    expressions.column(owner, name);
    return owner + "." + name.toLowerCase(Locale.ROOT);
  }

  private List<Item> items() {
    List<Item> items = new ArrayList<>();
    do {
      if (tokens.take("*")) {
        expressions
            .inReach()
            .forEach((alias, table) -> table.columns().forEach(c -> items.add(plain(alias, c))));
      } else {
        items.add(item());
      }
    } while (tokens.take(","));
    Set<String> names = new LinkedHashSet<>();
    for (Item item : items) {
      if (!names.add(item.name())) {
        throw new SqlFault("The column '" + item.name() + "' was specified multiple times.");
      }
    }
    return items;
  }

  private Item plain(String alias, String column) {
    return new Item(column, alias + "." + column, expressions.column(alias, column), null);
  }

  private Item item() {
    int mark = tokens.mark();
    Aggregate aggregate = Aggregate.taken(tokens);
    Scalar scalar;
    String column = "";
    if (aggregate == null) {
      column = bareColumn(mark);
      scalar = expressions.sum().scalar();
    } else if (tokens.take("*")) {
      scalar = scope -> "";
      tokens.expect(")");
    } else {
      aggregate = tokens.take("DISTINCT") ? aggregate.distinct() : aggregate;
      scalar = expressions.sum().scalar();
      tokens.expect(")");
    }
    boolean said = tokens.take("AS");
    Tokens.Token next = tokens.peek();
    boolean aliased =
        said
            || next.kind() == Tokens.Kind.NAME
            || (next.kind() == Tokens.Kind.WORD && !next.text().equals("FROM"));
    String name = aliased ? expressions.part() : column.substring(column.indexOf('.') + 1);
    if (name.isEmpty()) {
      throw new SqlFault("No column name was specified for a column of the query.");
    }
    return new Item(name.toLowerCase(Locale.ROOT), column, scalar, aggregate);
  }

  /** The column that an item consists of; empty where it is something else. */
  private String bareColumn(int mark) {
    String column = "";
    try {
      String found = columnName();
      Tokens.Token next = tokens.peek();
      boolean ends =
          next.kind() == Tokens.Kind.NAME
              || next.kind() == Tokens.Kind.WORD && !next.text().equals("COLLATE")
              || next.text().equals(",");
      column = ends ? found : "";
    } catch (SqlFault notAColumn) {
      column = "";
    }
    tokens.back(mark);
    return column;
  }

  private static void check(List<Item> items, List<String> groups, boolean grouped) {
    for (Item item : items) {
      if (grouped && item.aggregate() == null && !groups.contains(item.column())) {
        throw new SqlFault(
            "Column '"
                + item.name()
                + "' is invalid in the select list because it is not contained in either an"
                + " aggregate function or the GROUP BY clause.");
      }
    }
  }

  private Iterable<List<Scope>> groups(List<Scope> kept, List<String> groups) {
    if (groups.isEmpty()) {
      return List.of(kept);
    }
    List<Scalar> scalars =
        groups.stream()
            .map(g -> g.split("\\.", 2))
            .map(parts -> expressions.column(parts[0], parts[1]))
            .toList();
    Map<List<Object>, List<Scope>> found = new LinkedHashMap<>();
    for (Scope scope : kept) {
      List<Object> key = new ArrayList<>();
      scalars.forEach(scalar -> key.add(Scalars.same(scalar.of(scope), caseMatters)));
      found.computeIfAbsent(key, any -> new ArrayList<>()).add(scope);
    }
    return found.values();
  }

  private Map<String, Object> row(List<Item> items, List<Scope> group) {
    Map<String, Object> shown = new LinkedHashMap<>();
    for (Item item : items) {
      Aggregate aggregate = item.aggregate();
      Object cell =
          aggregate == null
              ? item.scalar().of(group.get(0))
              : aggregate.of(group.stream().map(item.scalar()::of).toList(), caseMatters);
      if (cell != null) {
        shown.put(item.name(), cell);
      }
    }
    return shown;
  }

  private List<Map<String, Object>> distinct(List<Map<String, Object>> rows) {
    Map<Map<String, Object>, Map<String, Object>> first = new LinkedHashMap<>();
    for (Map<String, Object> row : rows) {
      Map<String, Object> key = new HashMap<>();
      row.forEach((name, cell) -> key.put(name, Scalars.same(cell, caseMatters)));
      first.putIfAbsent(key, row);
    }
    return List.copyOf(first.values());
  }
}
