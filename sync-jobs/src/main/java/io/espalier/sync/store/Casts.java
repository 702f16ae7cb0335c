package io.espalier.sync.store;

import io.espalier.model.ValueType;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** SQL that brings a source's column to the one normalised form of a type; NULL where it cannot. */
final class Casts {
  /** What counts as white space at the ends of a text: Unicode's, and what has no width at all. */
  private static final String SPACE =
      IntStream.concat(
              IntStream.rangeClosed(1, 0xFFFF).filter(Casts::isSpace),
              IntStream.of(0x200B, 0x2060, 0xFEFF))
          .mapToObj(c -> "chr(" + c + ")")
          .collect(Collectors.joining(" || "));

  private final String zone;
  private final boolean utc;

  private static boolean isSpace(int c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == 0x85;
  }

  Casts(ZoneId zone) {
    this.zone = Engine.literal(zone.getId());
    this.utc = zone.normalized().equals(ZoneOffset.UTC);
  }

  /**
   * NFC, stripped, blank is NULL. Stripping by a set of characters is slow, so it is left out where
   * both ends are visible ASCII: by far the most texts, and several times faster.
   */
  static String text(String column) {
    String text = "nfc_normalize(cast(" + column + " as varchar))";
    return "case when "
        + text
        + " >= '!' and "
        + text
        + " < chr(127) and right("
        + text
        + ", 1) between '!' and '~' then "
        + text
        + " else nullif(trim("
        + text
        + ", "
        + SPACE
        + "), '') end";
  }

  /** A key: as text, but a whole number without its {@code .0}, so that keys meet across tables. */
  static String key(String column, String type) {
    boolean fraction = type.equals("DOUBLE") || type.equals("FLOAT") || type.startsWith("DECIMAL");
    return fraction
        ? "case when "
            + column
            + " = trunc("
            + column
            + ") then cast(cast("
            + column
            + " as hugeint) as varchar) else "
            + text(column)
            + " end"
        : text(column);
  }

  /**
   * @param column quoted
   * @param type the engine's type of the column
   */
  String value(ValueType wanted, String column, String type) {
    return switch (wanted) {
      case TEXT -> text(column);
      case NUMBER -> "try_cast(" + number(column, type) + " as decimal(38,9))";
      case BOOL -> bool(column, type);
      case DATE -> date(column, type);
      case DATETIME -> datetime(column, type);
      case LIST -> list(column, type);
    };
  }

  /** True where a value is there that the type cannot hold. */
  String isBad(ValueType wanted, String column, String type) {
    boolean maybeBlank = type.equals("VARCHAR") || type.endsWith("[]");
    return (maybeBlank ? text(column) : column)
        + " is not null and "
        + value(wanted, column, type)
        + " is null";
  }

  /** A float by its shortest digits: 123456789012.34 is no 123456789012.339998720. */
  private static String number(String column, String type) {
    if (type.equals("VARCHAR")) {
      return text(column);
    }
    return type.equals("DOUBLE") || type.equals("FLOAT")
        ? "cast(" + column + " as varchar)"
        : column;
  }

  private static String bool(String column, String type) {
    if (type.equals("BOOLEAN")) {
      return column;
    }
    return "case when lower("
        + text(column)
        + ") in ('true', 't', 'yes', 'y', '1', 'on') then true when lower("
        + text(column)
        + ") in ('false', 'f', 'no', 'n', '0', 'off') then false end";
  }

  private String date(String column, String type) {
    if (type.equals("TIMESTAMP WITH TIME ZONE")) {
      return "cast(" + column + " at time zone " + zone + " as date)";
    }
    return type.equals("VARCHAR")
        ? "try_cast(" + text(column) + " as date)"
        : "try_cast(" + column + " as date)";
  }

  private String datetime(String column, String type) {
    if (type.equals("TIMESTAMP WITH TIME ZONE")) {
      return "(" + column + " at time zone 'UTC')";
    }
    if (type.equals("VARCHAR")) {
      String text = text(column);
      return "case when regexp_matches("
          + text
          + ", '(Z|z|[+-][0-9]{2}(:?[0-9]{2})?| ?UTC| ?GMT)$') and regexp_matches("
          + text
          + ", '[0-9]:[0-9]') then try_cast("
          + text
          + " as timestamptz) at time zone 'UTC' else "
          + local("try_cast(" + text + " as timestamp)")
          + " end";
    }
    return local("try_cast(" + column + " as timestamp)");
  }

  /** A time without a zone is one of the project's zone. */
  private String local(String timestamp) {
    return utc ? timestamp : "((" + timestamp + " at time zone " + zone + ") at time zone 'UTC')";
  }

  private static String list(String column, String type) {
    String items =
        type.endsWith("[]")
            ? column
            : "case when starts_with("
                + text(column)
                + ", '[') then case when json_valid("
                + text(column)
                + ") then from_json("
                + text(column)
                + ", '[\"varchar\"]') end else string_split("
                + text(column)
                + ", ',') end";
    String clean =
        "list_filter(list_transform("
            + items
            + ", lambda x: "
            + text("x")
            + "), lambda x: x is not null)";
    return "nullif(" + clean + ", [])";
  }
}
