package io.espalier.sandbox.klaviyo;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON as the template engine takes it: whole numbers and reals apart, as Python reads them. */
final class PlainValues {
  private PlainValues() {}

  static Map<String, @Nullable Object> of(JsonObject object) {
    Map<String, @Nullable Object> plain = new LinkedHashMap<>();
    object.entrySet().forEach(entry -> plain.put(entry.getKey(), of(entry.getValue())));
    return plain;
  }

  static @Nullable Object of(JsonElement element) {
    if (element.isJsonObject()) {
      return of(element.getAsJsonObject());
    }
    if (element.isJsonArray()) {
      List<@Nullable Object> plain = new ArrayList<>();
      element.getAsJsonArray().forEach(item -> plain.add(of(item)));
      return plain;
    }
    if (element.isJsonNull()) {
      return null;
    }
    if (element.getAsJsonPrimitive().isBoolean()) {
      return element.getAsBoolean();
    }
    return element.getAsJsonPrimitive().isNumber()
        ? Json.number(element.getAsString())
        : element.getAsString();
  }
}
