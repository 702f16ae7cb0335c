package io.espalier.sandbox.salesforcemc;

import java.util.ArrayList;
import java.util.List;

/** A delimited file, quoted as RFC 4180 says or not at all. */
final class Csv {
  private Csv() {}

  /** The records, each with its cells; empty lines are none. */
  static List<List<String>> read(String text, char delimiter, boolean quoted) {
    List<List<String>> records = new ArrayList<>();
    List<String> cells = new ArrayList<>();
    StringBuilder cell = new StringBuilder();
    boolean inside = false;
    boolean any = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (inside) {
        boolean twice = c == '"' && i + 1 < text.length() && text.charAt(i + 1) == '"';
        if (c != '"' || twice) {
          cell.append(c);
          i += twice ? 1 : 0;
        } else {
          inside = false;
        }
      } else if (quoted && c == '"' && cell.length() == 0) {
        inside = true;
        any = true;
      } else if (c == delimiter) {
        cells.add(cell.toString());
        cell.setLength(0);
        any = true;
      } else if (c == '\n') {
        end(records, cells, cell, any);
        cells = new ArrayList<>();
        any = false;
      } else if (c != '\r') {
        cell.append(c);
        any = true;
      }
    }
    end(records, cells, cell, any);
    return records;
  }

  private static void end(
      List<List<String>> records, List<String> cells, StringBuilder cell, boolean any) {
    if (any) {
      cells.add(cell.toString());
      records.add(List.copyOf(cells));
    }
    cell.setLength(0);
  }
}
