package io.espalier.sandbox.hubspot;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.time.Instant;
import java.util.Map;

/** An object as JSON, and back. */
final class PortalSnapshot {
  private PortalSnapshot() {}

  static JsonObject write(PortalObject object) {
    JsonObject json = new JsonObject();
    JsonObject properties = new JsonObject();
    object.properties.forEach(
        (name, property) ->
            properties.addProperty(name, property.type() + " " + property.fieldType()));
    json.add("properties", properties);
    JsonObject items = new JsonObject();
    object
        .items
        .values()
        .forEach(
            item -> {
              JsonObject one = new JsonObject();
              JsonObject values = new JsonObject();
              item.values.forEach(values::addProperty);
              one.add("values", values);
              JsonArray contacts = new JsonArray();
              item.contacts.forEach(contacts::add);
              one.add("contacts", contacts);
              if (item.archived != null) {
                one.addProperty("archived", item.archived.toString());
              }
              items.add(Long.toString(item.id), one);
            });
    json.add("items", items);
    return json;
  }

  static void read(Map<String, PortalObject> objects, String name, JsonObject json) {
    PortalObject object = objects.computeIfAbsent(name, PortalObject::new);
    json.getAsJsonObject("properties")
        .asMap()
        .forEach(
            (property, type) -> {
              String[] words = type.getAsString().split(" ", -1);
              object.with(property, words[0], words[1]);
            });
    json.getAsJsonObject("items")
        .asMap()
        .forEach(
            (id, held) -> {
              JsonObject one = held.getAsJsonObject();
              PortalObject.Item item = new PortalObject.Item(Long.parseLong(id), Instant.EPOCH);
              one.getAsJsonObject("values")
                  .asMap()
                  .forEach((property, value) -> item.values.put(property, value.getAsString()));
              one.getAsJsonArray("contacts").forEach(c -> item.contacts.add(c.getAsLong()));
              if (one.has("archived")) {
                item.archived = Instant.parse(one.get("archived").getAsString());
              }
              object.items.put(item.id, item);
            });
  }
}
