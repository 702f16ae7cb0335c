package io.espalier.sandbox.mailchimp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.espalier.sandbox.Sandbox;
import io.espalier.sandbox.SandboxOptions;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What stands around contacts and campaigns: notes, files, folders, pages, journeys, histories. */
class ResourcesTest {
  private static final String ADA = "ada@shoppers.example.net";

  private final Turned clock = new Turned("2026-11-27T10:00:00Z");
  private final Sandbox sandbox =
      new MailchimpSandboxProvider().start(SandboxOptions.fresh().at(clock));
  private final Client client = new Client(sandbox);
  private final String list = client.newList();
  private final String ada = list + "/members/" + Member.hash(ADA);

  @AfterEach
  void close() {
    sandbox.close();
  }

  @Test
  void notesAreKeptAndTheLastShowsOnTheContact() {
    client.subscribe(list, ADA, "{}");
    String first = client.post(ada + "/notes", "{'note':'likes tea'}").at("id");
    clock.pass(Duration.ofMinutes(1));
    client.post(ada + "/notes", "{'note':'likes cake'}");
    assertEquals("likes cake", client.get(ada).at("last_note.note"));
    assertEquals("likes cake", client.get(ada + "/notes").at("notes.0.note"));
    assertEquals("likes tea", client.get(ada + "/notes?sort_dir=ASC").at("notes.0.note"));
    assertEquals(
        "likes oolong",
        client.patch(ada + "/notes/" + first, "{'note':'likes oolong'}").at("note"));
    assertEquals(400, client.post(ada + "/notes", "{'note':'" + "x".repeat(1_001) + "'}").status());
    assertEquals(204, client.delete(ada + "/notes/" + first).status());
    assertEquals(404, client.get(ada + "/notes/" + first).status());
    assertEquals("1", client.get(ada + "/notes").at("total_items"));
    assertEquals(
        "likes cake",
        client.get(ada + "/activity-feed?activity_filters=note").at("activity.0.note_text"));
  }

  @Test
  void filesLieInFoldersAndAreNotGivenBack() {
    String folder = client.post("/file-manager/folders", "{'name':'Logos'}").at("id");
    Client.Answer file =
        client.post(
            "/file-manager/files",
            "{'name':'logo.PNG','file_data':'aGVsbG8=','folder_id':" + folder + "}");
    assertEquals("image", file.at("type"));
    assertEquals("5", file.at("size"));
    client.post("/file-manager/files", "{'name':'a.pdf','file_data':'aGVsbG8='}");
    assertEquals("1", client.get("/file-manager/files?type=file").at("total_items"));
    assertEquals("1", client.get("/file-manager/folders/" + folder + "/files").at("total_items"));
    assertEquals("10", client.get("/file-manager/files").at("total_file_size"));
    assertEquals(400, client.post("/file-manager/files", "{'name':'a','file_data':'?'}").status());
    assertEquals(
        400,
        client
            .post("/file-manager/files", "{'name':'a','file_data':'aGVsbG8=','folder_id':1}")
            .status());
    client.patch("/file-manager/files/" + file.at("id"), "{'folder_id':0,'name':'l.png'}");
    assertEquals("0", client.get("/file-manager/folders/" + folder).at("file_count"));
    assertEquals(204, client.delete("/file-manager/folders/" + folder).status());
    assertEquals(204, client.delete("/file-manager/files/" + file.at("id")).status());
    assertEquals(404, client.get("/file-manager/files/" + file.at("id")).status());
  }

  @Test
  void foldersCountTheCampaignsAndTemplatesThatNameThem() {
    String folder = client.post("/campaign-folders", "{'name':'Spring'}").at("id");
    client.post("/campaigns", "{'type':'regular','settings':{'folder_id':'" + folder + "'}}");
    assertEquals("1", client.get("/campaign-folders/" + folder).at("count"));
    assertEquals("1", client.get("/campaigns?folder_id=" + folder).at("total_items"));
    assertEquals("0", client.get("/campaigns?folder_id=other").at("total_items"));
    String of = client.post("/template-folders", "{'name':'All'}").at("id");
    client.post("/templates", "{'name':'T','html':'<p>x</p>','folder_id':'" + of + "'}");
    assertEquals("1", client.get("/template-folders").at("folders.0.count"));
    assertEquals("Some", client.patch("/template-folders/" + of, "{'name':'Some'}").at("name"));
    assertEquals(204, client.delete("/template-folders/" + of).status());
    assertEquals(404, client.get("/template-folders/" + of).status());
  }

  @Test
  void landingPageIsPublishedAndTakenBack() {
    String page = "/landing-pages/" + client.post("/landing-pages", "{'name':'Hello'}").at("id");
    assertEquals("draft", client.get(page).at("status"));
    assertEquals(400, client.post(page + "/actions/publish", "").status());
    assertEquals(400, client.patch(page, "{'list_id':'nowhere'}").status());
    client.patch(page, "{'list_id':'" + list.replace("/lists/", "") + "','title':'Hi'}");
    assertEquals(204, client.post(page + "/actions/publish", "").status());
    assertEquals("published", client.get("/landing-pages").at("landing_pages.0.status"));
    assertTrue(client.get(page).at("url").startsWith("https://"));
    assertEquals(200, client.get(page + "/content").status());
    assertEquals(204, client.post(page + "/actions/unpublish", "").status());
    assertEquals("unpublished", client.get(page).at("status"));
    assertEquals(400, client.post("/landing-pages", "{'type':'poem'}").status());
    assertEquals(204, client.delete(page).status());
    assertEquals(404, client.get(page).status());
  }

  @Test
  void journeyLetsSubscribedContactsIn() {
    client.subscribe(list, ADA, "{}");
    String step = client.send("POST", "/__sandbox/journey", "").text();
    String trigger =
        "/customer-journeys/journeys/" + step.replace("/", "/steps/") + "/actions/trigger";
    assertEquals(204, client.post(trigger, "{'email_address':'" + ADA + "'}").status());
    assertEquals(
        400, client.post(trigger, "{'email_address':'bob@shoppers.example.net'}").status());
    assertEquals(
        404,
        client
            .post(
                "/customer-journeys/journeys/1/steps/2/actions/trigger",
                "{'email_address':'" + ADA + "'}")
            .status());
    assertEquals(ADA, client.send("GET", "/__sandbox/journey?step=" + step, "").text());
  }

  @Test
  void audienceIsToldByDaysAndMonths() {
    client.subscribe(list, ADA, "{}");
    client.subscribe(list, "bob@shoppers.example.net", "{}");
    clock.pass(Duration.ofDays(5));
    client.send("POST", "/__sandbox/unsubscribe?email=" + ADA, "");
    Client.Answer days = client.get(list + "/activity");
    assertEquals("2026-12-02", days.at("activity.0.day"));
    assertEquals("1", days.at("activity.0.unsubs"));
    assertEquals("2", days.at("activity.5.other_adds"));
    assertEquals("6", days.at("total_items"));
    Client.Answer months = client.get(list + "/growth-history");
    assertEquals("2026-12", months.at("history.0.month"));
    assertEquals("1", months.at("history.0.unsubscribed"));
    assertEquals("1", client.get(list + "/growth-history/2026-12").at("subscribed"));
    assertEquals(404, client.get(list + "/growth-history/2020-01").status());
    assertEquals("0", client.get(list + "/clients").at("total_items"));
    assertEquals("0", client.get(list + "/locations").at("total_items"));
    assertEquals("0", client.get(ada + "/goals").at("total_items"));
    clock.pass(Duration.ofDays(400));
    assertEquals("180", client.get(list + "/activity").at("total_items"));
    assertEquals(
        "lists:unsubscribes",
        client.get("/activity-feed/chimp-chatter").at("chimp_chatter.0.type"));
  }

  @Test
  void permissionsAreToldByContactsAloneAndThoseNotNamedStay() {
    assertTrue(!client.subscribe(list, ADA, "{}").json().has("marketing_permissions"));
    String gdpr =
        "/lists/"
            + client
                .post(
                    "/lists",
                    "{'name':'EU','permission_reminder':'r','email_type_option':true,"
                        + "'marketing_permissions':true,'contact':{'company':'c','address1':'a',"
                        + "'city':'b','country':'GB'},'campaign_defaults':{'from_name':'f',"
                        + "'from_email':'f@shoppers.example.net','subject':'s','language':'en'}}")
                .at("id");
    Client.Answer bob = client.subscribe(gdpr, "bob@shoppers.example.net", "{}");
    String id = bob.at("marketing_permissions.0.marketing_permission_id");
    assertEquals("false", bob.at("marketing_permissions.0.enabled"));
    String path = gdpr + "/members/bob@shoppers.example.net";
    String wish = "{'marketing_permissions':[{'marketing_permission_id':'%s','enabled':%s}]}";
    assertEquals(
        "true", client.patch(path, wish.formatted(id, true)).at("marketing_permissions.0.enabled"));
    String other = bob.at("marketing_permissions.1.marketing_permission_id");
    Client.Answer both = client.put(path, wish.formatted(other, true));
    assertEquals("true", both.at("marketing_permissions.0.enabled"));
    assertEquals("true", both.at("marketing_permissions.1.enabled"));
    assertEquals(400, client.patch(path, wish.formatted("nobody", true)).status());
    // A bulk request's contract has none: they are ignored there.
    client.post(
        gdpr,
        "{'update_existing':true,'members':[{'email_address':'bob@shoppers.example.net',"
            + "'status':'subscribed','marketing_permissions':[{'marketing_permission_id':'"
            + id
            + "','enabled':false}]}]}");
    assertEquals("true", client.get(path).at("marketing_permissions.0.enabled"));
  }

  @Test
  void listsAndSegmentsAreFoundByTimeAndByContact() {
    client.subscribe(list, ADA, "{}");
    assertEquals("1", client.get("/lists?email=" + ADA).at("total_items"));
    assertEquals("0", client.get("/lists?email=bob@shoppers.example.net").at("total_items"));
    assertEquals(
        "0", client.get("/lists?since_date_created=2026-11-27T10:00:00Z").at("total_items"));
    client.post(list + "/segments", "{'name':'Gold','static_segment':[]}");
    assertEquals(
        "1",
        client.get(list + "/segments?before_created_at=2026-12-01T00:00:00Z").at("total_items"));
    assertEquals(
        "0",
        client.get(list + "/segments?since_updated_at=2026-12-01T00:00:00Z").at("total_items"));
    assertEquals(400, client.get("/lists?since_date_created=yesterday").status());
    assertEquals(400, client.get(list + "/members?since_last_campaign=true").status());
    assertEquals(
        "1",
        client.get(list + "/members?since_last_campaign=true&status=subscribed").at("total_items"));
  }

  @Test
  void contactsOfSegmentsAndBulkAnswersAreToldInBrief() {
    client.subscribe(list, ADA, "{}");
    String tag =
        client
            .post(list + "/segments", "{'name':'Gold','static_segment':['" + ADA + "']}")
            .at("id");
    var inSegment =
        client.get(list + "/segments/" + tag + "/members").json().getAsJsonArray("members").get(0);
    for (String name : new String[] {"contact_id", "tags", "source", "full_name", "web_id"}) {
      assertTrue(!inSegment.getAsJsonObject().has(name), name);
      assertTrue(client.get(ada).json().has(name), name);
    }
    assertTrue(inSegment.getAsJsonObject().has("_links"));
  }

  @Test
  void pageCountsSavedSegmentsShowsShopsAndCampaignsAndAddressesInALine() {
    client.subscribe(list, ADA, "{'FNAME':'Ada'}");
    client.patch(
        ada,
        "{'merge_fields':{'ADDRESS':{'addr1':'1 Lane','city':'Bath','state':'-','zip':'BA1'}}}");
    client.post(
        list + "/segments",
        "{'name':'Adas','options':{'match':'all','conditions':[{'condition_type':'TextMerge',"
            + "'field':'FNAME','op':'is','value':'Ada'}]}}");
    client.post(
        "/ecommerce/stores",
        "{'id':'s','name':'Harbour shop','currency_code':'EUR','list_id':'"
            + list.replace("/lists/", "")
            + "'}");
    client.post("/templates", "{'name':'Winter','html':'<p>*|FNAME|*</p>'}");
    String same = client.post("/campaigns", "{'type':'regular','settings':{'title':'W'}}").at("id");
    client.put("/campaigns/" + same + "/content", "{'html':'<p>*|FNAME|*</p>'}");
    String own =
        client.post("/campaigns", "{'type':'regular','settings':{'title':'Own'}}").at("id");
    client.put("/campaigns/" + own + "/content", "{'html':'<p>Hi *|FNAME|*</p>'}");
    String page = client.send("GET", "/__sandbox?email=" + ADA, "").text();
    assertTrue(page.contains("Adas<br>"), page);
    assertTrue(page.replaceAll("(?s).*Adas<br>", "").matches("(?s).{0,60}<td class=\"n\">1<.*"));
    assertTrue(page.contains("Harbour shop") && page.contains("1 Lane Bath - BA1 US"), page);
    assertTrue(page.contains("Own (campaign, save)") && !page.contains("W (campaign"), page);
  }

  @Test
  void feedbackIsKeptWithItsCampaign() {
    String feedback =
        "/campaigns/" + client.post("/campaigns", "{'type':'regular'}").at("id") + "/feedback";
    assertEquals(400, client.post(feedback, "{'block_id':2}").status());
    String first = client.post(feedback, "{'message':'Shorter?','block_id':2}").at("feedback_id");
    client.post(feedback, "{'message':'Fine.'}");
    clock.pass(Duration.ofMinutes(1));
    assertEquals(400, client.patch(feedback + "/" + first, "{'is_complete':'yes'}").status());
    assertEquals(
        "true", client.patch(feedback + "/" + first, "{'is_complete':true}").at("is_complete"));
    Client.Answer all = client.get(feedback);
    assertEquals("2", all.at("total_items"));
    assertEquals("Shorter?", all.at("feedback.0.message"));
    assertEquals("2", all.at("feedback.0.block_id"));
    assertEquals("2026-11-27T10:01:00+00:00", all.at("feedback.0.updated_at"));
    assertEquals("false", all.at("feedback.1.is_complete"));
    assertEquals(204, client.delete(feedback + "/" + first).status());
    assertEquals(404, client.get(feedback + "/" + first).status());
    assertEquals("1", client.get(feedback).at("total_items"));
  }

  @Test
  void domainIsVerifiedByTheCodeThatWasMailedToIt() {
    assertEquals(400, client.post("/verified-domains", "{'verification_email':'me'}").status());
    Client.Answer made =
        client.post("/verified-domains", "{'verification_email':'post@Shoppers.example.net'}");
    assertEquals("shoppers.example.net", made.at("domain"));
    assertEquals("false", made.at("verified"));
    assertEquals(
        400,
        client
            .post("/verified-domains", "{'verification_email':'other@shoppers.example.net'}")
            .status());
    String domain = "/verified-domains/shoppers.example.net";
    assertEquals(400, client.post(domain + "/actions/verify", "{'code':'guessed'}").status());
    assertEquals("false", client.get(domain).at("verified"));
    String code =
        client.send("GET", "/__sandbox/domain-code?domain=shoppers.example.net", "").text();
    assertEquals(
        "true", client.post(domain + "/actions/verify", "{'code':'" + code + "'}").at("verified"));
    assertEquals("true", client.get("/verified-domains").at("domains.0.verified"));
    assertEquals(204, client.delete(domain).status());
    assertEquals(404, client.get(domain).status());
    assertEquals("0", client.get("/verified-domains").at("total_items"));
  }
}
