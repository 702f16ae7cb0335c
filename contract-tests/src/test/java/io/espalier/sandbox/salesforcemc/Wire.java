package io.espalier.sandbox.salesforcemc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.espalier.sandbox.Sandbox;
import io.espalier.sandbox.SandboxOptions;
import io.espalier.sandbox.Switches;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A sandbox, and a plain HTTP client that speaks the vendor's API to it. */
final class Wire implements AutoCloseable {
  /** A clock that only tests move. */
  static final class Hand extends Clock {
    private Instant now = Instant.parse("2026-11-23T18:00:00Z");

    void forward(Duration by) {
      now = now.plus(by);
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

  final Hand clock;
  final Sandbox sandbox;
  private final HttpClient http = HttpClient.newHttpClient();
  private String token = "";

  private Wire(Hand clock, Optional<String> snapshot, Switches switches) {
    this.clock = clock;
    sandbox =
        new SalesforceSandboxProvider()
            .start(new SandboxOptions(0, snapshot, clock, new SplittableRandom(7)).with(switches));
  }

  /** A fresh account, with a token. */
  static Wire fresh() {
    return fresh(Switches.usual());
  }

  static Wire fresh(Switches switches) {
    Wire wire = new Wire(new Hand(), Optional.empty(), switches);
    wire.logIn();
    return wire;
  }

  /** The same account again, from its snapshot. */
  Wire restarted() {
    Wire wire = new Wire(clock, Optional.of(sandbox.snapshot()), Switches.usual());
    wire.token = token;
    return wire;
  }

  void logIn() {
    logIn(Optional.empty());
  }

  /** With a token of these scopes only. */
  void logIn(Optional<String> scope) {
    JsonObject body = new JsonObject();
    scope.ifPresent(s -> body.addProperty("scope", s));
    body.addProperty("grant_type", "client_credentials");
    body.addProperty("client_id", sandbox.settings().get("client_id"));
    body.addProperty("client_secret", sandbox.settings().get("client_secret"));
    token = json(post("v2/token", body.toString())).get("access_token").getAsString();
  }

  HttpResponse<String> get(String path) {
    return send("GET", path, "");
  }

  HttpResponse<String> post(String path, String body) {
    return send("POST", path, body);
  }

  HttpResponse<String> put(String path, String body) {
    return send("PUT", path, body);
  }

  HttpResponse<String> send(String method, String path, String body) {
    return send(method, path, body, "application/json", Map.of("Authorization", "Bearer " + token));
  }

  HttpResponse<String> send(
      String method, String path, String body, String type, Map<String, String> headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(sandbox.settings().get("rest_url") + path))
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .header("Content-Type", type);
    headers.forEach(request::header);
    try {
      return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** A SOAP call; the reply's XML. */
  String soap(String body) {
    HttpResponse<String> reply = soapReply(body, token);
    assertEquals(200, reply.statusCode(), reply.body());
    return reply.body();
  }

  HttpResponse<String> soapReply(String body, String with) {
    String envelope =
        "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\""
            + " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><s:Header>"
            + "<fueloauth xmlns=\"http://exacttarget.com\">"
            + with
            + "</fueloauth></s:Header><s:Body>"
            + body.replaceFirst(">", " xmlns=\"http://exacttarget.com/wsdl/partnerAPI\">")
            + "</s:Body></s:Envelope>";
    return send("POST", "Service.asmx", envelope, "text/xml", Map.of("SOAPAction", verb(body)));
  }

  /** A retrieve of one property, by an equals filter; its texts. */
  List<String> retrieve(String type, String property, String filter, String value) {
    return all(
        soap(
            "<RetrieveRequestMsg><RetrieveRequest><ObjectType>"
                + type
                + "</ObjectType><Properties>"
                + property
                + "</Properties><Filter xsi:type=\"SimpleFilterPart\"><Property>"
                + filter
                + "</Property><SimpleOperator>equals</SimpleOperator><Value>"
                + value
                + "</Value></Filter></RetrieveRequest></RetrieveRequestMsg>"),
        property);
  }

  /** What a person, a mailbox or the vendor does. */
  HttpResponse<String> act(String what) {
    return post("__sandbox/" + what, "");
  }

  /** An asynchronous upsert into the usual data extension, looked at until it is done. */
  JsonObject upsert(String items) {
    String id =
        json(put("data/v1/async/dataextensions/key:people/rows", "{\"items\":" + items + "}"))
            .get("requestId")
            .getAsString();
    get("data/v1/async/" + id + "/status");
    get("data/v1/async/" + id + "/status");
    JsonObject status = json(get("data/v1/async/" + id + "/status"));
    JsonObject results = json(get("data/v1/async/" + id + "/results?page=1"));
    results.add("status", status.get("status"));
    return results;
  }

  String token() {
    return token;
  }

  /** A data extension of the usual shape: key, address, three typed columns. */
  void createProfiles() {
    String reply =
        soap(
            "<CreateRequest><Objects xsi:type=\"DataExtension\"><CustomerKey>people</CustomerKey>"
                + "<Name>People</Name><IsSendable>true</IsSendable>"
                + "<SendableDataExtensionField><Name>Key</Name></SendableDataExtensionField>"
                + "<SendableSubscriberField><Name>Subscriber Key</Name></SendableSubscriberField>"
                + "<Fields>"
                + field("Key", "Text", "<MaxLength>20</MaxLength>", true, true)
                + field("Email", "EmailAddress", "", false, false)
                + field("Country", "Text", "<MaxLength>10</MaxLength>", false, false)
                + field(
                    "Spent", "Decimal", "<MaxLength>10</MaxLength><Scale>2</Scale>", false, false)
                + field("Born", "Date", "", false, false)
                + field("Vip", "Boolean", "", false, false)
                + "</Fields></Objects></CreateRequest>");
    assertEquals("OK", one(reply, "OverallStatus"), reply);
  }

  static String field(String name, String type, String more, boolean required, boolean key) {
    return "<Field><Name>"
        + name
        + "</Name><FieldType>"
        + type
        + "</FieldType>"
        + more
        + "<IsRequired>"
        + required
        + "</IsRequired><IsPrimaryKey>"
        + key
        + "</IsPrimaryKey></Field>";
  }

  static JsonObject json(HttpResponse<String> reply) {
    return JsonParser.parseString(reply.body()).getAsJsonObject();
  }

  static JsonElement parse(String text) {
    return JsonParser.parseString(text);
  }

  /** The texts of all elements of this name, in order. */
  static List<String> all(String xml, String element) {
    List<String> found = new ArrayList<>();
    Matcher matcher =
        Pattern.compile("<" + element + "(?: [^>]*)?(?:/>|>([^<]*)</" + element + ">)")
            .matcher(xml);
    while (matcher.find()) {
      found.add(matcher.group(1) == null ? "" : matcher.group(1));
    }
    return found;
  }

  static String one(String xml, String element) {
    List<String> found = all(xml, element);
    assertEquals(1, found.size(), element + " in " + xml);
    return found.get(0);
  }

  @Override
  public void close() {
    sandbox.close();
  }

  /** The verb of a request, as its header must say it: Create of {@code <CreateRequest>}. */
  static String verb(String body) {
    return body.substring(1, body.indexOf("Request"));
  }
}
