package io.espalier.sandbox.salesforcemc;

import io.espalier.sandbox.Switches;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A data extension: its definition and its rows, found by primary key and by address. */
final class Extension {
  private static final char SEPARATOR = '\u0001';

  private Definition definition;
  private @Nullable Row newest;
  private long countedAt;
  private int counted;
  private final Map<String, Row> rows = new LinkedHashMap<>();
  private final Map<String, LinkedHashSet<String>> byEmail = new HashMap<>();

  private final Map<String, Field> fields = new HashMap<>();
  private final Lifetime lifetime = new Lifetime();

  Extension(Definition definition) {
    this.definition = definition;
    definition.fields().forEach(f -> fields.put(f.key(), f));
  }

  /** The column of this name in any case; null where there is none. */
  @Nullable Field field(String name) {
    return fields.get(Field.key(name));
  }

  Definition definition() {
    return definition;
  }

  /** Takes a changed definition; the rows stay, under the keys they have. */
  void redefine(Definition changed) {
    List<Row> kept = new ArrayList<>(rows.values());
    definition = changed;
    fields.clear();
    changed.fields().forEach(f -> fields.put(f.key(), f));
    clear();
    kept.forEach(this::put);
  }

  /** Gives every row the default of the required columns that were added after it. */
  void fill() {
    for (Row row : new ArrayList<>(rows.values())) {
      @Nullable String[] cells = null;
      for (Field field : definition.fields()) {
        if (field.required() && row.get(field) == null && !field.defaultValue().isEmpty()) {
          cells = cells == null ? row.copy(definition.slots()) : cells;
          cells[field.slot()] = Cells.fit(field, field.defaultValue());
        }
      }
      if (cells != null) {
        put(new Row(row.id(), cells));
      }
    }
  }

  Collection<Row> rows() {
    return rows.values();
  }

  int size() {
    return rows.size();
  }

  /** The row that was written last; empty where none was since the sandbox started. */
  Optional<Row> newest() {
    return Optional.ofNullable(newest);
  }

  /** The size as it was counted last, which is done once a minute. */
  int laggingSize(long now) {
    if (now - countedAt >= 60_000) {
      counted = countedAt == 0 ? 0 : size();
      countedAt = now;
    }
    return counted;
  }

  /** Takes out the rows whose time is over, one by one or all at once. */
  void expire(Instant now, Switches switches) {
    List.copyOf(lifetime.due(definition.retention(), now)).forEach(this::remove);
    if (hasEnded(now) && !Lifetime.goesWhole(definition.retention(), switches)) {
      clear();
    }
  }

  /** Whether its own time is over: it goes with all rows. */
  boolean isOver(Instant now, Switches switches) {
    return hasEnded(now) && Lifetime.goesWhole(definition.retention(), switches);
  }

  private boolean hasEnded(Instant now) {
    return Lifetime.end(definition.retention(), definition.created())
        .filter(end -> !end.isAfter(now))
        .isPresent();
  }

  void clear() {
    lifetime.cleared();
    rows.clear();
    byEmail.clear();
  }

  /**
   * What a row is found by: its primary key's values, case-insensitively and without trailing
   * blanks, as the database collates; its own id where there is no primary key.
   */
  String keyOf(Row row) {
    StringBuilder key = new StringBuilder();
    for (Field field : definition.fields()) {
      if (field.primaryKey()) {
        key.append(part(row.get(field))).append(SEPARATOR);
      }
    }
    return key.length() == 0 ? "#" + row.id() : key.toString();
  }

  private static String part(@Nullable String value) {
    return value == null ? "" : value.stripTrailing().toLowerCase(Locale.ROOT);
  }

  /**
   * The row whose primary key is this text, or none; empty where the column is not, alone and as
   * text, the primary key.
   */
  Optional<List<Row>> byKey(String column, String text) {
    List<Field> keys = definition.keys();
    if (keys.size() != 1
        || keys.get(0).type() != FieldType.Text
        || !keys.get(0).key().equals(Field.key(column))) {
      return Optional.empty();
    }
    return Optional.of(find(part(text) + SEPARATOR).map(List::of).orElse(List.of()));
  }

  Optional<Row> find(String key) {
    return Optional.ofNullable(rows.get(key));
  }

  /** Adds the row, or takes it in place of the one of the same key. */
  void put(Row row) {
    String key = keyOf(row);
    newest = row;
    Row before = rows.put(key, row);
    lifetime.wrote(key, definition.retention());
    if (before != null) {
      index(before, key, false);
    }
    index(row, key, true);
  }

  boolean remove(String key) {
    Row gone = rows.remove(key);
    if (gone == null) {
      return false;
    }
    lifetime.removed(key);
    index(gone, key, false);
    return true;
  }

  /** The rows that hold this address in any EmailAddress column, oldest first. */
  List<Row> withEmail(String email) {
    List<Row> found = new ArrayList<>();
    for (String key : byEmail.getOrDefault(part(email), new LinkedHashSet<>())) {
      find(key).ifPresent(found::add);
    }
    return found;
  }

  private void index(Row row, String key, boolean add) {
    for (Field field : definition.fields()) {
      String email = field.type() == FieldType.EmailAddress ? row.get(field) : null;
      if (email != null) {
        LinkedHashSet<String> keys =
            byEmail.computeIfAbsent(part(email), any -> new LinkedHashSet<>());
        if (add) {
          keys.add(key);
        } else {
          keys.remove(key);
          if (keys.isEmpty()) {
            byEmail.remove(part(email));
          }
        }
      }
    }
  }
}
