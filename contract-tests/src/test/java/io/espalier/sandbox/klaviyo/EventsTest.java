package io.espalier.sandbox.klaviyo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Events and metrics. Source: the operations' texts of 2026-07-15, the events API overview. */
class EventsTest {
  private static final String ADA = "ada@example.net";

  /** An event of somebody, with more attributes behind a comma. */
  static Client.Response track(Client client, String email, String metric, String more) {
    return client.post("/api/events", event(email, metric, "{}", more));
  }

  static String event(String email, String metric, String properties, String more) {
    return "{\"data\":{\"type\":\"event\",\"attributes\":{\"properties\":"
        + properties
        + ",\"metric\":{\"data\":{\"type\":\"metric\",\"attributes\":{\"name\":\""
        + metric
        + "\"}}},\"profile\":{\"data\":{\"type\":\"profile\",\"attributes\":{\"email\":\""
        + email
        + "\"}}}"
        + more
        + "}}}";
  }

  static Client.Response bulk(Client client, List<String> uniqueIds) {
    String events =
        uniqueIds.stream()
            .map(
                id ->
                    "{\"type\":\"event\",\"attributes\":{\"properties\":{},\"unique_id\":\""
                        + id
                        + "\",\"metric\":{\"data\":{\"type\":\"metric\",\"attributes\":{\"name\":"
                        + "\"order\"}}}}}")
            .collect(Collectors.joining(","));
    return client.post(
        "/api/event-bulk-create-jobs",
        "{\"data\":{\"type\":\"event-bulk-create-job\",\"attributes\":{\"events-bulk-create\":{\"data\":"
            + "[{\"type\":\"event-bulk-create\",\"attributes\":{\"profile\":{\"data\":{\"type\":"
            + "\"profile\",\"attributes\":{\"email\":\""
            + ADA
            + "\"}}},\"events\":{\"data\":["
            + events
            + "]}}}]}}}}");
  }

  private static void refused(String pointer, Client.Response response) {
    assertEquals(400, response.status());
    assertEquals("/data/attributes" + pointer, response.pointer());
  }

  @Test
  void anEventAnswersAnEmpty202AndReadsBackWithItsIdAndValue() {
    try (Client client = new Client()) {
      Client.Response created =
          track(
              client,
              ADA,
              "order",
              ",\"unique_id\":\"o-1\",\"value\":9.5,\"time\":\"2026-11-01T10:00:00.987Z\"");
      assertEquals(202, created.status());
      assertEquals("", created.raw().body());
      JsonObject event = client.get("/api/events").rows().get(0).getAsJsonObject();
      JsonObject attributes = event.getAsJsonObject("attributes");
      assertEquals(
          "{\"$value\":9.5,\"$event_id\":\"o-1\"}", attributes.get("event_properties").toString());
      assertEquals("2026-11-01T10:00:00+00:00", attributes.get("datetime").getAsString());
      assertEquals(
          "order",
          client
              .get("/api/events/" + event.get("id").getAsString() + "/metric")
              .attributes()
              .get("name")
              .getAsString());
    }
  }

  @Test
  void oneEventAProfileMetricAndSecondWhereNoIdIsGiven() {
    try (Client client = new Client()) {
      track(client, ADA, "order", "");
      track(client, ADA, "order", "");
      track(client, ADA, "visit", "");
      track(client, "bob@example.net", "order", "");
      assertEquals(3, client.walk("/api/events").size());
      client.clock.forward(1);
      track(client, ADA, "order", "");
      assertEquals(4, client.walk("/api/events").size());
      assertEquals(2, client.walk("/api/metrics").size());
    }
  }

  @Test
  void theFirstOfAUniqueIdStands() {
    try (Client client = new Client()) {
      track(client, ADA, "order", ",\"unique_id\":\"o-1\",\"value\":1");
      client.clock.forward(60);
      track(client, ADA, "order", ",\"unique_id\":\"o-1\",\"value\":2");
      assertEquals(1, client.walk("/api/events").size());
    }
  }

  @Test
  void boundsOfAnEvent() {
    try (Client client = new Client()) {
      String many =
          IntStream.range(0, 401)
              .mapToObj(i -> "\"p" + i + "\":1")
              .collect(Collectors.joining(",", "{", "}"));
      refused("/properties", client.post("/api/events", event(ADA, "m", many, "")));
      String deep = "{\"a\":".repeat(10) + "1" + "}".repeat(10);
      assertEquals(400, client.post("/api/events", event(ADA, "m", deep, "")).status());
      refused(
          "/properties/t",
          client.post(
              "/api/events", event(ADA, "m", "{\"t\":\"" + "x".repeat(102_401) + "\"}", "")));
      refused(
          "/properties/n",
          client.post("/api/events", event(ADA, "m", "{\"n\":9223372036854775808}", "")));
      refused("/metric/data/attributes/name", track(client, ADA, "m".repeat(128), ""));
      refused("/unique_id", track(client, ADA, "m", ",\"unique_id\":\"" + "u".repeat(256) + "\""));
      refused("/time", track(client, ADA, "m", ",\"time\":\"1999-12-31T00:00:00Z\""));
      refused("/time", track(client, ADA, "m", ",\"time\":\"2028-01-01T00:00:00Z\""));
      refused("/value_currency", track(client, ADA, "m", ",\"value_currency\":\"Euro\""));
      refused("/profile/data/attributes/email", track(client, "nobody", "m", ""));
      assertEquals(0, client.walk("/api/events").size());
    }
  }

  @Test
  void aThousandEventsAreTakenAndOneMoreIsNot() {
    try (Client client = new Client()) {
      List<String> ids = IntStream.range(0, 1_001).mapToObj(i -> "e" + i).toList();
      assertEquals(400, bulk(client, ids).status());
      assertEquals(202, bulk(client, ids.subList(0, 1_000)).status());
      assertEquals(1_000, client.get("/api/events?page%5Bsize%5D=1000").rows().size());
      assertEquals(200, client.get("/api/events").rows().size());
      assertEquals(400, client.get("/api/events?page%5Bsize%5D=1001").status());
    }
  }

  @Test
  void filtersNarrowByMetricProfileAndTime() {
    try (Client client = new Client()) {
      track(client, ADA, "order", ",\"time\":\"2026-11-01T00:00:00Z\"");
      track(client, ADA, "order", ",\"time\":\"2026-11-02T00:00:00Z\"");
      track(client, "bob@example.net", "order", ",\"time\":\"2026-11-02T00:00:00Z\"");
      track(client, ADA, "visit", ",\"time\":\"2026-11-02T00:00:00Z\"");
      String metric =
          client.get("/api/metrics").rows().asList().stream()
              .map(m -> m.getAsJsonObject())
              .filter(
                  m -> m.getAsJsonObject("attributes").get("name").getAsString().equals("order"))
              .findFirst()
              .orElseThrow()
              .get("id")
              .getAsString();
      String ada = client.person("{\"email\":\"" + ADA + "\"}");
      String of = "equals(metric_id,\"" + metric + "\")";
      String later = "greater-than(datetime,2026-11-01T00:00:00Z)";
      assertEquals(3, client.walk("/api/events?filter=" + Client.q(of)).size());
      assertEquals(2, client.walk("/api/events?filter=" + Client.q(of + "," + later)).size());
      assertEquals(
          1,
          client
              .walk(
                  "/api/events?filter="
                      + Client.q(of + "," + later + ",equals(profile_id,\"" + ada + "\")"))
              .size());
      assertEquals(
          400, client.get("/api/events?filter=" + Client.q("equals(name,\"order\")")).status());
      assertTrue(
          client.get("/api/events?include=profile,metric").json().getAsJsonArray("included").size()
              >= 4);
    }
  }
}
