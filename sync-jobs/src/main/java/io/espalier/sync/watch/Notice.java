package io.espalier.sync.watch;

import com.google.gson.JsonObject;
import java.time.Instant;

/**
 * What people are told, once for each change for the worse or to well again.
 *
 * @param reason without addresses and secrets; empty for a recovery
 */
public record Notice(String project, String job, Kind kind, String reason, Instant at) {

  /** What happened. */
  public enum Kind {
    FAILURE,
    DEGRADATION,
    RECOVERY;

    String word() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  String subject() {
    return switch (kind) {
      case FAILURE -> "espalier " + project + ": " + job + " failed";
      case DEGRADATION -> "espalier " + project + ": " + job + " left rows behind";
      case RECOVERY -> "espalier " + project + ": " + job + " is well again";
    };
  }

  String text() {
    return subject() + "\n" + at + "\n" + (reason.isEmpty() ? "" : "\n" + reason + "\n");
  }

  JsonObject json() {
    JsonObject document = new JsonObject();
    document.addProperty("project", project);
    document.addProperty("job", job);
    document.addProperty("event", kind.word());
    document.addProperty("reason", reason);
    document.addProperty("at", at.toString());
    // What chat services show of a document.
    document.addProperty("text", subject() + (reason.isEmpty() ? "" : ": " + reason));
    return document;
  }
}
