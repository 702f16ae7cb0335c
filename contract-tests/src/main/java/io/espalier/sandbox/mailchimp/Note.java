package io.espalier.sandbox.mailchimp;

import com.google.gson.JsonObject;
import java.time.Instant;

/** What somebody of the account wrote about a contact. */
final class Note {
  final long id;
  final Instant createdAt;
  Instant updatedAt;
  String text;

  Note(long id, Instant createdAt, String text) {
    this.id = id;
    this.createdAt = createdAt;
    this.updatedAt = createdAt;
    this.text = text;
  }

  /** As a contact shows its last one. */
  JsonObject brief() {
    JsonObject json = new JsonObject();
    json.addProperty("note_id", id);
    json.addProperty("created_at", WireTime.print(createdAt));
    json.addProperty("created_by", "owner");
    json.addProperty("note", text);
    return json;
  }

  JsonObject json(Audience audience, Member member) {
    JsonObject json = new JsonObject();
    json.addProperty("id", id);
    json.addProperty("created_at", WireTime.print(createdAt));
    json.addProperty("created_by", "owner");
    json.addProperty("updated_at", WireTime.print(updatedAt));
    json.addProperty("note", text);
    json.addProperty("list_id", audience.id);
    json.addProperty("email_id", member.id());
    json.addProperty("contact_id", member.contactId);
    return json;
  }
}
