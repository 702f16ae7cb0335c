package io.espalier.sandbox.salesforcemc.ampscript;

import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a message can see: the recipient's attributes, the account's strings, data and content. */
public interface SendContext {

  /**
   * The sending row's columns, in any case of the name.
   *
   * @return text, a BigDecimal, a Boolean or a LocalDateTime; null for a database null; empty where
   *     there is no such column
   */
  Optional<Cell> attribute(String name);

  /** A personalization string such as {@code unsub_center_url}; empty where there is none. */
  Optional<String> personalization(String name);

  /** A data extension by name or key; empty where there is none. */
  Optional<Table> table(String nameOrKey);

  /** What {@code Ent.} reaches: a data extension that the enterprise shares. */
  default Optional<Table> sharedTable(String nameOrKey) {
    return table(nameOrKey);
  }

  /** The content of a block by its customerKey; empty where there is none. */
  Optional<String> contentBlock(String key);

  /** The content of a block by its name; empty where there is none. */
  default Optional<String> contentNamed(String name) {
    return Optional.empty();
  }

  /** The content of a block by its id; empty where there is none. */
  default Optional<String> contentNumbered(String id) {
    return Optional.empty();
  }

  /** The account's time: Central Standard, without daylight saving. */
  LocalDateTime now();

  /** A value that may be null. */
  record Cell(@Nullable Object value) {}

  /**
   * A data extension's rows.
   *
   * @param rows by lower-case column name; a null is a database null
   * @param index a short cut to some of them
   */
  record Table(List<String> columns, Iterable<Map<String, @Nullable Object>> rows, Index index) {}

  /** Finds rows without looking at all of them. */
  interface Index {
    /** The rows that may hold this text in this column; empty where the column has no index. */
    Optional<List<Map<String, @Nullable Object>>> candidates(String column, String text);
  }
}
