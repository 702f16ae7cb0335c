package io.espalier.sandbox.klaviyo;

/** A manual suppression, or its removal, of several people; it is done, and shows so when asked. */
final class SuppressionJob {
  final String id;
  final String type;
  final String createdAt;
  String status = ImportJob.QUEUED;
  String list = "";
  String segment = "";
  int total;
  int completed;
  int skipped;

  SuppressionJob() {
    this("", "", "");
  }

  SuppressionJob(String id, String type, String createdAt) {
    this.id = id;
    this.type = type;
    this.createdAt = createdAt;
  }
}
