package io.espalier.sandbox.salesforcemc;

import io.espalier.sandbox.salesforcemc.sql.Table;
import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A data extension as a query sees it: its cells with the types of its columns. */
final class ExtensionTable {
  private ExtensionTable() {}

  static Table of(Extension extension) {
    Set<String> columns = new LinkedHashSet<>();
    extension.definition().fields().forEach(field -> columns.add(field.key()));
    List<Map<String, Object>> rows = new ArrayList<>();
    for (Row row : extension.rows()) {
      Map<String, Object> cells = new HashMap<>();
      for (Field field : extension.definition().fields()) {
        String cell = row.get(field);
        if (cell != null) {
          cells.put(field.key(), value(field, cell));
        }
      }
      rows.add(cells);
    }
    return new Table(columns, rows);
  }

  private static Object value(Field field, String cell) {
    return switch (field.type()) {
      case Number, Decimal -> new BigDecimal(cell);
      case Boolean -> cell.equals("True");
      case Date -> LocalDateTime.parse(cell);
      case Text, EmailAddress, Phone, Locale -> cell;
    };
  }
}
