package io.espalier.sync.source;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.duckdb.DuckDBAppender;

/** The rows of a query, told apart from the store that takes them: either may fail. */
final class JdbcRows {
  private final ResultSet rows;
  private final int columns;

  JdbcRows(ResultSet rows, int columns) {
    this.rows = rows;
    this.columns = columns;
  }

  /** The source failed in the middle of its rows. */
  static final class Cut extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final SQLException why;

    Cut(SQLException why) {
      super(why);
      this.why = why;
    }

    SQLException why() {
      return why;
    }
  }

  boolean next() {
    try {
      return rows.next();
    } catch (SQLException e) {
      throw new Cut(e);
    }
  }

  Optional<String> text(int column) {
    try {
      return Optional.ofNullable(rows.getString(column));
    } catch (SQLException e) {
      throw new Cut(e);
    }
  }

  Optional<String> mark(WatermarkKind kind, int column) {
    try {
      return kind.read(rows, column);
    } catch (SQLException e) {
      throw new Cut(e);
    }
  }

  /** Appends the row at hand. */
  void append(DuckDBAppender appender) throws SQLException {
    appender.beginRow();
    for (int i = 1; i <= columns; i++) {
      Optional<String> value = text(i);
      if (value.isPresent()) {
        appender.append(value.get());
      } else {
        appender.appendNull();
      }
    }
    appender.endRow();
  }
}
