package io.espalier.sandbox.mailchimp;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import java.util.Optional;

/**
 * A request's JSON object, read by the types that its schema names.
 *
 * @param prefix where this object lies in the request, for error fields; empty at the top
 */
record Body(JsonObject json, String prefix) {

  /** Reads a whole request; an empty one is an empty object. */
  static Body parse(String text) {
    if (text.isBlank()) {
      return new Body(new JsonObject(), "");
    }
    JsonElement parsed = strict(text);
    if (!parsed.isJsonObject()) {
      throw Refusal.field("", mismatch("object", parsed));
    }
    return new Body(parsed.getAsJsonObject(), "");
  }

  /** What a lenient reader would forgive, the vendor does not. */
  private static JsonElement strict(String text) {
    try (JsonReader reader = new JsonReader(new StringReader(text))) {
      reader.setStrictness(Strictness.STRICT);
      JsonElement parsed = JsonParser.parseReader(reader);
      if (reader.peek() == JsonToken.END_DOCUMENT) {
        return parsed;
      }
      throw unreadable();
    } catch (JsonParseException | IOException e) {
      throw unreadable();
    }
  }

  private static Refusal unreadable() {
    return Refusal.of(400, "JSON Parse Error", "We encountered an unspecified JSON parsing error.");
  }

  boolean has(String name) {
    return json.has(name);
  }

  Optional<String> text(String name) {
    if (!json.has(name)) {
      return Optional.empty();
    }
    JsonElement value = json.get(name);
    if (!value.isJsonPrimitive() || !value.getAsJsonPrimitive().isString()) {
      throw Refusal.field(prefix + name, mismatch("string", value));
    }
    return Optional.of(value.getAsString());
  }

  String requiredText(String name) {
    String value = text(name).orElse("");
    if (value.isBlank()) {
      throw Refusal.field(prefix + name, "This value should not be blank.");
    }
    return value;
  }

  Optional<Boolean> flag(String name) {
    if (!json.has(name)) {
      return Optional.empty();
    }
    JsonElement value = json.get(name);
    if (!value.isJsonPrimitive() || !value.getAsJsonPrimitive().isBoolean()) {
      throw Refusal.field(prefix + name, mismatch("boolean", value));
    }
    return Optional.of(value.getAsBoolean());
  }

  Optional<Integer> integer(String name) {
    return number(name).map(Number::intValue);
  }

  Optional<Number> number(String name) {
    if (!json.has(name)) {
      return Optional.empty();
    }
    JsonElement value = json.get(name);
    if (!value.isJsonPrimitive() || !value.getAsJsonPrimitive().isNumber()) {
      throw Refusal.field(prefix + name, mismatch("number", value));
    }
    return Optional.of(value.getAsNumber());
  }

  Optional<Body> object(String name) {
    if (!json.has(name)) {
      return Optional.empty();
    }
    JsonElement value = json.get(name);
    if (!value.isJsonObject()) {
      throw Refusal.field(prefix + name, mismatch("object", value));
    }
    return Optional.of(new Body(value.getAsJsonObject(), prefix + name + "."));
  }

  Optional<JsonArray> array(String name) {
    if (!json.has(name)) {
      return Optional.empty();
    }
    JsonElement value = json.get(name);
    if (!value.isJsonArray()) {
      throw Refusal.field(prefix + name, mismatch("array", value));
    }
    return Optional.of(value.getAsJsonArray());
  }

  /** An array with at most so many elements; empty where it is absent. */
  JsonArray array(String name, int most) {
    JsonArray array = array(name).orElseGet(JsonArray::new);
    if (array.size() > most) {
      throw Refusal.field(
          prefix + name, "This collection should contain " + most + " elements or less.");
    }
    return array;
  }

  /** The vendor's words for a value of a type that its schema does not allow. */
  static String mismatch(String wanted, JsonElement found) {
    return "Schema describes " + wanted + ", " + typeOf(found) + " found instead";
  }

  private static String typeOf(JsonElement value) {
    if (value.isJsonNull()) {
      return "NULL";
    }
    if (value.isJsonArray()) {
      return "array";
    }
    if (value.isJsonObject()) {
      return "object";
    }
    JsonPrimitive primitive = value.getAsJsonPrimitive();
    if (primitive.isBoolean()) {
      return "boolean";
    }
    if (primitive.isString()) {
      return "string";
    }
    return primitive.getAsString().matches("-?[0-9]+") ? "integer" : "double";
  }
}
