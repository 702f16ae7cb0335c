package io.espalier.sandbox.mailchimp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.espalier.sandbox.Sandbox;
import io.espalier.sandbox.SandboxOptions;
import io.espalier.sandbox.Sandboxes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MailchimpSandboxTest {
  private Sandbox sandbox = start(SandboxOptions.fresh());
  private Client client = new Client(sandbox);

  private static Sandbox start(SandboxOptions options) {
    return new MailchimpSandboxProvider().start(options);
  }

  @BeforeEach
  void greet() {
    assertEquals("Everything's Chimpy!", client.get("/ping").at("health_status"));
  }

  @AfterEach
  void close() {
    sandbox.close();
  }

  @Test
  void providerIsFoundByItsService() {
    assertTrue(Sandboxes.all().stream().anyMatch(provider -> provider.id().equals("mailchimp")));
  }

  @Test
  void freshAccountHasContactAndNoAudience() {
    Client.Answer lists = client.get("/lists");
    assertEquals("0", lists.at("total_items"));
    assertEquals("true", lists.at("constraints.may_create"));
    Client.Answer account = client.get("/");
    assertEquals("GB", account.at("contact.country"));
    assertTrue(sandbox.settings().get("api_key").matches("[0-9a-f]{32}-us1"));
  }

  @Test
  void keyIsAskedForAndCheckedInEachForm() {
    String key = sandbox.settings().get("api_key");
    String base = "/ping";
    assertEquals(200, with("Bearer " + key).get(base).status());
    assertEquals(200, with("").get(base + "?apikey=" + key).status());
    Client.Answer none = with("").get(base);
    assertEquals(401, none.status());
    assertEquals("API Key Missing", none.at("title"));
    Client.Answer wrong = with(Client.basic("0123-us1")).get(base);
    assertEquals(401, wrong.status());
    assertEquals(
        "Your API key may be invalid, or you've attempted to access the wrong datacenter.",
        wrong.at("detail"));
    Client.Answer elsewhere = with(Client.basic(key.replace("-us1", "-us6"))).get(base);
    assertEquals(403, elsewhere.status());
    assertEquals("The API key provided is linked to datacenter 'us1'", elsewhere.at("detail"));
  }

  private Client with(String authorization) {
    return new Client(sandbox.settings(), authorization);
  }

  @Test
  void unknownRouteIsNotFoundAndWrongMethodNamesTheRightOnes() {
    Client.Answer unknown = client.get("/nowhere");
    assertEquals(404, unknown.status());
    assertEquals("The requested resource could not be found.", unknown.at("detail"));
    assertEquals(
        "application/problem+json; charset=utf-8",
        unknown.whole().headers().firstValue("Content-Type").orElse(""));
    assertEquals(
        unknown.at("instance"), unknown.whole().headers().firstValue("X-Request-Id").orElse(""));
    Client.Answer wrong = client.delete("/ping");
    assertEquals(405, wrong.status());
    assertEquals("GET", wrong.whole().headers().firstValue("Allow").orElse(""));
  }

  @Test
  void badJsonIsRefusedAndSoIsAnythingButAnObject() {
    Client.Answer bad = client.post("/lists", "{name:1}");
    assertEquals(400, bad.status());
    assertEquals("JSON Parse Error", bad.at("title"));
    assertEquals("JSON Parse Error", client.post("/lists", "{} {}").at("title"));
    assertEquals(
        "Schema describes object, array found instead",
        client.post("/lists", "[]").at("errors.0.message"));
  }

  @Test
  void listsPageTenByDefaultAndThousandAtMost() {
    String list = client.newList();
    for (int i = 0; i < 3; i++) {
      client.post(list, batch(Client.emails(500 * i, 500 * (i + 1)), "subscribed", false));
    }
    Client.Answer page = client.get(list + "/members");
    assertEquals(10, page.size("members"));
    assertEquals("1500", page.at("total_items"));
    assertEquals(1000, client.get(list + "/members?count=3000").size("members"));
    Client.Answer rest = client.get(list + "/members?count=1000&offset=1000");
    assertEquals(500, rest.size("members"));
    assertEquals("p1000@shoppers.example.net", rest.at("members.0.email_address"));
    assertEquals(0, client.get(list + "/members?offset=1500").size("members"));
    assertEquals(
        "{\"members\":[{\"email_address\":\"p0@shoppers.example.net\"}]}",
        client.get(list + "/members?count=1&fields=members.email_address").text());
    assertFalse(
        client
            .get(list + "/members?count=1&exclude_fields=members.stats,_links")
            .text()
            .contains("stats"));
  }

  static String batch(JsonArray emails, String status, boolean update) {
    JsonArray members = new JsonArray();
    for (JsonElement email : emails) {
      JsonObject member = new JsonObject();
      member.add("email_address", email);
      member.addProperty("status", status);
      members.add(member);
    }
    JsonObject body = new JsonObject();
    body.add("members", members);
    body.addProperty("update_existing", update);
    return body.toString();
  }

  @Test
  void batchSubscribeAnswers200WithAnErrorPerBadRow() {
    String list = client.newList();
    client.post(list + "/merge-fields", "{'name':'Spent','type':'number','tag':'SPENT'}");
    client.subscribe(list, "known@shoppers.example.net", "{}");
    Client.Answer answer =
        client.post(
            list,
            "{'members':[{'email_address':'new@shoppers.example.net','status':'subscribed'},"
                + "{'email_address':'known@shoppers.example.net','status':'subscribed'},"
                + "{'email_address':'x@example.com','status':'subscribed'},"
                + "{'email_address':'nothing','status':'subscribed'},"
                + "{'email_address':'n@shoppers.example.net','status':'subscribed',"
                + "'merge_fields':{'SPENT':'much'}}]}");
    assertEquals(200, answer.status());
    assertEquals("1", answer.at("total_created"));
    assertEquals("0", answer.at("total_updated"));
    assertEquals("4", answer.at("error_count"));
    assertEquals("ERROR_CONTACT_EXISTS", answer.at("errors.0.error_code"));
    assertEquals(
        "x@example.com looks fake or invalid, please enter a real email address.",
        answer.at("errors.1.error"));
    assertEquals("Please provide a valid email address.", answer.at("errors.2.error"));
    assertEquals("Your merge fields were invalid.", answer.at("errors.3.error"));
    assertEquals("SPENT", answer.at("errors.3.field"));
    assertEquals("Please enter a number", answer.at("errors.3.field_message"));
    assertEquals(404, client.get(list + "/members/n@shoppers.example.net").status());
  }

  @Test
  void batchSubscribeTakesFiveHundredRowsAndNotOneMore() {
    String list = client.newList();
    assertEquals(
        "500",
        client.post(list, batch(Client.emails(0, 500), "subscribed", false)).at("total_created"));
    assertEquals(
        "500",
        client.post(list, batch(Client.emails(0, 500), "subscribed", true)).at("total_updated"));
    Client.Answer over = client.post(list, batch(Client.emails(0, 501), "subscribed", true));
    assertEquals(400, over.status());
    assertEquals("members", over.at("errors.0.field"));
    assertEquals(
        "This collection should contain 500 elements or less.", over.at("errors.0.message"));
  }

  @Test
  void batchSubscribeDoesNotResubscribeTheUnsubscribedNorSaySo() {
    String list = client.newList();
    client.subscribe(list, "a@shoppers.example.net", "{}");
    client.patch(list + "/members/a@shoppers.example.net", "{'status':'unsubscribed'}");
    Client.Answer answer =
        client.post(
            list,
            "{'update_existing':true,'members':[{'email_address':'a@shoppers.example.net',"
                + "'status':'subscribed'}]}");
    assertEquals("0", answer.at("error_count"));
    assertEquals("unsubscribed", answer.at("updated_members.0.status"));
  }

  @Test
  void snapshotHoldsAllAndGivesItBack() {
    String list = client.newList();
    client.post(list + "/merge-fields", "{'name':'Spent','type':'number','tag':'SPENT'}");
    client.subscribe(list, "a@shoppers.example.net", "{'SPENT':15.50,'FNAME':'Ada'}");
    client.post(list + "/segments", "{'name':'Gold','static_segment':['a@shoppers.example.net']}");
    String snapshot = sandbox.snapshot();
    Client.Answer before =
        client.get(list + "/members/a@shoppers.example.net?exclude_fields=_links");
    String key = sandbox.settings().get("api_key");
    sandbox.close();
    sandbox = start(SandboxOptions.fresh().with(snapshot));
    client = new Client(sandbox);
    assertEquals(key, sandbox.settings().get("api_key"));
    Client.Answer after =
        client.get(list + "/members/a@shoppers.example.net?exclude_fields=_links");
    assertEquals(before.text(), after.text());
    assertEquals("15.5", after.at("merge_fields.SPENT"));
    assertEquals("Gold", after.at("tags.0.name"));
    assertEquals(snapshot, sandbox.snapshot());
  }
}
