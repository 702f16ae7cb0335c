package io.espalier.sandbox.klaviyo;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.List;

/**
 * One member of Klaviyo's {@code errors} array.
 *
 * @param at {@code pointer} or {@code parameter} and its value, as {@code source} shows them
 */
record ApiError(
    int status,
    String code,
    String title,
    String detail,
    String at,
    String where,
    JsonObject meta) {

  static ApiError at(int status, String code, String title, String detail, String pointer) {
    return new ApiError(status, code, title, detail, "pointer", pointer, new JsonObject());
  }

  /** The body does not say what it must, at this JSON pointer. */
  static ApiError invalid(String detail, String pointer) {
    return at(400, "invalid", "Invalid input.", detail, pointer);
  }

  /** A query parameter does not say what it must. */
  static ApiError parameter(String detail, String name) {
    return new ApiError(
        400, "invalid", "Invalid input.", detail, "parameter", name, new JsonObject());
  }

  static ApiError noRoute(String detail) {
    return at(404, "not_found", "Not found.", detail, "/data/");
  }

  static ApiError noResource(String type, String id) {
    return noRoute("A " + type + " with id " + id + " does not exist.");
  }

  ApiException thrown() {
    return new ApiException(List.of(this));
  }

  JsonObject json(String id) {
    JsonObject error = new JsonObject();
    error.addProperty("id", id);
    error.addProperty("status", status);
    error.addProperty("code", code);
    error.addProperty("title", title);
    error.addProperty("detail", detail);
    JsonObject source = new JsonObject();
    source.addProperty(at, where);
    error.add("source", source);
    JsonObject links = new JsonObject();
    if (status == 429) {
      links.addProperty(
          "type",
          "https://developers.klaviyo.com/en/docs/rate_limits_and_error_handling#rate-limits");
    }
    error.add("links", links);
    error.add("meta", meta);
    return error;
  }

  static JsonObject body(List<ApiError> errors, Ids ids) {
    JsonArray array = new JsonArray();
    errors.forEach(error -> array.add(error.json(ids.uuid())));
    JsonObject body = new JsonObject();
    body.add("errors", array);
    return body;
  }
}
