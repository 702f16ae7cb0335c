package io.espalier.sandbox.klaviyo;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A bulk import: its rows while they wait, its counts and its failures when they are done. */
final class ImportJob {
  static final String QUEUED = "queued";
  static final String PROCESSING = "processing";
  static final String COMPLETE = "complete";

  final String id;
  final long submittedMillis;
  final List<String> lists = new ArrayList<>();
  final List<String> profiles = new ArrayList<>();
  final List<JsonObject> errors = new ArrayList<>();
  String status = QUEUED;
  int total;
  int completed;
  int failed;
  JsonArray rows = new JsonArray();
  @Nullable String startedAt;
  @Nullable String completedAt;

  ImportJob() {
    this("", 0);
  }

  boolean waits() {
    return !status.equals(COMPLETE);
  }

  ImportJob(String id, long submittedMillis) {
    this.id = id;
    this.submittedMillis = submittedMillis;
  }
}
