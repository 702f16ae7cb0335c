package io.espalier.sandbox.klaviyo;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.TreeSet;

/** An item, a variant or a category of the catalog; its attributes are JSON text. */
final class CatalogEntry {
  final String id;
  final String created;

  /** Ids of the categories of an item. */
  final TreeSet<String> categories = new TreeSet<>();

  /** The id of a variant's item. */
  String item = "";

  String updated;
  private String attributes = "{}";

  CatalogEntry() {
    this("", "");
  }

  CatalogEntry(String id, String created) {
    this.id = id;
    this.created = created;
    this.updated = created;
  }

  JsonObject attributes() {
    return JsonParser.parseString(attributes).getAsJsonObject();
  }

  void attributes(JsonObject all) {
    attributes = Json.GSON.toJson(all);
  }
}
