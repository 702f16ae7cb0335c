package io.espalier.sandbox.klaviyo;

import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** A job on many catalog entries or coupon codes: what waits, and how it came out. */
final class BulkJob {
  final String id;
  final String type;
  final String createdAt;
  final List<JsonObject> rows = new ArrayList<>();
  final List<JsonObject> errors = new ArrayList<>();

  /** Ids of what it made, changed or took away. */
  final List<String> done = new ArrayList<>();

  String status = ImportJob.QUEUED;
  String completedAt = "";
  int total;

  BulkJob() {
    this("", "", "");
  }

  BulkJob(String id, String type, String createdAt) {
    this.id = id;
    this.type = type;
    this.createdAt = createdAt;
  }
}
