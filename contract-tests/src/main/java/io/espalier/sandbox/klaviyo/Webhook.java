package io.espalier.sandbox.klaviyo;

import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Who is told of the account's events, and with which key the telling is signed. */
final class Webhook {
  final String id;
  final String created;
  final TreeSet<String> topics = new TreeSet<>();
  String name = "";
  String url = "";
  String secret = "";
  boolean enabled = true;
  String updated;
  @Nullable String description;

  Webhook() {
    this("", "");
  }

  Webhook(String id, String created) {
    this.id = id;
    this.created = created;
    this.updated = created;
  }

  /** Not the secret. */
  @Override
  public String toString() {
    return "webhook " + id;
  }
}
