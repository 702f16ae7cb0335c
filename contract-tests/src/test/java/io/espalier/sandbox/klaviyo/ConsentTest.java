package io.espalier.sandbox.klaviyo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ConsentTest {
  private static final String PAST = ",\"consented_at\":\"2025-01-02T03:04:05Z\"";

  static Client.Response subscribe(
      Client client, List<String> emails, String list, boolean historical, String consentedAt) {
    return post(
        client,
        "create",
        emails,
        "{\"consent\":\"SUBSCRIBED\"" + consentedAt + "}",
        list,
        historical ? "\"historical_import\":true," : "");
  }

  static Client.Response unsubscribe(Client client, String email, String list) {
    return post(client, "delete", List.of(email), "{\"consent\":\"UNSUBSCRIBED\"}", list, "");
  }

  private static Client.Response post(
      Client client, String verb, List<String> emails, String consent, String list, String more) {
    String type = "profile-subscription-bulk-" + verb + "-job";
    String profiles =
        emails.stream()
            .map(
                email ->
                    "{\"type\":\"profile\",\"attributes\":{\"email\":\""
                        + email
                        + "\",\"subscriptions\":{\"email\":{\"marketing\":"
                        + consent
                        + "}}}}")
            .collect(Collectors.joining(","));
    String relationships =
        list.isEmpty()
            ? ""
            : ",\"relationships\":{\"list\":{\"data\":{\"type\":\"list\",\"id\":\""
                + list
                + "\"}}}";
    return client.post(
        "/api/" + type + "s",
        "{\"data\":{\"type\":\""
            + type
            + "\",\"attributes\":{"
            + more
            + "\"profiles\":{\"data\":["
            + profiles
            + "]}}"
            + relationships
            + "}}");
  }

  static Client.Response suppression(Client client, String verb, String email) {
    String type = "profile-suppression-bulk-" + verb + "-job";
    return client.post(
        "/api/" + type + "s",
        "{\"data\":{\"type\":\""
            + type
            + "\",\"attributes\":{\"profiles\":{\"data\":[{\"type\":\"profile\",\"attributes\":{\"email\":\""
            + email
            + "\"}}]}}}}");
  }

  @Test
  void newProfileNeverSubscribedAndIsMailableAllTheSame() {
    try (Client client = new Client()) {
      JsonObject email = client.email(client.person("{\"email\":\"a@example.net\"}"));
      assertEquals(
          "{\"can_receive_email_marketing\":true,\"consent\":\"NEVER_SUBSCRIBED\",\"consent_timestamp\":null,"
              + "\"last_updated\":null,\"method\":null,\"method_detail\":null,\"custom_method_detail\":null,"
              + "\"double_optin\":null,\"suppression\":[],\"list_suppressions\":[]}",
          email.toString());
    }
  }

  @Test
  void historicalImportSubscribesAtOnceAndPutsOnTheList() {
    try (Client client = new Client()) {
      String id = client.person("{\"email\":\"a@example.net\"}");
      String list = client.list("l");
      Client.Response answer = subscribe(client, List.of("a@example.net"), list, true, PAST);
      assertEquals(202, answer.status());
      assertEquals("", answer.raw().body());
      JsonObject email = client.email(id);
      assertEquals("SUBSCRIBED", email.get("consent").getAsString());
      assertEquals("2025-01-02T03:04:05+00:00", email.get("consent_timestamp").getAsString());
      assertEquals(List.of(id), client.walk("/api/lists/" + list + "/profiles"));
    }
  }

  @Test
  void doubleOptInWaitsForTheAnswer() {
    try (Client client = new Client()) {
      String id = client.person("{\"email\":\"a@example.net\"}");
      String list = client.list("l");
      client.patch(
          "/api/lists/" + list,
          "{\"data\":{\"type\":\"list\",\"id\":\""
              + list
              + "\",\"attributes\":{\"opt_in_process\":\"double_opt_in\"}}}");
      subscribe(client, List.of("a@example.net"), list, false, "");
      assertEquals("NEVER_SUBSCRIBED", client.email(id).get("consent").getAsString());
      assertEquals(List.of(), client.walk("/api/lists/" + list + "/profiles"));
      assertEquals(204, client.post("/__sandbox/confirm?email=a%40example.net", "").status());
      assertEquals("SUBSCRIBED", client.email(id).get("consent").getAsString());
      assertTrue(client.email(id).get("double_optin").getAsBoolean());
      assertEquals(List.of(id), client.walk("/api/lists/" + list + "/profiles"));
      assertEquals(404, client.post("/__sandbox/confirm?email=a%40example.net", "").status());
    }
  }

  @Test
  void subscribingSomebodyWhoUnsubscribedMakesThemMailableAgain() {
    try (Client client = new Client()) {
      String id = client.person("{\"email\":\"a@example.net\"}");
      unsubscribe(client, "a@example.net", "");
      suppression(client, "create", "a@example.net");
      JsonObject before = client.email(id);
      assertFalse(before.get("can_receive_email_marketing").getAsBoolean());
      assertEquals(2, before.getAsJsonArray("suppression").size());
      subscribe(client, List.of("a@example.net"), "", true, PAST);
      JsonObject after = client.email(id);
      assertTrue(after.get("can_receive_email_marketing").getAsBoolean());
      assertEquals("SUBSCRIBED", after.get("consent").getAsString());
      assertEquals(0, after.getAsJsonArray("suppression").size());
    }
  }

  @Test
  void unsubscribingFromAListUnsubscribesOthersFromEverything() {
    try (Client client = new Client()) {
      String list = client.list("l");
      String on = client.person("{\"email\":\"on@example.net\"}");
      String off = client.person("{\"email\":\"off@example.net\"}");
      client.post("/api/lists/" + list + "/relationships/profiles", Client.references(List.of(on)));
      unsubscribe(client, "on@example.net", list);
      unsubscribe(client, "off@example.net", list);
      assertTrue(client.email(on).get("can_receive_email_marketing").getAsBoolean());
      assertEquals(
          list,
          client
              .email(on)
              .getAsJsonArray("list_suppressions")
              .get(0)
              .getAsJsonObject()
              .get("list_id")
              .getAsString());
      assertEquals(List.of(), client.walk("/api/lists/" + list + "/profiles"));
      assertFalse(client.email(off).get("can_receive_email_marketing").getAsBoolean());
      assertEquals("UNSUBSCRIBED", client.email(off).get("consent").getAsString());
    }
  }

  @Test
  void unsuppressingClearsManualSuppressionOnly() {
    try (Client client = new Client()) {
      String id = client.person("{\"email\":\"a@example.net\"}");
      unsubscribe(client, "a@example.net", "");
      Client.Response job = suppression(client, "create", "a@example.net");
      assertEquals(202, job.status());
      assertEquals("queued", job.attributes().get("status").getAsString());
      String path = "/api/profile-suppression-bulk-create-jobs/" + job.id();
      assertEquals("complete", client.get(path).attributes().get("status").getAsString());
      assertEquals(1, client.get(path).attributes().get("completed_count").getAsInt());
      suppression(client, "delete", "a@example.net");
      assertEquals(
          "[{\"reason\":\"UNSUBSCRIBE\",\"timestamp\":\"2026-11-23T10:00:00+00:00\"}]",
          client.email(id).get("suppression").toString());
      Client.Response again = suppression(client, "delete", "a@example.net");
      String skipped = "/api/profile-suppression-bulk-delete-jobs/" + again.id();
      client.get(skipped);
      assertEquals(1, client.get(skipped).attributes().get("skipped_count").getAsInt());
    }
  }

  @Test
  void consentDatesAreForHistoricalImportsAndForThePast() {
    try (Client client = new Client()) {
      List<String> a = List.of("a@example.net");
      assertEquals(400, subscribe(client, a, "", false, PAST).status());
      assertEquals(400, subscribe(client, a, "", true, "").status());
      Client.Response future =
          subscribe(client, a, "", true, ",\"consented_at\":\"2030-01-01T00:00:00Z\"");
      assertEquals(400, future.status());
      assertEquals(
          "/data/attributes/profiles/data/0/attributes/subscriptions/email/marketing/consented_at",
          future.pointer());
      assertEquals(0, client.get("/api/profiles").rows().size());
    }
  }

  @Test
  void consentJobsHaveBounds() {
    try (Client client = new Client()) {
      List<String> emails =
          IntStream.range(0, 1_001).mapToObj(i -> "p" + i + "@example.net").toList();
      assertEquals(400, subscribe(client, emails, "", true, PAST).status());
      assertEquals(202, subscribe(client, emails.subList(1, 1_001), "", true, PAST).status());
      String one = "{\"consent\":\"UNSUBSCRIBED\"}";
      assertEquals(400, post(client, "delete", emails.subList(0, 101), one, "", "").status());
      assertEquals(202, post(client, "delete", emails.subList(0, 100), one, "", "").status());
    }
  }

  @Test
  void aBounceOutlivesASubscription() {
    try (Client client = new Client()) {
      for (String reason : List.of("HARD_BOUNCE", "INVALID_EMAIL", "SPAM_COMPLAINT")) {
        String address = reason.toLowerCase(Locale.ROOT) + "@example.net";
        String id = client.person("{\"email\":\"" + address + "\"}");
        client.post("/__sandbox/learn?email=" + address + "&reason=" + reason, "");
        assertFalse(client.email(id).get("can_receive_email_marketing").getAsBoolean());
        subscribe(client, List.of(address), "", true, PAST);
        assertEquals("SUBSCRIBED", client.email(id).get("consent").getAsString());
        assertEquals(
            reason.equals("SPAM_COMPLAINT"),
            client.email(id).get("can_receive_email_marketing").getAsBoolean());
      }
    }
  }
}
