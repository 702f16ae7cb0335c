package io.espalier.sandbox.klaviyo;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Webhooks and their topics. An endpoint is https; here, plain http on this machine too, where the
 * tests listen. What is read back has the address cut and the secret never.
 */
final class WebhookRoutes {
  static final String ONE = "/api/webhooks/{id}";
  private static final String AT = "/data/attributes";
  private static final int SECRET = 16;
  private static final int SHOWN = 24;

  /** Topics by the metric that they tell of. */
  static final Map<String, String> TOPICS =
      Map.of(
          Engagement.RECEIVED, "event:klaviyo.received_email",
          Engagement.OPENED, "event:klaviyo.opened_email",
          Engagement.CLICKED, "event:klaviyo.clicked_email",
          Engagement.BOUNCED, "event:klaviyo.bounced_email",
          Engagement.SPAM, "event:klaviyo.marked_email_as_spam",
          Engagement.UNSUBSCRIBED, "event:klaviyo.unsubscribed_from_email_marketing");

  private final Holdings holdings;
  private final Runnable start;

  /**
   * The routes.
   *
   * @param start begins to deliver
   */
  WebhookRoutes(Holdings holdings, Runnable start) {
    this.holdings = holdings;
    this.start = start;
  }

  List<Route> routes() {
    return List.of(
        Route.of("GET", "/api/webhooks", Quota.XS, this::all),
        Route.of("POST", "/api/webhooks", Quota.XS, this::create),
        Route.of(
            "GET",
            ONE,
            Quota.XS,
            call -> withTopics(call, Answer.one(200, json(call, find(call))))),
        Route.of("PATCH", ONE, Quota.XS, this::update),
        Route.of("DELETE", ONE, Quota.XS, this::delete),
        Route.of("GET", "/api/webhook-topics", Quota.XS, this::topics),
        Route.of("GET", "/api/webhook-topics/{id}", Quota.XS, this::topic));
  }

  private Answer all(Call call) {
    return withTopics(
        call, Paging.ALL.page(call, holdings.webhooks, (id, w) -> true, (id, w) -> json(call, w)));
  }

  private Answer withTopics(Call call, Answer answer) {
    return call.include(Set.of("webhook-topics")).isEmpty()
        ? answer
        : Included.many(
            answer,
            "webhook-topics",
            id -> {
              Webhook webhook = holdings.webhooks.get(id);
              return webhook == null
                  ? List.of()
                  : webhook.topics.stream().map(topic -> topic(call, topic)).toList();
            });
  }

  private Answer create(Call call) {
    JsonObject data = call.resource("webhook");
    JsonObject attributes = Json.object(data, "attributes", "/data");
    Webhook webhook = new Webhook(holdings.ids.ulid(), holdings.now());
    webhook.name = Json.requiredText(attributes, "name", AT);
    webhook.description = Json.text(attributes, "description", AT);
    webhook.url = url(Json.requiredText(attributes, "endpoint_url", AT));
    webhook.secret = secret(Json.requiredText(attributes, "secret_key", AT));
    topics(webhook, Json.object(data, "relationships", "/data"));
    holdings.webhooks.put(webhook.id, webhook);
    start.run();
    return Answer.one(201, json(call, webhook));
  }

  private Answer update(Call call) {
    Webhook webhook = find(call);
    JsonObject data = call.resource("webhook", webhook.id);
    JsonObject attributes = Json.object(data, "attributes", "/data");
    @Nullable String url = Json.text(attributes, "endpoint_url", AT);
    @Nullable String secret = Json.text(attributes, "secret_key", AT);
    @Nullable String name = Json.text(attributes, "name", AT);
    JsonObject relations = Json.find(data, "relationships");
    if (relations != null) {
      topics(webhook, relations);
    }
    webhook.url = url == null ? webhook.url : url(url);
    webhook.secret = secret == null ? webhook.secret : secret(secret);
    webhook.name = name == null ? webhook.name : name;
    JsonElement enabled = attributes.get("enabled");
    webhook.enabled =
        enabled == null || enabled.isJsonNull() ? webhook.enabled : enabled.getAsBoolean();
    webhook.updated = holdings.now();
    return Answer.one(200, json(call, webhook));
  }

  private static String url(String text) {
    try {
      URI uri = URI.create(text);
      String host = String.valueOf(uri.getHost());
      boolean here = host.equals("127.0.0.1") || host.equals("localhost");
      if ("https".equals(uri.getScheme()) || ("http".equals(uri.getScheme()) && here)) {
        return text;
      }
    } catch (IllegalArgumentException notAnAddress) {
      // Falls through to the refusal.
    }
    throw ApiError.invalid("'endpoint_url' must be an https address.", AT + "/endpoint_url")
        .thrown();
  }

  private static String secret(String text) {
    if (text.length() < SECRET) {
      throw ApiError.invalid("'secret_key' must have at least 16 characters.", AT + "/secret_key")
          .thrown();
    }
    return text;
  }

  private static void topics(Webhook webhook, JsonObject relations) {
    String at = "/data/relationships/webhook-topics";
    JsonArray data =
        Json.array(Json.object(relations, "webhook-topics", "/data/relationships"), "data", at);
    List<String> ids = Call.references(data, "webhook-topic", at + "/data");
    if (ids.isEmpty() || !TOPICS.containsValue(ids.get(0)) || !TOPICS.values().containsAll(ids)) {
      throw ApiError.invalid("At least one known topic must be given.", at + "/data").thrown();
    }
    webhook.topics.clear();
    webhook.topics.addAll(ids);
  }

  private Answer delete(Call call) {
    holdings.webhooks.remove(find(call).id);
    return Answer.empty(204);
  }

  private Webhook find(Call call) {
    Webhook webhook = holdings.webhooks.get(call.variable("id"));
    if (webhook == null) {
      throw ApiError.noResource("webhook", call.variable("id")).thrown();
    }
    return webhook;
  }

  private Answer topics(Call call) {
    TreeMap<String, String> all = new TreeMap<>();
    TOPICS.values().forEach(topic -> all.put(topic, topic));
    return Paging.ALL.page(call, all, (id, t) -> true, (id, t) -> topic(call, id));
  }

  private Answer topic(Call call) {
    String id = call.variable("id").toLowerCase(Locale.ROOT);
    if (!TOPICS.containsValue(id)) {
      throw ApiError.noResource("webhook-topic", id).thrown();
    }
    return Answer.one(200, topic(call, id));
  }

  private static JsonObject topic(Call call, String id) {
    JsonObject topic =
        Links.resource(call, "webhook-topic", "webhook-topics", id, new JsonObject());
    topic.remove("attributes");
    return topic;
  }

  private static JsonObject json(Call call, Webhook webhook) {
    JsonObject attributes = new JsonObject();
    attributes.addProperty("name", webhook.name);
    attributes.add("description", JsonNull.INSTANCE);
    Json.put(attributes, "description", webhook.description);
    attributes.addProperty(
        "endpoint_url",
        webhook.url.length() <= SHOWN ? webhook.url : webhook.url.substring(0, SHOWN) + "...");
    attributes.addProperty("enabled", webhook.enabled);
    attributes.addProperty("created_at", webhook.created);
    attributes.addProperty("updated_at", webhook.updated);
    JsonObject json = Links.resource(call, "webhook", "webhooks", webhook.id, attributes);
    Links.relation(call, json, "webhooks", "webhook-topics");
    JsonArray topics = new JsonArray();
    webhook.topics.forEach(topic -> topics.add(Links.reference("webhook-topic", topic)));
    json.getAsJsonObject("relationships").getAsJsonObject("webhook-topics").add("data", topics);
    return json;
  }
}
