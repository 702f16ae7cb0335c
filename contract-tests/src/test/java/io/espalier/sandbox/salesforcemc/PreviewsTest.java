package io.espalier.sandbox.salesforcemc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The vendor renders, over the paths that integrations use. */
class PreviewsTest {
  private final Wire wire = Wire.fresh();
  private String email = "";

  @BeforeEach
  void fill() {
    wire.createProfiles();
    wire.post(
        "hub/v1/dataevents/key:people/rowset",
        "[{\"keys\":{\"Key\":\"k1\"},\"values\":{\"Email\":\"Ada@example.com\",\"Country\":\"PT\"}},"
            + "{\"keys\":{\"Key\":\"k2\"},\"values\":{\"Email\":\"Bo@example.com\",\"Country\":\"SE\"}}]");
    email =
        Wire.json(
                wire.post(
                    "asset/v1/content/assets",
                    "{\"name\":\"E\",\"assetType\":{\"id\":208,\"name\":\"htmlemail\"},\"views\":{"
                        + "\"html\":{\"content\":\"<b>%%Country%%</b>\"},"
                        + "\"subjectline\":{\"content\":\"For %%_subscriberkey%%\"},"
                        + "\"preheader\":{\"content\":\"hi\"}}}"))
            .get("id")
            .getAsString();
  }

  @AfterEach
  void stop() {
    wire.close();
  }

  private JsonArray views(String path) {
    HttpResponse<String> reply = wire.post("guide/v1/emails/" + email + path, "{}");
    assertEquals(200, reply.statusCode(), reply.body());
    return Wire.json(reply).getAsJsonObject("message").getAsJsonArray("views");
  }

  private static String content(JsonArray views, int view) {
    return views.get(view).getAsJsonObject().get("content").getAsString();
  }

  @Test
  void emailIsRenderedForARowAndForAContact() {
    JsonArray bo = views("/dataExtension/key:people/contacts/key:k2/preview");
    assertEquals("<b>SE</b>", content(bo, 0));
    assertEquals("For k2", content(bo, 1));
    assertEquals("hi", content(bo, 2));
    assertEquals(
        "vnd.exacttarget.message.email.htmlBody",
        bo.get(0).getAsJsonObject().get("contentType").getAsString());
    String row =
        Wire.one(
            wire.soap(
                "<RetrieveRequestMsg><RetrieveRequest><ObjectType>DataExtensionObject[people]</ObjectType>"
                    + "<Properties>_CustomObjectKey</Properties><Filter xsi:type=\"SimpleFilterPart\"><Property>Key</Property>"
                    + "<SimpleOperator>equals</SimpleOperator><Value>k1</Value></Filter></RetrieveRequest></RetrieveRequestMsg>"),
            "Value");
    assertEquals(
        "<b>PT</b>", content(views("/dataExtension/key:people/row/" + row + "/preview"), 0));
    assertEquals(
        404,
        wire.post(
                "guide/v1/emails/" + email + "/dataExtension/key:people/contacts/key:k9/preview",
                "{}")
            .statusCode());
  }

  @Test
  void subscriberIsKnownByAttributesAlone() {
    wire.soap(
        "<CreateRequest><Objects xsi:type=\"Subscriber\"><SubscriberKey>s1</SubscriberKey>"
            + "<EmailAddress>cy@shoppers.example.net</EmailAddress></Objects></CreateRequest>");
    String path = "asset/v1/content/assets/" + email;
    wire.send(
        "PATCH", path, "{\"views\":{\"html\":{\"content\":\"%%emailaddr%% %%_subscriberkey%%\"}}}");
    assertEquals(
        "cy@shoppers.example.net s1", content(views("/contacts/key:s1/preview?kind=html"), 0));
  }

  @Test
  void scriptThatFailsIsRefusedAsAWhole() {
    HttpResponse<String> reply = wire.post("guide/v1/emails/" + email + "/preview", "{}");
    assertEquals(400, reply.statusCode());
    assertEquals("10005", Wire.json(reply).get("errorcode").toString());
    assertEquals(404, wire.post("guide/v1/emails/999/preview", "{}").statusCode());
  }

  @Test
  void messageIsRenderedWithItsAttributesAndNamesWhatNobodyKnows() {
    HttpResponse<String> reply =
        wire.post(
            "messaging/v1/SMS/render",
            "{\"context\":\"Preview\",\"content\":\"%%=Add(1,2)=%% %%First%% %%Last Name%%\","
                + "\"attributes\":{\"First\":\"Ada\"},\"recipient\":{\"contactKey\":\"k1\"}}");
    JsonObject body = Wire.json(reply);
    assertEquals("3 Ada %%Last Name%%", body.get("renderedContent").getAsString());
    assertEquals("[\"Last Name\"]", body.get("contentFieldsNotFound").toString());
    assertFalse(body.get("renderServiceLogID").getAsString().isEmpty());
    assertEquals(
        400, wire.post("messaging/v1/PUSH/render", "{\"content\":\"%%=Add(1=%%\"}").statusCode());
    assertTrue(wire.get("messaging/v1/SMS/render").statusCode() == 404);
  }
}
