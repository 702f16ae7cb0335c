package io.espalier.sandbox.salesforcemc;

import com.google.gson.JsonObject;
import java.util.Map;

/** One message of a transactional send: accepted, then sent or not. */
final class TransactionalMessage {
  static final String QUEUED = "TransactionalSendEvents.EmailQueued";
  static final String SENT = "TransactionalSendEvents.EmailSent";
  static final String NOT_SENT = "TransactionalSendEvents.EmailNotSent";

  final String key;
  final String definitionKey;
  final String contactKey;

  /** As the request said it; empty for the subscriber's own. */
  String to;

  final Map<String, String> attributes;

  /** In milliseconds. */
  final long accepted;

  String status = QUEUED;
  int statusCode;
  String statusMessage = "";

  /** When it was sent or not, in Central time; when it was accepted until then. */
  String at;

  /** Counted over all that were not sent; 0 for others. */
  long event;

  String subject = "";
  String html = "";

  TransactionalMessage(
      String key,
      String definitionKey,
      String contactKey,
      String to,
      Map<String, String> attributes,
      long accepted,
      String at) {
    this.key = key;
    this.definitionKey = definitionKey;
    this.contactKey = contactKey;
    this.to = to;
    this.attributes = attributes;
    this.accepted = accepted;
    this.at = at;
  }

  JsonObject info() {
    JsonObject info = new JsonObject();
    info.addProperty("messageKey", key);
    info.addProperty("contactKey", contactKey);
    info.addProperty("to", to);
    return info;
  }
}
