package io.espalier.sync.project;

import io.espalier.rule.Place;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How rows of several tables become one person.
 *
 * @param tables the most trusted first
 * @param identifiers the strongest first
 * @param prefer column → tables, where another one is to be trusted first
 * @param splits rows that are never one person
 */
public record IdentitySpec(
    List<Table> tables,
    List<Identifier> identifiers,
    Map<String, List<String>> prefer,
    List<Split> splits,
    Place place) {
  /** The table that holds the joined people. */
  public static final String TABLE = "identity";

  /** Which row became which person: {@code source, key, profile}. */
  public static final String KEYS = "identity_keys";

  /** The file of the splits, beside profile.yaml. */
  public static final String SPLITS = "identity-splits.yaml";

  /**
   * @param key names a row of this table
   * @param columns the name that a column has in the joined table → its name here
   */
  public record Table(String name, ColumnRef key, Map<String, ColumnRef> columns, Place place) {}

  /** What is done to a value before it is compared. */
  public enum Kind {
    EMAIL,
    PHONE,
    TEXT
  }

  /**
   * @param limit how many of its values one person may have
   * @param blocked expressions; a value that one of them matches whole joins nobody
   */
  public record Identifier(String name, Kind kind, int limit, List<String> blocked, Place place) {}

  /** Two rows, each {@code table:key}. */
  public record Split(String one, String other, Place place) {}

  public Optional<Table> table(String name) {
    return tables.stream().filter(t -> t.name().equals(name)).findFirst();
  }
}
