package io.espalier.salesforcemc;

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
import io.espalier.sandbox.Sandbox;
import io.espalier.sandbox.SandboxOptions;
import io.espalier.sandbox.SandboxProvider;
import io.espalier.sandbox.Sandboxes;
import io.espalier.sandbox.Switches;
import io.espalier.spi.CallRecord;
import io.espalier.spi.Change;
import io.espalier.spi.Connector;
import io.espalier.spi.Esp;
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
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.ServiceLoader;

/** A sandbox, a connection to it, and time that only passes when told to. */
final class Bench implements AutoCloseable {
  static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  final Time time = new Time();
  final Time sandboxTime = new Time();
  final Sandbox sandbox;
  final List<CallRecord> calls = Collections.synchronizedList(new ArrayList<>());
  final Esp esp =
      ServiceLoader.load(Esp.class).stream()
          .map(ServiceLoader.Provider::get)
          .filter(e -> e.id().equals("salesforce-mc"))
          .findFirst()
          .orElseThrow();
  final Connector connector;
  FieldMap fields;

  /** A clock that stands. */
  static final class Time extends Clock {
    private Instant now = START;

    void pass(Duration duration) {
      now = now.plus(duration);
    }

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneOffset getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(java.time.ZoneId zone) {
      return this;
    }
  }

  Bench(Attribute... attributes) {
    this(Switches.usual(), attributes);
  }

  /** With one of what is not known in its other position. */
  static Bench turned(String word) {
    return new Bench(
        Switches.usual()
            .opposite(provider().disputed().stream().filter(f -> f.word().equals(word)).toList()));
  }

  private static SandboxProvider provider() {
    return Sandboxes.all().stream()
        .filter(p -> p.id().equals("salesforce-mc"))
        .findFirst()
        .orElseThrow();
  }

  private Bench(Switches switches, Attribute... attributes) {
    sandbox =
        provider()
            .start(
                new SandboxOptions(0, Optional.empty(), sandboxTime, new Random(7)).with(switches));
    fields = esp.map(List.of(attributes), new ArrayList<>());
    connector = open(Map.of(), fields);
  }

  Connector open(Map<String, String> changed, FieldMap map) {
    Map<String, String> settings = new HashMap<>(sandbox.settings());
    settings.putAll(changed);
    Map<String, String> variables =
        Map.of(
            "client_id", "SFMC_CLIENT_ID",
            "client_secret", "SFMC_CLIENT_SECRET",
            "account_id", "SFMC_MID");
    return esp.open(
        new Settings(settings, variables),
        map,
        new Surroundings(time, time::pass, new Random(1), calls::add));
  }

  /** Pushes, and polls every job until it has ended. */
  List<Outcome> run(List<? extends Change> changes) {
    return run(connector, changes);
  }

  static List<Outcome> run(Connector connector, List<? extends Change> changes) {
    List<Outcome> outcomes = new ArrayList<>(connector.push(List.copyOf(changes)));
    for (int round = 0; round < 20; round++) {
      Map<Job, List<Integer>> jobs = new LinkedHashMap<>();
      for (int i = 0; i < outcomes.size(); i++) {
        if (outcomes.get(i) instanceof Outcome.Pending pending) {
          jobs.computeIfAbsent(pending.job(), j -> new ArrayList<>()).add(i);
        }
      }
      jobs.forEach(
          (job, places) -> {
            List<Change> rows = new ArrayList<>();
            places.forEach(i -> rows.add(changes.get(i)));
            List<Outcome> polled = connector.poll(job, rows);
            for (int i = 0; i < places.size(); i++) {
              outcomes.set(places.get(i), polled.get(i));
            }
          });
    }
    return outcomes;
  }

  void define() {
    run(fields.attributes().stream().map(Change.DefineField::new).toList());
  }

  long writes() {
    return calls.stream().filter(CallRecord::write).count();
  }

  /** What the sandbox holds about a person, asked for as anyone could. */
  JsonObject person(String email) {
    String query = URLEncoder.encode(email, StandardCharsets.UTF_8);
    return JsonParser.parseString(get("__sandbox/people?email=" + query)).getAsJsonObject();
  }

  /** The person's row in one data extension; empty where there is none. */
  JsonObject row(String extension, String email) {
    JsonObject all = person(email).getAsJsonObject("dataExtensions");
    JsonArray rows = all.has(extension) ? all.getAsJsonArray(extension) : new JsonArray();
    return rows.isEmpty() ? new JsonObject() : rows.get(0).getAsJsonObject();
  }

  /** The person's status; empty for someone unknown. */
  String status(String email) {
    JsonArray subscribers = person(email).getAsJsonArray("subscribers");
    return subscribers.isEmpty()
        ? ""
        : subscribers.get(0).getAsJsonObject().get("Status").getAsString();
  }

  /** What a person, a mailbox or the vendor does: the sandbox's controls. */
  String act(String what) {
    return send(request("__sandbox/" + what).POST(HttpRequest.BodyPublishers.noBody()));
  }

  /** A token of anyone's who has the account's credentials. */
  private String token() {
    Map<String, String> s = sandbox.settings();
    String grant =
        "grant_type=client_credentials&client_id="
            + s.get("client_id")
            + "&client_secret="
            + s.get("client_secret");
    return JsonParser.parseString(
            send(
                request("v2/token")
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(HttpRequest.BodyPublishers.ofString(grant))))
        .getAsJsonObject()
        .get("access_token")
        .getAsString();
  }

  /** A REST call as anyone could make it. */
  JsonElement rest(String method, String path, String body) {
    return JsonParser.parseString(
        send(
            request(path)
                .header("Authorization", "Bearer " + token())
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body))));
  }

  /** A SOAP call as anyone could make it; the reply's XML. */
  String soap(String body) {
    String envelope =
        "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\""
            + " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><s:Header>"
            + "<fueloauth xmlns=\"http://exacttarget.com\">"
            + token()
            + "</fueloauth></s:Header><s:Body>"
            + body.replaceFirst(">", " xmlns=\"http://exacttarget.com/wsdl/partnerAPI\">")
            + "</s:Body></s:Envelope>";
    return send(
        request("Service.asmx")
            .header("Content-Type", "text/xml")
            .header("SOAPAction", verb(body))
            .POST(HttpRequest.BodyPublishers.ofString(envelope)));
  }

  /** Writes a cell as anyone with the API could. */
  void putColumn(String extension, String key, String column, String value) {
    JsonObject keys = new JsonObject();
    keys.addProperty("SubscriberKey", key);
    JsonObject values = new JsonObject();
    values.addProperty(column, value);
    JsonObject row = new JsonObject();
    row.add("keys", keys);
    row.add("values", values);
    JsonArray body = new JsonArray();
    body.add(row);
    rest("POST", "hub/v1/dataevents/key:" + extension + "/rowset", body.toString());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(sandbox.settings().get("rest_url") + path));
  }

  private String get(String path) {
    return send(request(path));
  }

  private static String send(HttpRequest.Builder builder) {
    HttpRequest request = builder.build();
    try {
      return HTTP.send(request, HttpResponse.BodyHandlers.ofString()).body();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  static Attribute attribute(String name, ValueType type) {
    return Attribute.of(name, type);
  }

  static String email(String key) {
    return key + "@shoppers.example.net";
  }

  static Change.Upsert upsert(String key, Map<String, Value> values) {
    return new Change.Upsert(
        new ProfileKey(key), new EmailAddress(email(key)), values, Consent.unknown(Consent.EMAIL));
  }

  static Change.SetConsent consent(String key, Consent.State state) {
    return new Change.SetConsent(
        new ProfileKey(key),
        new EmailAddress(email(key)),
        new Consent(Consent.EMAIL, state, START, "checkout", "box ticked"));
  }

  static Segment segment(String id, String name) {
    return new Segment(id, name, "", "marketing", 0, 0, "", Optional.empty());
  }

  static Change.Join join(String segment, String key) {
    return new Change.Join(
        segment(segment, segment), new ProfileKey(key), new EmailAddress(email(key)));
  }

  static Change.Leave leave(String segment, String key) {
    return new Change.Leave(
        segment(segment, segment), new ProfileKey(key), new EmailAddress(email(key)));
  }

  @Override
  public void close() {
    connector.close();
    sandbox.close();
  }

  /** The verb of a request, as its header must say it: Create of {@code <CreateRequest>}. */
  static String verb(String body) {
    return body.substring(1, body.indexOf("Request"));
  }
}
