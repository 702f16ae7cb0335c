package io.espalier.sandbox.mailchimp;

import com.google.gson.JsonObject;
import java.time.Instant;

/** What somebody of the team said about a campaign that is being made. */
final class Feedback {
  final long id;
  final Instant createdAt;
  Instant updatedAt;
  String message;
  boolean complete;

  /** The block of the template that it is about; 0 for all of it. */
  int block;

  Feedback(long id, Instant createdAt, String message) {
    this.id = id;
    this.createdAt = createdAt;
    this.updatedAt = createdAt;
    this.message = message;
  }

  JsonObject json(Campaign campaign) {
    JsonObject json = new JsonObject();
    json.addProperty("feedback_id", id);
    json.addProperty("parent_id", 0);
    json.addProperty("block_id", block);
    json.addProperty("message", message);
    json.addProperty("is_complete", complete);
    json.addProperty("created_by", "owner");
    json.addProperty("created_at", WireTime.print(createdAt));
    json.addProperty("updated_at", WireTime.print(updatedAt));
    json.addProperty("source", "api");
    json.addProperty("campaign_id", campaign.id);
    return json;
  }
}
