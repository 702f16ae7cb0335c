package io.espalier.sandbox.salesforcemc;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.espalier.sandbox.Exchange;
import io.espalier.sandbox.Reply;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** {@code POST /v2/token}: the client-credentials grant, by JSON or by form. */
final class TokenRoute {
  /** Seconds: recorded. */
  static final int LIFETIME = 1079;

  private final State state;

  TokenRoute(State state) {
    this.state = state;
  }

  Reply issue(Exchange exchange, String url) {
    Optional<JsonObject> body = body(exchange);
    if (body.isEmpty()) {
      return Answers.oauth(400, "invalid_request", "The request body is not valid.");
    }
    String grant = text(body.get(), "grant_type");
    if (!grant.equals("client_credentials")) {
      return grant.isEmpty()
          ? Answers.oauth(400, "invalid_request", "The grant_type parameter is missing.")
          : Answers.oauth(
              400,
              "unsupported_grant_type",
              "The authorization grant type is not supported by the authorization server.");
    }
    if (!text(body.get(), "client_id").equals(state.account.clientId())
        || !text(body.get(), "client_secret").equals(state.account.clientSecret())) {
      return Answers.oauth(
          401,
          "invalid_client",
          "Client authentication failed. Verify the client_id and client_secret.");
    }
    String account = text(body.get(), "account_id");
    if (!account.isEmpty() && !account.equals(Integer.toString(state.account.id()))) {
      return Answers.oauth(
          400, "invalid_request", "The client does not have access to the account_id.");
    }
    // Without a scope all of the package's; an empty one gives a token that may do nothing.
    Set<String> scopes =
        body.get().has("scope")
            ? Scopes.read(text(body.get(), "scope"))
            : new TreeSet<>(Scopes.ALL);
    if (!Scopes.ALL.containsAll(scopes)) {
      return Answers.oauth(400, "invalid_scope", "The requested scope is not valid.");
    }
    state.counters.tokens++;
    String token = state.ids.token();
    state.tokens.values().removeIf(t -> t.expires() < state.instant().toEpochMilli() - 3_600_000L);
    state.tokens.put(
        token, new State.Token(state.instant().toEpochMilli() + LIFETIME * 1000L, scopes));
    JsonObject reply = new JsonObject();
    reply.addProperty("access_token", token);
    reply.addProperty("token_type", "Bearer");
    reply.addProperty("expires_in", LIFETIME);
    reply.addProperty("scope", String.join(" ", scopes));
    reply.addProperty("soap_instance_url", url + "/");
    reply.addProperty("rest_instance_url", url + "/");
    return Answers.json(200, reply);
  }

  /** The live token of this text; empty where unknown or past its time. */
  Optional<State.Token> live(String token) {
    return Optional.ofNullable(state.tokens.get(token))
        .filter(t -> t.expires() > state.instant().toEpochMilli());
  }

  /** The business unit that a request is for; empty where it names none. */
  static String account(Exchange exchange) {
    return body(exchange).map(body -> text(body, "account_id")).orElse("");
  }

  private static Optional<JsonObject> body(Exchange exchange) {
    String type = exchange.header("Content-Type").orElse("");
    if (type.contains("x-www-form-urlencoded")) {
      Exchange form = Exchange.of("POST", "/?" + exchange.text(), java.util.Map.of(), new byte[0]);
      JsonObject fields = new JsonObject();
      for (String name :
          java.util.List.of("grant_type", "client_id", "client_secret", "account_id", "scope")) {
        form.parameter(name).ifPresent(value -> fields.addProperty(name, value));
      }
      return Optional.of(fields);
    }
    try {
      JsonElement json = JsonParser.parseString(exchange.text());
      return json.isJsonObject() ? Optional.of(json.getAsJsonObject()) : Optional.empty();
    } catch (JsonParseException e) {
      return Optional.empty();
    }
  }

  private static String text(JsonObject body, String name) {
    JsonElement value = body.get(name);
    return value != null && value.isJsonPrimitive() ? value.getAsString() : "";
  }
}
