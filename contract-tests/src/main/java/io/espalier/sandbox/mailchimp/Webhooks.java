package io.espalier.sandbox.mailchimp;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.espalier.sandbox.Faults;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Tells of an audience's changes by form-encoded POSTs, to this machine only. What is not answered
 * with a success within ten seconds is told again later, by the sandbox's clock, and after 75
 * minutes no more.
 */
final class Webhooks {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** The vendor's guide: growing intervals over 75 minutes. */
  private static final List<Duration> AGAIN =
      List.of(
          Duration.ofMinutes(1),
          Duration.ofMinutes(4),
          Duration.ofMinutes(10),
          Duration.ofMinutes(20),
          Duration.ofMinutes(40));

  /** The vendor's release note of 2024-06-17: up to twenty, 15 to 25 minutes apart. */
  private static final List<Duration> STUBBORN = Collections.nCopies(20, Duration.ofMinutes(20));

  private static final String FORM = "application/x-www-form-urlencoded";
  private static final String BATCH_DONE = "batch_operation_completed";
  private static final DateTimeFormatter FIRED =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);

  private @Nullable HttpClient http;
  private final List<Delivery> waiting = new ArrayList<>();

  /**
   * @param media of the body
   * @param secret empty where nothing is signed
   */
  private record Delivery(
      String url, String secret, String type, String media, String body, Instant due, int attempt) {
    Delivery again(Instant later) {
      return new Delivery(url, secret, type, media, body, later, attempt + 1);
    }
  }

  /**
   * Whether an address may be told: it lies on this machine and answers a GET with 200.
   *
   * @param byPost an empty POST instead
   */
  boolean answers(String url, boolean byPost) {
    try {
      URI there = URI.create(url);
      String host = there.getHost();
      return host != null
          && InetAddress.getByName(host).isLoopbackAddress()
          && send(probe(there, byPost)) == 200;
    } catch (IllegalArgumentException | UnknownHostException e) {
      return false;
    }
  }

  private static HttpRequest probe(URI there, boolean byPost) {
    HttpRequest.Builder request = HttpRequest.newBuilder(there).timeout(PATIENCE);
    return (byPost ? request.POST(HttpRequest.BodyPublishers.noBody()) : request.GET()).build();
  }

  void subscribed(Audience audience, Member member, String source, Instant now) {
    tell(audience, "subscribe", source, () -> person(audience, member), now);
  }

  void changed(Audience audience, Member member, String source, Instant now) {
    tell(audience, "profile", source, () -> person(audience, member), now);
  }

  /**
   * @param action {@code unsub} or {@code delete}
   * @param reason {@code manual} or {@code abuse}
   */
  void left(
      Audience audience, Member member, String source, String action, String reason, Instant now) {
    tell(
        audience,
        "unsubscribe",
        source,
        () -> {
          Map<String, String> data = new LinkedHashMap<>();
          data.put("action", action);
          data.put("reason", reason);
          data.putAll(person(audience, member));
          data.put("campaign_id", member.leftFrom);
          return data;
        },
        now);
  }

  void cleaned(Audience audience, Member member, Instant now) {
    Map<String, String> data = new LinkedHashMap<>();
    data.put("list_id", audience.id);
    data.put("campaign_id", member.leftFrom);
    data.put("reason", "hard");
    data.put("email", member.email);
    tell(audience, "cleaned", "user", () -> data, now);
  }

  void readdressed(Audience audience, Member member, String from, String source, Instant now) {
    Map<String, String> data = new LinkedHashMap<>();
    data.put("list_id", audience.id);
    data.put("new_id", member.uniqueEmailId);
    data.put("new_email", member.email);
    data.put("old_email", from);
    tell(audience, "upemail", source, () -> data, now);
  }

  void campaign(Audience audience, Campaign campaign, Instant now) {
    Map<String, String> data = new LinkedHashMap<>();
    data.put("id", campaign.id);
    data.put("subject", campaign.text("subject_line"));
    data.put("status", "sent");
    data.put("reason", "");
    data.put("list_id", audience.id);
    tell(audience, "campaign", "api", () -> data, now);
  }

  /** The id is the address's own in this account, and not its hash. */
  private static Map<String, String> person(Audience audience, Member member) {
    Map<String, String> data = new LinkedHashMap<>();
    data.put("id", member.uniqueEmailId);
    data.put("list_id", audience.id);
    data.put("email", member.email);
    data.put("email_type", member.emailType);
    data.put("ip_opt", member.ipOpt);
    data.put("ip_signup", member.ipSignup);
    data.put("web_id", Long.toString(member.webId));
    data.put("merges][EMAIL", member.email);
    MemberJson.mergeFields(audience, member)
        .entrySet()
        .forEach(field -> data.put("merges][" + field.getKey(), text(field.getValue())));
    data.put(
        "merges][INTERESTS",
        audience.categories.values().stream()
            .flatMap(category -> category.interests.entrySet().stream())
            .filter(interest -> member.interests.contains(interest.getKey()))
            .map(Map.Entry::getValue)
            .collect(Collectors.joining(", ")));
    return data;
  }

  private static String text(JsonElement value) {
    return value.isJsonPrimitive() ? value.getAsString() : value.toString();
  }

  private void tell(
      Audience audience,
      String type,
      String source,
      Supplier<Map<String, String>> data,
      Instant now) {
    for (Webhook hook : audience.webhooks.values()) {
      if (hook.events.contains(type) && hook.sources.contains(source)) {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("type", type);
        form.put("fired_at", FIRED.format(now));
        data.get().forEach((name, value) -> form.put("data[" + name + "]", value));
        synchronized (waiting) {
          waiting.add(new Delivery(hook.url, hook.secret, type, FORM, encoded(form), now, 0));
        }
      }
    }
  }

  /** Tells of a batch's end; how the message is written is told nowhere. */
  void batchDone(Account account, Batch batch, Instant now) {
    JsonObject told = batch.json("");
    told.remove("response_body_url");
    boolean form = account.on(MailchimpFact.BATCH_WEBHOOKS_ARE_FORMS);
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("type", BATCH_DONE);
    fields.put("fired_at", FIRED.format(now));
    told.entrySet().forEach(e -> fields.put("data[" + e.getKey() + "]", text(e.getValue())));
    JsonObject json = new JsonObject();
    json.addProperty("type", BATCH_DONE);
    json.addProperty("fired_at", FIRED.format(now));
    json.add("data", told);
    for (BatchWebhook hook : account.batchWebhooks.values()) {
      if (hook.enabled()) {
        synchronized (waiting) {
          waiting.add(
              new Delivery(
                  hook.url(),
                  "",
                  BATCH_DONE,
                  form ? FORM : "application/json",
                  form ? encoded(fields) : json.toString(),
                  now,
                  0));
        }
      }
    }
  }

  /** Messages of batches that are still on their way: 500 of them stop new batches. */
  int batchesUntold() {
    synchronized (waiting) {
      return (int) waiting.stream().filter(d -> d.type().equals(BATCH_DONE)).count();
    }
  }

  private static String encoded(Map<String, String> form) {
    return form.entrySet().stream()
        .map(entry -> encode(entry.getKey()) + "=" + encode(entry.getValue()))
        .collect(Collectors.joining("&"));
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /**
   * Delivers what is due, some of it twice where the faults say so. Called after a request was
   * answered, with no lock held.
   *
   * @param stubborn whether what is not taken is told again twenty times, or within 75 minutes
   */
  void deliver(Instant now, Faults faults, boolean stubborn) {
    List<Delivery> due = new ArrayList<>();
    synchronized (waiting) {
      waiting.removeIf(delivery -> !delivery.due().isAfter(now) && due.add(delivery));
    }
    for (Delivery delivery : due) {
      int status = 0;
      for (int times = faults.deliveries(delivery.type()); times > 0; times--) {
        status = send(request(delivery, now));
      }
      List<Duration> pauses = stubborn ? STUBBORN : AGAIN;
      if ((status < 200 || status > 299) && delivery.attempt() < pauses.size()) {
        synchronized (waiting) {
          waiting.add(delivery.again(now.plus(pauses.get(delivery.attempt()))));
        }
      }
    }
  }

  private static HttpRequest request(Delivery delivery, Instant now) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(delivery.url()))
            .timeout(PATIENCE)
            .header("Content-Type", delivery.media())
            .header("User-Agent", "MailChimp")
            .POST(HttpRequest.BodyPublishers.ofString(delivery.body()));
    if (!delivery.secret().isEmpty()) {
      long at = now.getEpochSecond();
      request.header(
          "X-Mailchimp-Signature",
          "t=" + at + ",v1=" + hmac(delivery.secret(), at + "." + delivery.body()));
    }
    return request.build();
  }

  static String hmac(String secret, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has HmacSHA256", e);
    }
  }

  /** Most sandboxes never need one. */
  private synchronized HttpClient http() {
    if (http == null) {
      http =
          HttpClient.newBuilder()
              .connectTimeout(PATIENCE)
              .followRedirects(HttpClient.Redirect.NEVER)
              .build();
    }
    return http;
  }

  /** The answer's status; 0 where none came. */
  private int send(HttpRequest request) {
    try {
      return http().send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    } catch (IOException e) {
      return 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 0;
    }
  }
}
