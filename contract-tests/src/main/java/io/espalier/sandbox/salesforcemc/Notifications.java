package io.espalier.sandbox.salesforcemc;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.espalier.sandbox.Faults;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Sends event notifications, each signed: base64 of HMAC-SHA256 of the body. They go out after the
 * request that caused them, from a thread of their own, and are not repeated.
 */
final class Notifications implements AutoCloseable {
  static final String SIGNATURE = "x-sfmc-ens-signature";
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Map<String, String> TYPES =
      Map.of(
          "SentEvent", "TransactionalSendEvents.EmailSent",
          "NotSentEvent", "TransactionalSendEvents.EmailNotSent",
          "BounceEvent", "TransactionalSendEvents.EmailBounced",
          "OpenEvent", "EngagementEvents.EmailOpen",
          "ClickEvent", "EngagementEvents.EmailClick",
          "UnsubEvent", "EngagementEvents.EmailUnsubscribe");

  private final State state;
  private final Faults faults;
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
  private final ExecutorService line =
      Executors.newSingleThreadExecutor(
          work -> {
            Thread thread = new Thread(work, "sfmc-notifications");
            thread.setDaemon(true);
            return thread;
          });
  private int told;

  Notifications(State state, Faults faults) {
    this.state = state;
    this.faults = faults;
    told = state.tracking.size();
  }

  /** The first message to a callback, by whose key it proves itself. */
  void handshake(JsonObject callback) {
    JsonObject body = new JsonObject();
    body.add("callbackId", callback.get("callbackId"));
    body.add("verificationKey", callback.get("verificationKey"));
    send(callback, body);
  }

  /** Tells whatever has happened since the last time. Called under the sandbox's lock. */
  void tell() {
    if (told == state.tracking.size()) {
      return;
    }
    var news = state.tracking.subList(told, state.tracking.size());
    for (JsonObject subscription : state.subscriptions.values()) {
      JsonObject callback = state.callbacks.get(subscription.get("callbackId").getAsString());
      if (callback == null) {
        continue;
      }
      JsonArray wanted = subscription.getAsJsonArray("eventCategoryTypes");
      int most = callback.get("maxBatchSize").getAsInt();
      JsonArray batch = new JsonArray();
      for (Tracking event : news) {
        String type = TYPES.getOrDefault(event.kind(), "");
        if (wanted.contains(new com.google.gson.JsonPrimitive(type))) {
          batch.add(json(type, event));
          if (batch.size() == most) {
            send(callback, batch);
            batch = new JsonArray();
          }
        }
      }
      if (!batch.isEmpty()) {
        send(callback, batch);
      }
    }
    told = state.tracking.size();
  }

  private JsonObject json(String type, Tracking event) {
    JsonObject composite = new JsonObject();
    composite.addProperty("jobId", Integer.toString(event.job()));
    composite.addProperty("batchId", "1");
    composite.addProperty("listId", Integer.toString(state.allSubscribers().id()));
    composite.addProperty(
        "subscriberId",
        state.subscriber(event.subscriberKey()).map(s -> Integer.toString(s.id())).orElse("0"));
    composite.addProperty("emailId", "0");
    JsonObject info = new JsonObject();
    info.addProperty("to", event.email());
    info.addProperty("subscriberKey", event.subscriberKey());
    event.details().forEach(info::addProperty);
    JsonObject json = new JsonObject();
    json.addProperty("eventCategoryType", type);
    json.addProperty("timestampUTC", Dates.instant(event.at()).toEpochMilli());
    json.addProperty(
        "compositeId",
        event.job()
            + "."
            + composite.get("listId").getAsString()
            + "."
            + composite.get("subscriberId").getAsString()
            + ".1.0");
    json.add("composite", composite);
    json.addProperty("definitionKey", event.details().getOrDefault("definitionKey", ""));
    json.addProperty("mid", state.account.id());
    json.addProperty("eid", state.account.enterprise());
    json.add("info", info);
    return json;
  }

  private void send(JsonObject callback, JsonElement json) {
    byte[] body = Answers.text(json).getBytes(StandardCharsets.UTF_8);
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(callback.get("url").getAsString()))
            .timeout(PATIENCE)
            .header("Content-Type", "application/json")
            .header(SIGNATURE, signature(callback.get("signatureKey").getAsString(), body))
            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
            .build();
    int times = faults.deliveries(URI.create(callback.get("url").getAsString()).getPath());
    for (int i = 0; i < times; i++) {
      line.execute(
          () -> {
            try {
              http.send(request, HttpResponse.BodyHandlers.discarding());
            } catch (IOException e) {
              // Nobody there: the vendor does not say that it would try again.
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          });
    }
  }

  String signature(String key, byte[] body) {
    byte[] secret =
        state.switches.on(SalesforceFact.EVENT_SIGNING_KEY_IS_BASE64)
            ? Base64.getDecoder().decode(key)
            : key.getBytes(StandardCharsets.UTF_8);
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret, "HmacSHA256"));
      return Base64.getEncoder().encodeToString(mac.doFinal(body));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has HmacSHA256", e);
    }
  }

  @Override
  public void close() {
    line.shutdownNow();
  }
}
