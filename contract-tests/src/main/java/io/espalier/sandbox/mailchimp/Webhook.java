package io.espalier.sandbox.mailchimp;

import com.google.gson.JsonObject;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Where an audience's changes are told. */
final class Webhook {
  static final List<String> EVENTS =
      List.of("subscribe", "unsubscribe", "profile", "cleaned", "upemail", "campaign");
  static final List<String> SOURCES = List.of("user", "admin", "api");

  String id = "";
  String url = "";
  Set<String> events = new LinkedHashSet<>();
  Set<String> sources = new LinkedHashSet<>();

  /** Empty where deliveries are not signed. */
  String secret = "";

  JsonObject json(String listId) {
    JsonObject json = new JsonObject();
    json.addProperty("id", id);
    json.addProperty("url", url);
    json.add("events", flags(EVENTS, events));
    json.add("sources", flags(SOURCES, sources));
    json.addProperty("list_id", listId);
    return json;
  }

  private static JsonObject flags(List<String> names, Set<String> on) {
    JsonObject json = new JsonObject();
    names.forEach(name -> json.addProperty(name, on.contains(name)));
    return json;
  }
}
