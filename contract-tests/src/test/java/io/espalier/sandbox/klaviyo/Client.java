package io.espalier.sandbox.klaviyo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.espalier.official.KlaviyoContract;
import io.espalier.sandbox.Sandbox;
import io.espalier.sandbox.SandboxOptions;
import io.espalier.sandbox.Switches;
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
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A caller of the API and the sandbox that it calls, on a clock that stands until it is moved. */
final class Client implements AutoCloseable {
  static final Instant START = Instant.parse("2026-11-23T10:00:00Z");
  private static final int LONGEST_JUDGED = 100_000;
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  final Sandbox sandbox;
  final SettableClock clock;

  Client() {
    this(false, Optional.empty());
  }

  Client(boolean enforceQuotas, Optional<String> snapshot) {
    this(enforceQuotas, snapshot, Duration.ZERO, Switches.usual());
  }

  Client(boolean enforceQuotas, Optional<String> snapshot, Duration lag, Switches switches) {
    clock = new SettableClock();
    sandbox =
        new KlaviyoSandboxProvider(enforceQuotas, lag)
            .start(new SandboxOptions(0, snapshot, clock, new Random(7)).with(switches));
  }

  record Response(int status, HttpResponse<String> raw) {
    JsonObject json() {
      return JsonParser.parseString(raw.body()).getAsJsonObject();
    }

    JsonObject data() {
      return json().getAsJsonObject("data");
    }

    JsonArray rows() {
      return json().getAsJsonArray("data");
    }

    String id() {
      return data().get("id").getAsString();
    }

    JsonObject attributes() {
      return data().getAsJsonObject("attributes");
    }

    JsonObject error() {
      return json().getAsJsonArray("errors").get(0).getAsJsonObject();
    }

    String pointer() {
      return error().getAsJsonObject("source").get("pointer").getAsString();
    }

    String header(String name) {
      return raw.headers().firstValue(name).orElse("");
    }
  }

  Response get(String path) {
    return send(request(path).GET());
  }

  Response post(String path, String body) {
    return send(request(path).POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  Response patch(String path, String body) {
    return send(request(path).method("PATCH", HttpRequest.BodyPublishers.ofString(body)));
  }

  Response delete(String path, String body) {
    return send(request(path).method("DELETE", HttpRequest.BodyPublishers.ofString(body)));
  }

  Response send(HttpRequest.Builder request) {
    try {
      HttpResponse<String> raw =
          HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
      Response response = new Response(raw.statusCode(), raw);
      judge(response);
      return response;
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Whatever the sandbox grants must be what Klaviyo's contract promises, letter by letter. */
  private static void judge(Response response) {
    String path = response.raw().uri().getPath();
    String body = response.raw().body();
    if (response.status() >= 300 || !path.startsWith("/api/") || body.length() > LONGEST_JUDGED) {
      return;
    }
    List<String> segments = Stream.of(path.split("/")).filter(part -> !part.isEmpty()).toList();
    String method = response.raw().request().method();
    KlaviyoContract.there()
        .ifPresent(
            contract ->
                assertEquals(
                    List.of(),
                    contract.wrong(method, segments, response.status(), body),
                    () -> method + " " + path + " answered " + body));
  }

  HttpRequest.Builder request(String path) {
    String url = path.startsWith("http") ? path : sandbox.settings().get("base_url") + path;
    return HttpRequest.newBuilder(URI.create(url))
        .header("Authorization", "Klaviyo-API-Key " + sandbox.settings().get("api_key"))
        .header("revision", "2026-07-15")
        .header("Content-Type", "application/vnd.api+json");
  }

  /** A request with another key. */
  HttpRequest.Builder bare(String path, String key) {
    return request(path).setHeader("Authorization", "Klaviyo-API-Key " + key);
  }

  static String q(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  String list(String name) {
    return post(
            "/api/lists",
            "{\"data\":{\"type\":\"list\",\"attributes\":{\"name\":\"" + name + "\"}}}")
        .id();
  }

  /** Creates or updates one profile; its id. */
  String person(String attributes) {
    return post("/api/profile-import", profile(attributes)).id();
  }

  static String profile(String attributes) {
    return "{\"data\":{\"type\":\"profile\",\"attributes\":" + attributes + "}}";
  }

  static String references(List<String> ids) {
    return ids.stream()
        .map(id -> "{\"type\":\"profile\",\"id\":\"" + id + "\"}")
        .collect(Collectors.joining(",", "{\"data\":[", "]}"));
  }

  /** Submits profiles with these attributes; into a list where its id is not empty. */
  Response submit(String list, List<String> attributes) {
    String rows =
        attributes.stream()
            .map(a -> "{\"type\":\"profile\",\"attributes\":" + a + "}")
            .collect(Collectors.joining(","));
    String relationships =
        list.isEmpty()
            ? ""
            : ",\"relationships\":{\"lists\":{\"data\":[{\"type\":\"list\",\"id\":\""
                + list
                + "\"}]}}";
    return post(
        "/api/profile-bulk-import-jobs",
        "{\"data\":{\"type\":\"profile-bulk-import-job\",\"attributes\":{\"profiles\":{\"data\":["
            + rows
            + "]}}"
            + relationships
            + "}}");
  }

  /** Submits, and looks until it is done; the job's attributes. */
  JsonObject imported(String list, List<String> attributes) {
    Response submitted = submit(list, attributes);
    if (submitted.status() != 202) {
      throw new AssertionError(submitted.raw().body());
    }
    String path = "/api/profile-bulk-import-jobs/" + submitted.id();
    get(path);
    return get(path).attributes();
  }

  static List<String> people(int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(i -> "{\"email\":\"p" + i + "@example.net\"}")
        .toList();
  }

  JsonObject email(String id) {
    return get("/api/profiles/" + id + "?additional-fields%5Bprofile%5D=subscriptions")
        .attributes()
        .getAsJsonObject("subscriptions")
        .getAsJsonObject("email")
        .getAsJsonObject("marketing");
  }

  /** All ids of a paged collection, by following links.next. */
  List<String> walk(String path) {
    List<String> ids = new ArrayList<>();
    String next = path;
    while (next != null) {
      Response page = get(next);
      page.rows().forEach(row -> ids.add(row.getAsJsonObject().get("id").getAsString()));
      next =
          page.json().getAsJsonObject("links").get("next").isJsonNull()
              ? null
              : page.json().getAsJsonObject("links").get("next").getAsString();
    }
    return ids;
  }

  @Override
  public void close() {
    sandbox.close();
  }

  static final class SettableClock extends Clock {
    private volatile Instant now = START;

    void forward(long seconds) {
      now = now.plusSeconds(seconds);
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now;
    }
  }
}
