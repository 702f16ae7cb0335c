package io.espalier.klaviyo;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.espalier.http.Redaction;
import io.espalier.http.VendorErrors;
import io.espalier.spi.Failure;
import io.espalier.spi.FailureKind;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Klaviyo's error answers. Source: developers.klaviyo.com/en/docs/rate_limits_and_error_handling,
 * read 2026-11-23.
 */
final class KlaviyoErrors implements VendorErrors {
  private static final Pattern ROW =
      Pattern.compile("/(?:profiles|events-bulk-create)/data/(\\d{1,6})(?:/(.*))?");
  private static final Set<String> REFUSED_KEY =
      Set.of("authentication_failed", "not_authenticated");
  private static final String SCOPES =
      "accounts:read, data-privacy:write, events:read, events:write, lists:read, lists:write,"
          + " metrics:read, profiles:read, profiles:write, subscriptions:read, subscriptions:write,"
          + " tags:read, tags:write, templates:read, templates:write";

  private final String keySource;

  /**
   * @param keySource how a person finds the API key's setting
   */
  KlaviyoErrors(String keySource) {
    this.keySource = keySource;
  }

  @Override
  public Failure read(int status, Headers headers, String body) {
    @Nullable JsonObject error = first(body);
    if (status == 429) {
      return Failure.of(FailureKind.RATE_LIMITED, "Klaviyo's quota is used up for the moment");
    }
    if (status >= 500) {
      return new Failure(
          FailureKind.TRANSIENT, "Klaviyo answered with status " + status, "run again later");
    }
    if (error == null) {
      return unreadable(status, body);
    }
    if (status == 401 || (status == 400 && REFUSED_KEY.contains(text(error, "code")))) {
      return new Failure(
          FailureKind.AUTH,
          "Klaviyo refused the API key given by " + keySource,
          "check that it is a private key (pk_…) of the right account and still active");
    }
    if (status == 403) {
      return new Failure(
          FailureKind.AUTH,
          "the Klaviyo API key given by " + keySource + " lacks a permission: " + said(error),
          "make a key with the scopes " + SCOPES + "; a key's scopes cannot be changed");
    }
    return Failure.of(kind(status, error), "Klaviyo refused: " + said(error));
  }

  private static FailureKind kind(int status, JsonObject error) {
    if (status == 404) {
      return said(error).startsWith("No valid revisions")
          ? FailureKind.PROTOCOL
          : FailureKind.MISSING_TARGET;
    }
    if (status == 405 || status == 410 || status == 415) {
      return FailureKind.PROTOCOL;
    }
    return FailureKind.INVALID;
  }

  /** Cloudflare stands before Klaviyo and answers in HTML (klaviyo-api-python#84). */
  private static Failure unreadable(int status, String body) {
    if (status == 403) {
      return new Failure(
          FailureKind.TRANSIENT,
          "a server before Klaviyo turned the call away with status 403",
          "run again later, or from another network");
    }
    return Failure.of(
        status == 404 ? FailureKind.MISSING_TARGET : FailureKind.PROTOCOL,
        "Klaviyo answered with status "
            + status
            + " and something unreadable: "
            + Redaction.firstWords(body));
  }

  /**
   * The rows that a refused job's pointers name, e.g. {@code
   * /data/attributes/profiles/data/3/attributes/email}, with what is said of them.
   */
  static Map<Integer, Failure> rows(String body) {
    Map<Integer, Failure> rows = new TreeMap<>();
    for (JsonElement element : errors(body)) {
      if (element.isJsonObject()) {
        JsonObject error = element.getAsJsonObject();
        Matcher row = ROW.matcher(pointer(error));
        if (row.find()) {
          String rest = row.group(2) == null ? "" : row.group(2);
          String field = rest.substring(rest.lastIndexOf('/') + 1);
          String what = pointer(error).contains("/events-bulk-create/") ? "event" : "profile";
          rows.putIfAbsent(
              Integer.parseInt(row.group(1)),
              Failure.of(
                  FailureKind.INVALID,
                  "Klaviyo refused the "
                      + what
                      + (field.isEmpty() ? "" : "'s " + field)
                      + ": "
                      + said(error)));
        }
      }
    }
    return rows;
  }

  /** True where the refusal is about the list that the rows should join. */
  static boolean blamesList(String body) {
    @Nullable JsonObject error = first(body);
    return error != null && pointer(error).contains("/relationships/list");
  }

  private static @Nullable JsonObject first(String body) {
    JsonArray errors = errors(body);
    return errors.isEmpty() || !errors.get(0).isJsonObject()
        ? null
        : errors.get(0).getAsJsonObject();
  }

  private static JsonArray errors(String body) {
    try {
      JsonElement tree = JsonParser.parseString(body);
      if (tree.isJsonObject() && tree.getAsJsonObject().get("errors") instanceof JsonArray found) {
        return found;
      }
    } catch (JsonParseException e) {
      return new JsonArray();
    }
    return new JsonArray();
  }

  private static String pointer(JsonObject error) {
    return error.get("source") instanceof JsonObject source ? text(source, "pointer") : "";
  }

  private static String said(JsonObject error) {
    String detail = text(error, "detail");
    return Redaction.text(detail.isEmpty() ? text(error, "title") : detail);
  }

  private static String text(JsonObject object, String member) {
    JsonElement element = object.get(member);
    return element != null && element.isJsonPrimitive() ? element.getAsString() : "";
  }
}
