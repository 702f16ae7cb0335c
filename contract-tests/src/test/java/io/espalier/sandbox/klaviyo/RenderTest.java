package io.espalier.sandbox.klaviyo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import io.espalier.sandbox.RenderException;
import org.junit.jupiter.api.Test;

class RenderTest {
  private static Client withAnn() {
    Client client = new Client();
    client.person(
        "{\"email\":\"ann@example.net\",\"first_name\":\"Ann\",\"external_id\":\"e1\","
            + "\"location\":{\"city\":\"Ulm\",\"country\":\"Germany\"},"
            + "\"properties\":{\"tier\":\"gold\",\"spent 365d\":1200.5,\"vip\":true,\"brands\":[\"A&B\"]}}");
    return client;
  }

  @Test
  void recipientSeesWhatTheAccountHolds() {
    try (Client client = withAnn()) {
      assertEquals(
          "Hi Ann, Ulm gold 1200.5 A&amp;B there e1",
          client.sandbox.render(
              "Hi {{ first_name|default:'there' }}, {{ person.City }} {{ person|lookup:'tier' }}"
                  + " {% if person|lookup:'spent 365d' > 1000 and person|lookup:'vip' == 1 %}"
                  + "{{ person|lookup:'spent 365d' }}{% endif %}"
                  + "{% if 'A&B' in person|lookup:'brands' %} {{ person.brands.0 }}{% endif %}"
                  + " {{ last_name|default:'there' }} {{ person.id }}",
              "ann@example.net"));
      String footer =
          client.sandbox.render(
              "{{ organization.full_address }} {% unsubscribe_link %}", "ann@example.net");
      assertTrue(
          footer.startsWith(
              "12 Trellis Lane, Boston, MA 02110, United States https://manage.kmail-lists.com/subscriptions/unsubscribe?a="));
    }
  }

  @Test
  void whatTheEspWouldRefuseIsRefused() {
    try (Client client = withAnn()) {
      RenderException refused =
          assertThrows(
              RenderException.class,
              () -> client.sandbox.render("{% if person.n>5 %}", "ann@example.net"));
      assertEquals(
          "Unable to render given template with provided context. Please check included django"
              + " syntax and ensure it is compatible with provided context. (line 1: Could not"
              + " parse the remainder: '>5' from 'person.n>5')",
          refused.getMessage());
      assertThrows(RenderException.class, () -> client.sandbox.render("x", "no@example.net"));
    }
  }

  @Test
  void controlRendersAndLooksInside() {
    try (Client client = withAnn()) {
      Client.Response rendered =
          client.post(
              "/__sandbox/render",
              "{\"template\":\"Hi {{ first_name }}\",\"email\":\"ann@example.net\"}");
      assertEquals(200, rendered.status());
      assertEquals("Hi Ann", rendered.raw().body());
      Client.Response refused =
          client.post(
              "/__sandbox/render", "{\"template\":\"{{ }}\",\"email\":\"ann@example.net\"}");
      assertEquals(422, refused.status());
      JsonObject person = client.get("/__sandbox/people?email=ann%40example.net").json();
      assertEquals(
          "gold",
          person.getAsJsonObject("fields").getAsJsonObject("properties").get("tier").getAsString());
      assertEquals(404, client.get("/__sandbox/people?email=x").status());
    }
  }

  @Test
  void templateIsStoredRenderedWithACallersContextAndDeleted() {
    try (Client client = new Client()) {
      Client.Response created =
          client.post(
              "/api/templates",
              "{\"data\":{\"type\":\"template\",\"attributes\":{\"name\":\"t\",\"editor_type\":\"CODE\","
                  + "\"html\":\"<p>{{ person.tier|default:'none' }}</p>\",\"amp\":\"{% verbatim %}{{ x }}{% endverbatim %}\"}}}");
      assertEquals(201, created.status());
      String render =
          "{\"data\":{\"type\":\"template\",\"id\":\"%s\",\"attributes\":{\"context\":{\"person\":{\"tier\":\"<gold>\"}}}}}";
      Client.Response rendered =
          client.post("/api/template-render", String.format(render, created.id()));
      assertEquals(201, rendered.status());
      assertEquals("<p>&lt;gold&gt;</p>", rendered.attributes().get("html").getAsString());
      assertEquals("{{ x }}", rendered.attributes().get("amp").getAsString());
      String broken =
          "{\"data\":{\"type\":\"template\",\"id\":\"%s\",\"attributes\":{\"html\":\"{%% if %%}\"}}}";
      String path = "/api/templates/" + created.id();
      assertEquals(200, client.patch(path, String.format(broken, created.id())).status());
      Client.Response refused =
          client.post("/api/template-render", String.format(render, created.id()));
      assertEquals(400, refused.status());
      assertEquals(Recipients.REFUSED, refused.error().get("detail").getAsString());
      assertEquals(204, client.delete(path, "").status());
      assertEquals(404, client.get(path).status());
    }
  }
}
