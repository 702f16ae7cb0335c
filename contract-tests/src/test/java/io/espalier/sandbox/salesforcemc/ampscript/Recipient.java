package io.espalier.sandbox.salesforcemc.ampscript;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A recipient made by hand. */
public final class Recipient implements SendContext {
  private final Map<String, @Nullable Object> attributes = new HashMap<>();
  private final Map<String, Table> tables = new HashMap<>();
  private final Map<String, String> blocks = new HashMap<>();

  public Recipient with(String name, @Nullable Object value) {
    attributes.put(name.toLowerCase(Locale.ROOT), value);
    return this;
  }

  public Recipient block(String key, String content) {
    blocks.put(key, content);
    return this;
  }

  /** Adds a data extension of one row a list, in the order of the columns. */
  public Recipient table(String name, List<String> columns, List<List<String>> rows) {
    List<Map<String, @Nullable Object>> all = new ArrayList<>();
    for (List<String> row : rows) {
      Map<String, @Nullable Object> cells = new HashMap<>();
      for (int i = 0; i < columns.size(); i++) {
        cells.put(columns.get(i).toLowerCase(Locale.ROOT), row.get(i));
      }
      all.add(cells);
    }
    tables.put(name, new Table(columns, all, (column, text) -> Optional.empty()));
    return this;
  }

  String render(String template) {
    return Ampscript.render(template, this, Disputed.usual());
  }

  public String render(String template, Disputed disputed) {
    return Ampscript.render(template, this, disputed);
  }

  @Override
  public Optional<Cell> attribute(String name) {
    String key = name.toLowerCase(Locale.ROOT);
    return attributes.containsKey(key)
        ? Optional.of(new Cell(attributes.get(key)))
        : Optional.empty();
  }

  @Override
  public Optional<String> personalization(String name) {
    return name.equalsIgnoreCase("member_busname") ? Optional.of("Example Shop") : Optional.empty();
  }

  @Override
  public Optional<Table> table(String nameOrKey) {
    return Optional.ofNullable(tables.get(nameOrKey));
  }

  @Override
  public Optional<String> contentBlock(String key) {
    return Optional.ofNullable(blocks.get(key));
  }

  @Override
  public LocalDateTime now() {
    return LocalDateTime.of(2026, 11, 23, 12, 0, 5);
  }
}
