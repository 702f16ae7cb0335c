package io.espalier.sandbox.klaviyo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An app is let in by OAuth, as long as its token lives and as far as its scopes go. */
class OAuthTest {
  private static final String HOME = "https://app.example/back";
  // The example of RFC 7636, appendix B.
  private static final String VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
  private static final String CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

  private final Client client = new Client();
  private JsonObject app = new JsonObject();

  @BeforeEach
  void register() {
    app = register(client);
  }

  @AfterEach
  void close() {
    client.close();
  }

  private static JsonObject register(Client client) {
    return client
        .post(
            "/__sandbox/apps?scopes=lists:read,lists:write,accounts:read&redirect_uri="
                + Client.q(HOME),
            "")
        .json();
  }

  private static String credentials(JsonObject app) {
    String pair = app.get("client_id").getAsString() + ":" + app.get("client_secret").getAsString();
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }

  private static Client.Response authorize(Client client, JsonObject app, String scope) {
    return client.get(
        "/oauth/authorize?response_type=code&client_id="
            + app.get("client_id").getAsString()
            + "&redirect_uri="
            + Client.q(HOME)
            + "&scope="
            + Client.q(scope)
            + "&state=s1&code_challenge_method=S256&code_challenge="
            + CHALLENGE);
  }

  private static String code(Client client, JsonObject app) {
    String location = authorize(client, app, "lists:read accounts:read").header("Location");
    assertTrue(location.startsWith(HOME + "?code=") && location.endsWith("&state=s1"), location);
    return location.replaceAll(".*code=([^&]+).*", "$1");
  }

  private static Client.Response form(Client client, String credentials, String path, String form) {
    return client.send(
        client
            .request(path)
            .setHeader("Authorization", credentials)
            .setHeader("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(form)));
  }

  private static Client.Response exchange(
      Client client, JsonObject app, String code, String verifier) {
    return form(
        client,
        credentials(app),
        "/oauth/token",
        "grant_type=authorization_code&code="
            + code
            + "&code_verifier="
            + verifier
            + "&redirect_uri="
            + Client.q(HOME));
  }

  /** Of a fresh access token, as it is told. */
  static String lifetime(Client client) {
    JsonObject app = register(client);
    return text(exchange(client, app, code(client, app), VERIFIER), "expires_in");
  }

  private static int status(Client client, String path, String token) {
    return client
        .send(client.request(path).setHeader("Authorization", "Bearer " + token).GET())
        .status();
  }

  private static String text(Client.Response response, String name) {
    return response.json().get(name).getAsString();
  }

  @Test
  void aCodeIsGoodForATokenOnceAndTheTokenForItsScopesAndItsTime() {
    String code = code(client, app);
    Client.Response token = exchange(client, app, code, VERIFIER);
    assertEquals(200, token.status());
    assertEquals("Bearer", text(token, "token_type"));
    assertEquals("3600", text(token, "expires_in"));
    assertEquals("accounts:read lists:read", text(token, "scope"));
    String access = text(token, "access_token");
    assertEquals(200, status(client, "/api/lists", access));
    assertEquals(403, status(client, "/api/profiles", access));
    assertEquals("invalid_grant", text(exchange(client, app, code, VERIFIER), "error"));
    client.clock.forward(3_600);
    assertEquals(401, status(client, "/api/lists", access));
    Client.Response refreshed =
        form(
            client,
            credentials(app),
            "/oauth/token",
            "grant_type=refresh_token&refresh_token=" + text(token, "refresh_token"));
    assertNotEquals(access, text(refreshed, "access_token"));
    assertEquals(200, status(client, "/api/lists", text(refreshed, "access_token")));
    form(client, credentials(app), "/oauth/revoke", "token=" + text(token, "refresh_token"));
    assertEquals(401, status(client, "/api/lists", text(refreshed, "access_token")));
    assertEquals(
        "invalid_grant",
        text(
            form(
                client,
                credentials(app),
                "/oauth/token",
                "grant_type=refresh_token&refresh_token=" + text(token, "refresh_token")),
            "error"));
  }

  @Test
  void whoeverProvesNothingGetsNothing() {
    assertEquals(
        "Code challenge failed.",
        text(exchange(client, app, code(client, app), "x".repeat(43)), "error_description"));
    assertEquals(
        "Invalid \"code_verifier\"",
        text(exchange(client, app, code(client, app), "short"), "error_description"));
    Client.Response wrong =
        form(client, "Basic " + "x".repeat(8), "/oauth/token", "grant_type=refresh_token");
    assertEquals(401, wrong.status());
    assertEquals("invalid_client", text(wrong, "error"));
    assertEquals(
        "unsupported_grant_type",
        text(form(client, credentials(app), "/oauth/token", "grant_type=password"), "error"));
    String late = code(client, app);
    client.clock.forward(600);
    assertEquals("invalid_grant", text(exchange(client, app, late, VERIFIER), "error"));
    assertEquals(
        HOME + "?error=invalid_scope&state=s1",
        authorize(client, app, "profiles:write").header("Location"));
  }

  @Test
  void anAppHasQuotasOfItsOwn() {
    try (Client strict = new Client(true, Optional.empty())) {
      JsonObject one = register(strict);
      String access = text(exchange(strict, one, code(strict, one), VERIFIER), "access_token");
      assertEquals(200, strict.get("/api/accounts").status());
      assertEquals(429, strict.get("/api/accounts").status());
      assertEquals(200, status(strict, "/api/accounts", access));
      assertEquals(429, status(strict, "/api/accounts", access));
    }
  }
}
