package io.espalier.sandbox.klaviyo;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.espalier.sandbox.Exchange;
import io.espalier.sandbox.Faults;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Webhooks on their way: signed with the hexadecimal HMAC-SHA256 of body and timestamp, and sent
 * again where the endpoint does not answer with success. The pauses between the attempts are
 * documented nowhere; these grow, on the sandbox's clock, and end. Whether there are any is not
 * certain: {@link KlaviyoFact#WEBHOOKS_ARE_REPEATED}.
 */
final class Deliveries implements AutoCloseable {
  private static final List<Duration> PAUSES =
      List.of(
          Duration.ofMinutes(1),
          Duration.ofMinutes(5),
          Duration.ofMinutes(30),
          Duration.ofHours(2));

  private static final long TICK_MILLIS = 250;

  private final Holdings holdings;
  private final Deferred deferred;
  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
  private final List<JsonObject> due = new ArrayList<>();
  private final Runnable settle;
  private final Faults faults;
  private @Nullable ScheduledExecutorService post;
  private int sent;

  /**
   * Those of an account.
   *
   * @param settle does what is due; called under the account's lock
   * @param faults say what is delivered twice
   */
  Deliveries(Holdings holdings, Deferred deferred, Runnable settle, Faults faults) {
    this.settle = settle;
    this.faults = faults;
    this.holdings = holdings;
    this.deferred = deferred;
    deferred.on(Deferred.DELIVER, due::add);
    holdings.happenings.tell(this::happened);
  }

  private void happened(StoredEvent event) {
    Metric metric = holdings.happenings.metrics.get(event.metric());
    String topic =
        metric == null || !metric.integration().equals(Metric.OWN)
            ? null
            : WebhookRoutes.TOPICS.get(metric.name());
    if (topic == null) {
      return;
    }
    for (Webhook webhook : holdings.webhooks.values()) {
      if (webhook.enabled && webhook.topics.contains(topic)) {
        JsonObject what = new JsonObject();
        what.addProperty("webhook", webhook.id);
        what.addProperty("topic", topic);
        what.addProperty("attempt", 0);
        what.addProperty("body", body(event, topic));
        deferred.accept(Deferred.DELIVER, what);
      }
    }
  }

  private String body(StoredEvent event, String topic) {
    Call nobody = Call.of(new Exchange("GET", "/", "", new TreeMap<>(), new byte[0]));
    JsonObject payload = new JsonObject();
    payload.add("data", EventRoutes.json(nobody, event));
    JsonObject one = new JsonObject();
    one.addProperty("external_id", event.id());
    one.addProperty("topic", topic);
    one.add("payload", payload);
    JsonArray data = new JsonArray();
    data.add(one);
    JsonObject meta = new JsonObject();
    meta.addProperty("timestamp", holdings.now());
    meta.addProperty("klaviyo_account_id", holdings.account.siteId());
    JsonObject body = new JsonObject();
    body.add("data", data);
    body.add("meta", meta);
    return Json.GSON.toJson(body);
  }

  /** From now on what is due goes out by itself. */
  synchronized void start() {
    if (post == null) {
      ScheduledExecutorService made =
          Executors.newSingleThreadScheduledExecutor(
              task -> {
                Thread thread = new Thread(task, "klaviyo-webhooks");
                thread.setDaemon(true);
                return thread;
              });
      made.scheduleWithFixedDelay(this::send, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
      post = made;
    }
  }

  /** Sends what is due and waits for it; gives how many endpoints ever answered with success. */
  int now() {
    send();
    synchronized (this) {
      return sent;
    }
  }

  /** Outside the account's lock, since an endpoint may ask the account. */
  private synchronized void send() {
    synchronized (holdings) {
      settle.run();
    }
    List<JsonObject> some;
    synchronized (holdings) {
      some = List.copyOf(due);
      due.clear();
    }
    for (JsonObject what : some) {
      Webhook webhook;
      synchronized (holdings) {
        webhook = holdings.webhooks.get(what.get("webhook").getAsString());
      }
      if (webhook == null || !webhook.enabled) {
        continue;
      }
      boolean taken = false;
      String topic = what.get("topic").getAsString();
      for (int times = faults.deliveries(topic); times > 0; times--) {
        taken = post(webhook, what.get("body").getAsString());
      }
      if (taken) {
        sent++;
      } else {
        again(what);
      }
    }
  }

  private void again(JsonObject what) {
    int attempt = what.get("attempt").getAsInt();
    if (attempt < PAUSES.size() && holdings.on(KlaviyoFact.WEBHOOKS_ARE_REPEATED)) {
      what.addProperty("attempt", attempt + 1);
      synchronized (holdings) {
        deferred.accept(Deferred.DELIVER, what, holdings.clock.instant().plus(PAUSES.get(attempt)));
      }
    }
  }

  private boolean post(Webhook webhook, String body) {
    String timestamp = Long.toString(holdings.clock.instant().getEpochSecond());
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(webhook.url))
            .timeout(Duration.ofSeconds(5))
            .header("Content-Type", "application/json")
            .header("Klaviyo-Webhook-Id", webhook.id)
            .header("Klaviyo-Timestamp", timestamp)
            .header("Klaviyo-Signature", signature(webhook.secret, body + timestamp))
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    try {
      int status = http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
      return status >= 200 && status < 300;
    } catch (IOException unreachable) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public synchronized void close() {
    if (post != null) {
      post.shutdownNow();
    }
  }

  static String signature(String secret, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has HmacSHA256", e);
    }
  }
}
