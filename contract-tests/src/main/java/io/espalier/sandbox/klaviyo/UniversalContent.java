package io.espalier.sandbox.klaviyo;

/** A block that several templates share; its definition is JSON text. */
final class UniversalContent {
  final String id;
  final String created;
  String name = "";
  String definition = "{}";
  String updated;

  UniversalContent() {
    this("", "");
  }

  UniversalContent(String id, String created) {
    this.id = id;
    this.created = created;
    this.updated = created;
  }
}
