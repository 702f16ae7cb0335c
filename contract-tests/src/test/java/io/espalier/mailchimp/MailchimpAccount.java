package io.espalier.mailchimp;

import com.google.gson.JsonArray;
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
import io.espalier.sandbox.Faults;
import io.espalier.sandbox.Sandbox;
import io.espalier.sandbox.SandboxOptions;
import io.espalier.sandbox.Sandboxes;
import io.espalier.sandbox.Switches;
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
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGeneratorFactory;

/** A sandboxed account, the adapter on it, and a plain client that sees what the account holds. */
final class MailchimpAccount implements AutoCloseable {
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
  private final HttpClient plain = HttpClient.newHttpClient();
  private Connector connector;
  private Map<String, String> more = Map.of();
  private Duration behind = Duration.ZERO;

  MailchimpAccount(Attribute... attributes) {
    this(Switches.usual(), attributes);
  }

  MailchimpAccount(Switches switches, Attribute... attributes) {
    sandbox =
        Sandboxes.all().stream()
            .filter(p -> p.id().equals("mailchimp"))
            .findFirst()
            .orElseThrow()
            .start(
                new SandboxOptions(
                        0,
                        Optional.empty(),
                        clock,
                        RandomGeneratorFactory.of("L64X128MixRandom").create(7))
                    .with(switches));
    fields = new MailchimpEsp().map(List.of(attributes), new ArrayList<>());
    connector = open(sandbox.settings().get("api_key"));
  }

  static Attribute attribute(String name, ValueType type) {
    return Attribute.of(name, type);
  }

  Connector open(String key) {
    Map<String, String> settings = new HashMap<>(more);
    settings.put("api_key", key);
    settings.put("base_url", sandbox.settings().get("base_url"));
    settings.put("audience", "Customers");
    return new MailchimpEsp()
        .open(
            new Settings(settings, Map.of("api_key", "MAILCHIMP_API_KEY")),
            fields,
            new Surroundings(
                Clock.offset(clock, behind.negated()),
                clock::pass,
                RandomGeneratorFactory.of("L64X128MixRandom").create(3),
                calls::add));
  }

  Connector connector() {
    return connector;
  }

  /** As after a restart with these settings added. */
  void reopen(Map<String, String> settings) {
    more = settings;
    reopen();
  }

  /** As after a restart on a machine whose clock is so much behind Mailchimp's. */
  void fallBehind(Duration time) {
    behind = time;
    reopen();
  }

  Faults faults() {
    return sandbox.faults();
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

  /** What the audience holds about a person: fields, status, tags. */
  JsonObject person(String email) {
    JsonArray held =
        get("/__sandbox/people?email=" + URLEncoder.encode(email, StandardCharsets.UTF_8))
            .getAsJsonObject()
            .getAsJsonArray("members");
    return held.isEmpty() ? new JsonObject() : held.get(0).getAsJsonObject();
  }

  /** Empty for someone whom the audience does not hold. */
  String status(String email) {
    JsonElement status = person(email).get("status");
    return status == null ? "" : status.getAsString();
  }

  String field(String email, String tag) {
    return person(email).getAsJsonObject("merge_fields").get(tag).getAsString();
  }

  List<String> tags(String email) {
    List<String> names = new ArrayList<>();
    JsonElement tags = person(email).get("tags");
    if (tags != null) {
      tags.getAsJsonArray().forEach(t -> names.add(t.getAsJsonObject().get("name").getAsString()));
    }
    return names;
  }

  /** The contact's own act: unsubscribe, bounce, confirm. */
  void act(String act, String email) {
    post("/__sandbox/" + act, "{\"email\":\"" + email + "\"}");
  }

  String list() {
    return get("/3.0/lists?count=1000")
        .getAsJsonObject()
        .getAsJsonArray("lists")
        .get(0)
        .getAsJsonObject()
        .get("id")
        .getAsString();
  }

  String render(String template, String email) {
    return sandbox.render(template, email);
  }

  JsonElement get(String path) {
    return send("GET", path, "");
  }

  JsonElement post(String path, String body) {
    return send("POST", path, body);
  }

  JsonElement send(String method, String path, String body) {
    try {
      HttpResponse<String> response =
          plain.send(
              HttpRequest.newBuilder()
                  .method(method, HttpRequest.BodyPublishers.ofString(body))
                  .uri(URI.create(sandbox.settings().get("base_url") + path))
                  .header("Authorization", "Bearer " + apiKey())
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
