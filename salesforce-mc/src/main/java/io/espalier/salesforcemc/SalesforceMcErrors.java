package io.espalier.salesforcemc;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.espalier.http.Redaction;
import io.espalier.http.VendorErrors;
import io.espalier.spi.EspException;
import io.espalier.spi.Failure;
import io.espalier.spi.FailureKind;
import io.espalier.spi.Settings;
import okhttp3.Headers;

/**
 * Reads the six error shapes of REST, the OAuth shape and a SOAP fault.
 *
 * <p>Source: developer.salesforce.com/docs/marketing/marketing-cloud/guide/error-handling.html and
 * rate-limiting-errors.html, read 2026-11-23.
 */
final class SalesforceMcErrors implements VendorErrors {
  static final String NAME = "Salesforce Marketing Cloud";

  /** 400 with this code and no list of errors is a lock; with one it is bad data. */
  private static final int AGGREGATE = 10006;

  private final Settings settings;

  SalesforceMcErrors(Settings settings) {
    this.settings = settings;
  }

  @Override
  public Failure read(int status, Headers headers, String body) {
    if (body.stripLeading().startsWith("<")) {
      return ofXml(status, body);
    }
    JsonObject json = object(body);
    String message = message(json, body);
    if (status == 401 || json.has("error")) {
      return refused(json.has("error"));
    }
    if (status == 403) {
      return new Failure(
          FailureKind.AUTH,
          NAME + " does not allow this to the package: " + message,
          "give the installed package the rights to data extensions, and to lists and subscribers,"
              + " read and write");
    }
    if (status == 404 || message.contains("CustomObjectNotFound")) {
      return Failure.of(FailureKind.MISSING_TARGET, NAME + " does not know it: " + message);
    }
    if (status == 429) {
      return Failure.of(FailureKind.RATE_LIMITED, NAME + " asks to slow down: " + message);
    }
    boolean locked =
        code(json) == AGGREGATE && !json.has("additionalErrors") && !json.has("validationErrors");
    if (status >= 500 || status == 408 || (status == 400 && locked)) {
      return Failure.of(
          FailureKind.TRANSIENT, NAME + " failed with status " + status + ": " + message);
    }
    FailureKind kind = status == 400 || status == 415 ? FailureKind.INVALID : FailureKind.PROTOCOL;
    return Failure.of(kind, NAME + " refused it with status " + status + ": " + message);
  }

  /** What to say when the credentials themselves are refused. */
  Failure refused(boolean atToken) {
    String who = settings.source("client_id") + " and " + settings.source("client_secret");
    return new Failure(
        FailureKind.AUTH,
        atToken
            ? NAME + " refused the client id and secret given by " + who
            : NAME + " refused a fresh token of the client id and secret given by " + who,
        "check both under Setup > Installed Packages, and that the package may use the business"
            + " unit given by "
            + settings.source("account_id"));
  }

  /** A SOAP fault: throttling is status 500, and an expired token is only known by its words. */
  Failure fault(String words) {
    if (words.contains("Token Expired") || words.contains("Login Failed")) {
      return refused(false);
    }
    return Failure.of(FailureKind.TRANSIENT, NAME + " failed: " + shortened(words));
  }

  private Failure ofXml(int status, String body) {
    String fault = "";
    try {
      fault = SoapReply.read(body).fault();
    } catch (EspException e) {
      // An edge server's page; told below by its first words.
    }
    if (!fault.isEmpty()) {
      return fault(fault);
    }
    if (status == 401) {
      return refused(false);
    }
    FailureKind kind =
        status == 429
            ? FailureKind.RATE_LIMITED
            : status >= 500 ? FailureKind.TRANSIENT : FailureKind.PROTOCOL;
    return Failure.of(kind, NAME + " answered " + status + ": " + Redaction.firstWords(body));
  }

  private static JsonObject object(String body) {
    try {
      JsonElement json = JsonParser.parseString(body);
      return json.isJsonObject() ? json.getAsJsonObject() : new JsonObject();
    } catch (JsonParseException e) {
      return new JsonObject();
    }
  }

  private static int code(JsonObject json) {
    JsonElement code = json.has("errorcode") ? json.get("errorcode") : json.get("errorCode");
    if (code == null || !code.isJsonPrimitive() || !code.getAsString().matches("[0-9]{1,9}")) {
      return -1;
    }
    return code.getAsInt();
  }

  private static String message(JsonObject json, String body) {
    StringBuilder text = new StringBuilder();
    append(text, json, "message");
    for (String list : new String[] {"additionalErrors", "validationErrors", "resultMessages"}) {
      if (json.has(list) && json.get(list).isJsonArray()) {
        for (JsonElement each : json.getAsJsonArray(list)) {
          if (each.isJsonObject()) {
            append(text, each.getAsJsonObject(), "resultCode");
            append(text, each.getAsJsonObject(), "message");
          }
        }
      }
    }
    return shortened(text.length() == 0 ? body : text.toString());
  }

  private static void append(StringBuilder text, JsonObject json, String name) {
    if (json.has(name) && json.get(name).isJsonPrimitive()) {
      text.append(text.length() == 0 ? "" : "; ").append(json.get(name).getAsString());
    }
  }

  /** Fit for a message: one line, no address, at most 300 characters. */
  static String shortened(String text) {
    String line = Redaction.text(text.replaceAll("\\s+", " ").strip());
    return line.length() <= 300 ? line : line.substring(0, 300) + "…";
  }
}
