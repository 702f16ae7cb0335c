package io.espalier.sandbox.klaviyo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a key may do, and two profiles that become one. */
class KeysAndMergeTest {
  private static final String ADA = "ada@example.net";

  @Test
  void aKeyWithoutTheScopeIsRefused403AndOtherwiseTaken() {
    try (Client client = new Client()) {
      String key = client.post("/__sandbox/keys?scopes=lists:read,tags:read", "").raw().body();
      assertEquals(200, client.send(client.bare("/api/lists", key).GET()).status());
      Client.Response refused = client.send(client.bare("/api/profiles", key).GET());
      assertEquals(403, refused.status());
      assertEquals("permission_denied", refused.error().get("code").getAsString());
      // Two scopes at once: one of them is not enough.
      String list = client.list("Fans");
      assertEquals(
          403, client.send(client.bare("/api/lists/" + list + "/profiles", key).GET()).status());
      assertEquals(
          200, client.send(client.bare("/api/lists/" + list + "/tags", key).GET()).status());
    }
  }

  private static Client.Response merge(Client client, String into, List<String> from) {
    return client.post(
        "/api/profile-merge",
        "{\"data\":{\"type\":\"profile-merge\",\"id\":\""
            + into
            + "\",\"relationships\":{\"profiles\":"
            + Client.references(from)
            + "}}}");
  }

  static JsonObject merged(Client client) {
    String ada =
        client.person(
            "{\"email\":\"" + ADA + "\",\"first_name\":\"Ada\",\"properties\":{\"a\":1}}");
    String other =
        client.person(
            "{\"phone_number\":\"+15005550006\",\"first_name\":\"A.\",\"properties\":{\"b\":2}}");
    assertEquals(201, merge(client, ada, List.of(other)).status());
    return client.get("/api/profiles/" + ada).attributes();
  }

  @Test
  void aMergeAnswers201AndLeavesOneWithAllThatBothHad() {
    try (Client client = new Client()) {
      JsonObject one = merged(client);
      assertEquals("+15005550006", one.get("phone_number").getAsString());
      assertEquals("{\"b\":2,\"a\":1}", one.get("properties").toString());
      assertEquals(1, client.walk("/api/profiles").size());
    }
  }

  @Test
  void aMergeKeepsEventsMembershipsAndSuppressions() {
    try (Client client = new Client()) {
      String list = client.list("Fans");
      String ada = client.person("{\"email\":\"" + ADA + "\"}");
      String bob = client.person("{\"email\":\"bob@example.net\"}");
      EventsTest.track(client, "bob@example.net", "order", "");
      client.post(
          "/api/lists/" + list + "/relationships/profiles", Client.references(List.of(bob)));
      ConsentTest.unsubscribe(client, "bob@example.net", "");
      merge(client, ada, List.of(bob));

      assertEquals(List.of(ada), client.walk("/api/lists/" + list + "/profiles"));
      assertEquals(
          1,
          client
              .walk("/api/events?filter=" + Client.q("equals(profile_id,\"" + ada + "\")"))
              .size());
      assertEquals("false", client.email(ada).get("can_receive_email_marketing").getAsString());
    }
  }

  @Test
  void exactlyOneSourceIsMerged() {
    try (Client client = new Client()) {
      String ada = client.person("{\"email\":\"" + ADA + "\"}");
      String bob = client.person("{\"email\":\"bob@example.net\"}");
      assertEquals(400, merge(client, ada, List.of()).status());
      assertEquals(400, merge(client, ada, List.of(ada)).status());
      assertEquals(400, merge(client, ada, List.of(bob, ada)).status());
    }
  }

  @Test
  void aDraggedTemplateHasADefinitionAndNothingElse() {
    try (Client client = new Client()) {
      String start =
          "{\"data\":{\"type\":\"template\",\"attributes\":{\"name\":\"t\",\"editor_type\":";
      String body =
          "\"definition\":{\"body\":{\"sections\":[{\"blocks\":[{\"data\":{\"content\":\"<b>Hi</b>\"}}]}]}}";
      assertEquals(
          400,
          client.post("/api/templates", start + "\"SYSTEM_DRAGGABLE\",\"html\":\"x\"}}}").status());
      assertEquals(
          400,
          client
              .post("/api/templates", start + "\"CODE\",\"html\":\"x\"," + body + "}}}")
              .status());
      assertEquals(400, client.post("/api/templates", start + "\"SYSTEM_DRAGGABLE\"}}}").status());
      Client.Response dragged =
          client.post("/api/templates", start + "\"SYSTEM_DRAGGABLE\"," + body + "}}}");
      assertEquals(201, dragged.status());
      assertEquals("<b>Hi</b>", dragged.attributes().get("html").getAsString());

      Client.Response copy =
          client.post(
              "/api/template-clone",
              "{\"data\":{\"type\":\"template\",\"id\":\""
                  + dragged.id()
                  + "\",\"attributes\":{\"name\":\"u\"}}}");
      assertEquals(201, copy.status());
      assertEquals(2, client.walk("/api/templates").size());
    }
  }

  @Test
  void theStandardGroupOfTagsStaysAndAnotherGoesWithItsTags() {
    try (Client client = new Client()) {
      String standard = client.walk("/api/tag-groups").get(0);
      assertEquals(400, client.delete("/api/tag-groups/" + standard, "").status());
      String group =
          client
              .post(
                  "/api/tag-groups",
                  "{\"data\":{\"type\":\"tag-group\",\"attributes\":{\"name\":\"Ours\"}}}")
              .id();
      client.post(
          "/api/tags",
          "{\"data\":{\"type\":\"tag\",\"attributes\":{\"name\":\"x\"},\"relationships\":{\"tag-group\":"
              + "{\"data\":{\"type\":\"tag-group\",\"id\":\""
              + group
              + "\"}}}}}");
      assertEquals(1, client.walk("/api/tag-groups/" + group + "/tags").size());
      assertEquals(204, client.delete("/api/tag-groups/" + group, "").status());
      assertEquals(0, client.walk("/api/tags").size());
    }
  }
}
