package io.espalier.sandbox.salesforcemc;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.espalier.sandbox.Exchange;
import io.espalier.sandbox.Reply;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code /platform/v1/ens-…}: callbacks, their verification, and subscriptions of the Event
 * Notification Service. The signature key is shown once. Beside the vendor's https addresses this
 * sandbox takes http ones of this machine, with a port.
 */
final class NotificationRoute {
  static final List<String> EVENTS =
      List.of(
          "TransactionalSendEvents.EmailSent",
          "TransactionalSendEvents.EmailNotSent",
          "TransactionalSendEvents.EmailBounced",
          "EngagementEvents.EmailOpen",
          "EngagementEvents.EmailClick",
          "EngagementEvents.EmailUnsubscribe");
  private static final int MOST_BATCH = 1000;

  private final State state;
  private final Notifications notifications;

  NotificationRoute(State state, Notifications notifications) {
    this.state = state;
    this.notifications = notifications;
  }

  /**
   * Answers.
   *
   * @param rest the path's parts after {@code platform/v1}
   */
  Reply answer(Exchange exchange, List<String> rest) {
    String call = exchange.method() + " " + String.join("/", rest);
    if (call.equals("GET ens-callbacks")) {
      JsonArray all = new JsonArray();
      state.callbacks.values().forEach(c -> all.add(shown(c)));
      return Answers.json(200, all);
    }
    boolean delete = exchange.method().equals("DELETE") && rest.size() == 2;
    if (delete) {
      boolean gone =
          rest.get(0).equals("ens-callbacks")
              ? state.callbacks.remove(rest.get(1)) != null
              : state.subscriptions.remove(rest.get(1)) != null;
      return gone ? Reply.empty(200) : Answers.notFound();
    }
    JsonElement body = body(exchange);
    if (body == null) {
      return Answers.error(400, 10004, "The request body is not JSON.");
    }
    return switch (call) {
      case "POST ens-callbacks" -> register(body);
      case "POST ens-verify" -> verify(body);
      case "POST ens-subscriptions" -> subscribe(body);
      default -> Answers.notFound();
    };
  }

  private Reply register(JsonElement body) {
    if (!(body instanceof JsonArray wanted) || wanted.isEmpty()) {
      return Answers.error(400, 10002, "The callbacks are missing.");
    }
    Map<String, JsonObject> made = new LinkedHashMap<>();
    JsonArray reply = new JsonArray();
    for (JsonElement element : wanted) {
      JsonObject each = element instanceof JsonObject object ? object : new JsonObject();
      String refusal = refusal(each);
      if (!refusal.isEmpty()) {
        return Answers.error(400, 10005, refusal);
      }
      JsonObject callback = new JsonObject();
      String id = state.ids.guid();
      callback.addProperty("callbackId", id);
      callback.addProperty("callbackName", text(each, "callbackName"));
      callback.addProperty("url", text(each, "url"));
      callback.addProperty("maxBatchSize", batch(each));
      callback.addProperty("status", "UNVERIFIED");
      callback.addProperty("signatureKey", state.ids.signingKey());
      callback.addProperty("verificationKey", state.ids.guid());
      made.put(id, callback);
      JsonObject shown = shown(callback);
      shown.add("signatureKey", callback.get("signatureKey"));
      reply.add(shown);
    }
    state.callbacks.putAll(made);
    made.values().forEach(notifications::handshake);
    return Answers.json(201, reply);
  }

  private static int batch(JsonObject callback) {
    return Numbers.whole(text(callback, "maxBatchSize"), MOST_BATCH);
  }

  private static String refusal(JsonObject callback) {
    URI url;
    try {
      url = URI.create(text(callback, "url"));
    } catch (IllegalArgumentException e) {
      return "The url is not valid.";
    }
    boolean own = "http".equals(url.getScheme()) && "127.0.0.1".equals(url.getHost());
    boolean secure = "https".equals(url.getScheme()) && url.getHost() != null;
    if (!(own || (secure && url.getPort() < 0)) || url.getQuery() != null) {
      return "The url must be https, without a port and without a query.";
    }
    if (text(callback, "callbackName").isBlank()) {
      return "The callbackName is missing.";
    }
    return batch(callback) < 1 || batch(callback) > MOST_BATCH
        ? "The maxBatchSize must be 1 to " + MOST_BATCH + "."
        : "";
  }

  private Reply verify(JsonElement body) {
    JsonObject given = body instanceof JsonObject object ? object : new JsonObject();
    JsonObject callback = state.callbacks.get(text(given, "callbackId"));
    if (callback == null
        || !text(given, "verificationKey").equals(text(callback, "verificationKey"))) {
      return Answers.error(400, 10005, "The callback could not be verified.");
    }
    callback.addProperty("status", "VERIFIED");
    return Answers.json(200, new JsonObject());
  }

  private Reply subscribe(JsonElement body) {
    if (!(body instanceof JsonArray wanted) || wanted.isEmpty()) {
      return Answers.error(400, 10002, "The subscriptions are missing.");
    }
    Map<String, JsonObject> made = new LinkedHashMap<>();
    JsonArray reply = new JsonArray();
    for (JsonElement element : wanted) {
      JsonObject each = element instanceof JsonObject object ? object : new JsonObject();
      JsonObject callback = state.callbacks.get(text(each, "callbackId"));
      if (callback == null || !text(callback, "status").equals("VERIFIED")) {
        return Answers.error(400, 10005, "The callback is not known or not verified.");
      }
      if (!(each.get("eventCategoryTypes") instanceof JsonArray types) || types.isEmpty()) {
        return Answers.error(400, 10002, "The eventCategoryTypes are missing.");
      }
      for (JsonElement type : types) {
        if (!type.isJsonPrimitive() || !EVENTS.contains(type.getAsString())) {
          return Answers.error(400, 10005, "An event category type is not known.");
        }
      }
      JsonObject subscription = each.deepCopy();
      String id = state.ids.guid();
      subscription.addProperty("subscriptionId", id);
      subscription.addProperty("status", "ACTIVE");
      made.put(id, subscription);
      reply.add(subscription);
    }
    state.subscriptions.putAll(made);
    return Answers.json(201, reply);
  }

  /** Without what is shown once, or only to the callback itself. */
  private static JsonObject shown(JsonObject callback) {
    JsonObject shown = callback.deepCopy();
    shown.remove("signatureKey");
    shown.remove("verificationKey");
    return shown;
  }

  private static @Nullable JsonElement body(Exchange exchange) {
    try {
      return JsonParser.parseString(exchange.text());
    } catch (JsonParseException e) {
      return null;
    }
  }

  private static String text(JsonObject json, String name) {
    JsonElement value = json.get(name);
    return value != null && value.isJsonPrimitive() ? value.getAsString() : "";
  }
}
