package io.espalier.sync.source;

import io.espalier.sync.project.SourceSpec;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.sqlite.SQLiteConnection;
import org.sqlite.core.Codes;
import org.sqlite.core.CoreStatement;
import org.sqlite.core.DB;

/**
 * Rows of a SQLite database, by the driver's own cell access: a cell has a type of its own there,
 * whatever its column was declared as, and a text is taken as the bytes that it is. Through {@code
 * ResultSet} each text would become a string first, which costs more than all else together.
 */
final class SqliteRows {
  private final DB db;
  private final CoreStatement statement;
  private final boolean utf8;

  /**
   * @param utf8 the database keeps its texts so: their bytes are what we write
   */
  private SqliteRows(DB db, CoreStatement statement, boolean utf8) {
    this.db = db;
    this.statement = statement;
    this.utf8 = utf8;
  }

  /** Reads a query to its end. */
  static void read(Connection connection, SourceSpec.Jdbc source, RowStream.Taker taker)
      throws SQLException {
    try (PreparedStatement prepared = connection.prepareStatement(source.query())) {
      SqliteRows rows =
          new SqliteRows(
              connection.unwrap(SQLiteConnection.class).getDatabase(),
              (CoreStatement) prepared,
              keepsUtf8(connection));
      rows.read(source, taker);
    }
  }

  private static boolean keepsUtf8(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet encoding = statement.executeQuery("pragma encoding")) {
      return encoding.next() && encoding.getString(1).equals("UTF-8");
    }
  }

  private void read(SourceSpec.Jdbc source, RowStream.Taker taker) throws SQLException {
    List<String> names =
        List.of(statement.pointer.safeRun((d, pointer) -> d.column_names(pointer)));
    JdbcSource.refuseTwins(source, names);
    RowBatch batch = taker.begin(names);
    long number = 1;
    batch.begin(number);
    boolean more = true;
    while (more) {
      RowBatch filling = batch;
      more =
          statement.pointer.safeRunInt((d, pointer) -> fill(pointer, filling)) == Codes.SQLITE_ROW;
      number += batch.rows();
      if (batch.rows() > 0) {
        batch = taker.take(batch);
        batch.begin(number);
      }
    }
  }

  /** One lock for a batch, not one for each cell. */
  private int fill(long pointer, RowBatch batch) throws SQLException {
    int columns = batch.columns();
    synchronized (db) {
      while (!batch.isFull()) {
        int state = db.step(pointer);
        if (state != Codes.SQLITE_ROW) {
          if (state != Codes.SQLITE_DONE) {
            db.throwex(state);
          }
          return state;
        }
        for (int column = 0; column < columns; column++) {
          cell(pointer, column, batch);
        }
        batch.endRow();
      }
    }
    return Codes.SQLITE_ROW;
  }

  private void cell(long pointer, int column, RowBatch batch) throws SQLException {
    switch (db.column_type(pointer, column)) {
      case Codes.SQLITE_INTEGER -> batch.whole(column, db.column_long(pointer, column));
      case Codes.SQLITE_FLOAT -> batch.real(column, db.column_double(pointer, column));
      case Codes.SQLITE_TEXT -> {
        if (utf8) {
          // Of an empty text the driver gives no bytes at all.
          byte[] bytes = db.column_blob(pointer, column);
          batch.text(column, bytes == null ? RowBatch.NONE : bytes);
        } else {
          batch.text(column, db.column_text(pointer, column));
        }
      }
      case Codes.SQLITE_NULL -> batch.nothing(column);
      default -> batch.bytes(column);
    }
  }
}
