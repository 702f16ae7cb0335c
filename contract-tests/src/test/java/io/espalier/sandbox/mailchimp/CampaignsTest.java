package io.espalier.sandbox.mailchimp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.espalier.sandbox.Sandbox;
import io.espalier.sandbox.SandboxOptions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CampaignsTest {
  private static final Clock NOON =
      Clock.fixed(Instant.parse("2026-11-27T12:00:00Z"), ZoneOffset.UTC);

  private final Sandbox sandbox =
      new MailchimpSandboxProvider().start(SandboxOptions.fresh().at(NOON));
  private final Client client = new Client(sandbox);
  private final String list = client.newList();
  private final String listId = list.substring(list.lastIndexOf('/') + 1);

  @AfterEach
  void close() {
    sandbox.close();
  }

  @Test
  void aCampaignIsSentOnlyWhenItIsReady() {
    String campaign = draft();
    Client.Answer early = client.post(campaign + "/actions/send", "");
    assertEquals(400, early.status());
    assertEquals("Your Campaign is not ready to send.", early.at("detail"));
    assertEquals("false", client.get(campaign + "/send-checklist").at("is_ready"));

    ready(campaign);
    assertEquals("true", client.get(campaign + "/send-checklist").at("is_ready"));
    assertEquals(204, client.post(campaign + "/actions/send", "").status());

    assertEquals("sent", client.get(campaign).at("status"));
    assertEquals("1", client.get(campaign).at("emails_sent"));
    assertEquals(400, client.post(campaign + "/actions/send", "").status());
    assertEquals(400, client.put(campaign + "/content", "{'html':'x'}").status());
    assertEquals(
        400,
        client
            .patch(
                campaign,
                "{'settings':{'subject_line':'x','from_name':'x','reply_to':'a@shop.example.net'}}")
            .status());
  }

  @Test
  void aCampaignGoesToTheTaggedOnly() {
    client.subscribe(list, "ada@shoppers.example.net", "{}");
    client.subscribe(list, "bob@shoppers.example.net", "{}");
    String tag =
        client
            .post(
                list + "/segments", "{'name':'Fans','static_segment':['bob@shoppers.example.net']}")
            .at("id");
    String campaign = draft();
    client.patch(
        campaign,
        "{'recipients':{'list_id':'"
            + listId
            + "','segment_opts':{'match':'all','conditions':[{'condition_type':'StaticSegment',"
            + "'field':'static_segment','op':'static_is','value':"
            + tag
            + "}]}}}");
    assertEquals("1", client.get(campaign).at("recipients.recipient_count"));
    client.patch(campaign, "{'recipients':{'list_id':'" + listId + "','segment_opts':{}}}");
    assertEquals("2", client.get(campaign).at("recipients.recipient_count"));
  }

  @Test
  void schedulingKeepsToTheQuarterHour() {
    String campaign = draft();
    ready(campaign);
    String schedule = campaign + "/actions/schedule";

    assertEquals(
        400, client.post(schedule, "{'schedule_time':'2026-11-27T13:10:00+00:00'}").status());
    assertEquals(
        400, client.post(schedule, "{'schedule_time':'2026-11-27T11:00:00+00:00'}").status());
    assertEquals(
        204, client.post(schedule, "{'schedule_time':'2026-11-27T13:15:00+00:00'}").status());
    assertEquals("schedule", client.get(campaign).at("status"));
    assertEquals(204, client.post(campaign + "/actions/unschedule", "").status());
    assertEquals("save", client.get(campaign).at("status"));
  }

  @Test
  void sectionsFillOnlyWhatTheTemplateMarks() {
    String template =
        client
            .post(
                "/templates",
                "{'name':'T','html':'<div mc:edit=\\u0022body\\u0022><div>a</div></div><p>z</p>'}")
            .at("id");
    String campaign = draft();
    client.put(
        campaign + "/content",
        "{'template':{'id':" + template + ",'sections':{'body':'<b>new</b>','nowhere':'x'}}}");

    assertEquals(
        "<div mc:edit=\"body\"><b>new</b></div><p>z</p>",
        client.get(campaign + "/content").at("html"));
    assertEquals(
        "{\"body\":\"<div>a</div>\"}",
        client.get("/templates/" + template + "/default-content").at("sections"));
    assertEquals(
        400, client.put(campaign + "/content", "{'template':{'id':'" + template + "'}}").status());
  }

  @Test
  void aReportTellsWhoLeft() {
    String campaign = draft();
    ready(campaign);
    client.subscribe(list, "bob@shoppers.example.net", "{}");
    client.post(campaign + "/actions/send", "");
    client.send("POST", "/__sandbox/unsubscribe?email=ada@shoppers.example.net", "");
    client.send("POST", "/__sandbox/bounce?email=bob@shoppers.example.net", "");
    String report = campaign.replace("/campaigns", "/reports");

    assertEquals("2", client.get(report).at("emails_sent"));
    assertEquals("1", client.get(report).at("unsubscribed"));
    assertEquals("1", client.get(report).at("bounces.hard_bounces"));
    assertEquals(
        "ada@shoppers.example.net",
        client.get(report + "/unsubscribed").at("unsubscribes.0.email_address"));
    assertEquals(2, client.get(report + "/sent-to").size("sent_to"));
    assertEquals(404, client.get(report.replaceFirst("[^/]+$", "nobody")).status());
  }

  @Test
  void aTestAndACopyAndAResend() {
    String campaign = draft();
    String test = campaign + "/actions/test";
    assertEquals(400, client.post(test, "{'test_emails':[],'send_type':'html'}").status());
    assertEquals(
        400, client.post(test, "{'test_emails':['a@b.example'],'send_type':'html'}").status());
    ready(campaign);
    assertEquals(
        204, client.post(test, "{'test_emails':['a@b.example'],'send_type':'html'}").status());
    assertEquals("save", client.post(campaign + "/actions/replicate", "").at("status"));
    assertEquals(400, client.post(campaign + "/actions/create-resend", "").status());
    assertEquals(400, client.post(campaign + "/actions/pause", "").status());
  }

  private String draft() {
    return "/campaigns/"
        + client
            .post(
                "/campaigns",
                "{'type':'regular','recipients':{'list_id':'"
                    + listId
                    + "'},'settings':{'title':'Sale'}}")
            .at("id");
  }

  private void ready(String campaign) {
    client.subscribe(list, "ada@shoppers.example.net", "{}");
    client.patch(
        campaign,
        "{'settings':{'subject_line':'Sale','from_name':'Shop','reply_to':'a@shop.example.net'}}");
    client.put(campaign + "/content", "{'html':'<p>Sale</p>'}");
  }
}
