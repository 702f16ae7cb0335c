package io.espalier.sync.source;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** What a watermark is made of: how it is read, kept as text, bound again, and taken back by. */
enum WatermarkKind {
  /** An instant; kept in ISO form. */
  MOMENT {
    @Override
    Optional<String> read(ResultSet rows, int column) throws SQLException {
      return Optional.ofNullable(rows.getObject(column, OffsetDateTime.class))
          .map(t -> t.toInstant().toString());
    }

    @Override
    void bind(PreparedStatement statement, int position, String mark) throws SQLException {
      statement.setObject(position, Instant.parse(mark).atOffset(ZoneOffset.UTC));
    }

    @Override
    String before(String mark, Optional<Duration> lookback) {
      return Instant.parse(mark).minus(lookback.orElse(USUAL)).toString();
    }

    @Override
    Optional<String> now(Connection connection) throws SQLException {
      return ask(connection, "select current_timestamp", this);
    }

    @Override
    String least(String mark, Optional<String> ceiling) {
      return ceiling.filter(c -> Instant.parse(c).isBefore(Instant.parse(mark))).orElse(mark);
    }
  },

  /** A time without a zone. */
  LOCAL {
    @Override
    Optional<String> read(ResultSet rows, int column) throws SQLException {
      return Optional.ofNullable(rows.getObject(column, LocalDateTime.class))
          .map(LocalDateTime::toString);
    }

    @Override
    void bind(PreparedStatement statement, int position, String mark) throws SQLException {
      statement.setObject(position, LocalDateTime.parse(mark));
    }

    @Override
    String before(String mark, Optional<Duration> lookback) {
      return LocalDateTime.parse(mark).minus(lookback.orElse(USUAL)).toString();
    }

    @Override
    Optional<String> now(Connection connection) throws SQLException {
      return ask(connection, "select localtimestamp", this);
    }

    @Override
    String least(String mark, Optional<String> ceiling) {
      return ceiling
          .filter(c -> LocalDateTime.parse(c).isBefore(LocalDateTime.parse(mark)))
          .orElse(mark);
    }
  },

  DAY {
    @Override
    Optional<String> read(ResultSet rows, int column) throws SQLException {
      return Optional.ofNullable(rows.getObject(column, LocalDate.class)).map(LocalDate::toString);
    }

    @Override
    void bind(PreparedStatement statement, int position, String mark) throws SQLException {
      statement.setObject(position, LocalDate.parse(mark));
    }

    @Override
    String before(String mark, Optional<Duration> lookback) {
      Duration back = lookback.orElse(USUAL);
      long days =
          back.toDays()
              + (back.toSecondsPart() + back.toMinutesPart() + back.toHoursPart() > 0 ? 1 : 0);
      return LocalDate.parse(mark).minusDays(days).toString();
    }

    @Override
    Optional<String> now(Connection connection) throws SQLException {
      return ask(connection, "select current_date", this);
    }

    @Override
    String least(String mark, Optional<String> ceiling) {
      return ceiling.filter(c -> LocalDate.parse(c).isBefore(LocalDate.parse(mark))).orElse(mark);
    }
  },

  /** A version or a count: there is no time to look back by. */
  NUMBER {
    @Override
    Optional<String> read(ResultSet rows, int column) throws SQLException {
      return Optional.ofNullable(rows.getString(column));
    }

    @Override
    void bind(PreparedStatement statement, int position, String mark) throws SQLException {
      statement.setLong(position, Long.parseLong(mark));
    }

    @Override
    String before(String mark, Optional<Duration> lookback) {
      if (lookback.filter(l -> !l.isZero()).isPresent()) {
        throw new java.time.DateTimeException("a number");
      }
      return mark;
    }
  },

  /** Times as SQLite keeps them. Cut to the second, a text sorts before all of that second. */
  TEXT {
    @Override
    Optional<String> read(ResultSet rows, int column) throws SQLException {
      return Optional.ofNullable(rows.getString(column));
    }

    @Override
    void bind(PreparedStatement statement, int position, String mark) throws SQLException {
      statement.setString(position, mark);
    }

    @Override
    String before(String mark, Optional<Duration> lookback) {
      if (lookback.filter(Duration::isZero).isPresent()) {
        return mark;
      }
      String separator = mark.contains("T") ? "'T'" : " ";
      DateTimeFormatter format =
          DateTimeFormatter.ofPattern("uuuu-MM-dd" + separator + "HH:mm:ss", java.util.Locale.ROOT);
      return LocalDateTime.parse(mark.substring(0, Math.min(19, mark.length())), format)
          .minus(lookback.orElse(USUAL))
          .format(format);
    }
  };

  private static final Duration USUAL = Duration.ofMinutes(10);

  /**
   * @param type the engine's type of the column
   */
  static WatermarkKind of(String type, String url) {
    if (type.equals("BIGINT")) {
      return NUMBER;
    } else if (url.startsWith("jdbc:sqlite:")) {
      return TEXT;
    }
    return switch (type) {
      case "TIMESTAMPTZ" -> MOMENT;
      case "TIMESTAMP" -> LOCAL;
      case "DATE" -> DAY;
      default -> TEXT;
    };
  }

  /** A row's watermark as text; empty for none. */
  abstract Optional<String> read(ResultSet rows, int column) throws SQLException;

  abstract void bind(PreparedStatement statement, int position, String mark) throws SQLException;

  /**
   * @param lookback empty for the usual one
   * @throws java.time.DateTimeException where there is no time to look back by
   */
  abstract String before(String mark, Optional<Duration> lookback);

  /** The database's own now: a row dated later must not hide those that come after it. */
  Optional<String> now(Connection connection) throws SQLException {
    return Optional.empty();
  }

  String least(String mark, Optional<String> ceiling) {
    return mark;
  }

  private static Optional<String> ask(Connection connection, String sql, WatermarkKind kind)
      throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      return rows.next() ? kind.read(rows, 1) : Optional.empty();
    }
  }
}
