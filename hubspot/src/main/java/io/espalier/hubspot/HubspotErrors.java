package io.espalier.hubspot;

import com.google.gson.JsonArray;
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
import java.util.TreeSet;
import okhttp3.Headers;

/**
 * Reads HubSpot's one shape of errors.
 *
 * <p>Source: developers.hubspot.com/docs/api/error-handling, read 2026-11-27.
 */
final class HubspotErrors implements VendorErrors {
  static final String NAME = "HubSpot";
  private static final int LONGEST = 300;

  private final Settings settings;

  HubspotErrors(Settings settings) {
    this.settings = settings;
  }

  @Override
  public Failure read(int status, Headers headers, String body) {
    JsonObject error = object(body);
    String message = shortened(text(error, "message"));
    String said = message.isEmpty() ? Redaction.firstWords(body) : message;
    if (status == 401) {
      return new Failure(
          FailureKind.AUTH,
          NAME + " refuses the token given by " + settings.source("token") + ": " + said,
          "check it under Settings > Integrations > Private Apps > Auth");
    }
    if (status == 403) {
      Set<String> scopes = scopes(error);
      return new Failure(
          FailureKind.AUTH,
          NAME
              + " does not allow this to the private app of the token given by "
              + settings.source("token"),
          scopes.isEmpty()
              ? "give it the scopes to read the object and its schema"
              : "give it the scope " + String.join(" or ", scopes));
    }
    if (status == 429 && text(error, "policyName").equals("DAILY")) {
      return new Failure(
          FailureKind.INVALID,
          NAME + " takes no more calls today: " + said,
          "run again tomorrow, or raise the account's daily limit of API calls");
    }
    if (status == 429) {
      return Failure.of(FailureKind.RATE_LIMITED, NAME + " asks to slow down: " + said);
    }
    // 477: the account is being moved to another data centre, for a day at most.
    if (status >= 500 || status == 408 || status == 423 || status == 477) {
      return Failure.of(
          FailureKind.TRANSIENT, NAME + " failed with status " + status + ": " + said);
    }
    FailureKind kind =
        status == 404
            ? FailureKind.MISSING_TARGET
            : status == 400 ? FailureKind.INVALID : FailureKind.PROTOCOL;
    return Failure.of(kind, NAME + " refuses it: " + said);
  }

  private static Set<String> scopes(JsonObject error) {
    Set<String> scopes = new TreeSet<>();
    if (error.get("errors") instanceof JsonArray errors) {
      for (JsonElement one : errors) {
        if (one.isJsonObject()
            && one.getAsJsonObject().get("context") instanceof JsonObject context
            && context.get("requiredScopes") instanceof JsonArray required) {
          required.forEach(scope -> scopes.add(scope.getAsString()));
        }
      }
    }
    return scopes;
  }

  private static JsonObject object(String body) {
    try {
      JsonElement json = JsonParser.parseString(body);
      return json.isJsonObject() ? json.getAsJsonObject() : new JsonObject();
    } catch (JsonParseException e) {
      return new JsonObject();
    }
  }

  private static String text(JsonObject json, String name) {
    return json.has(name) && json.get(name).isJsonPrimitive() ? json.get(name).getAsString() : "";
  }

  private static String shortened(String text) {
    String line = Redaction.text(text.replaceAll("\\s+", " ").strip());
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
  }
}
