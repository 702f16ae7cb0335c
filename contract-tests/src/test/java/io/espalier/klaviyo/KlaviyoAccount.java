package io.espalier.klaviyo;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.espalier.model.Attribute;
import io.espalier.model.Consent;
import io.espalier.model.EmailAddress;
import io.espalier.model.ProfileKey;
import io.espalier.model.Segment;
import io.espalier.model.Value;
import io.espalier.model.ValueType;
import io.espalier.sandbox.Sandbox;
import io.espalier.sandbox.SandboxOptions;
import io.espalier.sandbox.SandboxProvider;
import io.espalier.sandbox.Sandboxes;
import io.espalier.spi.CallRecord;
import io.espalier.spi.Change;
import io.espalier.spi.Connector;
import io.espalier.spi.FieldMap;
import io.espalier.spi.Job;
import io.espalier.spi.Outcome;
import io.espalier.spi.Settings;
import io.espalier.spi.Surroundings;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGeneratorFactory;

/** A sandboxed account, the adapter on it, and a plain client that sees what the account holds. */
final class KlaviyoAccount implements AutoCloseable {
  static final Instant START = Instant.parse("2026-11-23T10:00:00Z");

  /** A clock that moves only when somebody sleeps or says so. */
  static final class Ticking extends Clock {
    private Instant now = START;

    synchronized void pass(Duration time) {
      now = now.plus(time);
    }

    @Override
    public synchronized Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  final Ticking clock = new Ticking();
  final List<CallRecord> calls = Collections.synchronizedList(new ArrayList<>());
  final FieldMap fields;
  private final Sandbox sandbox;
  private final String optIn;
  private final HttpClient plain = HttpClient.newHttpClient();
  private Connector connector;

  /** An account in the sandbox of this provider. */
  KlaviyoAccount(SandboxProvider provider, Attribute... attributes) {
    this(provider, "single_opt_in", "account", attributes);
  }

  /** An account that asks nobody to confirm. */
  KlaviyoAccount(Attribute... attributes) {
    this("single_opt_in", "account", attributes);
  }

  /**
   * @param process of the account
   * @param optIn the connection's setting
   */
  KlaviyoAccount(String process, String optIn, Attribute... attributes) {
    this(
        Sandboxes.all().stream().filter(p -> p.id().equals("klaviyo")).findFirst().orElseThrow(),
        process,
        optIn,
        attributes);
  }

  private KlaviyoAccount(
      SandboxProvider provider, String process, String optIn, Attribute... attributes) {
    this.optIn = optIn;
    SandboxOptions fresh =
        new SandboxOptions(
            0, Optional.empty(), clock, RandomGeneratorFactory.of("L64X128MixRandom").create(7));
    try (Sandbox first = provider.start(fresh)) {
      sandbox =
          provider.start(
              fresh.with(first.snapshot().replaceAll("(single|double)_opt_in", process)));
    }
    fields = new KlaviyoEsp().map(List.of(attributes), new ArrayList<>());
    connector = open(sandbox.settings().get("api_key"));
  }

  static Attribute attribute(String name, ValueType type) {
    return Attribute.of(name, type);
  }

  Connector open(String key) {
    return new KlaviyoEsp()
        .open(
            new Settings(
                Map.of(
                    "api_key",
                    key,
                    "base_url",
                    sandbox.settings().get("base_url"),
                    "opt_in",
                    optIn),
                Map.of("api_key", "KLAVIYO_API_KEY")),
            fields,
            new Surroundings(
                clock,
                clock::pass,
                RandomGeneratorFactory.of("L64X128MixRandom").create(3),
                calls::add));
  }

  Connector connector() {
    return connector;
  }

  /** As after a restart: nothing remembered. */
  void reopen() {
    connector.close();
    connector = open(sandbox.settings().get("api_key"));
  }

  String apiKey() {
    return sandbox.settings().get("api_key");
  }

  /** Pushes and polls to the end, as the engine does. */
  List<Outcome> settle(List<? extends Change> changes) {
    List<Change> batch = List.copyOf(changes);
    List<Outcome> outcomes = new ArrayList<>(connector.push(batch));
    for (int round = 0; round < 200; round++) {
      Map<Job, List<Integer>> jobs = new LinkedHashMap<>();
      for (int i = 0; i < outcomes.size(); i++) {
        if (outcomes.get(i) instanceof Outcome.Pending pending) {
          jobs.computeIfAbsent(pending.job(), j -> new ArrayList<>()).add(i);
        }
      }
      if (jobs.isEmpty()) {
        return outcomes;
      }
      clock.pass(Duration.ofSeconds(5));
      jobs.forEach(
          (job, rows) -> {
            List<Outcome> now = connector.poll(job, rows.stream().map(batch::get).toList());
            for (int i = 0; i < rows.size(); i++) {
              outcomes.set(rows.get(i), now.get(i));
            }
          });
    }
    throw new AssertionError("still pending: " + outcomes);
  }

  long writes() {
    return calls.stream().filter(CallRecord::write).count();
  }

  /** What the sandbox holds about a person: id, fields, containers, consent. */
  JsonObject person(String email) {
    return get("/__sandbox/people?email=" + URLEncoder.encode(email, StandardCharsets.UTF_8))
        .getAsJsonObject();
  }

  JsonObject marketing(String email) {
    return person(email)
        .getAsJsonObject("consent")
        .getAsJsonObject("email")
        .getAsJsonObject("marketing");
  }

  boolean isMailable(String email) {
    return marketing(email).get("can_receive_email_marketing").getAsBoolean();
  }

  boolean isOptedOut(String email) {
    JsonObject marketing = marketing(email);
    return marketing.get("consent").getAsString().equals("UNSUBSCRIBED")
        || marketing.toString().contains("\"UNSUBSCRIBE\"");
  }

  /** The names of the lists that a person is on. */
  List<String> lists(String email) {
    List<String> names = new ArrayList<>();
    person(email)
        .getAsJsonArray("containers")
        .forEach(list -> names.add(list.getAsJsonObject().get("name").getAsString()));
    return names;
  }

  /** What the person would see of a template. */
  String render(String template, String email) {
    return sandbox.render(template, email);
  }

  /** The person follows the link in the mail that asks to confirm. */
  void confirm(String email) {
    send(
        HttpRequest.newBuilder().POST(HttpRequest.BodyPublishers.noBody()),
        "/__sandbox/confirm?email=" + URLEncoder.encode(email, StandardCharsets.UTF_8));
  }

  JsonElement get(String path) {
    return send(HttpRequest.newBuilder().GET(), path);
  }

  JsonElement post(String path, String body) {
    return send(HttpRequest.newBuilder().POST(HttpRequest.BodyPublishers.ofString(body)), path);
  }

  void patch(String path, String body) {
    send(HttpRequest.newBuilder().method("PATCH", HttpRequest.BodyPublishers.ofString(body)), path);
  }

  void delete(String path) {
    send(HttpRequest.newBuilder().DELETE(), path);
  }

  /** Klaviyo learns by itself that mail must not be sent; from one list alone where it is named. */
  void learn(String email, String reason, String list) {
    send(
        HttpRequest.newBuilder().POST(HttpRequest.BodyPublishers.noBody()),
        "/__sandbox/learn?email="
            + URLEncoder.encode(email, StandardCharsets.UTF_8)
            + "&reason="
            + reason
            + (list.isEmpty() ? "" : "&list=" + list));
  }

  /** A marketer makes a tag. */
  String tag(String name) {
    return post(
            "/api/tags", "{\"data\":{\"type\":\"tag\",\"attributes\":{\"name\":\"" + name + "\"}}}")
        .getAsJsonObject()
        .getAsJsonObject("data")
        .get("id")
        .getAsString();
  }

  /** A marketer gives a list a tag. */
  void carry(String tag, String list) {
    post(
        "/api/tags/" + tag + "/relationships/lists",
        "{\"data\":[{\"type\":\"list\",\"id\":\"" + list + "\"}]}");
  }

  private JsonElement send(HttpRequest.Builder request, String path) {
    try {
      HttpResponse<String> response =
          plain.send(
              request
                  .uri(URI.create(sandbox.settings().get("base_url") + path))
                  .header("Authorization", "Klaviyo-API-Key " + apiKey())
                  .header("Content-Type", "application/vnd.api+json")
                  .header("revision", "2026-07-15")
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() >= 300) {
        throw new AssertionError(response.statusCode() + ": " + response.body());
      }
      return JsonParser.parseString(response.body());
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  static EmailAddress email(String address) {
    return EmailAddress.of(address).orElseThrow();
  }

  static Change.Upsert upsert(String key, String address, Map<String, Value> values) {
    return new Change.Upsert(
        new ProfileKey(key), email(address), values, Consent.unknown(Consent.EMAIL));
  }

  static Change.SetConsent consent(String key, String address, Consent consent) {
    return new Change.SetConsent(new ProfileKey(key), email(address), consent);
  }

  static Consent subscribed(Instant since) {
    return new Consent(Consent.EMAIL, Consent.State.SUBSCRIBED, since, "checkout", "box ticked");
  }

  static Consent state(Consent.State state) {
    return new Consent(Consent.EMAIL, state, null, null, null);
  }

  static Segment segment(String id, String name) {
    return new Segment(id, name, "", "marketing", 0, 1, "true", Optional.empty());
  }

  @Override
  public void close() {
    connector.close();
    sandbox.close();
  }
}
