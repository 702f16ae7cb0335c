package io.espalier.sync.schedule;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Optional;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Where db-scheduler keeps its table, by a JDBC URL. */
public final class JobStore implements DataSource {
  private static final String TABLE =
      "create table if not exists scheduled_tasks (task_name text not null, task_instance text not null, task_data %s, execution_time %s not null, picked boolean not null, picked_by text, last_success %s, last_failure %s, consecutive_failures int, last_heartbeat %s, version bigint not null, priority smallint, state text, primary key (task_name, task_instance))";

  private static final String ENDS =
      "create table if not exists job_ends (job text not null primary key, exit_code int not null, ended_at text not null)";

  private final String url;

  /** How a job ended last, on whatever node. */
  public record End(int exit, Instant at) {
    /** Done, be it that some rows were rejected. */
    public boolean isWell() {
      return exit <= 1;
    }
  }

  private JobStore(String url) {
    this.url = url;
  }

  /** A file of the state folder: one node. */
  public static JobStore file(Path state) throws SQLException, IOException {
    Files.createDirectories(state);
    JobStore store =
        new JobStore("jdbc:sqlite:" + state.resolve("schedule.db") + "?busy_timeout=10000");
    store.prepare("blob", "timestamp");
    return store;
  }

  /**
   * A PostgreSQL database: any number of nodes.
   *
   * @param url may hold a user and a password, so it is never shown
   */
  public static JobStore postgres(String url) throws SQLException {
    JobStore store = new JobStore(url);
    store.prepare("bytea", "timestamp with time zone");
    return store;
  }

  private void prepare(String bytes, String time) throws SQLException {
    try (Connection connection = getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(String.format(TABLE, bytes, time, time, time, time));
      statement.execute(ENDS);
    }
  }

  /** Keeps how a job ended: other nodes, and this one when it starts again, must know. */
  public void keepEnd(String job, End end) throws SQLException {
    try (Connection connection = getConnection();
        PreparedStatement statement =
            connection.prepareStatement(
                "insert into job_ends (job, exit_code, ended_at) values (?, ?, ?) on conflict (job) do update set exit_code = excluded.exit_code, ended_at = excluded.ended_at")) {
      statement.setString(1, job);
      statement.setInt(2, end.exit());
      statement.setString(3, end.at().toString());
      statement.executeUpdate();
    }
  }

  /** How a job ended last; empty where it never did. */
  public Optional<End> lastEnd(String job) throws SQLException {
    try (Connection connection = getConnection();
        PreparedStatement statement =
            connection.prepareStatement("select exit_code, ended_at from job_ends where job = ?")) {
      statement.setString(1, job);
      try (ResultSet rows = statement.executeQuery()) {
        return rows.next()
            ? Optional.of(new End(rows.getInt(1), Instant.parse(rows.getString(2))))
            : Optional.empty();
      }
    }
  }

  @Override
  public Connection getConnection() throws SQLException {
    return DriverManager.getConnection(url);
  }

  @Override
  public Connection getConnection(String user, String password) throws SQLException {
    return DriverManager.getConnection(url, user, password);
  }

  @Override
  public @Nullable PrintWriter getLogWriter() {
    return null;
  }

  @Override
  public void setLogWriter(@Nullable PrintWriter out) {}

  @Override
  public void setLoginTimeout(int seconds) {}

  @Override
  public int getLoginTimeout() {
    return 0;
  }

  @Override
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    throw new SQLFeatureNotSupportedException();
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    throw new SQLException("wraps nothing");
  }

  @Override
  public boolean isWrapperFor(Class<?> type) {
    return false;
  }

  @Override
  public String toString() {
    return "JobStore";
  }
}
