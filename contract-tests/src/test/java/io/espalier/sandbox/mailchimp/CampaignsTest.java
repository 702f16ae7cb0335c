package io.espalier.sandbox.mailchimp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.espalier.sandbox.Sandbox;
import io.espalier.sandbox.SandboxOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CampaignsTest {
  private final Turned clock = new Turned("2026-11-27T12:00:00Z");
  private final Sandbox sandbox =
      new MailchimpSandboxProvider().start(SandboxOptions.fresh().at(clock));
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

  private Client.Answer variate(String settings) {
    return client.post("/campaigns", "{'type':'variate','variate_settings':" + settings + "}");
  }

  @Test
  void variantsKeepTheirRules() {
    assertEquals(400, client.post("/campaigns", "{'type':'variate'}").status());
    assertEquals(400, variate("{'winner_criteria':'luck'}").status());
    assertEquals(400, variate("{'winner_criteria':'opens','test_size':5}").status());
    assertEquals(400, variate("{'winner_criteria':'opens','wait_time':90}").status());
    assertEquals(400, variate("{'winner_criteria':'opens','from_names':['a','b']}").status());
    assertEquals(400, variate("{'winner_criteria':'opens','send_times':['tomorrow']}").status());
    assertEquals(
        400,
        client
            .post(
                "/campaigns",
                "{'type':'variate','variate_settings':{'winner_criteria':'opens'},"
                    + "'tracking':{'opens':false}}")
            .status());
    Client.Answer made =
        variate(
            "{'winner_criteria':'opens','test_size':20,'wait_time':120,"
                + "'send_times':['2026-12-01 09:00:00']}");
    assertEquals("100", made.at("variate_settings.test_size"));
    String content = "/campaigns/" + made.at("id") + "/content";
    client.put(
        content,
        "{'variate_contents':[{'content_label':'A','html':'<p>a</p>'},"
            + "{'content_label':'B','html':'<p>b</p>'}]}");
    assertEquals("<p>b</p>", client.get(content).at("variate_contents.1.html"));
    assertEquals(
        400,
        client
            .put(
                draft() + "/content",
                "{'variate_contents':[{'content_label':'A','html':'<p>a</p>'}]}")
            .status());
  }

  @Test
  void feedsAndAnalyticsKeepTheirRules() {
    assertEquals(400, client.post("/campaigns", "{'type':'rss'}").status());
    assertEquals(
        400,
        client
            .post(
                "/campaigns",
                "{'type':'rss','rss_opts':{'feed_url':'https://shop.example/f','frequency':'hourly'}}")
            .status());
    assertEquals(
        "daily",
        client
            .post(
                "/campaigns",
                "{'type':'rss','rss_opts':{'feed_url':'https://shop.example/f','frequency':'daily'}}")
            .at("rss_opts.frequency"));
    assertEquals(
        400,
        client
            .post(
                "/campaigns",
                "{'type':'regular','tracking':{'google_analytics':'" + "ü".repeat(26) + "'}}")
            .status());
  }

  @Test
  void testShowsNobodysValuesAndTheElseOfConditions() {
    String campaign = draft();
    ready(campaign);
    client.put(
        campaign + "/content", "{'html':'Hi *|FNAME|* *|IF:FNAME|*you*|ELSE:|*friend*|END:IF|*'}");
    client.post(campaign + "/actions/test", "{'test_emails':['me@b.example'],'send_type':'html'}");
    Client.Answer mails =
        client.send("GET", "/__sandbox/tests?campaign=" + campaign.replace("/campaigns/", ""), "");
    assertEquals("me@b.example", mails.at("mails.0.to"));
    assertEquals("[Test] Sale", mails.at("mails.0.subject"));
    assertEquals("Hi  friend", mails.at("mails.0.html"));
    assertEquals("save", client.get(campaign).at("status"));
  }

  @Test
  void deliveriesAreSpreadAndWhoLeftMeanwhileGetsNothing() {
    String campaign = draft();
    ready(campaign);
    client.subscribe(list, "bob@shoppers.example.net", "{}");
    client.subscribe(list, "eve@shoppers.example.net", "{}");
    String schedule = campaign + "/actions/schedule";
    String at = "{'schedule_time':'2026-11-27T13:00:00+00:00',%s}";
    assertEquals(
        400,
        client
            .post(schedule, at.formatted("'batch_delivery':{'batch_count':3,'batch_delay':0}"))
            .status());
    assertEquals(
        400,
        client
            .post(
                schedule,
                at.formatted("'timewarp':true,'batch_delivery':{'batch_count':3,'batch_delay':10}"))
            .status());
    assertEquals(
        204,
        client
            .post(schedule, at.formatted("'batch_delivery':{'batch_count':3,'batch_delay':10}"))
            .status());
    clock.pass(Duration.ofMinutes(60));
    assertEquals("sending", client.get(campaign).at("status"));
    assertEquals("1", client.get(campaign).at("emails_sent"));
    assertEquals(400, client.delete(campaign).status());
    client.send("POST", "/__sandbox/unsubscribe?email=bob@shoppers.example.net", "");
    clock.pass(Duration.ofMinutes(20));
    assertEquals("sent", client.get(campaign).at("status"));
    assertEquals("2", client.get(campaign).at("emails_sent"));
  }

  @Test
  void archiveHoldsOnePage() throws IOException {
    String content = draft() + "/content";
    assertEquals(200, client.put(content, archive("index.html")).status());
    assertEquals("<p>index.html</p>", client.get(content).at("html"));
    assertEquals(400, client.put(content, archive("index.html", "other.htm")).status());
    assertEquals(400, client.put(content, archive("readme.txt")).status());
    assertEquals(400, client.put(content, "{'archive':{'archive_content':'?'}}").status());
    assertEquals(400, client.put(content, "{'archive':{'archive_type':'zip'}}").status());
  }

  private static String archive(String... names) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (String name : names) {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(("<p>" + name + "</p>").getBytes(StandardCharsets.UTF_8));
      }
    }
    return "{'archive':{'archive_content':'"
        + Base64.getEncoder().encodeToString(bytes.toByteArray())
        + "'}}";
  }
}
