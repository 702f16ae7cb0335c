package io.espalier.sync.store;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.duckdb.DuckDBConnection;

/**
 * The prepared statements of one connection, kept for their next use: to prepare one takes longer
 * than to execute it on a few rows. Used by one thread and one at a time, as its connection.
 */
final class Statements {
  /** So many texts are remembered; what was used longest ago goes first. */
  private static final int KEPT = 200;

  private static final Pattern KEPT_TABLE =
      Pattern.compile("^(?:select|insert|update|delete) .*\\b(?:ledger|consent)_", Pattern.DOTALL);

  private final DuckDBConnection connection;
  private final Map<String, PreparedStatement> idle = new LinkedHashMap<>();

  Statements(DuckDBConnection connection) {
    this.connection = connection;
  }

  /** A statement of that text that nobody uses; whoever took it gives it back or closes it. */
  PreparedStatement take(String sql) throws SQLException {
    PreparedStatement known = idle.remove(sql);
    return known == null ? connection.prepareStatement(sql) : known;
  }

  /** It was executed, and its result is closed. */
  void give(String sql, PreparedStatement statement) throws SQLException {
    if (!isWorthKeeping(sql)) {
      statement.close();
      return;
    }
    idle.put(sql, statement);
    if (idle.size() > KEPT) {
      Iterator<PreparedStatement> oldest = idle.values().iterator();
      oldest.next().close();
      oldest.remove();
    }
  }

  /**
   * Those on the tables of the state, which keep their columns as long as it is open. Others speak
   * of tables that are made anew and may have other columns then, which DuckDB takes amiss.
   */
  private static boolean isWorthKeeping(String sql) {
    return sql.equals("begin transaction")
        || sql.equals("commit")
        || (KEPT_TABLE.matcher(sql).find() && !sql.contains("es_"));
  }

  void close() throws SQLException {
    for (PreparedStatement statement : idle.values()) {
      statement.close();
    }
    idle.clear();
  }
}
