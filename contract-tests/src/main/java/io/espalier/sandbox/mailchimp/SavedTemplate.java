package io.espalier.sandbox.mailchimp;

import com.google.gson.JsonObject;
import java.time.Instant;

/** A custom-coded template. No answer holds its HTML: the vendor never gives it back whole. */
final class SavedTemplate {
  long id;
  String name = "";
  String html = "";
  String folder = "";
  boolean active = true;
  Instant dateCreated = Instant.EPOCH;
  Instant dateEdited = Instant.EPOCH;

  JsonObject json(String login) {
    JsonObject json = new JsonObject();
    json.addProperty("id", id);
    json.addProperty("type", "user");
    json.addProperty("name", name);
    json.addProperty("drag_and_drop", false);
    json.addProperty("responsive", html.contains("@media"));
    json.addProperty("category", "");
    json.addProperty("date_created", WireTime.print(dateCreated));
    json.addProperty("date_edited", WireTime.print(dateEdited));
    json.addProperty("created_by", login);
    json.addProperty("edited_by", login);
    json.addProperty("active", active);
    json.addProperty("folder_id", folder);
    json.addProperty("thumbnail", "");
    json.addProperty("share_url", "");
    json.addProperty("content_type", "html");
    return json;
  }
}
