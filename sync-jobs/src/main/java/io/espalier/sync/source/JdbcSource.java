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

  /** What is done with an open connection. */
  @FunctionalInterface
  interface Work {
    void on(Connection connection) throws SQLException;
  }

  void load(SourceSpec.Jdbc source) {
    open(
        source,
        connection -> {
          if (source.watermark().isPresent()) {
            KeptRows kept = new KeptRows(engine, source, source.watermark().get());
            List<JdbcColumn> columns = kept.bring(connection);
            new TypedTable(engine).make(source.name(), kept.table(), columns, kept.present());
          } else {
            whole(source, connection);
          }
        });
  }

  /** Connects, reading only, and says in our words why where the database refuses anything. */
  static void open(SourceSpec.Jdbc source, Work work) {
    Properties properties = new Properties();
    source.user().ifPresent(user -> properties.setProperty("user", user));
    source.password().ifPresent(password -> properties.setProperty("password", password));
    requireFile(source);
    try (Connection connection = DriverManager.getConnection(url(source), properties)) {
      boolean sqlite = source.url().startsWith("jdbc:sqlite:");
      if (!sqlite) {
        connection.setReadOnly(true);
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      }
      // Without this PostgreSQL's driver would hold the whole result.
      connection.setAutoCommit(false);
      work.on(connection);
    } catch (SQLException e) {
      throw refused(e, source);
    } catch (JdbcRows.Cut e) {
      throw refused(e.why(), source);
    }
  }

  private void whole(SourceSpec.Jdbc source, Connection connection) throws SQLException {
    String staging = source.name() + " as text";
    List<JdbcColumn> columns;
    try (Statement statement = connection.createStatement()) {
      statement.setFetchSize(FETCH);
      try (ResultSet rows = statement.executeQuery(source.query())) {
        columns = columns(source, rows.getMetaData());
        stage(staging, columns, rows);
      }
    }
    new TypedTable(engine).make(source.name(), staging, columns, "true");
    engine.run("drop table " + Engine.quote(staging));
  }

  /** MariaDB's driver speaks to MySQL where the URL says that it may. */
  private static String url(SourceSpec.Jdbc source) {
    String url = source.url();
    return url.startsWith("jdbc:mysql:") && !url.contains("permitMysqlScheme")
        ? url + (url.contains("?") ? "&" : "?") + "permitMysqlScheme"
        : url;
  }

  private static WrongInput refused(SQLException e, SourceSpec.Jdbc source) {
    String state = String.valueOf(e.getSQLState());
    String subject = "source '" + source.name() + "' (" + source.shown() + "): ";
    return state.startsWith("28") || state.equals("08004")
        ? new WrongInput(
            source.place(), subject + "the database refuses the login", "check " + source.login())
        : new WrongInput(source.place(), subject + said(e, source), "");
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

  /** Two columns of one name would be one. */
  static void refuseTwins(SourceSpec.Jdbc source, List<String> columns) {
    Set<String> names = new HashSet<>();
    for (String column : columns) {
      if (!names.add(column.toLowerCase(Locale.ROOT))) {
        throw new WrongInput(
            source.place(),
            "source '" + source.name() + "' has two columns named '" + column + "'",
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
            .replace(url(source), source.shown())
            .replace(source.url(), source.shown());
    return message.startsWith("No suitable driver")
        ? "there is no driver for this URL; SQLite, PostgreSQL, MySQL and MariaDB are on board"
        : message.replaceAll("[^\\s'\"<>(=]+@[^\\s'\"<>)]+", "<address>");
  }

  static List<JdbcColumn> columns(SourceSpec.Jdbc source, ResultSetMetaData meta)
      throws SQLException {
    List<JdbcColumn> columns = new ArrayList<>();
    for (int i = 1; i <= meta.getColumnCount(); i++) {
      columns.add(new JdbcColumn(meta.getColumnLabel(i), JdbcColumn.type(meta, i)));
    }
    refuseTwins(source, columns.stream().map(JdbcColumn::name).toList());
    return columns;
  }

  private void stage(String staging, List<JdbcColumn> columns, ResultSet rows) throws SQLException {
    List<String> declarations =
        columns.stream().map(c -> Engine.quote(c.name()) + " varchar").toList();
    engine.run(
        "create temp table "
            + Engine.quote(staging)
            + " ("
            + String.join(", ", declarations)
            + ")");
    JdbcRows read = new JdbcRows(rows, columns.size());
    engine.fill(
        staging,
        appender -> {
          while (read.next()) {
            read.append(appender);
          }
        });
  }
}
