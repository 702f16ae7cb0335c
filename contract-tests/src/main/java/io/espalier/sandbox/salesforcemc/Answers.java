package io.espalier.sandbox.salesforcemc;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.espalier.sandbox.Reply;

/** REST answers, and the vendor's error shapes. */
final class Answers {
  private static final Gson GSON =
      new GsonBuilder().serializeNulls().disableHtmlEscaping().create();
  private static final String JSON = "application/json; charset=utf-8";
  private static final String DOCUMENTATION =
      "https://developer.salesforce.com/docs/atlas.en-us.mc-apis.meta/mc-apis/error-handling.htm";

  private Answers() {}

  static Reply json(int status, JsonElement body) {
    return Reply.of(status, JSON, GSON.toJson(body));
  }

  static String text(JsonElement json) {
    return GSON.toJson(json);
  }

  /** The plain shape: message, errorcode, documentation. */
  static Reply error(int status, int code, String message) {
    return json(status, plain(code, message));
  }

  static JsonObject plain(int code, String message) {
    JsonObject body = new JsonObject();
    body.addProperty("documentation", DOCUMENTATION);
    body.addProperty("errorcode", code);
    body.addProperty("message", message);
    return body;
  }

  /** The plain shape as the transactional messaging spells it: errorCode. */
  static Reply apiError(int status, int code, String message) {
    JsonObject body = new JsonObject();
    body.addProperty("message", message);
    body.addProperty("errorCode", code);
    body.addProperty("documentation", DOCUMENTATION);
    return json(status, body);
  }

  static Reply notAuthorized() {
    return error(401, 0, "Not Authorized");
  }

  static Reply notFound() {
    return error(404, 404, "Not Found");
  }

  /** Too many calls: the shape that says how long to wait. */
  static Reply throttled(long seconds) {
    JsonObject body = plain(50100, "Rate limit exceeded");
    body.addProperty("retryAfter", seconds);
    return json(429, body).with("Retry-After", Long.toString(seconds));
  }

  /** The OAuth shape of the token endpoint. */
  static Reply oauth(int status, String error, String description) {
    JsonObject body = new JsonObject();
    body.addProperty("error", error);
    body.addProperty("error_description", description);
    body.addProperty("error_uri", "https://developer.salesforce.com/docs");
    return json(status, body);
  }

  /** The aggregate shape of the row endpoint. */
  static Reply aggregate(String message, Iterable<String> additional) {
    JsonObject body = plain(10006, message);
    JsonArray errors = new JsonArray();
    for (String text : additional) {
      errors.add(plain(10000, text));
    }
    body.add("additionalErrors", errors);
    return json(400, body);
  }

  /** A lock: the code of the aggregate shape without its list. */
  static Reply locked(String extensionId) {
    return error(400, 10006, "Unable to save rows for data extension ID " + extensionId);
  }

  /** The validation shape of the asset endpoint. */
  static Reply validation(String message) {
    JsonObject body = plain(10006, "Validation Errors have occurred.");
    JsonArray errors = new JsonArray();
    errors.add(plain(118075, message));
    body.add("validationErrors", errors);
    return json(400, body);
  }

  /** The shape of the asynchronous endpoints, which is used whatever the status. */
  static Reply async(int status, String requestId, String resultCode, String message) {
    JsonObject body = new JsonObject();
    if (!requestId.isEmpty()) {
      body.addProperty("requestId", requestId);
    }
    JsonArray messages = new JsonArray();
    if (!resultCode.isEmpty()) {
      JsonObject result = new JsonObject();
      result.addProperty("resultType", "Validation");
      result.addProperty("resultClass", "Error");
      result.addProperty("resultCode", resultCode);
      result.addProperty("message", message);
      messages.add(result);
    }
    body.add("resultMessages", messages);
    return json(status, body);
  }
}
