package io.espalier.sandbox.klaviyo;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A campaign; its strategy, options and tracking are JSON text. */
final class Campaign {
  static final String DRAFT = "Draft";
  static final String SCHEDULED = "Scheduled";
  static final String PREPARING = "Preparing to send";
  static final String SENDING = "Sending";
  static final String SENT = "Sent";
  static final String CANCELLED = "Cancelled";
  static final String NOBODY = "Cancelled: No Recipients";
  static final String MISCONFIGURED = "Cancelled: Misconfigured";

  final String id;
  final String created;
  final List<String> included = new ArrayList<>();
  final List<String> excluded = new ArrayList<>();
  final List<String> messages = new ArrayList<>();
  String name = "";
  String status = DRAFT;
  String strategy = "{}";
  String options = "{}";
  String tracking = "{}";
  String updated;
  @Nullable String scheduledAt;
  @Nullable String sentAt;

  /** One that was begun before a revert is not the one that goes out. */
  int sending;

  Campaign() {
    this("", "");
  }

  Campaign(String id, String created) {
    this.id = id;
    this.created = created;
    this.updated = created;
  }

  /** {@code queued}, {@code processing}, {@code complete} or {@code cancelled}. */
  String jobStatus() {
    return switch (status) {
      case SCHEDULED, PREPARING -> "queued";
      case SENDING -> "processing";
      case SENT -> "complete";
      default -> "cancelled";
    };
  }
}
