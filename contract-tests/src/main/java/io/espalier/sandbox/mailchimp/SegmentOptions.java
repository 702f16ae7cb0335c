package io.espalier.sandbox.mailchimp;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

/** The shape of a saved segment: one flat list of conditions under one operator. */
final class SegmentOptions {
  private SegmentOptions() {}

  static JsonObject check(Call call, Body options) {
    String match = options.text("match").orElse("all");
    if (!match.equals("any") && !match.equals("all")) {
      throw Refusal.field("options.match", "The value you selected is not a valid choice.");
    }
    JsonArray conditions = options.array("conditions").orElseGet(JsonArray::new);
    if (conditions.size() > 5 && !call.account().on(MailchimpFact.SEGMENTS_TAKE_MORE_THAN_FIVE)) {
      throw Refusal.badRequest("Your plan allows five conditions in a segment.");
    }
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
