package io.espalier.sandbox.mailchimp;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.Map;

/** The API says no: what {@link Answers#problem} writes as a problem document. */
final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String title;
  private final transient JsonArray errors;
  private final transient Map<String, String> headers;

  private Refusal(
      int status, String title, String detail, JsonArray errors, Map<String, String> headers) {
    super(detail, null, false, false);
    this.status = status;
    this.title = title;
    this.errors = errors;
    this.headers = headers;
  }

  static Refusal of(int status, String title, String detail) {
    return new Refusal(status, title, detail, new JsonArray(), Map.of());
  }

  static Refusal badRequest(String detail) {
    return of(400, "Bad Request", detail);
  }

  static Refusal notFound() {
    return of(404, "Resource Not Found", "The requested resource could not be found.");
  }

  static Refusal notAllowed(String detail, String allowed) {
    return new Refusal(
        405, "Method Not Allowed", detail, new JsonArray(), Map.of("Allow", allowed));
  }

  /** {@code Invalid Resource} with a sentence and no list of fields. */
  static Refusal invalid(String detail) {
    return of(400, "Invalid Resource", detail);
  }

  static Refusal invalid(String detail, JsonArray errors) {
    return new Refusal(400, "Invalid Resource", detail, errors, Map.of());
  }

  /** {@code Invalid Resource} about one field of the body. */
  static Refusal field(String field, String message) {
    JsonArray errors = new JsonArray();
    errors.add(error(field, message));
    return invalid(
        "The resource submitted could not be validated. "
            + "For field-specific details, see the 'errors' array.",
        errors);
  }

  static JsonObject error(String field, String message) {
    JsonObject error = new JsonObject();
    error.addProperty("field", field);
    error.addProperty("message", message);
    return error;
  }

  int status() {
    return status;
  }

  String title() {
    return title;
  }

  String detail() {
    return String.valueOf(getMessage());
  }

  JsonArray errors() {
    return errors;
  }

  Map<String, String> headers() {
    return headers;
  }

  /** These two were recorded without the {@code type} that the contract requires. */
  boolean typeless() {
    return title.equals("Member Exists") || title.equals("Member In Compliance State");
  }
}
