package io.espalier.sandbox.salesforcecrm;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.espalier.sandbox.Exchange;
import io.espalier.sandbox.Reply;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** The connected app: its key and secret, its certificate, and the sessions that it was given. */
final class Sessions {
  private static final Duration LIFE = Duration.ofHours(2);
  private static final String JWT = "urn:ietf:params:oauth:grant-type:jwt-bearer";

  final String clientId;
  final String clientSecret;

  /** Its certificate's key, in base64, and the user that the app may act for. */
  String publicKey = "";

  String username = "";

  /** Whether the app's policies name a user to run as. */
  boolean runsAs = true;

  private final Clock clock;
  private final RandomGenerator random;
  private final Map<String, Instant> ends = new HashMap<>();

  Sessions(Clock clock, RandomGenerator random) {
    this.clock = clock;
    this.random = random;
    clientId = "3MVG9" + word(60);
    clientSecret = word(64).toUpperCase(java.util.Locale.ROOT);
  }

  Sessions(Clock clock, RandomGenerator random, String clientId, String clientSecret) {
    this.clock = clock;
    this.random = random;
    this.clientId = clientId;
    this.clientSecret = clientSecret;
  }

  private String word(int length) {
    String letters = "abcdefghijkmnpqrstuvwxyz0123456789";
    StringBuilder word = new StringBuilder();
    for (int i = 0; i < length; i++) {
      word.append(letters.charAt(random.nextInt(letters.length())));
    }
    return word.toString();
  }

  void endAll() {
    ends.clear();
  }

  void require(Exchange exchange) {
    String bearer = exchange.header("Authorization").orElse("").replaceFirst("^Bearer ", "");
    Instant end = ends.get(bearer);
    if (end == null || !clock.instant().isBefore(end)) {
      throw new OrgException(401, "INVALID_SESSION_ID", "Session expired or invalid");
    }
  }

  Reply token(Exchange exchange, String url) {
    Map<String, String> form = form(exchange.text());
    String type = form.getOrDefault("grant_type", "");
    if (type.isEmpty()) {
      return wrong("invalid_request", "must specify grant_type");
    }
    if (type.equals(JWT)) {
      return jwt(form.getOrDefault("assertion", ""), url);
    }
    if (!type.equals("client_credentials")) {
      return wrong("unsupported_grant_type", "grant type not supported");
    }
    if (!clientId.equals(form.get("client_id"))) {
      return wrong("invalid_client_id", "client identifier invalid");
    }
    if (!clientSecret.equals(form.get("client_secret"))) {
      return wrong("invalid_client", "invalid client credentials");
    }
    if (!runsAs) {
      return wrong("invalid_grant", "no client credentials user enabled");
    }
    return given(url);
  }

  private Reply jwt(String assertion, String url) {
    List<String> parts = List.of(assertion.split("\\.", -1));
    if (parts.size() != 3) {
      return wrong("invalid_grant", "invalid assertion");
    }
    try {
      JsonObject claims =
          JsonParser.parseString(
                  new String(Base64.getUrlDecoder().decode(parts.get(1)), StandardCharsets.UTF_8))
              .getAsJsonObject();
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initVerify(
          KeyFactory.getInstance("RSA")
              .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(publicKey))));
      signature.update((parts.get(0) + "." + parts.get(1)).getBytes(StandardCharsets.US_ASCII));
      if (!clientId.equals(text(claims, "iss"))) {
        return wrong("invalid_client_id", "client identifier invalid");
      }
      if (!signature.verify(Base64.getUrlDecoder().decode(parts.get(2)))) {
        return wrong("invalid_grant", "invalid assertion");
      }
      if (!url.equals(text(claims, "aud"))) {
        return wrong("invalid_grant", "audience is invalid");
      }
      Instant ends = Instant.ofEpochSecond(claims.get("exp").getAsLong());
      if (!clock.instant().isBefore(ends)) {
        return wrong("invalid_grant", "expired authorization code");
      }
      if (!username.equals(text(claims, "sub"))) {
        return wrong("invalid_grant", "user hasn't approved this consumer");
      }
      return given(url);
    } catch (GeneralSecurityException | RuntimeException e) {
      return wrong("invalid_grant", "invalid assertion");
    }
  }

  private static String text(JsonObject json, String name) {
    JsonElement value = json.get(name);
    return value == null ? "" : value.getAsString();
  }

  private Reply given(String url) {
    String session = "00D000000000001!" + word(80);
    ends.put(session, clock.instant().plus(LIFE));
    JsonObject json = new JsonObject();
    json.addProperty("access_token", session);
    json.addProperty("signature", word(43) + "=");
    json.addProperty("scope", "api");
    json.addProperty("instance_url", url);
    json.addProperty("id", url + "/id/00D000000000001EAA/005000000000001AAA");
    json.addProperty("token_type", "Bearer");
    json.addProperty("issued_at", Long.toString(clock.millis()));
    return Reply.of(200, "application/json;charset=UTF-8", json.toString());
  }

  private static Reply wrong(String error, String description) {
    JsonObject json = new JsonObject();
    json.addProperty("error", error);
    json.addProperty("error_description", description);
    return Reply.of(400, "application/json;charset=UTF-8", json.toString());
  }

  static Map<String, String> form(String text) {
    Map<String, String> form = new HashMap<>();
    for (String pair : List.of(text.split("&", -1))) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        form.put(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
      }
    }
    return form;
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
