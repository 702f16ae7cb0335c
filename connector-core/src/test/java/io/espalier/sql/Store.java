package io.espalier.sql;

import io.espalier.model.Consent;
import io.espalier.model.Event;
import io.espalier.model.Profile;
import io.espalier.model.Schema;
import io.espalier.model.Value;
import io.espalier.model.ValueType;
import java.math.BigDecimal;
import java.sql.Array;
import java.sql.Connection;
import java.sql.Date;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An embedded store, built to the compiler's contract. */
final class Store implements AutoCloseable {
  private final Connection connection;
  private final Schema schema;
  private final Map<String, PreparedStatement> inserts = new HashMap<>();

  Store(Schema schema) throws SQLException {
    this.schema = schema;
    connection = DriverManager.getConnection("jdbc:duckdb:");
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET threads TO 1");
      connection.setAutoCommit(false);
      List<String> columns = new ArrayList<>(List.of("key VARCHAR", "consent_state TINYINT"));
      schema
          .attributes()
          .values()
          .forEach(a -> columns.add("\"a_" + a.name() + "\" " + type(a.type())));
      statement.execute("CREATE TABLE people (" + String.join(", ", columns) + ")");
      for (var event : schema.events().values()) {
        List<String> properties =
            new ArrayList<>(List.of("profile VARCHAR", "id VARCHAR", "ts TIMESTAMP"));
        event
            .properties()
            .forEach((name, type) -> properties.add("\"p_" + name + "\" " + type(type)));
        statement.execute(
            "CREATE TABLE \"event_" + event.name() + "\" (" + String.join(", ", properties) + ")");
      }
    }
  }

  private static String type(ValueType type) {
    return switch (type) {
      case TEXT -> "VARCHAR";
      case NUMBER -> "DECIMAL(38,9)";
      case BOOL -> "BOOLEAN";
      case DATE -> "DATE";
      case DATETIME -> "TIMESTAMP";
      case LIST -> "VARCHAR[]";
    };
  }

  Connection connection() {
    return connection;
  }

  void clear() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("DELETE FROM people");
      for (String event : schema.events().keySet()) {
        statement.execute("DELETE FROM \"event_" + event + "\"");
      }
    }
  }

  void add(Profile profile, List<Event> events) throws SQLException {
    List<Object> row = new ArrayList<>(List.of(profile.key().value()));
    Consent.State consent = profile.consents().get(Consent.EMAIL);
    row.add(consent == null ? Value.NOTHING : consent.ordinal());
    schema.attributes().keySet().forEach(name -> row.add(profile.get(name)));
    insert("people", row);
    for (Event event : events) {
      List<Object> cells =
          new ArrayList<>(
              List.of(
                  profile.key().value(),
                  event.id(),
                  LocalDateTime.ofInstant(event.time(), ZoneOffset.UTC)));
      schema
          .event(event.type())
          .orElseThrow()
          .properties()
          .keySet()
          .forEach(name -> cells.add(event.properties().getOrDefault(name, Value.NOTHING)));
      insert("event_" + event.type(), cells);
    }
  }

  private void insert(String table, List<Object> row) throws SQLException {
    String marks = String.join(", ", row.stream().map(c -> "?").toList());
    PreparedStatement insert = inserts.get(table);
    if (insert == null) {
      insert = connection.prepareStatement("INSERT INTO \"" + table + "\" VALUES (" + marks + ")");
      inserts.put(table, insert);
    }
    for (int i = 0; i < row.size(); i++) {
      insert.setObject(i + 1, cell(row.get(i)));
    }
    insert.execute();
  }

  private Object cell(Object cell) throws SQLException {
    if (cell instanceof Value.Text text) {
      return text.text();
    } else if (cell instanceof Value.Number number) {
      return number.number();
    } else if (cell instanceof Value.Flag flag) {
      return flag.flag();
    } else if (cell instanceof Value.Day day) {
      return day.day();
    } else if (cell instanceof Value.Moment moment) {
      return LocalDateTime.ofInstant(moment.moment(), ZoneOffset.UTC);
    } else if (cell instanceof Value.TextList list) {
      return connection.createArrayOf("VARCHAR", list.texts().toArray());
    }
    return cell instanceof Value.Nothing ? null : cell;
  }

  /** By key: column → what stands there, as the model has it; a flag as a Boolean. */
  Map<String, Map<String, Object>> rows(SqlQuery query) throws SQLException {
    Map<String, Map<String, Object>> rows = new LinkedHashMap<>();
    try (PreparedStatement statement = connection.prepareStatement(query.sql())) {
      SqlBinder.bind(statement, query.binds());
      try (ResultSet result = statement.executeQuery()) {
        int columns = result.getMetaData().getColumnCount();
        while (result.next()) {
          Map<String, Object> row = new LinkedHashMap<>();
          for (int i = 2; i <= columns; i++) {
            row.put(result.getMetaData().getColumnName(i), result.getObject(i));
          }
          if (rows.put(result.getString(1), row) != null) {
            throw new AssertionError("two rows of one person");
          }
        }
      }
    }
    return rows;
  }

  /** What a value column holds, as the model has it. */
  static Value value(Object cell) throws SQLException {
    if (cell == null) {
      return Value.NOTHING;
    } else if (cell instanceof String text) {
      return new Value.Text(text);
    } else if (cell instanceof BigDecimal number) {
      return new Value.Number(number);
    } else if (cell instanceof Boolean flag) {
      return Value.flag(flag);
    } else if (cell instanceof LocalDate day) {
      return new Value.Day(day);
    } else if (cell instanceof Date day) {
      return new Value.Day(day.toLocalDate());
    } else if (cell instanceof java.sql.Timestamp time) {
      return new Value.Moment(time.toLocalDateTime().toInstant(ZoneOffset.UTC));
    } else if (cell instanceof Array array) {
      return new Value.TextList(
          Arrays.stream((Object[]) array.getArray()).map(String::valueOf).toList());
    }
    throw new AssertionError(cell.getClass());
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
