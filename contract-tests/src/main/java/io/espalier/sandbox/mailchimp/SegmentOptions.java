package io.espalier.sandbox.mailchimp;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

/** The shape of a saved segment: one flat list of conditions under one operator. */
final class SegmentOptions {
  private SegmentOptions() {}

  static JsonObject check(Body options) {
    String match = options.text("match").orElse("all");
    if (!match.equals("any") && !match.equals("all")) {
      throw Refusal.field("options.match", "The value you selected is not a valid choice.");
    }
    JsonArray conditions = options.array("conditions").orElseGet(JsonArray::new);
    for (JsonElement condition : conditions) {
      if (!condition.isJsonObject()) {
        throw Refusal.invalid("Data did not match any of the schemas described in anyOf.");
      }
      Body body = new Body(condition.getAsJsonObject(), "options.conditions.");
      if (body.text("field").isEmpty() || body.text("op").isEmpty()) {
        throw Refusal.invalid("Data did not match any of the schemas described in anyOf.");
      }
    }
    JsonObject kept = new JsonObject();
    kept.addProperty("match", match);
    kept.add("conditions", conditions);
    return kept;
  }
}
