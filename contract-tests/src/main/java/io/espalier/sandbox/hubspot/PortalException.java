package io.espalier.sandbox.hubspot;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.espalier.sandbox.Reply;

/** A refusal in HubSpot's one shape. */
final class PortalException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final int status;
  private final String category;
  private final String more;

  PortalException(int status, String category, String message) {
    this(status, category, message, "{}");
  }

  /**
   * A refusal.
   *
   * @param more further members of the answer, as a JSON object
   */
  PortalException(int status, String category, String message, String more) {
    super(message);
    this.status = status;
    this.category = category;
    this.more = more;
  }

  static PortalException invalid(String message) {
    return new PortalException(400, "VALIDATION_ERROR", message);
  }

  static PortalException notFound() {
    return new PortalException(404, "OBJECT_NOT_FOUND", "Object not found.");
  }

  Reply reply() {
    JsonObject json = new JsonObject();
    json.addProperty("status", "error");
    json.addProperty("message", getMessage());
    json.addProperty("correlationId", "aeb5f871-7f07-4993-9211-075dc63e7cbf");
    json.addProperty("category", category);
    JsonParser.parseString(more).getAsJsonObject().asMap().forEach(json::add);
    return Reply.of(status, "application/json;charset=utf-8", json.toString());
  }
}
