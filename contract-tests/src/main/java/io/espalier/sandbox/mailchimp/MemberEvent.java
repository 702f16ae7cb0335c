package io.espalier.sandbox.mailchimp;

import com.google.gson.JsonObject;
import java.time.Instant;

/**
 * Something that a contact did, as an integration reported it. The same event reported twice is
 * two.
 *
 * @param properties texts only
 */
record MemberEvent(String name, Instant occurredAt, JsonObject properties) {

  JsonObject json() {
    JsonObject json = new JsonObject();
    json.addProperty("occurred_at", WireTime.print(occurredAt));
    json.addProperty("name", name);
    json.add("properties", properties.deepCopy());
    return json;
  }
}
