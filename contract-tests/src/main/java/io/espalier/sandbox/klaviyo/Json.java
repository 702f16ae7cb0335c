package io.espalier.sandbox.klaviyo;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reading a JSON:API body, where every surprise is a 400 with a pointer. */
final class Json {
  static final Gson GSON =
      new GsonBuilder().serializeNulls().disableHtmlEscaping().disableJdkUnsafe().create();

  private Json() {}

  static JsonObject object(JsonElement parent, String member, String pointer) {
    JsonElement element = parent.getAsJsonObject().get(member);
    if (element == null) {
      throw ApiError.invalid("'" + member + "' is a required field.", pointer + "/" + member)
          .thrown();
    }
    return object(element, pointer + "/" + member);
  }

  static JsonObject object(JsonElement element, String pointer) {
    if (!element.isJsonObject()) {
      throw ApiError.invalid("This must be an object.", pointer).thrown();
    }
    return element.getAsJsonObject();
  }

  static JsonArray array(JsonObject parent, String member, String pointer) {
    JsonElement element = parent.get(member);
    if (element == null || !element.isJsonArray()) {
      throw ApiError.invalid("'" + member + "' must be an array.", pointer + "/" + member).thrown();
    }
    return element.getAsJsonArray();
  }

  static String requiredText(JsonObject parent, String member, String pointer) {
    String text = text(parent, member, pointer);
    if (text == null || text.isEmpty()) {
      throw ApiError.invalid("'" + member + "' is a required field.", pointer + "/" + member)
          .thrown();
    }
    return text;
  }

  /** A member's text; null where it is absent or null. */
  static @Nullable String text(JsonObject parent, String member, String pointer) {
    JsonElement element = parent.get(member);
    if (element == null || element.isJsonNull()) {
      return null;
    }
    if (!isText(element)) {
      throw ApiError.invalid("'" + member + "' must be a string.", pointer + "/" + member).thrown();
    }
    return element.getAsString();
  }

  static boolean isText(JsonElement element) {
    return element.isJsonPrimitive() && element.getAsJsonPrimitive().isString();
  }

  static boolean isTrue(JsonObject parent, String member) {
    JsonElement element = parent.get(member);
    return element != null && element.isJsonPrimitive() && element.getAsBoolean();
  }

  /** The object at a path of members; null where a step is absent, null or no object. */
  static @Nullable JsonObject find(@Nullable JsonObject start, String... members) {
    JsonObject at = start;
    for (String member : members) {
      JsonElement next = at == null ? null : at.get(member);
      at = next != null && next.isJsonObject() ? next.getAsJsonObject() : null;
    }
    return at;
  }

  static void put(JsonObject object, String member, @Nullable String value) {
    object.addProperty(member, value);
  }

  /**
   * A copy with numbers as a server keeps them that reads JSON into 64-bit integers and doubles:
   * {@code 12.50} is 12.5 afterwards, and digits beyond a double's are gone.
   */
  static JsonElement stored(JsonElement element) {
    if (element.isJsonObject()) {
      JsonObject copy = new JsonObject();
      for (Map.Entry<String, JsonElement> member : element.getAsJsonObject().entrySet()) {
        copy.add(member.getKey(), stored(member.getValue()));
      }
      return copy;
    }
    if (element.isJsonArray()) {
      JsonArray copy = new JsonArray();
      element.getAsJsonArray().forEach(item -> copy.add(stored(item)));
      return copy;
    }
    if (element.isJsonPrimitive() && element.getAsJsonPrimitive().isNumber()) {
      return new JsonPrimitive(number(element.getAsString()));
    }
    return element;
  }

  static Number number(String text) {
    if (text.indexOf('.') >= 0 || text.indexOf('e') >= 0 || text.indexOf('E') >= 0) {
      double value = Double.parseDouble(text);
      return Double.isInfinite(value) ? new BigDecimal(text).toBigInteger() : (Number) value;
    }
    BigInteger whole = new BigInteger(text);
    return whole.bitLength() < 64 ? (Number) whole.longValue() : whole;
  }
}
