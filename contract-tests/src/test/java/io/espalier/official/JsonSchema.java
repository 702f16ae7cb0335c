package io.espalier.official;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * A value against a schema of OpenAPI 3.0, as far as the published contracts of Klaviyo and
 * Mailchimp use its words: references, types, null, enumerations, required and additional
 * properties, items, lengths, and the three combinations.
 */
final class JsonSchema {
  private final JsonObject document;

  /** Each schema's {@link #whole}, by the schema itself: made once, asked for at every answer. */
  private final Map<JsonObject, JsonObject> wholes = new IdentityHashMap<>();

  /**
   * @param document the whole contract, for references into it
   */
  JsonSchema(JsonObject document) {
    this.document = document;
  }

  /** What is wrong, each with its path; empty where the value fits. */
  List<String> wrong(JsonElement value, JsonObject schema, String at) {
    List<String> wrong = new ArrayList<>();
    check(value, resolve(schema), at, wrong);
    return wrong;
  }

  /** Paths of properties that the schema names and the value has not; of arrays, the first item. */
  List<String> missing(JsonElement value, JsonObject given, String at) {
    JsonObject schema = resolve(given);
    List<String> missing = new ArrayList<>();
    if (value.isJsonArray() && schema.has("items") && !value.getAsJsonArray().isEmpty()) {
      return missing(value.getAsJsonArray().get(0), schema.getAsJsonObject("items"), at + "[]");
    }
    if (!value.isJsonObject() || !schema.has("properties")) {
      return missing;
    }
    for (Map.Entry<String, JsonElement> property :
        schema.getAsJsonObject("properties").entrySet()) {
      String where = at + "." + property.getKey();
      JsonElement inner = value.getAsJsonObject().get(property.getKey());
      if (inner == null) {
        missing.add(where);
      } else {
        missing.addAll(missing(inner, property.getValue().getAsJsonObject(), where));
      }
    }
    return missing;
  }

  JsonObject resolve(JsonObject given) {
    JsonObject found = given;
    while (found.has("$ref")) {
      JsonElement at = document;
      for (String part : List.of(found.get("$ref").getAsString().substring(2).split("/", -1))) {
        at = at.getAsJsonObject().get(part.replace("~1", "/").replace("~0", "~"));
      }
      found = at.getAsJsonObject();
    }
    if (!found.has("allOf")) {
      return found;
    }
    synchronized (wholes) {
      JsonObject known = wholes.get(found);
      if (known == null) {
        known = whole(found);
        wholes.put(found, known);
      }
      return known;
    }
  }

  /** All parts of an {@code allOf} as one: a member that one of them knows is known. */
  private JsonObject whole(JsonObject schema) {
    JsonObject whole = schema.deepCopy();
    JsonArray parts = whole.remove("allOf").getAsJsonArray();
    JsonObject properties =
        whole.has("properties") ? whole.getAsJsonObject("properties") : new JsonObject();
    JsonArray required = whole.has("required") ? whole.getAsJsonArray("required") : new JsonArray();
    for (JsonElement element : parts) {
      JsonObject part = resolve(element.getAsJsonObject());
      for (Map.Entry<String, JsonElement> entry : part.entrySet()) {
        if (entry.getKey().equals("properties")) {
          entry
              .getValue()
              .getAsJsonObject()
              .entrySet()
              .forEach(one -> properties.add(one.getKey(), both(properties, one)));
        } else if (entry.getKey().equals("required")) {
          required.addAll(entry.getValue().getAsJsonArray());
        } else if (!whole.has(entry.getKey())) {
          whole.add(entry.getKey(), entry.getValue());
        }
      }
    }
    if (properties.size() > 0) {
      whole.add("properties", properties);
    }
    if (!required.isEmpty()) {
      whole.add("required", required);
    }
    return whole;
  }

  private static JsonElement both(JsonObject properties, Map.Entry<String, JsonElement> added) {
    JsonElement known = properties.get(added.getKey());
    if (known == null || known.equals(added.getValue())) {
      return added.getValue();
    }
    JsonArray parts = new JsonArray();
    parts.add(known);
    parts.add(added.getValue());
    JsonObject both = new JsonObject();
    both.add("allOf", parts);
    return both;
  }

  private void check(JsonElement value, JsonObject schema, String at, List<String> wrong) {
    if (value.isJsonNull()) {
      boolean open = !schema.has("type") && !schema.has("enum");
      if (!open && !(schema.has("nullable") && schema.get("nullable").getAsBoolean())) {
        wrong.add(at + " is null");
      }
      return;
    }
    combinations(value, schema, at, wrong);
    if (schema.has("enum") && !schema.getAsJsonArray("enum").contains(value)) {
      wrong.add(at + " is none of " + schema.get("enum"));
    }
    String type = schema.has("type") ? schema.get("type").getAsString() : "";
    if (!type.isEmpty() && !is(type, value)) {
      wrong.add(at + " is no " + type);
    } else if (value.isJsonObject()) {
      object(value.getAsJsonObject(), schema, at, wrong);
    } else if (value.isJsonArray()) {
      array(value.getAsJsonArray(), schema, at, wrong);
    } else if (schema.has("maxLength")
        && value.getAsString().length() > schema.get("maxLength").getAsInt()) {
      wrong.add(at + " is longer than " + schema.get("maxLength"));
    }
  }

  private void combinations(JsonElement value, JsonObject schema, String at, List<String> wrong) {
    for (String word : List.of("oneOf", "anyOf")) {
      if (schema.has(word)) {
        List<String> nearest = null;
        for (JsonElement part : schema.getAsJsonArray(word)) {
          List<String> here = wrong(value, part.getAsJsonObject(), at);
          if (nearest == null || here.size() < nearest.size()) {
            nearest = here;
          }
        }
        if (nearest != null) {
          wrong.addAll(nearest);
        }
      }
    }
  }

  private void object(JsonObject value, JsonObject schema, String at, List<String> wrong) {
    JsonObject properties =
        schema.has("properties") ? schema.getAsJsonObject("properties") : new JsonObject();
    if (schema.has("required")) {
      for (JsonElement name : schema.getAsJsonArray("required")) {
        if (!value.has(name.getAsString())) {
          wrong.add(at + "." + name.getAsString() + " is missing");
        }
      }
    }
    JsonElement additional = schema.get("additionalProperties");
    for (Map.Entry<String, JsonElement> entry : value.entrySet()) {
      String where = at + "." + entry.getKey();
      if (properties.has(entry.getKey())) {
        check(entry.getValue(), resolve(properties.getAsJsonObject(entry.getKey())), where, wrong);
      } else if (additional != null && additional.isJsonObject()) {
        check(entry.getValue(), resolve(additional.getAsJsonObject()), where, wrong);
      } else if (additional != null && !additional.getAsBoolean()) {
        wrong.add(where + " is not known");
      } else if (additional == null && properties.size() > 0 && !isEmpty(entry.getValue())) {
        // The letter allows it; no adapter means to send what the vendor never heard of. An empty
        // list says nothing.
        wrong.add(where + " is not known");
      }
    }
  }

  private static boolean isEmpty(JsonElement value) {
    return value.isJsonArray() && value.getAsJsonArray().isEmpty();
  }

  private void array(JsonArray value, JsonObject schema, String at, List<String> wrong) {
    if (schema.has("maxItems") && value.size() > schema.get("maxItems").getAsInt()) {
      wrong.add(at + " has more than " + schema.get("maxItems") + " items");
    }
    if (schema.has("minItems") && value.size() < schema.get("minItems").getAsInt()) {
      wrong.add(at + " has fewer than " + schema.get("minItems") + " items");
    }
    if (schema.has("items")) {
      JsonObject items = resolve(schema.getAsJsonObject("items"));
      for (int i = 0; i < value.size(); i++) {
        check(value.get(i), items, at + "[" + i + "]", wrong);
      }
    }
  }

  private static boolean is(String type, JsonElement value) {
    return switch (type) {
      case "object" -> value.isJsonObject();
      case "array" -> value.isJsonArray();
      case "string" -> value.isJsonPrimitive() && value.getAsJsonPrimitive().isString();
      case "boolean" -> value.isJsonPrimitive() && value.getAsJsonPrimitive().isBoolean();
      case "number" -> value.isJsonPrimitive() && value.getAsJsonPrimitive().isNumber();
      case "integer" ->
          value.isJsonPrimitive()
              && value.getAsJsonPrimitive().isNumber()
              && whole(value.getAsJsonPrimitive());
      default -> true;
    };
  }

  private static boolean whole(JsonPrimitive number) {
    return new BigDecimal(number.getAsString()).stripTrailingZeros().scale() <= 0;
  }
}
