package io.espalier.sandbox.salesforcemc;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.espalier.sandbox.Switches;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A row as JSON gives it: column name to text, null for an explicit null. */
final class JsonRow {
  private JsonRow() {}

  /** As {@link #of}; without the nulls where they do not clear. */
  static Map<String, @Nullable String> of(JsonObject object, Switches switches) {
    Map<String, @Nullable String> row = of(object);
    if (!switches.on(SalesforceFact.NULL_CLEARS)) {
      row.values().removeIf(java.util.Objects::isNull);
    }
    return row;
  }

  static Map<String, @Nullable String> of(JsonObject object) {
    Map<String, @Nullable String> row = new LinkedHashMap<>();
    add(object, row);
    return row;
  }

  static void add(JsonObject object, Map<String, @Nullable String> row) {
    for (Map.Entry<String, JsonElement> entry : object.entrySet()) {
      JsonElement value = entry.getValue();
      row.put(
          entry.getKey(),
          value.isJsonNull()
              ? null
              : value.isJsonPrimitive() ? value.getAsString() : Answers.text(value));
    }
  }
}
