package io.espalier.sync.kill;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.Map;
import java.util.TreeMap;

/**
 * What an account holds, as facts that a marketer or a recipient could notice; from a sandbox's
 * snapshot. Ids are replaced by names, so that two accounts can be compared. What stands behind an
 * {@code §} is the ESP's own time of it: a fact that is made true again has another.
 */
final class HeldFacts {
  private final Map<String, Integer> facts = new TreeMap<>();

  private HeldFacts() {}

  /** Fact → how often it is held: two lists of one name are the same fact twice. */
  static Map<String, Integer> of(String esp, String snapshot) {
    HeldFacts held = new HeldFacts();
    JsonObject all = JsonParser.parseString(snapshot).getAsJsonObject();
    switch (esp) {
      case "klaviyo" -> held.klaviyo(all);
      case "mailchimp" -> held.mailchimp(all);
      default -> held.salesforce(all);
    }
    return held.facts;
  }

  private void add(String kind, String... parts) {
    facts.merge(kind + " " + String.join(" | ", parts), 1, Integer::sum);
  }

  private void klaviyo(JsonObject all) {
    Map<String, String> people = new TreeMap<>();
    for (JsonElement one : all.getAsJsonArray("people")) {
      JsonObject person = one.getAsJsonObject();
      String email = text(person, "email");
      people.put(text(person, "id"), email);
      add("person", email, text(person, "externalId"));
      JsonObject attributes = JsonParser.parseString(text(person, "attributes")).getAsJsonObject();
      JsonObject properties = object(attributes, "properties");
      // Of our own mark it is only of interest that it is there, not since when.
      properties
          .entrySet()
          .forEach(
              p ->
                  add(
                      "value",
                      email,
                      p.getKey(),
                      p.getKey().equals("espalier_held_back") ? "set" : p.getValue().toString()));
      JsonObject consents = object(person, "consents");
      object(consents, "permissions")
          .entrySet()
          .forEach(
              p ->
                  add(
                      "consent",
                      email,
                      p.getKey(),
                      text(p.getValue().getAsJsonObject(), "consent")
                          + " §"
                          + text(p.getValue().getAsJsonObject(), "timestamp")));
      for (JsonElement s : consents.getAsJsonArray("suppressions")) {
        JsonObject suppression = s.getAsJsonObject();
        add(
            "suppressed",
            email,
            text(suppression, "reason") + " §" + text(suppression, "timestamp"));
      }
      if (consents.has("pending") && !consents.get("pending").isJsonNull()) {
        add("asked to confirm", email, "§" + consents.get("pending"));
      }
    }
    Map<String, String> lists = new TreeMap<>();
    for (JsonObject list : values(all, "lists")) {
      lists.put(text(list, "id"), text(list, "name"));
      add("list", text(list, "name"));
      object(list, "members")
          .entrySet()
          .forEach(
              m ->
                  add(
                      "member",
                      text(list, "name"),
                      people.getOrDefault(m.getKey(), "?") + " §" + m.getValue().getAsString()));
    }
    for (JsonObject tag : values(all, "tags")) {
      add("tag", text(tag, "name"));
      for (JsonElement list : array(tag, "lists")) {
        add("tagged", text(tag, "name"), lists.getOrDefault(list.getAsString(), "?"));
      }
    }
    array(all, "events").forEach(event -> add("event", event.toString()));
  }

  private void mailchimp(JsonObject all) {
    for (JsonObject audience : values(all, "audiences")) {
      Map<String, String> fields = new TreeMap<>();
      for (JsonObject field : values(audience, "fields")) {
        fields.put(text(field, "mergeId"), text(field, "tag"));
        add("field", text(field, "tag"), text(field, "type"));
      }
      Map<String, String> tags = new TreeMap<>();
      for (JsonObject tag : values(audience, "segments")) {
        tags.put(text(tag, "id"), text(tag, "name"));
        add("tag", text(tag, "name"));
      }
      for (JsonObject member : values(audience, "members")) {
        String email = text(member, "email");
        add("person", email);
        add("status", email, text(member, "status"));
        add("asked to confirm", email, text(member, "confirmations"));
        object(member, "values")
            .entrySet()
            .forEach(
                v ->
                    add(
                        "value",
                        email,
                        fields.getOrDefault(v.getKey(), "?"),
                        v.getValue().toString()));
        object(member, "tags")
            .entrySet()
            .forEach(
                t ->
                    add(
                        "member",
                        tags.getOrDefault(t.getKey(), "?"),
                        email + " §" + t.getValue().getAsString()));
        array(member, "events").forEach(event -> add("event", email, event.toString()));
      }
    }
  }

  private void salesforce(JsonObject all) {
    for (JsonElement one : all.getAsJsonArray("subscribers")) {
      JsonObject subscriber = one.getAsJsonObject();
      add("subscriber", text(subscriber, "key"), text(subscriber, "email"));
      add(
          "status",
          text(subscriber, "key"),
          text(subscriber, "status") + " §" + text(subscriber, "unsubscribed"));
    }
    for (JsonElement folder : all.getAsJsonArray("folders")) {
      add("folder", text(folder.getAsJsonObject(), "name"));
    }
    for (JsonElement one : all.getAsJsonArray("extensions")) {
      JsonObject definition = object(one.getAsJsonObject(), "definition");
      String key = text(definition, "key");
      add("extension", key, text(definition, "name"));
      Map<Integer, String> columns = new TreeMap<>();
      for (JsonElement f : definition.getAsJsonArray("fields")) {
        JsonObject field = f.getAsJsonObject();
        columns.put(field.get("slot").getAsInt(), text(field, "name"));
        add("column", key, text(field, "name"), text(field, "type"));
      }
      for (JsonElement row : array(one.getAsJsonObject(), "rows")) {
        JsonArray cells = array(row.getAsJsonObject(), "cells");
        String person = cells.get(0).getAsString();
        add("row", key, person);
        for (int i = 1; i < cells.size(); i++) {
          if (!cells.get(i).isJsonNull()) {
            add("cell", key, person, columns.getOrDefault(i, "?"), cells.get(i).getAsString());
          }
        }
      }
    }
  }

  private static Iterable<JsonObject> values(JsonObject of, String name) {
    return object(of, name).asMap().values().stream().map(JsonElement::getAsJsonObject)::iterator;
  }

  private static JsonObject object(JsonObject of, String name) {
    return of.has(name) && of.get(name).isJsonObject()
        ? of.getAsJsonObject(name)
        : new JsonObject();
  }

  private static JsonArray array(JsonObject of, String name) {
    return of.has(name) && of.get(name).isJsonArray() ? of.getAsJsonArray(name) : new JsonArray();
  }

  private static String text(JsonObject of, String name) {
    JsonElement value = of.get(name);
    return value == null || value.isJsonNull() ? "" : value.getAsString();
  }
}
