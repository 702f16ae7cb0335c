package io.espalier.sync.source;

import io.espalier.rule.Names;
import io.espalier.sync.project.ColumnRef;
import io.espalier.sync.project.SourceSpec;
import io.espalier.sync.project.Watermark;
import io.espalier.sync.project.WrongInput;
import io.espalier.sync.store.Engine;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.duckdb.DuckDBAppender;

/**
 * The rows of one table as they were last read, kept in the store and brought up to date by the
 * watermark.
 *
 * <p>Rows are read in the order of their watermark, from the lookback before the newest kept one,
 * that one included: rows of one watermark are never parted. Each chunk is kept together with its
 * watermark, so that a reading that was cut goes on where it ended. Keys are compared in the same
 * snapshot: a key that is gone takes its row along, and one that nobody has read yet, such as a row
 * restored with an old watermark, makes the whole table be read again.
 */
final class KeptRows {
  static final String PREFIX = "es_kept_";
  static final String SOURCES = "es_source_marks";
  private static final String CHUNK_TABLE = "es_source_chunk";
  private static final String KEYS = "es_source_keys";
  private static final int FETCH = 5_000;
  private static final int CHUNK = 10_000;

  private final Engine engine;
  private final SourceSpec.Jdbc source;
  private final Watermark watermark;
  private String key = "";
  private String column = "";
  private Optional<String> deleted = Optional.empty();

  KeptRows(Engine engine, SourceSpec.Jdbc source, Watermark watermark) {
    this.engine = engine;
    this.source = source;
    this.watermark = watermark;
  }

  String table() {
    return PREFIX + source.name();
  }

  /** SQL that is true for a row that is not marked as deleted. */
  String present() {
    return deleted
        .map(Engine::quote)
        .map(
            d ->
                "("
                    + d
                    + " is null or lower("
                    + d
                    + ") in ('false', 'f', 'no', 'n', '0', '0.0', ''))")
        .orElse("true");
  }

  /** Makes the kept rows what the table holds; gives the columns. */
  List<JdbcColumn> bring(Connection connection) throws SQLException {
    String quote = connection.getMetaData().getIdentifierQuoteString();
    prepare(engine);
    List<JdbcColumn> columns;
    try (Statement statement = connection.createStatement();
        ResultSet none = statement.executeQuery(from(quote) + " where 1 = 0")) {
      columns = JdbcSource.columns(source, none.getMetaData());
    }
    key = named(columns, watermark.key());
    column = named(columns, watermark.column());
    deleted = watermark.deleted().map(d -> named(columns, d));
    WatermarkKind kind =
        WatermarkKind.of(
            columns.stream().filter(c -> c.name().equals(column)).findFirst().orElseThrow().type(),
            source.url());
    String definition = definition(columns);
    boolean known =
        engine.number(
                "select count(*) from " + SOURCES + " where source = ? and definition = ?",
                source.name(),
                definition)
            > 0;
    if (!known) {
      begin(columns, definition);
    }
    read(connection, quote, columns, kind);
    if (deleted.isEmpty() && !keysMeet(connection, quote)) {
      begin(columns, definition);
      read(connection, quote, columns, kind);
    }
    return columns;
  }

  static void prepare(Engine engine) {
    engine.run(
        "create table if not exists "
            + SOURCES
            + " (source varchar, definition varchar, watermark varchar, pass bigint)");
  }

  /** The next reading reads the whole table. */
  static boolean forget(Engine engine, String name) {
    prepare(engine);
    boolean known =
        engine.number("select count(*) from " + SOURCES + " where source = ?", name) > 0;
    engine.atomically(
        () -> {
          engine.run("delete from " + SOURCES + " where source = ?", name);
          engine.run("drop table if exists " + Engine.quote(PREFIX + name));
        });
    return known;
  }

  private void begin(List<JdbcColumn> columns, String definition) {
    forget(engine, source.name());
    engine.atomically(
        () -> {
          engine.run(create("create table ", table(), columns, ", es_pass bigint"));
          engine.run(
              "insert into " + SOURCES + " values (?, ?, null, 0)", source.name(), definition);
        });
  }

  static String create(String how, String table, List<JdbcColumn> columns, String more) {
    List<String> declared = columns.stream().map(c -> Engine.quote(c.name()) + " varchar").toList();
    return how + Engine.quote(table) + " (" + String.join(", ", declared) + more + ")";
  }

  private String from(String quote) {
    return "select * from ("
        + source.query().strip().replaceAll(";$", "")
        + "\n) "
        + name("es_q", quote);
  }

  private static String name(String name, String quote) {
    return quote + name.replace(quote, quote + quote) + quote;
  }

  private String named(List<JdbcColumn> columns, ColumnRef ref) {
    List<String> names = columns.stream().map(JdbcColumn::name).toList();
    return names.stream()
        .filter(n -> n.equalsIgnoreCase(ref.column()))
        .findFirst()
        .orElseThrow(
            () ->
                new WrongInput(
                    ref.place(),
                    "source '" + source.name() + "' has no column '" + ref.column() + "'",
                    Names.suggestion(ref.column(), names)));
  }

  private void read(
      Connection connection, String quote, List<JdbcColumn> columns, WatermarkKind kind)
      throws SQLException {
    Optional<String> newest =
        engine
            .list(
                "select coalesce(watermark, '') from " + SOURCES + " where source = ?",
                row -> row.getString(1),
                source.name())
            .stream()
            .filter(w -> !w.isEmpty())
            .findFirst();
    engine.run("update " + SOURCES + " set pass = pass + 1 where source = ?", source.name());
    Optional<String> since = newest.map(n -> since(kind, n));
    Optional<String> ceiling = kind.now(connection);
    String at = name(column, quote);
    String sql =
        from(quote)
            + since.map(s -> " where " + at + " >= ? or " + at + " is null").orElse("")
            + " order by "
            + at
            + ", "
            + name(key, quote);
    int position = 1 + columns.stream().map(JdbcColumn::name).toList().indexOf(column);
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setFetchSize(FETCH);
      if (since.isPresent()) {
        kind.bind(statement, 1, since.get());
      }
      try (ResultSet rows = statement.executeQuery()) {
        Chunk chunk = new Chunk(new JdbcRows(rows, columns.size()), position, kind);
        while (!chunk.ended) {
          engine.run(create("create or replace temp table ", CHUNK_TABLE, columns, ""));
          engine.fill(CHUNK_TABLE, chunk::append);
          keep(chunk.newest.map(n -> kind.least(n, ceiling)));
        }
      }
    }
  }

  private String since(WatermarkKind kind, String newest) {
    try {
      return kind.before(newest, watermark.lookback());
    } catch (java.time.DateTimeException e) {
      throw new WrongInput(
          watermark.column().place(),
          "source '"
              + source.name()
              + "': '"
              + watermark.column().column()
              + "' holds no times, so that there is nothing to look back by",
          "write lookback: 0, or name a column of times such as 2026-01-31 12:00:00");
    }
  }

  /** Up to a chunk of rows, and the newest watermark so far. */
  private static final class Chunk {
    private final JdbcRows rows;
    private final int position;
    private final WatermarkKind kind;
    private boolean ended;
    private Optional<String> newest = Optional.empty();

    Chunk(JdbcRows rows, int position, WatermarkKind kind) {
      this.rows = rows;
      this.position = position;
      this.kind = kind;
    }

    void append(DuckDBAppender appender) throws SQLException {
      for (int n = 0; n < CHUNK; n++) {
        if (!rows.next()) {
          ended = true;
          return;
        }
        rows.append(appender);
        newest = rows.mark(kind, position).or(() -> newest);
      }
    }
  }

  private void keep(Optional<String> newest) {
    String named = Engine.quote(key);
    String kept = Engine.quote(table());
    String pass = "(select pass from " + SOURCES + " where source = ?)";
    long twice =
        engine.number(
            "select count(*) - count(distinct "
                + named
                + ") + (select count(*) from "
                + kept
                + " where es_pass = "
                + pass
                + " and "
                + named
                + " in (select "
                + named
                + " from "
                + CHUNK_TABLE
                + ")) from "
                + CHUNK_TABLE,
            source.name());
    if (twice > 0) {
      forget(engine, source.name());
      throw new WrongInput(
          watermark.key().place(),
          "source '"
              + source.name()
              + "': '"
              + watermark.key().column()
              + "' does not name one row each: "
              + twice
              + (twice == 1 ? " row has" : " rows have")
              + " none, or one that another row has",
          "name a column that is unique and never empty");
    }
    engine.atomically(
        () -> {
          engine.run(
              "delete from "
                  + kept
                  + " where "
                  + named
                  + " in (select "
                  + named
                  + " from "
                  + CHUNK_TABLE
                  + ")");
          engine.run(
              "insert into " + kept + " select *, " + pass + " from " + CHUNK_TABLE, source.name());
          newest.ifPresent(
              n ->
                  engine.run(
                      "update " + SOURCES + " set watermark = ? where source = ?",
                      n,
                      source.name()));
        });
    engine.run("drop table " + CHUNK_TABLE);
  }

  /** Takes out the rows whose keys are gone; false where there are keys that were never read. */
  private boolean keysMeet(Connection connection, String quote) throws SQLException {
    String named = Engine.quote(key);
    engine.run("create or replace temp table " + KEYS + " (" + named + " varchar)");
    String sql = from(quote).replaceFirst("\\*", name(key, quote).replace("$", "\\$"));
    try (Statement statement = connection.createStatement()) {
      statement.setFetchSize(FETCH);
      try (ResultSet rows = statement.executeQuery(sql)) {
        JdbcRows keys = new JdbcRows(rows, 1);
        engine.fill(
            KEYS,
            appender -> {
              while (keys.next()) {
                if (keys.text(1).isPresent()) {
                  keys.append(appender);
                }
              }
            });
      }
    }
    String kept = Engine.quote(table());
    engine.run(
        "delete from "
            + kept
            + " where "
            + named
            + " not in (select "
            + named
            + " from "
            + KEYS
            + ")");
    long unread =
        engine.number(
            "select count(*) from "
                + KEYS
                + " where "
                + named
                + " not in (select "
                + named
                + " from "
                + kept
                + ")");
    engine.run("drop table " + KEYS);
    return unread == 0;
  }

  /** Whatever decides what a kept row is; no secret. */
  private String definition(List<JdbcColumn> columns) {
    List<String> parts = new ArrayList<>();
    parts.add(source.shown());
    parts.add(source.user().orElse(""));
    parts.add(source.query());
    parts.add(key);
    parts.add(column);
    parts.add(columns.toString());
    return digest(parts);
  }

  static String digest(List<String> parts) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256")
                  .digest(String.join("\n", parts).getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
