package io.espalier.sync.source;

import io.espalier.sync.project.Project;
import io.espalier.sync.project.SourceSpec;
import io.espalier.sync.store.Engine;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.Date;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads a source or a model row by row, in batches, as it is: what is done with the rows while they
 * come needs no more memory than a few batches. A query over JDBC is read where it is; files and
 * models are made tables of the engine first.
 */
public final class RowStream {
  private static final int FETCH = 5_000;

  /** Takes the rows. */
  public interface Taker {
    /** Told of the columns, once, before the first row; gives the batch to fill first. */
    RowBatch begin(List<String> columns);

    /** Takes a batch that has rows; gives the one to fill next. */
    RowBatch take(RowBatch batch);
  }

  private RowStream() {}

  /** A batch for so many columns. */
  public static RowBatch batch(int columns) {
    return new RowBatch(columns);
  }

  /**
   * Reads a table to its end.
   *
   * @param rejects receives rows of a file that cannot be read
   * @throws io.espalier.sync.project.WrongInput where it cannot be read
   */
  public static void read(Project project, String table, Rejects rejects, Taker taker) {
    if (project.sources().get(table) instanceof SourceSpec.Jdbc jdbc) {
      JdbcSource.open(jdbc, connection -> read(jdbc, connection, taker));
      return;
    }
    try (Engine engine = Engine.inMemory(project.store().memoryMiB())) {
      Map<String, String> columns = new Tables(project, engine, rejects).load(table);
      Rows rows = new Rows(taker, List.copyOf(columns.keySet()), nested(columns));
      engine.each(select(table, columns), rows::row);
      rows.end();
    }
  }

  private static void read(SourceSpec.Jdbc source, Connection connection, Taker taker)
      throws SQLException {
    if (connection.isWrapperFor(org.sqlite.SQLiteConnection.class)) {
      SqliteRows.read(connection, source, taker);
      return;
    }
    try (Statement statement = connection.createStatement()) {
      statement.setFetchSize(FETCH);
      try (ResultSet result = statement.executeQuery(source.query())) {
        ResultSetMetaData meta = result.getMetaData();
        List<String> names = new ArrayList<>();
        JdbcSource.columns(source, meta).forEach(column -> names.add(column.name()));
        Rows rows = new Rows(taker, names, new boolean[names.size()]);
        while (result.next()) {
          rows.row(result);
        }
        rows.end();
      }
    }
  }

  /** Lists and structures come as JSON. */
  private static String select(String table, Map<String, String> columns) {
    List<String> selected = new ArrayList<>();
    columns.forEach(
        (name, type) -> {
          String quoted = Engine.quote(name);
          selected.add(
              isNested(type) ? "cast(to_json(" + quoted + ") as varchar) as " + quoted : quoted);
        });
    return "select " + String.join(", ", selected) + " from " + Engine.quote(table);
  }

  private static boolean isNested(String type) {
    return type.endsWith("]") || type.startsWith("STRUCT") || type.startsWith("MAP");
  }

  private static boolean[] nested(Map<String, String> columns) {
    boolean[] nested = new boolean[columns.size()];
    int column = 0;
    for (String type : columns.values()) {
      nested[column++] = isNested(type);
    }
    return nested;
  }

  /** Any result's rows, by the types that its driver gives their cells. */
  private static final class Rows {
    private final Taker taker;
    private final boolean[] json;
    private RowBatch batch;
    private long number = 1;

    Rows(Taker taker, List<String> names, boolean[] json) {
      this.taker = taker;
      this.json = json;
      this.batch = taker.begin(names);
      batch.begin(number);
    }

    void row(ResultSet row) throws SQLException {
      for (int column = 0; column < json.length; column++) {
        cell(column, row.getObject(column + 1));
      }
      batch.endRow();
      number++;
      if (batch.isFull()) {
        batch = taker.take(batch);
        batch.begin(number);
      }
    }

    void end() {
      if (batch.rows() > 0) {
        taker.take(batch);
      }
    }

    private void cell(int column, @Nullable Object value) {
      if (value == null) {
        batch.nothing(column);
      } else if (json[column]) {
        batch.json(column, value.toString());
      } else if (value instanceof Long
          || value instanceof Integer
          || value instanceof Short
          || value instanceof Byte) {
        batch.whole(column, ((Number) value).longValue());
      } else if (value instanceof Double || value instanceof Float) {
        batch.real(column, ((Number) value).doubleValue());
      } else if (value instanceof BigDecimal decimal) {
        batch.decimal(column, decimal);
      } else if (value instanceof BigInteger whole) {
        batch.json(column, whole.toString());
      } else if (value instanceof Boolean truth) {
        batch.truth(column, truth);
      } else if (value instanceof byte[] || value instanceof java.sql.Blob) {
        batch.bytes(column);
      } else {
        batch.text(column, text(value));
      }
    }

    /** Times as ISO 8601; without an offset where the source has none. */
    private static String text(Object value) {
      if (value instanceof Timestamp time) {
        return time.toLocalDateTime().toString();
      } else if (value instanceof OffsetDateTime time) {
        return time.toInstant().toString();
      } else if (value instanceof Date date) {
        return date.toLocalDate().toString();
      }
      return value.toString();
    }
  }
}
