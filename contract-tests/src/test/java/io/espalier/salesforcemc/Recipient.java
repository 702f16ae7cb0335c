package io.espalier.salesforcemc;

import io.espalier.model.Value;
import io.espalier.sandbox.salesforcemc.ampscript.SendContext;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A person in a send whose columns yield values of the engine's own types, a boolean or a date
 * where the sandbox yields text: nothing may hang on which of the two it is.
 */
record Recipient(String key, Map<String, Value> values) implements SendContext {
  private static final List<String> COLUMNS =
      List.of("SubscriberKey", "t", "n", "b", "d", "m", "l", "flag");

  @Override
  public Optional<Cell> attribute(String name) {
    return Optional.empty();
  }

  @Override
  public Optional<String> personalization(String name) {
    return name.equalsIgnoreCase("_subscriberkey") ? Optional.of(key) : Optional.empty();
  }

  @Override
  public Optional<Table> table(String nameOrKey) {
    if (!nameOrKey.equalsIgnoreCase("Espalier Profiles")) {
      return Optional.empty();
    }
    Map<String, @Nullable Object> row = new HashMap<>();
    COLUMNS.forEach(name -> row.put(name.toLowerCase(java.util.Locale.ROOT), cell(name)));
    row.put("subscriberkey", key);
    return Optional.of(new Table(COLUMNS, List.of(row), (column, text) -> Optional.empty()));
  }

  private @Nullable Object cell(String name) {
    Value value = values.getOrDefault(name, Value.NOTHING);
    if (value instanceof Value.Number number) {
      return number.number();
    } else if (value instanceof Value.Flag flag) {
      return flag.flag();
    } else if (value instanceof Value.Day day) {
      return day.day().atStartOfDay();
    } else if (value instanceof Value.Moment moment) {
      return LocalDateTime.ofInstant(moment.moment(), ZoneOffset.UTC);
    }
    return value.exists() ? value.plain() : null;
  }

  @Override
  public Optional<String> contentBlock(String name) {
    return Optional.empty();
  }

  @Override
  public LocalDateTime now() {
    return LocalDateTime.of(2026, 3, 1, 6, 0);
  }
}
