package io.espalier.sandbox.klaviyo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Forms and their versions, kept and not shown to anybody. */
class FormsTest {
  private static final String POPUP = "{'name':'Plain','steps':[{'columns':[]}]}";
  private static final String WHOLE_PAGE =
      "{'name':'Large','type':'full_screen','status':'live','ab_test':true,'steps':[{'columns':[]}]}";

  private final Client client = new Client();

  @AfterEach
  void close() {
    client.close();
  }

  private Client.Response form(String name, String versions) {
    return client.post(
        "/api/forms",
        Furnished.json(
            "{'data':{'type':'form','attributes':{'name':'"
                + name
                + "','status':'live','ab_test':false,'definition':{'versions':["
                + versions
                + "]}}}}"));
  }

  @Test
  void aFormIsMadeWithItsVersionsFoundAndDeleted() {
    Client.Response made = form("Join us", POPUP + "," + WHOLE_PAGE);
    assertEquals(201, made.status());
    form("Leave us", POPUP);
    String path = "/api/forms/" + made.id();

    assertEquals(
        List.of(made.id()),
        client.walk("/api/forms?filter=" + Client.q("contains(name,\"Join\")")));
    assertEquals(
        "2",
        Integer.toString(
            client
                .get(path)
                .attributes()
                .getAsJsonObject("definition")
                .getAsJsonArray("versions")
                .size()));
    assertFalse(
        client
            .get("/api/forms")
            .rows()
            .get(0)
            .getAsJsonObject()
            .getAsJsonObject("attributes")
            .has("definition"));

    JsonElement large =
        client
            .get(path + "/form-versions?filter=" + Client.q("equals(form_type,\"full_page\")"))
            .rows()
            .get(0);
    JsonObject version = large.getAsJsonObject();
    assertEquals(
        "Large", version.getAsJsonObject("attributes").get("variation_name").getAsString());
    assertEquals("live", version.getAsJsonObject("attributes").get("status").getAsString());
    String one = "/api/form-versions/" + version.get("id").getAsString();
    assertEquals(made.id(), client.get(one + "/form").id());
    assertEquals(
        "Join us",
        client
            .get(one + "?include=form")
            .json()
            .getAsJsonArray("included")
            .get(0)
            .getAsJsonObject()
            .getAsJsonObject("attributes")
            .get("name")
            .getAsString());

    try (Client after = new Client(false, Optional.of(client.sandbox.snapshot()))) {
      assertEquals(2, after.walk(path + "/form-versions").size());
    }
    assertEquals(204, client.delete(path, "").status());
    assertEquals(404, client.get(one).status());
    assertEquals(1, client.walk("/api/forms").size());
  }

  @Test
  void whatIsNoFormIsRefusedWithItsPlace() {
    for (String line :
        List.of(
            " versions",
            "{'steps':[]} versions/0/steps",
            "{'steps':[{}]} versions/0/steps/0/columns",
            POPUP + ",{'type':'card','steps':[{'columns':[]}]} versions/1/type",
            "{'status':'gone','steps':[{'columns':[]}]} versions/0/status",
            "{'ab_test':'no','steps':[{'columns':[]}]} versions/0/ab_test")) {
      int space = line.lastIndexOf(' ');
      Client.Response refused = form("f", line.substring(0, space));
      assertEquals(400, refused.status(), line);
      assertEquals("/data/attributes/definition/" + line.substring(space + 1), refused.pointer());
    }
    assertEquals(List.of(), client.walk("/api/forms"));
  }
}
