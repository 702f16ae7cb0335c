package io.espalier.sandbox.klaviyo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WireTest {
  @Test
  void accountAnswersToItsKey() {
    try (Client client = new Client()) {
      Client.Response response = client.get("/api/accounts");
      assertEquals(200, response.status());
      assertEquals("application/vnd.api+json", response.header("Content-Type"));
      assertEquals("2026-07-15", response.header("X-Klaviyo-API-Revision"));
      JsonObject account = response.rows().get(0).getAsJsonObject();
      assertEquals(account.get("id"), account.getAsJsonObject("attributes").get("public_api_key"));
      assertTrue(client.sandbox.settings().get("api_key").matches("pk_[0-9a-f]{34}"));
    }
  }

  @Test
  void wrongKeyIs401() {
    try (Client client = new Client()) {
      Client.Response response =
          client.send(bare(client).header("Authorization", "Klaviyo-API-Key pk_wrong"));
      assertEquals(401, response.status());
      assertEquals("authentication_failed", response.error().get("code").getAsString());
      assertEquals(401, response.error().get("status").getAsInt());
      Client.Response bearer = client.send(bare(client).header("Authorization", "Bearer x"));
      assertEquals(401, bearer.status());
      assertEquals("not_authenticated", bearer.error().get("code").getAsString());
    }
  }

  private static HttpRequest.Builder bare(Client client) {
    return HttpRequest.newBuilder(
            URI.create(client.sandbox.settings().get("base_url") + "/api/accounts"))
        .header("revision", "2026-07-15");
  }

  @Test
  void revisionIsRequiredKnownAndAlive() {
    try (Client client = new Client()) {
      assertEquals(200, withRevision(client, "2025-10-15").status());
      Client.Response unknown = withRevision(client, "2026-07-16");
      assertEquals(404, unknown.status());
      assertEquals(
          "No valid revisions found for method", unknown.error().get("detail").getAsString());
      assertEquals(410, withRevision(client, "2024-10-15").status());
      assertEquals(
          400, client.send(client.request("/api/accounts").setHeader("revision", "")).status());
    }
  }

  private static Client.Response withRevision(Client client, String revision) {
    return client.send(client.request("/api/accounts").setHeader("revision", revision));
  }

  @Test
  void unknownPathsMethodsMediaTypesAndBodiesAreRefused() {
    try (Client client = new Client()) {
      assertEquals(404, client.get("/api/nothing").status());
      assertEquals("not_found", client.get("/").error().get("code").getAsString());
      assertEquals(405, client.delete("/api/accounts", "").status());
      HttpRequest.Builder text =
          client
              .request("/api/lists")
              .setHeader("Content-Type", "text/plain")
              .POST(HttpRequest.BodyPublishers.ofString("{}"));
      assertEquals(415, client.send(text).status());
      assertEquals(400, client.post("/api/lists", "{").status());
      assertEquals(400, client.post("/api/lists", "{\"data\":{\"type\":\"tag\"}}").status());
      HttpRequest.Builder json =
          client
              .request("/api/lists")
              .setHeader("Content-Type", "application/json; charset=utf-8")
              .POST(
                  HttpRequest.BodyPublishers.ofString(
                      "{\"data\":{\"type\":\"list\",\"attributes\":{\"name\":\"x\"}}}"));
      assertEquals(201, client.send(json).status());
    }
  }

  @Test
  void quotaHeadersDescribeTheMinute() {
    try (Client client = new Client()) {
      client.clock.forward(20);
      client.get("/api/lists");
      Client.Response response = client.get("/api/lists");
      assertEquals("750, 75;w=1, 750;w=60", response.header("RateLimit-Limit"));
      assertEquals("748", response.header("RateLimit-Remaining"));
      assertEquals("40", response.header("RateLimit-Reset"));
    }
  }

  @Test
  void burstBeyondTheQuotaIsThrottledWhereEnforced() {
    try (Client client = new Client(true, Optional.empty())) {
      for (int i = 0; i < 10; i++) {
        client.list("l" + i);
      }
      Client.Response throttled =
          client.post(
              "/api/lists", "{\"data\":{\"type\":\"list\",\"attributes\":{\"name\":\"x\"}}}");
      assertEquals(429, throttled.status());
      assertEquals("1", throttled.header("Retry-After"));
      assertEquals("", throttled.header("RateLimit-Limit"));
      assertEquals("throttled", throttled.error().get("code").getAsString());
      assertEquals(
          "Request was throttled. Expected available in 1 second.",
          throttled.error().get("detail").getAsString());
      client.clock.forward(1);
      client.list("after");
    }
  }

  @Test
  void countingMembersCostsASurcharge() {
    try (Client client = new Client(true, Optional.empty())) {
      String path = "/api/lists/" + client.list("l") + "?additional-fields%5Blist%5D=profile_count";
      assertEquals(200, client.get(path).status());
      assertEquals(429, client.get(path).status());
    }
  }

  @Test
  void noOperationTakesMoreThanFiveMegabytes() {
    try (Client client = new Client()) {
      String large = "{\"x\":\"" + "x".repeat(5 * 1_024 * 1_024) + "\"}";
      assertEquals(413, client.post("/api/lists", large).status());
    }
  }
}
