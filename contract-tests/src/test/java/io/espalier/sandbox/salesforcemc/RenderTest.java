package io.espalier.sandbox.salesforcemc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import io.espalier.sandbox.RenderException;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RenderTest {
  private final Wire wire = Wire.fresh();

  @BeforeEach
  void fill() {
    wire.createProfiles();
    wire.post(
        "hub/v1/dataevents/key:people/rowset",
        "[{\"keys\":{\"Key\":\"k1\"},\"values\":{\"Email\":\"Ada@example.com\",\"Country\":\"PT\","
            + "\"Spent\":1200.5,\"Born\":\"1990-12-31\",\"Vip\":false}}]");
  }

  @AfterEach
  void stop() {
    wire.close();
  }

  private String render(String template) {
    return wire.sandbox.render(template, "ada@example.com");
  }

  @Test
  void columnsAreTheAttributesInTheTextOfTheApi() {
    assertEquals(
        "PT 1200.50 12/31/1990 12:00:00 AM False k1",
        render("%%country%% %%Spent%% %%Born%% %%vip%% %%_subscriberkey%%"));
    assertEquals(
        "rich",
        render(
            "%%[ IF AttributeValue('Spent') > 1000 AND [Vip] == false THEN ]%%rich%%[ ENDIF ]%%"));
  }

  @Test
  void systemStringsAreThere() {
    String footer =
        render(
            "<a href=\"%%unsub_center_url%%\">x</a>%%member_busname%%, %%Member_Addr%% %%xtyear%%");
    assertTrue(
        footer.matches(
            "<a href=\"https://click\\.example\\.com/unsub_center_url\\.aspx\\?qs=[0-9a-f]+\">x</a>"
                + "Example Shop, 1 High Street 2026"),
        footer);
  }

  @Test
  void rowAndDataAreOfTheSameAccount() {
    assertEquals("PT", render("%%=Lookup('People','Country','Key','K1')=%%"));
    HttpResponse<String> made =
        wire.post(
            "asset/v1/content/assets",
            "{\"name\":\"Footer\",\"customerKey\":\"footer\",\"assetType\":{\"id\":220},"
                + "\"content\":\"bye %%country%%\"}");
    assertEquals(201, made.statusCode(), made.body());
    assertEquals("bye PT", render("%%=ContentBlockByKey('footer')=%%"));
  }

  @Test
  void addressThatNoRowHoldsIsNotSentTo() {
    RenderException refused =
        assertThrows(RenderException.class, () -> wire.sandbox.render("a", "eve@example.com"));
    assertEquals(
        "no data extension holds this address in an EmailAddress column", refused.getMessage());
  }

  @Test
  void commandLineRendersOnTheSamePort() {
    JsonObject body = new JsonObject();
    body.addProperty("template", "é %%country%%");
    body.addProperty("email", "ada@example.com");
    HttpResponse<String> reply = wire.post("__sandbox/render", body.toString());
    assertEquals(200, reply.statusCode());
    assertEquals("é PT", reply.body());
    body.addProperty("template", "%%[ IF ]%%");
    HttpResponse<String> refused = wire.post("__sandbox/render", body.toString());
    assertEquals(422, refused.statusCode());
    assertEquals("AMPscript error: a value is expected (line 1, column 11)", refused.body());
  }
}
