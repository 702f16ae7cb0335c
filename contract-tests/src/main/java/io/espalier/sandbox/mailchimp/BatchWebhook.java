package io.espalier.sandbox.mailchimp;

import com.google.gson.JsonObject;

/** Where the end of each batch is told. */
record BatchWebhook(String id, String url, boolean enabled) {
  JsonObject json() {
    JsonObject json = new JsonObject();
    json.addProperty("id", id);
    json.addProperty("url", url);
    json.addProperty("enabled", enabled);
    return json;
  }
}
