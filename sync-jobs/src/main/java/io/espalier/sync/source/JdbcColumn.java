package io.espalier.sync.source;

import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.Locale;

/**
 * A column of a query.
 *
 * @param type the engine's type that stands for the declared one
 */
record JdbcColumn(String name, String type) {
  static String type(ResultSetMetaData meta, int column) throws SQLException {
    String declared = String.valueOf(meta.getColumnTypeName(column)).toUpperCase(Locale.ROOT);
    if (declared.contains("INT") || declared.contains("SERIAL")) {
      return "BIGINT";
    } else if (declared.contains("NUMERIC") || declared.contains("DECIMAL")) {
      return "DECIMAL(38,9)";
    } else if (declared.contains("REAL")
        || declared.contains("FLOA")
        || declared.contains("DOUB")) {
      return "DOUBLE";
    } else if (declared.startsWith("BOOL")) {
      return "BOOLEAN";
    } else if (declared.equals("DATE")) {
      return "DATE";
    } else if (declared.startsWith("TIMESTAMPTZ") || declared.contains("WITH TIME ZONE")) {
      return "TIMESTAMPTZ";
    } else if (declared.startsWith("TIMESTAMP") || declared.startsWith("DATETIME")) {
      return "TIMESTAMP";
    }
    return "VARCHAR";
  }
}
