package io.espalier.sandbox.klaviyo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Reports on segments and flows, and what reports refuse. */
class ReportsTest {
  private final Client client = new Client();
  private String segment = "";

  @BeforeEach
  void makeASegment() {
    segment =
        client
            .post(
                "/api/segments",
                Furnished.json(
                    "{'data':{'type':'segment','attributes':{'name':'s','definition':"
                        + "{'condition_groups':[{'conditions':[{'type':'profile-property','property':"
                        + "'title','filter':{'type':'existence','operator':'is-set'}}]}]}}}}"))
            .id();
  }

  @AfterEach
  void close() {
    client.close();
  }

  private Client.Response report(String type, String attributes) {
    return client.post(
        "/api/" + type + "s",
        Furnished.json("{'data':{'type':'" + type + "','attributes':{" + attributes + "}}}"));
  }

  private void title(String email, String title) {
    client.person(Furnished.json("{'email':'" + email + "','title':" + title + "}"));
  }

  @Test
  void aSegmentsMovementsAreCountedInTheirTime() {
    title("ada@example.net", "'Dr.'");
    title("bob@example.net", "'Mr.'");
    client.walk("/api/segments/" + segment + "/profiles");
    client.clock.forward(86_400);
    title("bob@example.net", "null");
    title("zoe@example.net", "'Ms.'");
    String all =
        "'statistics':['members_added','members_removed','net_members_changed','total_members'],";
    JsonObject values =
        report("segment-values-report", all + "'timeframe':{'key':'today'}")
            .attributes()
            .getAsJsonArray("results")
            .get(0)
            .getAsJsonObject();
    assertEquals("{\"segment_id\":\"" + segment + "\"}", values.get("groupings").toString());
    assertEquals(
        "{\"members_added\":1,\"members_removed\":1,\"net_members_changed\":0,\"total_members\":2}",
        values.get("statistics").toString());
    JsonObject series =
        report(
                "segment-series-report",
                all
                    + "'interval':'daily','timeframe':{'start':'2026-11-22T00:00:00+00:00',"
                    + "'end':'2026-11-25T00:00:00+00:00'},'filter':'equals(segment_id,QUOTE)'"
                        .replace("QUOTE", "\\\"" + segment + "\\\""))
            .attributes();
    assertEquals(
        "[\"2026-11-22T05:00:00+00:00\",\"2026-11-23T05:00:00+00:00\",\"2026-11-24T05:00:00+00:00\"]",
        series.get("date_times").toString());
    assertEquals(
        "[0,2,1]",
        series
            .getAsJsonArray("results")
            .get(0)
            .getAsJsonObject()
            .getAsJsonObject("statistics")
            .get("members_added")
            .toString());
  }

  @Test
  void whatAReportCannotTellIsRefusedWithItsPlace() {
    String some = "'statistics':['total_members'],";
    String year = "'timeframe':{'key':'last_365_days'}";
    assertEquals(
        "/data/attributes/interval",
        report("segment-series-report", some + "'interval':'hourly'," + year).pointer());
    assertEquals(
        "/data/attributes/interval",
        report("segment-series-report", some + "'interval':'daily'," + year).pointer());
    assertEquals(
        "/data/attributes/timeframe",
        report(
                "segment-values-report",
                some + "'timeframe':{'start':'2024-01-01T00:00:00Z','end':'2026-01-01T00:00:00Z'}")
            .pointer());
    assertEquals(
        "/data/attributes/statistics/0",
        report("segment-values-report", "'statistics':['opens']," + year).pointer());
    assertEquals(
        "/data/attributes/filter",
        report(
                "segment-values-report",
                some + year + ",'filter':'equals(segment_id,1),equals(segment_id,2)'")
            .pointer());
    assertEquals(
        "/data/attributes/conversion_metric_id",
        report("flow-values-report", "'statistics':['opens']," + year).pointer());
  }

  @Test
  void flowsAreNotRunSoTheirReportsAreEmpty() {
    EventsTest.track(client, "ada@example.net", "Placed Order", "");
    String metric =
        client.get("/api/metrics").rows().get(0).getAsJsonObject().get("id").getAsString();
    Client.Response report =
        report(
            "flow-series-report",
            "'statistics':['opens','average_order_value'],'interval':'weekly','timeframe':"
                + "{'key':'last_30_days'},'conversion_metric_id':'"
                + metric
                + "'");
    assertEquals(200, report.status());
    assertEquals(new JsonArray(), report.attributes().get("results"));
  }
}
