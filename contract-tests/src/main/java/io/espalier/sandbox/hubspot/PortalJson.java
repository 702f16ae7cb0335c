package io.espalier.sandbox.hubspot;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.espalier.sandbox.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Answers as they travel. */
final class PortalJson {
  private PortalJson() {}

  static Reply ok(JsonElement json) {
    return Reply.of(200, "application/json;charset=utf-8", json.toString());
  }

  static List<String> names(JsonObject request) {
    List<String> names = new ArrayList<>();
    if (request.has("properties")) {
      request.getAsJsonArray("properties").forEach(name -> names.add(name.getAsString()));
    }
    return names;
  }

  /** Properties that were not asked for are left out, but for three that always come. */
  static JsonObject item(
      PortalObject.Item item, Map<String, String> values, List<String> properties) {
    JsonObject shown = new JsonObject();
    for (String name : values.keySet()) {
      if (List.of("createdate", "lastmodifieddate", "hs_lastmodifieddate", "hs_object_id")
          .contains(name)) {
        shown.addProperty(name, values.get(name));
      }
    }
    properties.forEach(name -> shown.addProperty(name, values.get(name)));
    JsonObject json = new JsonObject();
    json.addProperty("id", Long.toString(item.id));
    json.add("properties", shown);
    json.addProperty("createdAt", values.get("createdate"));
    json.addProperty("archived", item.archived != null);
    if (item.archived != null) {
      json.addProperty("archivedAt", item.archived.toString());
    }
    return json;
  }

  static JsonObject paging(String after) {
    JsonObject next = new JsonObject();
    next.addProperty("after", after);
    JsonObject paging = new JsonObject();
    paging.add("next", next);
    return paging;
  }
}
