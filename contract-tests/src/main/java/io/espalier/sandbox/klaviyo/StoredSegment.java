package io.espalier.sandbox.klaviyo;

import com.google.gson.JsonObject;

/** A segment that the account keeps by itself. */
final class StoredSegment {
  final String id;
  final String created;
  String name = "";
  JsonObject definition = new JsonObject();
  String updated;

  StoredSegment() {
    this("", "");
  }

  StoredSegment(String id, String created) {
    this.id = id;
    this.created = created;
    this.updated = created;
  }
}
