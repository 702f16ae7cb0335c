package io.espalier.sandbox.klaviyo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonObject;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Web feeds, and how links are tracked. */
class WebFeedsTest {
  private final Client client = new Client();

  @AfterEach
  void close() {
    client.close();
  }

  private Client.Response feed(String attributes) {
    return client.post(
        "/api/web-feeds",
        Furnished.json("{'data':{'type':'web-feed','attributes':" + attributes + "}}"));
  }

  private Client.Response news(String name) {
    return feed(
        "{'name':'"
            + name
            + "','url':'https://shop.example/news.json','request_method':'get','content_type':'json'}");
  }

  @Test
  void aFeedIsMadeFoundChangedAndDeleted() {
    Client.Response made = news("news");
    assertEquals(201, made.status());
    for (int i = 0; i < 6; i++) {
      news("other " + i);
    }
    assertEquals(5, client.get("/api/web-feeds").rows().size());
    assertEquals(7, client.walk("/api/web-feeds").size());
    assertEquals(
        List.of(made.id()),
        client.walk("/api/web-feeds?filter=" + Client.q("equals(name,\"news\")")));

    Client.Response changed =
        client.patch(
            "/api/web-feeds/" + made.id(),
            Furnished.json(
                "{'data':{'type':'web-feed','id':'"
                    + made.id()
                    + "','attributes':{'content_type':'xml','name':null}}}"));
    assertEquals("xml", changed.attributes().get("content_type").getAsString());
    assertEquals("news", changed.attributes().get("name").getAsString());

    try (Client after = new Client(false, Optional.of(client.sandbox.snapshot()))) {
      assertEquals(
          "xml",
          after.get("/api/web-feeds/" + made.id()).attributes().get("content_type").getAsString());
    }
    assertEquals(204, client.delete("/api/web-feeds/" + made.id(), "").status());
    assertEquals(404, client.get("/api/web-feeds/" + made.id()).status());
  }

  @Test
  void whatIsNoFeedIsRefusedWithItsPlace() {
    for (String line :
        List.of(
            "{'url':'https://x.example','request_method':'get','content_type':'json'} name",
            "{'name':'n','url':'nowhere','request_method':'get','content_type':'json'} url",
            "{'name':'n','url':'https://x.example','request_method':'put','content_type':'json'}"
                + " request_method",
            "{'name':'n','url':'https://x.example','request_method':'get','content_type':'csv'}"
                + " content_type")) {
      int space = line.lastIndexOf(' ');
      Client.Response refused = feed(line.substring(0, space));
      assertEquals(400, refused.status(), line);
      assertEquals("/data/attributes/" + line.substring(space + 1), refused.pointer());
    }
    assertEquals(List.of(), client.walk("/api/web-feeds"));
  }

  private Client.Response track(String attributes) {
    String id =
        client
            .get("/api/tracking-settings")
            .rows()
            .get(0)
            .getAsJsonObject()
            .get("id")
            .getAsString();
    return client.patch(
        "/api/tracking-settings/" + id,
        Furnished.json(
            "{'data':{'type':'tracking-setting','id':'"
                + id
                + "','attributes':"
                + attributes
                + "}}"));
  }

  @Test
  void trackingIsOneOfTheAccountAndChangedMemberByMember() {
    JsonObject before =
        client
            .get("/api/tracking-settings")
            .rows()
            .get(0)
            .getAsJsonObject()
            .getAsJsonObject("attributes");
    String term =
        "{\"flow\":{\"type\":\"dynamic\",\"value\":\"flow_id\"},\"campaign\":{\"type\":\"static\",\"value\":\"mug\"}}";
    assertEquals(
        200,
        track("{'auto_add_parameters':false,'utm_term':" + term.replace('"', '\'') + "}").status());

    JsonObject after =
        client
            .get("/api/tracking-settings")
            .rows()
            .get(0)
            .getAsJsonObject()
            .getAsJsonObject("attributes");
    assertEquals("false", after.get("auto_add_parameters").toString());
    assertEquals(term, after.get("utm_term").toString());
    assertEquals(before.get("utm_source"), after.get("utm_source"));
  }

  @Test
  void aTrackingParameterThatThereIsNotChangesNothing() {
    for (String line :
        List.of(
            "{'utm_id':{'flow':{'type':'dynamic','value':'campaign_id'}}} utm_id/flow/value",
            "{'utm_id':{'campaign':{'type':'magic','value':'x'}}} utm_id/campaign/type",
            "{'auto_add_parameters':'no'} auto_add_parameters",
            "{'custom_parameters':[{'flow':{'type':'static','value':'x'}}]} custom_parameters/0/name",
            "{'utm_else':{}} utm_else")) {
      int space = line.lastIndexOf(' ');
      Client.Response refused =
          track("{'utm_term':{'flow':{'type':'static','value':'x'}}," + line.substring(1, space));
      assertEquals(400, refused.status(), line);
      assertEquals("/data/attributes/" + line.substring(space + 1), refused.pointer());
    }
    assertEquals(
        false,
        client
            .get("/api/tracking-settings")
            .rows()
            .get(0)
            .getAsJsonObject()
            .getAsJsonObject("attributes")
            .has("utm_term"));
  }
}
