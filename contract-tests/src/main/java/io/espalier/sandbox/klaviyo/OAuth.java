package io.espalier.sandbox.klaviyo;

import com.google.gson.JsonObject;
import io.espalier.sandbox.Exchange;
import io.espalier.sandbox.Reply;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * OAuth's authorization code flow with PKCE. The person who is asked agrees at once. Source:
 * developers.klaviyo.com, Set up OAuth and Troubleshoot OAuth errors, read 2026-11-27; how long
 * tokens live is said nowhere: {@link KlaviyoFact#ACCESS_TOKENS_LIVE_AN_HOUR}.
 */
final class OAuth {
  private static final String JSON = "application/json";
  private static final Pattern VERIFIER = Pattern.compile("[a-zA-Z0-9\\-._~]{43,128}");
  private static final Duration CODE_LIFE = Duration.ofMinutes(5);

  private final Holdings holdings;

  OAuth(Holdings holdings) {
    this.holdings = holdings;
  }

  boolean isFor(Exchange exchange) {
    return exchange.path().startsWith("/oauth/");
  }

  /** Registers an app; its client id and secret as JSON. */
  Reply register(Exchange exchange) {
    String client = holdings.ids.uuid();
    String secret = holdings.ids.secret();
    holdings.grants.put(
        client,
        new OAuthGrant(
            OAuthGrant.Kind.APP,
            client,
            scopes(exchange.parameter("scopes").orElse("").replace(',', ' ')),
            secret,
            exchange.parameter("redirect_uri").orElse(""),
            Long.MAX_VALUE));
    JsonObject app = new JsonObject();
    app.addProperty("client_id", client);
    app.addProperty("client_secret", secret);
    return Reply.of(200, JSON, Json.GSON.toJson(app));
  }

  private static TreeSet<String> scopes(String text) {
    TreeSet<String> scopes = new TreeSet<>();
    for (String scope : List.of(text.strip().split("\\s+", -1))) {
      if (!scope.isEmpty()) {
        scopes.add(scope);
      }
    }
    return scopes;
  }

  Reply answer(Exchange exchange) {
    synchronized (holdings) {
      return switch (exchange.method() + " " + exchange.path()) {
        case "GET /oauth/authorize" -> authorize(exchange);
        case "POST /oauth/token" -> token(exchange);
        case "POST /oauth/revoke" -> revoke(exchange);
        default -> error(404, "invalid_request", "There is nothing here.");
      };
    }
  }

  private Reply authorize(Exchange exchange) {
    OAuthGrant app = holdings.grants.get(exchange.parameter("client_id").orElse(""));
    String redirect = exchange.parameter("redirect_uri").orElse("");
    if (app == null || app.kind() != OAuthGrant.Kind.APP || !app.redirect().equals(redirect)) {
      return error(400, "invalid_client", "The client or its redirect_uri is not known.");
    }
    String state = exchange.parameter("state").orElse("");
    TreeSet<String> wanted = scopes(exchange.parameter("scope").orElse(""));
    String challenge = exchange.parameter("code_challenge").orElse("");
    if (!exchange.parameter("response_type").orElse("").equals("code")) {
      return back(redirect, "error", "unsupported_response_type", state);
    }
    if (challenge.isEmpty()
        || !exchange.parameter("code_challenge_method").orElse("").equals("S256")) {
      return back(redirect, "error", "invalid_request", state);
    }
    if (wanted.isEmpty() || !app.scopes().containsAll(wanted)) {
      return back(redirect, "error", "invalid_scope", state);
    }
    String code = holdings.ids.secret();
    long expires = holdings.clock.millis() + CODE_LIFE.toMillis();
    holdings.grants.put(
        code,
        new OAuthGrant(OAuthGrant.Kind.CODE, app.app(), wanted, challenge, redirect, expires));
    return back(redirect, "code", code, state);
  }

  private static Reply back(String redirect, String name, String value, String state) {
    String mark = redirect.contains("?") ? "&" : "?";
    return Reply.empty(302)
        .with(
            "Location",
            redirect
                + mark
                + name
                + "="
                + URLEncoder.encode(value, StandardCharsets.UTF_8)
                + (state.isEmpty()
                    ? ""
                    : "&state=" + URLEncoder.encode(state, StandardCharsets.UTF_8)));
  }

  private Reply token(Exchange exchange) {
    OAuthGrant app = client(exchange);
    if (app == null) {
      return error(401, "invalid_client", "The client's credentials are wrong.");
    }
    Map<String, String> form = form(exchange);
    return switch (form.getOrDefault("grant_type", "")) {
      case "authorization_code" -> exchanged(app, form);
      case "refresh_token" -> refreshed(app, form.getOrDefault("refresh_token", ""));
      default ->
          error(
              400,
              "unsupported_grant_type",
              "The grant_type is authorization_code or refresh_token, in a form.");
    };
  }

  private Reply exchanged(OAuthGrant app, Map<String, String> form) {
    String verifier = form.getOrDefault("code_verifier", "");
    if (!VERIFIER.matcher(verifier).matches()) {
      return error(400, "invalid_request", "Invalid \"code_verifier\"");
    }
    // Whatever comes of it, a code is good for one try.
    OAuthGrant code = taken(OAuthGrant.Kind.CODE, app, form.getOrDefault("code", ""), true);
    if (code == null || !code.redirect().equals(form.getOrDefault("redirect_uri", ""))) {
      return error(400, "invalid_grant", "The code is not known, or expired.");
    }
    if (!challenge(verifier).equals(code.proof())) {
      return error(400, "invalid_grant", "Code challenge failed.");
    }
    String refresh = holdings.ids.secret();
    holdings.grants.put(
        refresh,
        new OAuthGrant(OAuthGrant.Kind.REFRESH, app.app(), code.scopes(), "", "", Long.MAX_VALUE));
    return issued(app, code.scopes(), refresh);
  }

  private Reply refreshed(OAuthGrant app, String refresh) {
    OAuthGrant grant = taken(OAuthGrant.Kind.REFRESH, app, refresh, false);
    return grant == null
        ? error(400, "invalid_grant", "The refresh token is not known, or was revoked.")
        : issued(app, grant.scopes(), refresh);
  }

  private Reply issued(OAuthGrant app, TreeSet<String> scopes, String refresh) {
    long seconds = holdings.on(KlaviyoFact.ACCESS_TOKENS_LIVE_AN_HOUR) ? 3_600 : 600;
    String access = holdings.ids.secret();
    holdings.grants.put(
        access,
        new OAuthGrant(
            OAuthGrant.Kind.ACCESS,
            app.app(),
            scopes,
            "",
            "",
            holdings.clock.millis() + seconds * 1_000));
    JsonObject token = new JsonObject();
    token.addProperty("access_token", access);
    token.addProperty("refresh_token", refresh);
    token.addProperty("expires_in", seconds);
    token.addProperty("token_type", "Bearer");
    token.addProperty("scope", String.join(" ", scopes));
    return Reply.of(200, JSON, Json.GSON.toJson(token));
  }

  /** A refresh token, and with it every access of the app. */
  private Reply revoke(Exchange exchange) {
    OAuthGrant app = client(exchange);
    if (app == null) {
      return error(401, "invalid_client", "The client's credentials are wrong.");
    }
    String token = form(exchange).getOrDefault("token", "");
    if (taken(OAuthGrant.Kind.REFRESH, app, token, true) != null) {
      holdings
          .grants
          .values()
          .removeIf(g -> g.kind() == OAuthGrant.Kind.ACCESS && g.app().equals(app.app()));
    }
    return Reply.empty(200);
  }

  private @Nullable OAuthGrant taken(
      OAuthGrant.Kind kind, OAuthGrant app, String key, boolean remove) {
    OAuthGrant grant = holdings.grants.get(key);
    if (grant == null || grant.kind() != kind || !grant.app().equals(app.app())) {
      return null;
    }
    if (remove) {
      holdings.grants.remove(key);
    }
    return holdings.clock.millis() < grant.expires() ? grant : null;
  }

  /** Whose token stands in the header; null where none does, or one that is over. */
  @Nullable OAuthGrant bearer(String authorization) {
    if (!authorization.startsWith("Bearer ")) {
      return null;
    }
    OAuthGrant grant = holdings.grants.get(authorization.substring("Bearer ".length()));
    return grant != null
            && grant.kind() == OAuthGrant.Kind.ACCESS
            && holdings.clock.millis() < grant.expires()
        ? grant
        : null;
  }

  private @Nullable OAuthGrant client(Exchange exchange) {
    String given = exchange.header("Authorization").orElse("");
    if (!given.startsWith("Basic ")) {
      return null;
    }
    try {
      String[] pair =
          new String(
                  Base64.getDecoder().decode(given.substring("Basic ".length())),
                  StandardCharsets.UTF_8)
              .split(":", 2);
      OAuthGrant app = holdings.grants.get(pair[0]);
      return app != null
              && app.kind() == OAuthGrant.Kind.APP
              && pair.length == 2
              && app.proof().equals(pair[1])
          ? app
          : null;
    } catch (IllegalArgumentException notBase64) {
      return null;
    }
  }

  private static Map<String, String> form(Exchange exchange) {
    Map<String, String> form = new TreeMap<>();
    String type = exchange.header("Content-Type").orElse("");
    if (type.startsWith("application/x-www-form-urlencoded")) {
      for (String pair : List.of(exchange.text().split("&", -1))) {
        int equals = pair.indexOf('=');
        if (equals > 0) {
          form.put(
              URLDecoder.decode(pair.substring(0, equals), StandardCharsets.UTF_8),
              URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
        }
      }
    }
    return form;
  }

  private static String challenge(String verifier) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.UTF_8));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static Reply error(int status, String code, String description) {
    JsonObject error = new JsonObject();
    error.addProperty("error", code);
    error.addProperty("error_description", description);
    return Reply.of(status, JSON, Json.GSON.toJson(error));
  }
}
