package io.espalier.sandbox.klaviyo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonParser;
import com.sun.net.httpserver.HttpServer;
import io.espalier.sandbox.FaultPlan;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Webhooks are sent, signed, and sent again where nobody took them. */
class WebhooksTest {
  private static final String ADA = "ada@example.net";
  private static final String SECRET = "a secret of 16 letters";

  /** What came in. */
  private record Received(String body, String signature, String timestamp, String webhook) {}

  private final Client client = new Client();
  private final List<Received> received = Collections.synchronizedList(new ArrayList<>());
  private volatile int status = 200;
  private HttpServer endpoint;

  @BeforeEach
  void listen() throws IOException {
    endpoint = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    endpoint.createContext(
        "/hook",
        exchange -> {
          received.add(
              new Received(
                  new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8),
                  exchange.getRequestHeaders().getFirst("Klaviyo-Signature"),
                  exchange.getRequestHeaders().getFirst("Klaviyo-Timestamp"),
                  exchange.getRequestHeaders().getFirst("Klaviyo-Webhook-Id")));
          exchange.sendResponseHeaders(status, -1);
          exchange.close();
        });
    endpoint.start();
  }

  @AfterEach
  void close() {
    client.close();
    endpoint.stop(0);
  }

  private Client.Response create(String url, String secret, String topic) {
    return client.post(
        "/api/webhooks",
        "{\"data\":{\"type\":\"webhook\",\"attributes\":{\"name\":\"w\",\"endpoint_url\":\""
            + url
            + "\",\"secret_key\":\""
            + secret
            + "\"},\"relationships\":{\"webhook-topics\":{\"data\":[{\"type\":\"webhook-topic\",\"id\":\""
            + topic
            + "\"}]}}}}");
  }

  private String hook() {
    return create(
            "http://127.0.0.1:" + endpoint.getAddress().getPort() + "/hook",
            SECRET,
            "event:klaviyo.unsubscribed_from_email_marketing")
        .id();
  }

  private void unsubscribe() {
    client.post("/__sandbox/unsubscribe?email=" + ADA, "");
    client.post("/__sandbox/deliver", "");
  }

  @Test
  void anOptOutIsToldAndSigned() {
    String id = hook();
    client.person("{\"email\":\"" + ADA + "\"}");
    unsubscribe();

    assertEquals(1, received.size());
    Received one = received.get(0);
    assertEquals(id, one.webhook());
    assertEquals(Deliveries.signature(SECRET, one.body() + one.timestamp()), one.signature());
    assertTrue(one.signature().matches("[0-9a-f]{64}"));
    assertEquals(
        "event:klaviyo.unsubscribed_from_email_marketing",
        JsonParser.parseString(one.body())
            .getAsJsonObject()
            .getAsJsonArray("data")
            .get(0)
            .getAsJsonObject()
            .get("topic")
            .getAsString());
  }

  @Test
  void whatNobodyTookIsSentAgainLaterAndNotForEver() {
    hook();
    client.person("{\"email\":\"" + ADA + "\"}");
    status = 500;
    unsubscribe();
    assertEquals(1, received.size());
    client.post("/__sandbox/deliver", "");
    assertEquals(1, received.size());
    client.clock.forward(60);
    status = 200;
    client.post("/__sandbox/deliver", "");
    assertEquals(2, received.size());
    assertEquals(received.get(0).body(), received.get(1).body());

    status = 500;
    client.clock.forward(1);
    unsubscribe();
    for (int i = 0; i < 20; i++) {
      client.clock.forward(7_200);
      client.post("/__sandbox/deliver", "");
    }
    assertEquals(2 + 5, received.size());
  }

  @Test
  void theAddressIsCutAndTheSecretNeverShown() {
    String id = hook();
    Client.Response shown = client.get("/api/webhooks/" + id);
    assertFalse(shown.raw().body().contains(SECRET));
    assertTrue(shown.attributes().get("endpoint_url").getAsString().endsWith("..."));
    assertEquals(1, client.walk("/api/webhooks").size());
    assertEquals(204, client.delete("/api/webhooks/" + id, "").status());
    client.person("{\"email\":\"" + ADA + "\"}");
    unsubscribe();
    assertEquals(0, received.size());
  }

  @Test
  void anEndpointIsHttpsAKeyLongAndATopicKnown() {
    String topic = "event:klaviyo.opened_email";
    assertEquals(
        "/data/attributes/endpoint_url",
        create("http://example.com/hook", SECRET, topic).pointer());
    assertEquals(
        "/data/attributes/secret_key",
        create("https://example.com/hook", "short", topic).pointer());
    assertEquals(400, create("https://example.com/hook", SECRET, "event:klaviyo.x").status());
    assertEquals(201, create("https://example.com/hook", SECRET, topic).status());
  }

  @Test
  void aDeliveryComesTwiceWhereThePlanSaysSo() {
    hook();
    client.person("{\"email\":\"" + ADA + "\"}");
    client.sandbox.faults().become(FaultPlan.parse("twice on WEBHOOK *", new Random(1)));
    unsubscribe();
    assertEquals(2, received.size());
    assertEquals(received.get(0), received.get(1));
  }

  /** As {@code printf '{"data":[]}1764000000' | openssl dgst -sha256 -hmac SECRET} prints it. */
  @Test
  void theSignatureIsThatOfAnotherProgram() {
    assertEquals(
        "1bd43fbfcff5777afb0b96377862480aea0e0736dcd1c03dd64eeca49c119a79",
        Deliveries.signature(SECRET, "{\"data\":[]}" + "1764000000"));
  }
}
