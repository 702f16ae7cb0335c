package io.espalier.sandbox.salesforcemc;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.espalier.sandbox.Exchange;
import org.jspecify.annotations.Nullable;

/** A request's JSON, read leniently: what is not there, or of another kind, is empty. */
final class JsonBody {
  private JsonBody() {}

  /**
   * The body's object.
   *
   * @throws Refusal (10004) where it is none
   */
  static JsonObject of(Exchange exchange) {
    try {
      return JsonParser.parseString(exchange.text()).getAsJsonObject();
    } catch (JsonParseException | IllegalStateException e) {
      throw new Refusal(10004, "The request body is not a JSON object.");
    }
  }

  static JsonObject object(@Nullable JsonElement element) {
    return element instanceof JsonObject object ? object : new JsonObject();
  }

  static String text(JsonObject json, String name) {
    JsonElement value = json.get(name);
    return value != null && value.isJsonPrimitive() ? value.getAsString() : "";
  }

  /**
   * A text that must be there.
   *
   * @throws Refusal (10002) where it is missing or blank
   */
  static String needed(JsonObject json, String name) {
    String text = text(json, name);
    if (text.isBlank()) {
      throw new Refusal(10002, "The " + name + " is missing.");
    }
    return text;
  }
}
