package io.espalier.sync.cli;

import java.util.ArrayList;
import java.util.List;

/** Columns of equal width for a terminal. */
final class TextTable {
  private final List<String> head;
  private final List<List<String>> rows = new ArrayList<>();

  /**
   * @param columns their names; with {@code >} before it, a column is aligned to the right
   */
  TextTable(String... columns) {
    this.head = List.of(columns);
  }

  TextTable(List<String> columns) {
    this.head = List.copyOf(columns);
  }

  /** A row of as many cells as there are columns. */
  void row(String... cells) {
    row(List.of(cells));
  }

  void row(List<String> cells) {
    if (cells.size() != head.size()) {
      throw new IllegalArgumentException(cells.size() + " cells for " + head.size() + " columns");
    }
    rows.add(List.copyOf(cells));
  }

  /** The head and the rows, without white space at their ends. */
  List<String> lines() {
    List<List<String>> all = new ArrayList<>();
    all.add(head.stream().map(name -> name.startsWith(">") ? name.substring(1) : name).toList());
    all.addAll(rows);
    int[] widths = new int[head.size()];
    for (List<String> row : all) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).codePointCount(0, row.get(i).length()));
      }
    }
    return all.stream().map(row -> line(row, widths)).toList();
  }

  private String line(List<String> row, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      String cell = row.get(i);
      String space = " ".repeat(widths[i] - cell.codePointCount(0, cell.length()));
      boolean right = head.get(i).startsWith(">");
      line.append(i == 0 ? "" : "  ").append(right ? space + cell : cell + space);
    }
    return line.toString().stripTrailing();
  }
}
