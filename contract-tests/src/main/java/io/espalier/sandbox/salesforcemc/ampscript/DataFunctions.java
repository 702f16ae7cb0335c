package io.espalier.sandbox.salesforcemc.ampscript;

import static io.espalier.sandbox.salesforcemc.ampscript.Arguments.text;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Functions on data extensions and rowsets. */
final class DataFunctions {
  private static final int MOST = 2000;

  private DataFunctions() {}

  static void addTo(Functions.Registry registry) {
    registry.add("Lookup", 4, -1, DataFunctions::lookup);
    registry.add("LookupRows", 3, -1, (in, a) -> new RowSet(find(in, a, 1, false, MOST)));
    registry.add("LookupRowsCS", 3, -1, (in, a) -> new RowSet(find(in, a, 1, true, MOST)));
    registry.add("LookupOrderedRows", 5, -1, (in, a) -> ordered(in, a, false));
    registry.add("LookupOrderedRowsCS", 5, -1, (in, a) -> ordered(in, a, true));
    registry.add(
        "DataExtensionRowCount",
        1,
        1,
        (in, a) -> {
          long count = 0;
          for (Map<String, @Nullable Object> ignored : table(in, text(a, 0)).rows()) {
            count++;
          }
          return BigDecimal.valueOf(count);
        });
    registry.add(
        "RowCount",
        1,
        1,
        (in, a) -> BigDecimal.valueOf(a.get(0) instanceof RowSet rows ? rows.lines().size() : 0));
    registry.add("Row", 2, 2, (in, a) -> row(a));
    registry.add("Field", 2, 3, (in, a) -> field(a));
    registry.add("BuildRowsetFromJSON", 3, 3, (in, a) -> JsonRows.read(a));
    registry.add("BuildRowSetFromString", 2, 2, (in, a) -> split(text(a, 0), text(a, 1)));
  }

  static SendContext.Table table(Interpreter in, String name) {
    boolean shared = name.regionMatches(true, 0, "Ent.", 0, 4);
    return (shared ? in.context().sharedTable(name.substring(4)) : in.context().table(name))
        .orElseThrow(() -> Failures.runtime("the data extension " + name + " does not exist"));
  }

  private static @Nullable Object lookup(Interpreter in, List<@Nullable Object> a) {
    SendContext.Table table = table(in, text(a, 0));
    String column = column(table, text(a, 1));
    List<RowSet.Line> found = find(in, a, 2, false, 1);
    if (found.isEmpty()) {
      return in.disputed().nullLookupIsNull() ? null : "";
    }
    return found.get(0).cells().get(column);
  }

  private static RowSet ordered(Interpreter in, List<@Nullable Object> a, boolean exact) {
    int most = Arguments.whole("LookupOrderedRows", a, 1);
    List<String> order = List.of(text(a, 2).strip().split("\\s+", -1));
    SendContext.Table table = table(in, text(a, 0));
    String column = column(table, order.get(0));
    Comparator<RowSet.Line> comparator =
        (left, right) -> {
          Object one = left.cells().get(column);
          Object other = right.cells().get(column);
          if (one == null || other == null) {
            return Boolean.compare(one != null, other != null);
          }
          return Comparison.test(one, "<", other) ? -1 : Comparison.test(one, ">", other) ? 1 : 0;
        };
    boolean down = order.size() > 1 && order.get(1).equalsIgnoreCase("desc");
    List<RowSet.Line> lines = new ArrayList<>(find(in, a, 3, exact, Integer.MAX_VALUE));
    lines.sort(down ? comparator.reversed() : comparator);
    int limit = most < 1 ? MOST : Math.min(most, MOST);
    return new RowSet(List.copyOf(lines.subList(0, Math.min(limit, lines.size()))));
  }

  private static List<RowSet.Line> find(
      Interpreter in, List<@Nullable Object> a, int pairs, boolean exact, int most) {
    SendContext.Table table = table(in, text(a, 0));
    if ((a.size() - pairs) % 2 != 0) {
      throw Failures.runtime("a lookup has a column without a value");
    }
    List<RowSet.Line> found = new ArrayList<>();
    for (Map<String, @Nullable Object> row : candidates(table, a, pairs)) {
      boolean all = true;
      for (int i = pairs; all && i < a.size(); i += 2) {
        all = same(row.get(column(table, text(a, i))), a.get(i + 1), exact);
      }
      if (all) {
        found.add(new RowSet.Line(table.columns(), row));
        if (found.size() >= most) {
          break;
        }
      }
    }
    return found;
  }

  private static Iterable<Map<String, @Nullable Object>> candidates(
      SendContext.Table table, List<@Nullable Object> a, int pairs) {
    for (int i = pairs; i < a.size(); i += 2) {
      var some = table.index().candidates(column(table, text(a, i)), text(a, i + 1));
      if (some.isPresent()) {
        return some.get();
      }
    }
    return table.rows();
  }

  private static boolean same(@Nullable Object cell, @Nullable Object wanted, boolean exact) {
    String left = Values.print(cell);
    String right = Values.print(wanted);
    return exact ? left.equals(right) : left.equalsIgnoreCase(right);
  }

  static String column(SendContext.Table table, String name) {
    return table.columns().stream()
        .filter(c -> c.equalsIgnoreCase(name))
        .findFirst()
        .orElseThrow(() -> Failures.runtime("the column " + name + " does not exist"))
        .toLowerCase(Locale.ROOT);
  }

  private static RowSet.Line row(List<@Nullable Object> a) {
    if (!(a.get(0) instanceof RowSet rows)) {
      throw Failures.runtime("Row: argument 1 is not a rowset");
    }
    int at = Arguments.whole("Row", a, 1);
    if (at < 1 || at > rows.lines().size()) {
      throw Failures.runtime("Row: there is no row " + at);
    }
    return rows.lines().get(at - 1);
  }

  private static @Nullable Object field(List<@Nullable Object> a) {
    if (!(a.get(0) instanceof RowSet.Line line)) {
      throw Failures.runtime("Field: argument 1 is not a row");
    }
    String name = text(a, 1);
    int ordinal = Values.number(a.get(1)).map(BigDecimal::intValue).orElse(0);
    String column =
        line.columns().stream()
            .filter(c -> c.equalsIgnoreCase(name))
            .findFirst()
            .orElse(
                ordinal >= 1 && ordinal <= line.columns().size()
                    ? line.columns().get(ordinal - 1)
                    : null);
    if (column == null) {
      if (a.size() > 2 && !Arguments.flag(a, 2)) {
        return "";
      }
      throw Failures.runtime("Field: the column " + name + " does not exist");
    }
    return line.cells().get(column.toLowerCase(Locale.ROOT));
  }

  private static RowSet split(String text, String separator) {
    List<RowSet.Line> lines = new ArrayList<>();
    if (!text.isEmpty()) {
      int from = 0;
      int at = separator.isEmpty() ? -1 : text.indexOf(separator);
      while (at >= 0) {
        lines.add(line(text.substring(from, at)));
        from = at + separator.length();
        at = text.indexOf(separator, from);
      }
      lines.add(line(text.substring(from)));
    }
    return new RowSet(lines);
  }

  private static RowSet.Line line(String value) {
    Map<String, @Nullable Object> cells = new HashMap<>();
    cells.put("", value);
    return new RowSet.Line(List.of(""), cells);
  }
}
