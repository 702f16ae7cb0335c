package io.espalier.sandbox.mailchimp;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One batch of operations, from its acceptance to its results. */
final class Batch {
  /** Where a batch stands; one batch at a time leaves {@link #PENDING}. */
  enum Stage {
    PENDING,
    PREPROCESSING,
    STARTED,
    FINALIZING,
    FINISHED
  }

  String id = "";
  Stage stage = Stage.PENDING;
  Instant submittedAt = Instant.EPOCH;
  @Nullable Instant completedAt;

  /** When it last came a stage further. */
  @Nullable Instant movedAt;

  JsonArray operations = new JsonArray();

  /** The packed results of all operations; null until they ran, and no operations then. */
  byte @Nullable [] archive;

  /** Operations that ran. */
  int done;

  int total;
  int errored;

  /** What the latest result address is signed with, and when that was. */
  String signature = "";

  Instant signedAt = Instant.EPOCH;

  boolean finished() {
    return stage == Stage.FINISHED;
  }

  JsonObject json(String resultsUrl) {
    JsonObject json = new JsonObject();
    json.addProperty("id", id);
    json.addProperty("status", stage.name().toLowerCase(java.util.Locale.ROOT));
    json.addProperty("total_operations", total);
    json.addProperty("finished_operations", done);
    json.addProperty("errored_operations", errored);
    json.addProperty("submitted_at", WireTime.print(submittedAt));
    json.addProperty("completed_at", WireTime.print(completedAt));
    json.addProperty("response_body_url", finished() ? resultsUrl : "");
    return json;
  }
}
