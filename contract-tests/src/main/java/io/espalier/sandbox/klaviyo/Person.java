package io.espalier.sandbox.klaviyo;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import org.jspecify.annotations.Nullable;

/** One profile. Its identifiers are changed by {@link People} alone, which indexes them. */
final class Person {
  final String id;
  final String created;
  final Consents consents = new Consents();
  @Nullable String email;
  @Nullable String phone;
  @Nullable String externalId;
  String updated;
  // Every attribute but the identifiers, as JSON text: a tree of it would take five times the room.
  private String attributes = "{}";

  Person() {
    this("", "");
  }

  Person(String id, String created) {
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

  JsonObject properties() {
    JsonObject properties = Json.find(attributes(), "properties");
    return properties == null ? new JsonObject() : properties;
  }

  @Override
  public String toString() {
    return "profile " + id;
  }
}
