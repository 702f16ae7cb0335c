package io.espalier.sandbox.klaviyo;

import com.google.gson.JsonObject;

/** The parts that every resource has. */
final class Links {
  private Links() {}

  /** A resource with its {@code links.self}; relationships are added by {@link #relation}. */
  static JsonObject resource(
      Call call, String type, String collection, String id, JsonObject attributes) {
    JsonObject resource = reference(type, id);
    resource.add("attributes", Sparse.attributes(call, type, attributes));
    JsonObject links = new JsonObject();
    links.addProperty("self", self(call, collection, id));
    resource.add("links", links);
    return resource;
  }

  static JsonObject reference(String type, String id) {
    JsonObject reference = new JsonObject();
    reference.addProperty("type", type);
    reference.addProperty("id", id);
    return reference;
  }

  static void relation(Call call, JsonObject resource, String collection, String name) {
    if (!resource.has("relationships")) {
      resource.add("relationships", new JsonObject());
    }
    String self = self(call, collection, resource.get("id").getAsString());
    JsonObject links = new JsonObject();
    links.addProperty("self", self + "relationships/" + name + "/");
    links.addProperty("related", self + name + "/");
    JsonObject relation = new JsonObject();
    relation.add("links", links);
    resource.getAsJsonObject("relationships").add(name, relation);
  }

  private static String self(Call call, String collection, String id) {
    return call.base() + "/api/" + collection + "/" + id + "/";
  }
}
