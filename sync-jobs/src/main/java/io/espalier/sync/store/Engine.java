package io.espalier.sync.store;

import io.espalier.sql.SqlBinder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/**
 * One DuckDB database: in memory for a question, in one file for a state. Its memory is bounded;
 * what is larger spills into a folder beside it.
 */
public final class Engine implements AutoCloseable {
  /** Rows in memory at once. */
  private static final long CHUNK = 100_000;

  /** So many threads compute; 0 for as many as the machine has. */
  private static final int THREADS = Integer.getInteger("espalier.threads", 0);

  private final DuckDBConnection connection;
  private final Statements statements;
  private final Path spill;
  private final boolean ownSpill;
  private final boolean lasting;
  private final Steps steps;

  /** Of the state's first connection; the others and those in memory have none. */
  private final @Nullable StateLock lock;

  private Engine(
      DuckDBConnection connection,
      Path spill,
      boolean ownSpill,
      boolean lasting,
      Steps steps,
      @Nullable StateLock lock) {
    this.lock = lock;
    this.lasting = lasting;
    this.steps = steps;
    this.connection = connection;
    this.statements = new Statements(connection);
    this.spill = spill;
    this.ownSpill = ownSpill;
  }

  /** Told of each statement and each filling of a table before it happens; may throw instead. */
  @FunctionalInterface
  public interface Steps {
    void before(String what);
  }

  private static final Steps UNWATCHED = what -> {};

  /** Reads one row of a result. */
  @FunctionalInterface
  public interface RowReader<T> {
    T read(ResultSet row) throws SQLException;
  }

  /** Takes one row of a result. */
  @FunctionalInterface
  public interface RowConsumer {
    void accept(ResultSet row) throws SQLException;
  }

  /** Fills a table quickly. */
  @FunctionalInterface
  public interface Filler {
    void fill(DuckDBAppender appender) throws SQLException;
  }

  /** A database that ends with the process. */
  public static Engine inMemory(long memoryMiB) {
    try {
      Path spill = Files.createTempDirectory("espalier-spill");
      return new Engine(
          open("jdbc:duckdb:", memoryMiB, spill), spill, true, false, UNWATCHED, null);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The database of a state folder, which is ours until it is closed.
   *
   * @throws StateInUseException where another process, or another job of this one, is at work on it
   * @throws StoreException where it cannot be written, or is none of ours
   */
  public static Engine at(Path file, long memoryMiB) {
    return at(file, memoryMiB, UNWATCHED);
  }

  /** As {@link #at(Path, long)}, with somebody who is told of each step. */
  public static Engine at(Path file, long memoryMiB, Steps steps) {
    Path dir = Objects.requireNonNull(file.toAbsolutePath().getParent());
    StateLock lock;
    try {
      Files.createDirectories(dir);
      lock = StateLock.take(dir);
    } catch (IOException e) {
      throw StoreErrors.unwritable(dir, e);
    }
    boolean done = false;
    try {
      Engine engine =
          new Engine(
              open("jdbc:duckdb:" + file, memoryMiB, dir.resolve("spill")),
              dir.resolve("spill"),
              false,
              true,
              steps,
              lock);
      done = true;
      return engine;
    } finally {
      if (!done) {
        lock.close();
      }
    }
  }

  /** Who was at work on this state before and died at it, in words; empty where nobody did. */
  public Optional<String> takenOverFrom() {
    return lock == null ? Optional.empty() : lock.dead().map(StateLock.Holder::words);
  }

  private static DuckDBConnection open(String url, long memoryMiB, Path spill) {
    Properties properties = new Properties();
    properties.setProperty("memory_limit", memoryMiB + "MiB");
    properties.setProperty("temp_directory", spill.toString());
    properties.setProperty("jdbc_stream_results", "true");
    if (THREADS > 0) {
      properties.setProperty("threads", Integer.toString(THREADS));
    }
    properties.setProperty("autoinstall_known_extensions", "false");
    properties.setProperty("autoload_known_extensions", "false");
    try {
      DuckDBConnection opened = (DuckDBConnection) DriverManager.getConnection(url, properties);
      try (java.sql.Statement statement = opened.createStatement()) {
        statement.execute("set timezone = 'UTC'");
      }
      return opened;
    } catch (SQLException e) {
      throw StoreErrors.unopened(e);
    }
  }

  /** Executes a statement with bind parameters. */
  public void run(String sql, @Nullable Object... binds) {
    steps.before(sql);
    try {
      PreparedStatement statement = prepare(sql, binds);
      boolean done = false;
      try {
        statement.execute();
        done = true;
      } finally {
        release(sql, statement, done);
      }
    } catch (SQLException e) {
      throw StoreErrors.failed(e, sql);
    }
  }

  /** Every row, read. */
  public <T> List<T> list(String sql, RowReader<T> reader, @Nullable Object... binds) {
    List<T> rows = new ArrayList<>();
    each(sql, row -> rows.add(reader.read(row)), binds);
    return rows;
  }

  /** The first row, read; empty for none. */
  public <T> Optional<T> first(String sql, RowReader<T> reader, @Nullable Object... binds) {
    return list(sql, reader, binds).stream().findFirst();
  }

  /** The first column of the first row. */
  public long number(String sql, @Nullable Object... binds) {
    return first(sql, row -> row.getLong(1), binds).orElse(0L);
  }

  /** Streams the rows. The connection is busy until the last one was taken. */
  public void each(String sql, RowConsumer consumer, @Nullable Object... binds) {
    steps.before(sql);
    try {
      PreparedStatement statement = prepare(sql, binds);
      boolean done = false;
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          consumer.accept(rows);
        }
        done = true;
      } finally {
        release(sql, statement, done);
      }
    } catch (SQLException e) {
      throw StoreErrors.failed(e, sql);
    }
  }

  private PreparedStatement prepare(String sql, @Nullable Object... binds) throws SQLException {
    PreparedStatement statement = statements.take(sql);
    boolean bound = false;
    try {
      SqlBinder.bind(statement, java.util.Arrays.asList(binds));
      bound = true;
      return statement;
    } finally {
      if (!bound) {
        statement.close();
      }
    }
  }

  /** One that failed is not used again. */
  private void release(String sql, PreparedStatement statement, boolean done) throws SQLException {
    if (done) {
      statements.give(sql, statement);
    } else {
      statement.close();
    }
  }

  /** Appends rows to a table, at several hundred thousand a second. */
  public void fill(String table, Filler filler) {
    steps.before(table);
    try (DuckDBAppender appender = connection.createAppender(table)) {
      filler.fill(appender);
    } catch (SQLException e) {
      throw StoreErrors.failed(e, "");
    }
  }

  /**
   * Streams a query's rows through a function into a table of text columns; never holds more than a
   * chunk of them.
   */
  public void refill(String query, String table, RowReader<@Nullable String[]> rewrite) {
    List<@Nullable String[]> chunk = new ArrayList<>();
    // The rows are read off before they are appended: the connection does one thing at a time.
    run(
        "create or replace temp table es_refill as select *, row_number() over () as es_n from ("
            + query
            + ")");
    long rows = number("select count(*) from es_refill");
    for (long from = 0; from < rows; from += CHUNK) {
      chunk.clear();
      each(
          "select * exclude (es_n) from es_refill where es_n > ? and es_n <= ?",
          row -> chunk.add(rewrite.read(row)),
          from,
          from + CHUNK);
      fill(table, appender -> append(appender, chunk));
    }
    run("drop table es_refill");
  }

  private static void append(DuckDBAppender appender, List<@Nullable String[]> rows)
      throws SQLException {
    for (@Nullable String[] row : rows) {
      appender.beginRow();
      for (String text : row) {
        if (text == null) {
          appender.appendNull();
        } else {
          appender.append(text);
        }
      }
      appender.endRow();
    }
  }

  /** Does several statements in one transaction: all or none. */
  public void atomically(Runnable work) {
    run("begin transaction");
    try {
      work.run();
      run("commit");
    } catch (RuntimeException | Error e) {
      try {
        run("rollback");
      } catch (RuntimeException gone) {
        // A failed commit has ended the transaction: what failed first is what there is to say.
        e.addSuppressed(gone);
      }
      throw e;
    }
  }

  /**
   * Writes a database anew, so that what was deleted from it is nowhere in its file. Nobody may
   * have it open.
   */
  public static void rewrite(Path file, long memoryMiB) {
    Path fresh = file.resolveSibling(file.getFileName() + ".fresh");
    Path dir = Objects.requireNonNull(file.toAbsolutePath().getParent());
    // Ours until the new file stands in the place of the old one.
    try (StateLock held = StateLock.take(dir)) {
      Files.deleteIfExists(fresh);
      try (Engine engine =
          new Engine(
              open("jdbc:duckdb:" + file, memoryMiB, dir.resolve("spill")),
              dir.resolve("spill"),
              false,
              true,
              UNWATCHED,
              null)) {
        String name =
            engine.first("select current_database()", row -> row.getString(1)).orElseThrow();
        engine.run("attach " + literal(fresh.toString()) + " as es_fresh");
        engine.run("copy from database " + quote(name) + " to es_fresh");
        engine.run("detach es_fresh");
      }
      Files.move(fresh, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
      Files.deleteIfExists(file.resolveSibling(file.getFileName() + ".wal"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether what is written here is there at the next run. */
  boolean lasts() {
    return lasting;
  }

  /** A second connection to the same database, for another thread. */
  public Engine another() {
    try {
      return new Engine(
          (DuckDBConnection) connection.duplicate(), spill, false, lasting, steps, null);
    } catch (SQLException e) {
      throw StoreErrors.failed(e, "");
    }
  }

  /** A new empty file where the engine spills; whoever asks for it deletes it. */
  public Path spillFile(String ending) throws IOException {
    Files.createDirectories(spill);
    return Files.createTempFile(spill, "rows", ending);
  }

  /** A name as an SQL identifier. */
  public static String quote(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  /** A text as an SQL literal, where a bind parameter cannot stand. */
  public static String literal(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  @Override
  public void close() {
    try (connection) {
      statements.close();
    } catch (SQLException e) {
      throw new StoreException("the profile store did not close", "", e);
    } finally {
      if (ownSpill) {
        deleteSpill();
      }
      if (lock != null) {
        lock.close();
      }
    }
  }

  private void deleteSpill() {
    try (Stream<Path> files = Files.walk(spill)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
