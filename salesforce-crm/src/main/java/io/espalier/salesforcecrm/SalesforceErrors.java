package io.espalier.salesforcecrm;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.espalier.http.Redaction;
import io.espalier.http.VendorErrors;
import io.espalier.spi.Failure;
import io.espalier.spi.FailureKind;
import io.espalier.spi.Settings;
import java.util.Set;
import okhttp3.Headers;

/**
 * Reads the list of errors of the REST and Bulk APIs, and the OAuth shape.
 *
 * <p>Source: developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/errorcodes.htm and
 * help.salesforce.com sf.remoteaccess_oauth_flow_errors, read 2026-11-27.
 */
final class SalesforceErrors implements VendorErrors {
  static final String NAME = "Salesforce";
  private static final int LONGEST = 300;
  private static final Set<String> NOT_ALLOWED =
      Set.of(
          "API_DISABLED_FOR_ORG",
          "API_CURRENTLY_DISABLED",
          "FUNCTIONALITY_NOT_ENABLED",
          "INSUFFICIENT_ACCESS",
          "FEATURENOTENABLED");

  private final Settings settings;

  SalesforceErrors(Settings settings) {
    this.settings = settings;
  }

  @Override
  public Failure read(int status, Headers headers, String body) {
    JsonObject error = error(body);
    if (error.has("error")) {
      return refused(text(error, "error"), shortened(text(error, "error_description")));
    }
    String code = text(error, "errorCode");
    String message = shortened(text(error, "message"));
    String said = message.isEmpty() ? Redaction.firstWords(body) : message;
    if (status == 401 || code.equals("INVALID_SESSION_ID")) {
      return new Failure(
          FailureKind.AUTH,
          NAME + " does not accept the session that it has just given: " + said,
          "check that the app may use the API, and from which addresses");
    }
    if (code.equals("REQUEST_LIMIT_EXCEEDED") && !message.contains("Concurrent")) {
      return new Failure(
          FailureKind.INVALID,
          NAME + " takes no more calls today: " + said,
          "run again later, or raise the org's daily limit of API calls");
    }
    if (status == 429 || code.equals("REQUEST_LIMIT_EXCEEDED")) {
      return Failure.of(FailureKind.RATE_LIMITED, NAME + " asks to slow down: " + said);
    }
    if (status == 403 || NOT_ALLOWED.contains(code)) {
      return new Failure(
          FailureKind.AUTH,
          NAME + " does not allow this to the app's user: " + said,
          "give the user 'API Enabled' and read access to the object and its fields");
    }
    if (status == 404) {
      return Failure.of(FailureKind.MISSING_TARGET, NAME + " does not know it: " + said);
    }
    if (status >= 500 || status == 408) {
      return Failure.of(
          FailureKind.TRANSIENT, NAME + " failed with status " + status + ": " + said);
    }
    return Failure.of(
        status == 400 ? FailureKind.INVALID : FailureKind.PROTOCOL,
        NAME + " refuses it: " + (code.isEmpty() ? "" : code + ": ") + said);
  }

  /** What to say when the credentials themselves are refused. */
  private Failure refused(String error, String description) {
    boolean key = settings.get("private_key").isPresent();
    String who =
        settings.source("client_id")
            + " and "
            + settings.source(key ? "private_key" : "client_secret");
    if (error.equals("invalid_grant")) {
      return new Failure(
          FailureKind.AUTH,
          NAME + " gives the app no session: " + description,
          key
              ? "check "
                  + settings.source("username")
                  + ", and that the user is approved for the app"
              : "under the app's policies, enable the client credentials flow and name the user to"
                  + " run as");
    }
    return new Failure(
        FailureKind.AUTH,
        NAME + " refuses the login given by " + who + ": " + description,
        "check both under Setup > App Manager > View > Manage Consumer Details");
  }

  private static JsonObject error(String body) {
    try {
      JsonElement json = JsonParser.parseString(body);
      if (json.isJsonArray() && !json.getAsJsonArray().isEmpty()) {
        json = json.getAsJsonArray().get(0);
      }
      return json.isJsonObject() ? json.getAsJsonObject() : new JsonObject();
    } catch (JsonParseException e) {
      return new JsonObject();
    }
  }

  private static String text(JsonObject json, String name) {
    return json.has(name) && json.get(name).isJsonPrimitive() ? json.get(name).getAsString() : "";
  }

  /** Fit for a message: one line, no address, at most 300 characters. */
  static String shortened(String text) {
    String line = Redaction.text(text.replaceAll("\\s+", " ").strip());
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
  }
}
