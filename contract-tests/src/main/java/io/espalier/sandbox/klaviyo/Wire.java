package io.espalier.sandbox.klaviyo;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.espalier.sandbox.Exchange;
import io.espalier.sandbox.Reply;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What stands between a request and its route: key or token, revision, media type, quota, errors.
 */
final class Wire {
  private static final String JSON_API = "application/vnd.api+json";

  /** Whatever the operation. */
  private static final int PAYLOAD_BYTES = 5 * 1_024 * 1_024;

  private static final String SCHEME = "Klaviyo-API-Key ";
  // What a call pays besides its endpoint's quota, by the query parameter that asks for it.
  private static final Map<String, Quota> SURCHARGES =
      Map.of(
          "additional-fields[list]=profile_count",
          Quota.XS,
          "additional-fields[profile]=predictive_analytics",
          Quota.M,
          "additional-fields[segment]=profile_count",
          Quota.XS,
          "include=lists",
          Quota.XS,
          "include=segments",
          Quota.XS);

  private final Holdings holdings;
  private final OAuth oauth;
  private final Quotas quotas;
  private final Runnable before;
  private final List<Route> routes;

  /**
   * A wire over these routes.
   *
   * @param before runs ahead of every call, under the same lock
   */
  Wire(Holdings holdings, OAuth oauth, Quotas quotas, Runnable before, List<Route> routes) {
    this.oauth = oauth;
    this.holdings = holdings;
    this.quotas = quotas;
    this.before = before;
    this.routes = routes;
  }

  Reply answer(Exchange exchange) {
    Map<String, String> headers = new LinkedHashMap<>();
    Answer answer;
    try {
      answer = checked(exchange, headers);
    } catch (ApiException refused) {
      synchronized (holdings) {
        answer =
            new Answer(
                refused.errors().get(0).status(), ApiError.body(refused.errors(), holdings.ids));
      }
    }
    Reply reply =
        answer.body() == null
            ? Reply.empty(answer.status())
            : new Reply(
                answer.status(),
                Map.of("Content-Type", JSON_API),
                Json.GSON.toJson(answer.body()).getBytes(StandardCharsets.UTF_8));
    for (Map.Entry<String, String> header : headers.entrySet()) {
      reply = reply.with(header.getKey(), header.getValue());
    }
    return reply;
  }

  private Answer checked(Exchange exchange, Map<String, String> headers) {
    List<String> path = exchange.segments();
    boolean open = ClientDoor.isFor(path);
    if (open) {
      headers.putAll(ClientDoor.headers());
      if (ClientDoor.isAsking(exchange)) {
        return Answer.empty(200);
      }
      ClientDoor.check(exchange, holdings.account);
    } else {
      authenticate(exchange);
    }
    headers.put("CID", holdings.account.siteId());
    Route route = null;
    Map<String, String> variables = Map.of();
    boolean known = false;
    for (Route candidate : routes) {
      Optional<Map<String, String>> match = candidate.match(path);
      known |= match.isPresent();
      if (match.isPresent() && candidate.method().equals(exchange.method())) {
        route = candidate;
        variables = match.get();
      }
    }
    if (route == null) {
      throw known
          ? ApiError.at(
                  405,
                  "method_not_allowed",
                  "Method not allowed.",
                  "Method \"" + exchange.method() + "\" not allowed.",
                  "/data/")
              .thrown()
          : ApiError.noRoute("The requested resource was not found.").thrown();
    }
    headers.put("X-Klaviyo-API-Revision", revision(exchange));
    if (!open) {
      authorize(exchange, route);
    }
    String endpoint = route.method() + " " + route.template();
    synchronized (holdings) {
      charge(endpoint, route.quota(), exchange, headers);
    }
    JsonObject body = body(exchange);
    synchronized (holdings) {
      before.run();
      Call call =
          new Call(
              exchange,
              variables,
              body,
              holdings.on(KlaviyoFact.BACKSLASH_ESCAPES_IN_FILTERS),
              new HashSet<>());
      Answer answer = route.handler().apply(call);
      if (route.method().equals("GET")) {
        call.requireHeeded();
      }
      return answer;
    }
  }

  private void authenticate(Exchange exchange) {
    String given = exchange.header("Authorization").orElse("");
    if (!given.equals(SCHEME + holdings.account.apiKey()) && granted(given) == null) {
      boolean none = !given.startsWith(SCHEME);
      throw ApiError.at(
              !none && holdings.on(KlaviyoFact.WRONG_KEY_IS_400) ? 400 : 401,
              none ? "not_authenticated" : "authentication_failed",
              none
                  ? "Authentication credentials were not provided."
                  : "Incorrect authentication credentials.",
              none
                  ? "Missing or invalid authorization scheme. Please use Klaviyo-API-Key."
                  : "Incorrect authentication credentials.",
              "/data/")
          .thrown();
    }
  }

  /** What a further key or an app may do; null for none of those. */
  private @Nullable Set<String> granted(String given) {
    synchronized (holdings) {
      OAuthGrant token = oauth.bearer(given);
      return token != null
          ? token.scopes()
          : given.startsWith(SCHEME) ? holdings.keys.get(given.substring(SCHEME.length())) : null;
    }
  }

  /** All private keys share the account's quotas; an app has its own. */
  private String payer(Exchange exchange) {
    OAuthGrant token = oauth.bearer(exchange.header("Authorization").orElse(""));
    return token == null ? "" : token.app() + " ";
  }

  private void authorize(Exchange exchange, Route route) {
    Set<String> granted = granted(exchange.header("Authorization").orElse(""));
    if (granted != null && !granted.containsAll(Scopes.of(route.method(), route.parts()))) {
      throw ApiError.at(
              403,
              "permission_denied",
              "You do not have permission to perform this action.",
              "You do not have permission to perform this action.",
              "/data/")
          .thrown();
    }
  }

  private String revision(Exchange exchange) {
    String revision = exchange.header("revision").orElse("");
    if (revision.isEmpty()) {
      throw ApiError.invalid("The 'revision' header is required.", "/data/").thrown();
    }
    Revision.check(
        revision,
        holdings.on(KlaviyoFact.NEXT_REVISION_IS_LIVE),
        holdings.on(KlaviyoFact.RETIRED_REVISIONS_ARE_GONE));
    return revision;
  }

  private void charge(
      String endpoint, Quota quota, Exchange exchange, Map<String, String> headers) {
    Map<String, Quota> due = new LinkedHashMap<>();
    String payer = payer(exchange);
    due.put(payer + endpoint, quota);
    for (Map.Entry<String, Quota> surcharge : SURCHARGES.entrySet()) {
      String[] parameter = surcharge.getKey().split("=", 2);
      if (exchange.parameter(parameter[0]).orElse("").contains(parameter[1])) {
        due.put(payer + surcharge.getKey(), surcharge.getValue());
      }
    }
    List<Quotas.Verdict> verdicts = new ArrayList<>();
    due.forEach((key, bound) -> verdicts.add(quotas.take(key, bound)));
    int wait = verdicts.stream().mapToInt(Quotas.Verdict::retryAfter).max().orElse(0);
    if (wait > 0) {
      headers.put("Retry-After", Integer.toString(wait));
      throw ApiError.at(
              429,
              "throttled",
              "Request was throttled.",
              "Request was throttled. Expected available in "
                  + wait
                  + (wait == 1 ? " second." : " seconds."),
              "/data")
          .thrown();
    }
    headers.putAll(verdicts.get(verdicts.size() - 1).headers());
  }

  private static @Nullable JsonObject body(Exchange exchange) {
    if (!Set.of("POST", "PATCH", "DELETE").contains(exchange.method())
        || exchange.body().length == 0) {
      return null;
    }
    boolean file = exchange.path().startsWith(ImageRoutes.UPLOAD);
    String type = exchange.header("Content-Type").orElse("").toLowerCase(Locale.ROOT);
    if (file && type.startsWith("multipart/form-data")) {
      return null;
    }
    if (exchange.body().length > PAYLOAD_BYTES) {
      throw ApiError.at(
              413,
              "payload_too_large",
              "Payload too large.",
              "The payload is larger than 5MB.",
              "/data")
          .thrown();
    }
    int parameters = type.indexOf(';');
    String media = (parameters < 0 ? type : type.substring(0, parameters)).strip();
    if (file || (!media.equals(JSON_API) && !media.equals("application/json"))) {
      throw ApiError.at(
              415,
              "unsupported_media_type",
              "Unsupported media type.",
              "Unsupported media type \"" + media + "\" in request.",
              "/data/")
          .thrown();
    }
    try {
      JsonElement parsed = JsonParser.parseString(exchange.text());
      return Json.object(parsed, "/data");
    } catch (JsonParseException notJson) {
      throw ApiError.invalid("JSON parse error.", "/data").thrown();
    }
  }
}
