package io.espalier.sandbox.klaviyo;

import com.google.gson.JsonObject;
import org.jspecify.annotations.Nullable;

/** What a route answers; without a body where that is null. */
record Answer(int status, @Nullable JsonObject body) {

  static Answer empty(int status) {
    return new Answer(status, null);
  }

  /** A document of one resource, which carries its own {@code links.self}. */
  static Answer one(int status, JsonObject resource) {
    JsonObject document = new JsonObject();
    document.add("data", resource);
    if (resource.has("links")) {
      document.add("links", resource.get("links"));
    }
    return new Answer(status, document);
  }
}
