package io.espalier.sync.source;

import io.espalier.sync.project.SourceSpec;
import io.espalier.sync.project.WrongInput;
import io.espalier.sync.store.Engine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;

/**
 * Any query over JDBC. Rows arrive as text; a column then takes the type that it is declared with,
 * if every one of its values is of that type (SQLite promises nothing), and stays text otherwise.
 */
final class JdbcSource {
  private static final int FETCH = 5_000;

  private final Engine engine;

  JdbcSource(Engine engine) {
    this.engine = engine;
  }

  private record Column(String name, String type) {}

  void load(SourceSpec.Jdbc source) {
    Properties properties = new Properties();
    source.user().ifPresent(user -> properties.setProperty("user", user));
    source.password().ifPresent(password -> properties.setProperty("password", password));
    requireFile(source);
    String staging = source.name() + " as text";
    List<Column> columns = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection(source.url(), properties)) {
      if (!source.url().startsWith("jdbc:sqlite:")) {
        connection.setReadOnly(true);
      }
      // Without this PostgreSQL's driver would hold the whole result.
      connection.setAutoCommit(false);
      try (Statement statement = connection.createStatement()) {
        statement.setFetchSize(FETCH);
        try (ResultSet rows = statement.executeQuery(source.query())) {
          columns.addAll(columns(rows.getMetaData()));
          refuseTwins(source, columns);
          stage(staging, columns, rows);
        }
      }
    } catch (SQLException e) {
      throw new WrongInput(
          source.place(),
          "source '" + source.name() + "' (" + source.shown() + "): " + said(e, source),
          "");
    }
    type(source.name(), staging, columns);
  }

  /** SQLite makes a database where there is none; a typing mistake must not. */
  private static void requireFile(SourceSpec.Jdbc source) {
    String sqlite = "jdbc:sqlite:";
    String url = source.url();
    if (url.startsWith(sqlite)
        && !url.startsWith(sqlite + ":")
        && !url.startsWith(sqlite + "file:")) {
      Path file = Path.of(url.substring(sqlite.length()).replaceAll("\\?.*", ""));
      if (!Files.isRegularFile(file)) {
        throw new WrongInput(
            source.place(), "there is no file " + file.getFileName(), "looked for " + file);
      }
    }
  }

  private static void refuseTwins(SourceSpec.Jdbc source, List<Column> columns) {
    Set<String> names = new HashSet<>();
    for (Column column : columns) {
      if (!names.add(column.name().toLowerCase(Locale.ROOT))) {
        throw new WrongInput(
            source.place(),
            "source '" + source.name() + "' has two columns named '" + column.name() + "'",
            "name them apart in the query: a.id, b.id as other_id");
      }
    }
  }

  /** A driver may quote the whole URL, password included. */
  private static String said(SQLException e, SourceSpec.Jdbc source) {
    String message =
        String.valueOf(e.getMessage())
            .lines()
            .findFirst()
            .orElse("")
            .strip()
            .replace(source.url(), source.shown());
    return message.startsWith("No suitable driver")
        ? "there is no driver for this URL; SQLite and PostgreSQL are on board"
        : message;
  }

  private static List<Column> columns(ResultSetMetaData meta) throws SQLException {
    List<Column> columns = new ArrayList<>();
    for (int i = 1; i <= meta.getColumnCount(); i++) {
      columns.add(new Column(meta.getColumnLabel(i), type(meta, i)));
    }
    return columns;
  }

  private static String type(ResultSetMetaData meta, int column) throws SQLException {
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

  private void stage(String staging, List<Column> columns, ResultSet rows) throws SQLException {
    List<String> declarations =
        columns.stream().map(c -> Engine.quote(c.name()) + " varchar").toList();
    engine.run(
        "create temp table "
            + Engine.quote(staging)
            + " ("
            + String.join(", ", declarations)
            + ")");
    engine.fill(
        staging,
        appender -> {
          while (rows.next()) {
            appender.beginRow();
            for (int i = 1; i <= columns.size(); i++) {
              String value = rows.getString(i);
              if (value == null) {
                appender.appendNull();
              } else {
                appender.append(value);
              }
            }
            appender.endRow();
          }
        });
  }

  /** The engine rounds 12.5 to a whole number; SQLite keeps one in a column of whole numbers. */
  private static String cast(String name, String type) {
    String cast = "try_cast(" + name + " as " + type + ")";
    return type.equals("BIGINT")
        ? "case when regexp_full_match(" + name + ", '\\s*[+-]?[0-9]+\\s*') then " + cast + " end"
        : cast;
  }

  private void type(String table, String staging, List<Column> columns) {
    List<String> selected = new ArrayList<>();
    for (Column column : columns) {
      String name = Engine.quote(column.name());
      String cast = cast(name, column.type());
      boolean fits =
          !column.type().equals("VARCHAR")
              && engine.number(
                      "select count(*) from "
                          + Engine.quote(staging)
                          + " where "
                          + name
                          + " is not null and "
                          + cast
                          + " is null")
                  == 0;
      selected.add(fits ? cast + " as " + name : name);
    }
    engine.run(
        "create temp table "
            + Engine.quote(table)
            + " as select "
            + String.join(", ", selected)
            + " from "
            + Engine.quote(staging));
    engine.run("drop table " + Engine.quote(staging));
  }
}
