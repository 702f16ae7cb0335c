package io.espalier.sandbox.klaviyo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import io.espalier.sandbox.Switches;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** From a template to a mail and to its report. */
class CampaignsTest {
  private static final String ADA = "ada@example.net";
  private static final String BOB = "bob@example.net";

  private final Client client =
      new Client(false, Optional.empty(), Duration.ofSeconds(1), Switches.usual());

  @AfterEach
  void close() {
    client.close();
  }

  private String listOf(String name, String... emails) {
    String list = client.list(name);
    for (String email : emails) {
      client.post(
          "/api/lists/" + list + "/relationships/profiles",
          Client.references(List.of(client.person("{\"email\":\"" + email + "\"}"))));
    }
    return list;
  }

  private String template(String html) {
    return client
        .post(
            "/api/templates",
            "{\"data\":{\"type\":\"template\",\"attributes\":{\"name\":\"t\",\"editor_type\":\"CODE\","
                + "\"html\":\""
                + html
                + "\"}}}")
        .id();
  }

  private Client.Response draft(String included, String excluded, String more) {
    return client.post(
        "/api/campaigns",
        "{\"data\":{\"type\":\"campaign\",\"attributes\":{\"name\":\"Sale\",\"audiences\":{\"included\":[\""
            + included
            + "\"],\"excluded\":["
            + (excluded.isEmpty() ? "" : "\"" + excluded + "\"")
            + "]},\"campaign-messages\":{\"data\":[{\"type\":\"campaign-message\",\"attributes\":{"
            + "\"definition\":{\"channel\":\"email\",\"label\":\"m\",\"content\":{\"subject\":\"Hello\"}}}}]}"
            + more
            + "}}}");
  }

  private static String message(Client.Response campaign) {
    return campaign
        .data()
        .getAsJsonObject("relationships")
        .getAsJsonObject("campaign-messages")
        .getAsJsonArray("data")
        .get(0)
        .getAsJsonObject()
        .get("id")
        .getAsString();
  }

  private Client.Response assign(String message, String template) {
    return client.post(
        "/api/campaign-message-assign-template",
        "{\"data\":{\"type\":\"campaign-message\",\"id\":\""
            + message
            + "\",\"relationships\":{\"template\":{\"data\":{\"type\":\"template\",\"id\":\""
            + template
            + "\"}}}}}");
  }

  private Client.Response send(String campaign) {
    return client.post(
        "/api/campaign-send-jobs",
        "{\"data\":{\"type\":\"campaign-send-job\",\"id\":\"" + campaign + "\"}}");
  }

  private Client.Response stop(String campaign, String action) {
    return client.patch(
        "/api/campaign-send-jobs/" + campaign,
        "{\"data\":{\"type\":\"campaign-send-job\",\"id\":\""
            + campaign
            + "\",\"attributes\":{\"action\":\""
            + action
            + "\"}}}");
  }

  private String status(String campaign) {
    return client.get("/api/campaigns/" + campaign).attributes().get("status").getAsString();
  }

  private void control(String what) {
    client.post("/__sandbox/" + what, "");
  }

  @Test
  void aCampaignGoesFromDraftToSentAndReachesWhoMayBeMailed() {
    String list = listOf("Fans", ADA, BOB, "eve@example.net", "kim@example.net");
    String without = listOf("Out", "eve@example.net");
    control("learn?email=" + BOB + "&reason=UNSUBSCRIBE");
    Client.Response campaign = draft(list, without, "");
    assertEquals(201, campaign.status());
    assertEquals("Draft", status(campaign.id()));
    // Kim's mail is skipped: the catalog item is not there.
    String template =
        template(
            "{% if person.email == 'kim@example.net' %}{% catalog 'x' %}{% endcatalog %}{% endif %}Hi");
    assertEquals(200, assign(message(campaign), template).status());

    assertEquals(202, send(campaign.id()).status());
    assertEquals("Preparing to send", status(campaign.id()));
    client.clock.forward(1);
    assertEquals("Sending", status(campaign.id()));
    client.clock.forward(1);
    assertEquals("Sent", status(campaign.id()));
    assertEquals(
        "complete",
        client
            .get("/api/campaign-send-jobs/" + campaign.id())
            .attributes()
            .get("status")
            .getAsString());
    assertEquals(2, client.walk("/api/events").size());
    assertEquals(400, send(campaign.id()).status());
    assertEquals(400, stop(campaign.id(), "cancel").status());
  }

  @Test
  void anAssignedTemplateIsACopy() {
    Client.Response campaign = draft(listOf("Fans", ADA), "", "");
    String template = template("Old");
    assign(message(campaign), template);
    client.patch(
        "/api/templates/" + template,
        "{\"data\":{\"type\":\"template\",\"id\":\""
            + template
            + "\",\"attributes\":{\"html\":\"New\"}}}");

    Client.Response copy = client.get("/api/campaign-messages/" + message(campaign) + "/template");
    assertEquals("Old", copy.attributes().get("html").getAsString());
    assertEquals(1, client.walk("/api/templates").size());
  }

  @Test
  void cancelIsFinalAndRevertIsADraftAgain() {
    String list = listOf("Fans", ADA);
    String later =
        ",\"send_strategy\":{\"method\":\"static\",\"datetime\":\"2026-11-24T10:00:00Z\"}";
    Client.Response reverted = draft(list, "", later);
    assign(message(reverted), template("Hi"));
    send(reverted.id());
    assertEquals("Scheduled", status(reverted.id()));
    assertEquals(204, stop(reverted.id(), "revert").status());
    assertEquals("Draft", status(reverted.id()));

    Client.Response cancelled = draft(list, "", later);
    send(cancelled.id());
    assertEquals(204, stop(cancelled.id(), "cancel").status());
    client.clock.forward(200_000);
    assertEquals("Cancelled", status(cancelled.id()));
    assertEquals("Draft", status(reverted.id()));
    assertEquals(0, client.walk("/api/events").size());
    assertEquals(400, send(cancelled.id()).status());
  }

  @Test
  void whereNobodyIsLeftOrNothingIsAssignedItIsCancelledBySelf() {
    Client.Response empty = draft(listOf("Nobody"), "", "");
    assign(message(empty), template("Hi"));
    send(empty.id());
    Client.Response bare = draft(listOf("Fans", ADA), "", "");
    send(bare.id());
    client.clock.forward(1);
    status(bare.id());
    client.clock.forward(1);
    assertEquals("Cancelled: No Recipients", status(empty.id()));
    assertEquals("Cancelled: Misconfigured", status(bare.id()));
  }

  @Test
  void listingNeedsAChannelAndCreatingAKnownAudience() {
    assertEquals(400, client.get("/api/campaigns").status());
    assertEquals(
        200,
        client
            .get("/api/campaigns?filter=" + Client.q("equals(messages.channel,'email')"))
            .status());
    assertEquals("/data/attributes/audiences/included/0", draft("Nope01", "", "").pointer());
    assertEquals(
        "/data/attributes/send_strategy/throttle_percentage",
        draft(
                listOf("Fans"),
                "",
                ",\"send_strategy\":{\"method\":\"throttled\",\"datetime\":\"2026-11-24T10:00:00Z\","
                    + "\"throttle_percentage\":12}")
            .pointer());
  }

  @Test
  void theReportCountsWhatPeopleDid() {
    Client.Response campaign = draft(listOf("Fans", ADA, BOB), "", "");
    assign(message(campaign), template("Hi"));
    send(campaign.id());
    client.clock.forward(1);
    status(campaign.id());
    client.clock.forward(1);
    status(campaign.id());
    client.clock.forward(60);
    control("act?what=open&email=" + ADA);
    client.clock.forward(60);
    control("act?what=open&email=" + ADA);
    control("act?what=click&email=" + ADA);
    control("learn?reason=UNSUBSCRIBE&email=" + BOB);
    EventsTest.track(client, ADA, "order", ",\"value\":20");
    client.clock.forward(2);
    String order =
        client.get("/api/metrics").rows().asList().stream()
            .map(m -> m.getAsJsonObject())
            .filter(m -> m.getAsJsonObject("attributes").get("name").getAsString().equals("order"))
            .findFirst()
            .orElseThrow()
            .get("id")
            .getAsString();

    Client.Response report =
        client.post(
            "/api/campaign-values-reports",
            "{\"data\":{\"type\":\"campaign-values-report\",\"attributes\":{\"statistics\":["
                + "\"recipients\",\"opens\",\"opens_unique\",\"open_rate\",\"clicks\",\"unsubscribes\","
                + "\"conversions\",\"conversion_value\"],\"timeframe\":{\"key\":\"today\"},"
                + "\"conversion_metric_id\":\""
                + order
                + "\"}}}");
    JsonObject result = report.attributes().getAsJsonArray("results").get(0).getAsJsonObject();
    assertEquals(
        "{\"recipients\":2.0,\"opens\":2.0,\"opens_unique\":1.0,\"open_rate\":0.5,\"clicks\":1.0,"
            + "\"unsubscribes\":1.0,\"conversions\":1.0,\"conversion_value\":20.0}",
        result.get("statistics").toString());

    Client.Response aggregate =
        client.post(
            "/api/metric-aggregates",
            "{\"data\":{\"type\":\"metric-aggregate\",\"attributes\":{\"metric_id\":\""
                + order
                + "\",\"measurements\":[\"count\",\"sum_value\"],\"interval\":\"day\",\"filter\":["
                + "\"greater-or-equal(datetime,2026-11-22T00:00:00)\","
                + "\"less-than(datetime,2026-11-24T00:00:00)\"]}}}");
    assertEquals(
        "{\"count\":[0.0,1.0],\"sum_value\":[0.0,20.0]}",
        aggregate
            .attributes()
            .getAsJsonArray("data")
            .get(0)
            .getAsJsonObject()
            .get("measurements")
            .toString());
    assertTrue(
        client
                .post(
                    "/api/metric-aggregates",
                    "{\"data\":{\"type\":\"metric-aggregate\",\"attributes\":{\"metric_id\":\""
                        + order
                        + "\",\"measurements\":[\"count\"],\"filter\":[]}}}")
                .status()
            == 400);
  }
}
