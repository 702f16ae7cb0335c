package io.espalier.sync.store;

import io.espalier.model.Value;
import io.espalier.model.ValueType;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** Values between the engine's columns, the canonical text of the ledger, and Java. */
public final class ValueColumns {
  private ValueColumns() {}

  /**
   * SQL for the canonical text of a column: what the ledger compares and {@link #value(ValueType,
   * String)} reads. NULL stays NULL.
   */
  public static String canonical(ValueType type, String column) {
    return switch (type) {
      case DATETIME -> "strftime(" + column + ", '%Y-%m-%dT%H:%M:%S.%fZ')";
      case LIST -> "cast(to_json(" + column + ") as varchar)";
      case TEXT, NUMBER, BOOL, DATE -> "cast(" + column + " as varchar)";
    };
  }

  /** The value behind a canonical text. */
  public static Value value(ValueType type, String canonical) {
    return switch (type) {
      case TEXT -> Value.text(canonical);
      case NUMBER -> new Value.Number(new BigDecimal(canonical));
      case BOOL -> Value.flag(Boolean.parseBoolean(canonical));
      case DATE -> new Value.Day(LocalDate.parse(canonical));
      case DATETIME -> new Value.Moment(Instant.parse(canonical));
      case LIST -> {
        List<String> texts = new ArrayList<>();
        com.google.gson.JsonParser.parseString(canonical)
            .getAsJsonArray()
            .forEach(e -> texts.add(e.getAsString()));
        yield Value.list(texts);
      }
    };
  }

  /** A column of a result as a value. */
  public static Value read(ResultSet row, int column, ValueType type) throws SQLException {
    String text =
        type == ValueType.LIST || type == ValueType.DATETIME ? null : row.getString(column);
    if (type == ValueType.DATETIME) {
      Timestamp timestamp = row.getTimestamp(column);
      return timestamp == null ? Value.NOTHING : new Value.Moment(utc(timestamp));
    } else if (type == ValueType.LIST) {
      java.sql.Array array = row.getArray(column);
      if (array == null) {
        return Value.NOTHING;
      }
      List<String> texts = new ArrayList<>();
      for (Object item : (Object[]) array.getArray()) {
        texts.add(String.valueOf(item));
      }
      return Value.list(texts);
    }
    return text == null ? Value.NOTHING : value(type, text);
  }

  /** A TIMESTAMP without zone, which is UTC in the store. */
  public static Instant utc(Timestamp timestamp) {
    return timestamp.toLocalDateTime().toInstant(ZoneOffset.UTC);
  }

  /** An instant as the store keeps one. */
  public static LocalDateTime stored(Instant instant) {
    return LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
  }
}
