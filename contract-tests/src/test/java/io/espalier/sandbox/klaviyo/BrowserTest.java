package io.espalier.sandbox.klaviyo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import io.espalier.sandbox.Switches;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a page in a browser may do with the account's public id and no key. */
class BrowserTest {
  private final Client client = new Client();

  @AfterEach
  void close() {
    client.close();
  }

  private String company() {
    return client.get("/api/accounts").rows().get(0).getAsJsonObject().get("id").getAsString();
  }

  private Client.Response browse(String path, String company, String resource) {
    return client.send(
        HttpRequest.newBuilder(
                URI.create(
                    client.sandbox.settings().get("base_url")
                        + "/client/"
                        + path
                        + "?company_id="
                        + company))
            .header("revision", "2026-07-15")
            .header("Content-Type", "application/vnd.api+json")
            .POST(
                HttpRequest.BodyPublishers.ofString(Furnished.json("{'data':" + resource + "}"))));
  }

  private Client.Response browse(String path, String resource) {
    return browse(path, company(), resource);
  }

  private static String subscription(String list, String profile) {
    return "{'type':'subscription','attributes':{'custom_source':'footer','profile':{'data':"
        + "{'type':'profile','attributes':"
        + profile
        + "}}},'relationships':{'list':{'data':{'type':'list','id':'"
        + list
        + "'}}}}";
  }

  private static String event(String profile, String unique) {
    return "{'type':'event','attributes':{'properties':{'page':'mugs'},'unique_id':'"
        + unique
        + "','metric':{'data':{'type':'metric','attributes':{'name':'Viewed Page'}}},'profile':"
        + "{'data':{'type':'profile','attributes':"
        + profile
        + "}}}}";
  }

  private JsonObject shown(String id) {
    return client.get("/api/profiles/" + id).attributes();
  }

  @Test
  void aSubscriptionMakesThePersonSubscribesThemAndPutsThemOnTheList() {
    String list = client.list("Newsletter");
    Client.Response answer =
        browse(
            "subscriptions", subscription(list, "{'email':'ada@example.net','title':'Countess'}"));
    assertEquals(202, answer.status());
    assertEquals("", answer.raw().body());

    List<String> members = client.walk("/api/lists/" + list + "/profiles");
    assertEquals(1, members.size());
    JsonObject email = client.email(members.get(0));
    assertEquals("SUBSCRIBED", email.get("consent").getAsString());
    assertEquals("footer", email.get("custom_method_detail").getAsString());
    assertEquals("Countess", shown(members.get(0)).get("title").getAsString());
  }

  @Test
  void whereTheListAsksThePersonIsSubscribedAfterTheAnswerOnly() {
    String list = client.list("Newsletter");
    client.patch(
        "/api/lists/" + list,
        Furnished.json(
            "{'data':{'type':'list','id':'"
                + list
                + "','attributes':{'opt_in_process':'double_opt_in'}}}"));
    browse("subscriptions", subscription(list, "{'email':'ada@example.net'}"));

    assertEquals(List.of(), client.walk("/api/lists/" + list + "/profiles"));
    String id = client.walk("/api/profiles").get(0);
    assertEquals("NEVER_SUBSCRIBED", client.email(id).get("consent").getAsString());
  }

  @Test
  void onlyTheChannelsThatAreNamedAreSubscribed() {
    String list = client.list("Newsletter");
    browse(
        "subscriptions",
        subscription(
            list,
            "{'email':'ada@example.net','phone_number':'+15005550006','subscriptions':{'sms':"
                + "{'marketing':{'consent':'SUBSCRIBED'}}}}"));

    String id = client.walk("/api/profiles").get(0);
    assertEquals("NEVER_SUBSCRIBED", client.email(id).get("consent").getAsString());
    assertEquals("+15005550006", shown(id).get("phone_number").getAsString());
  }

  @Test
  void whatSubscribesNobodyIsRefusedWithItsPlace() {
    String list = client.list("Newsletter");
    for (String line :
        List.of(
            subscription(list, "{'external_id':'7'}") + " /data/attributes/profile/data/attributes",
            subscription(list, "{'email':'nobody'}")
                + " /data/attributes/profile/data/attributes/email",
            subscription("Xxxxxx", "{'email':'ada@example.net'}")
                + " /data/relationships/list/data/id",
            subscription(
                    list,
                    "{'email':'ada@example.net','subscriptions':{'email':{'marketing':{'consent':"
                        + "'UNSUBSCRIBED'}}}}")
                + " /data/attributes/profile/data/attributes/subscriptions/email/marketing/consent",
            "{'type':'subscription','attributes':{'profile':{'data':{'type':'profile','attributes':"
                + "{'email':'ada@example.net'}}}}} /data/relationships")) {
      int space = line.lastIndexOf(' ');
      Client.Response refused = browse("subscriptions", line.substring(0, space));
      assertEquals(400, refused.status(), line);
      assertEquals(line.substring(space + 1), refused.pointer(), line);
    }
    assertEquals(List.of(), client.walk("/api/profiles"));
  }

  @Test
  void anIdentifierThatSomebodyHasIsNeitherChangedNorTakenFromAnother() {
    String ada = client.person("{\"email\":\"ada@example.net\",\"external_id\":\"1\"}");
    String zoe = client.person("{\"email\":\"zoe@example.net\",\"phone_number\":\"+15005550006\"}");
    assertEquals(
        202,
        browse(
                "profiles",
                "{'type':'profile','id':'"
                    + ada
                    + "','attributes':{'email':'other@example.net','phone_number':'+15005550006',"
                    + "'first_name':'Ada'}}")
            .status());
    browse(
        "profiles",
        "{'type':'profile','attributes':{'email':'ada@example.net','external_id':'9'}}");

    assertEquals("ada@example.net", shown(ada).get("email").getAsString());
    assertEquals("1", shown(ada).get("external_id").getAsString());
    assertTrue(shown(ada).get("phone_number").isJsonNull());
    assertEquals("Ada", shown(ada).get("first_name").getAsString());
    assertEquals("+15005550006", shown(zoe).get("phone_number").getAsString());
    assertEquals(2, client.walk("/api/profiles").size());
  }

  @Test
  void aProfileIsMadeAndCompletedAndSubscribesNobody() {
    browse(
        "profiles",
        "{'type':'profile','attributes':{'anonymous_id':'a1','email':'ada@example.net',"
            + "'properties':{'size':4}}}");
    browse(
        "profiles",
        "{'type':'profile','attributes':{'email':'ada@example.net','external_id':'7'},'meta':"
            + "{'patch_properties':{'unset':'size'}}}");

    String id = client.walk("/api/profiles").get(0);
    assertEquals("7", shown(id).get("external_id").getAsString());
    assertEquals("{}", shown(id).get("properties").toString());
    assertEquals("NEVER_SUBSCRIBED", client.email(id).get("consent").getAsString());
  }

  @Test
  void eventsAreThoseOfThePersonOneAUniqueId() {
    String ada = client.person("{\"email\":\"ada@example.net\"}");
    assertEquals(202, browse("events", event("{'email':'ada@example.net'}", "e1")).status());
    assertEquals(202, browse("events", event("{'email':'ada@example.net'}", "e1")).status());
    String many =
        "{'type':'event-bulk-create','attributes':{'profile':{'data':{'type':'profile','attributes':"
            + "{'email':'ada@example.net'}}},'events':{'data':[EVENTS]}}}";
    String one =
        "{'type':'event','attributes':{'properties':{},'unique_id':'ID','metric':{'data':{'type':"
            + "'metric','attributes':{'name':'Viewed Page'}}}}}";
    assertEquals(
        202,
        browse(
                "event-bulk-create",
                many.replace("EVENTS", one.replace("ID", "e2") + "," + one.replace("ID", "e3")))
            .status());
    assertEquals(400, browse("event-bulk-create", many.replace("EVENTS", "")).status());

    assertEquals(3, client.get("/api/events").rows().size());
    assertEquals(
        3,
        client
            .get("/api/events?filter=" + Client.q("equals(profile_id,\"" + ada + "\")"))
            .rows()
            .size());
  }

  @Test
  void whoeverNamesAnotherAccountOrNoneIsRefused() {
    String profile = "{'type':'profile','attributes':{'email':'ada@example.net'}}";
    for (String company : List.of("", "Xxxxxx")) {
      Client.Response refused = browse("profiles", company, profile);
      assertEquals(400, refused.status());
      assertEquals(
          "company_id", refused.error().getAsJsonObject("source").get("parameter").getAsString());
    }
    assertEquals(List.of(), client.walk("/api/profiles"));
    assertEquals(404, browse("nothing", profile).status());
  }

  @Test
  void aPageOfAnyOriginMayAskAndCall() {
    Client.Response asked =
        client.send(
            HttpRequest.newBuilder(
                    URI.create(client.sandbox.settings().get("base_url") + "/client/events"))
                .header("Access-Control-Request-Method", "POST")
                .method("OPTIONS", HttpRequest.BodyPublishers.noBody()));
    assertEquals(200, asked.status());
    assertEquals("*", asked.header("Access-Control-Allow-Origin"));
    assertEquals("content-type, revision", asked.header("Access-Control-Allow-Headers"));
    assertEquals(
        "*",
        browse("profiles", "{'type':'profile','attributes':{'email':'ada@example.net'}}")
            .header("Access-Control-Allow-Origin"));
  }

  @Test
  void whatIsAskedForIsDoneLaterInTheOrderOfArrival() {
    try (Client later =
        new Client(false, Optional.empty(), Duration.ofSeconds(5), Switches.usual())) {
      String company =
          later.get("/api/accounts").rows().get(0).getAsJsonObject().get("id").getAsString();
      later.send(
          HttpRequest.newBuilder(
                  URI.create(
                      later.sandbox.settings().get("base_url")
                          + "/client/profiles?company_id="
                          + company))
              .header("revision", "2026-07-15")
              .header("Content-Type", "application/json")
              .POST(
                  HttpRequest.BodyPublishers.ofString(
                      Client.profile("{\"email\":\"ada@example.net\"}"))));
      assertEquals(List.of(), later.walk("/api/profiles"));
      later.clock.forward(5);
      assertEquals(1, later.walk("/api/profiles").size());
    }
  }
}
