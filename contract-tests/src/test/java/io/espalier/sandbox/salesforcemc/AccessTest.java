package io.espalier.sandbox.salesforcemc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tokens that end early, throttling of both shapes, namespaces, and what an enterprise shares. */
class AccessTest {
  private static final String READ =
      "<RetrieveRequestMsg><RetrieveRequest><ObjectType>DataExtension</ObjectType>"
          + "<Properties>Name</Properties>MORE</RetrieveRequest></RetrieveRequestMsg>";

  private final Wire wire = Wire.fresh();

  @AfterEach
  void stop() {
    wire.close();
  }

  private void faults(String plan) {
    assertEquals(200, wire.send("PUT", "__sandbox/faults", plan).statusCode());
  }

  @Test
  void tokensEndWhenSomebodySaysSo() {
    assertEquals(200, wire.get("platform/v1/tokenContext").statusCode());
    wire.act("expire");
    assertEquals(401, wire.get("platform/v1/tokenContext").statusCode());
    assertEquals(500, wire.soapReply(READ.replace("MORE", ""), wire.token()).statusCode());
    wire.logIn();
    assertEquals(200, wire.get("platform/v1/tokenContext").statusCode());
  }

  @Test
  void oneThrottlingSaysHowLongToWaitAndTheOtherDoesNot() {
    faults("throttle 5 on GET /platform/*");
    HttpResponse<String> limited = wire.get("platform/v1/tokenContext");
    assertEquals(429, limited.statusCode());
    assertEquals("5", limited.headers().firstValue("Retry-After").orElse(""));
    assertEquals(50100, Wire.json(limited).get("errorcode").getAsInt());
    assertEquals(5, Wire.json(limited).get("retryAfter").getAsInt());
    faults("throttle-silently on GET /platform/*");
    HttpResponse<String> blocked = wire.get("platform/v1/tokenContext");
    assertEquals(429, blocked.statusCode());
    assertTrue(blocked.headers().firstValue("Retry-After").isEmpty());
    assertEquals(50200, Wire.json(blocked).get("errorcode").getAsInt());
    assertEquals(
        "Your requests are temporarily blocked.", Wire.json(blocked).get("message").getAsString());
    faults("throttle 5 on POST /Service.asmx");
    assertEquals(500, wire.soapReply(READ.replace("MORE", ""), wire.token()).statusCode());
    faults("");
  }

  @Test
  void tokenAndRequestStandInTheirNamespaces() {
    String good =
        "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Header>"
            + "<fueloauth xmlns=\"http://exacttarget.com\">"
            + wire.token()
            + "</fueloauth></s:Header><s:Body>"
            + READ.replace("MORE", "")
                .replaceFirst(">", " xmlns=\"http://exacttarget.com/wsdl/partnerAPI\">")
            + "</s:Body></s:Envelope>";
    assertEquals("OK", Wire.one(envelope(good).body(), "OverallStatus"));
    HttpResponse<String> nobody = envelope(good.replace("exacttarget.com\">", "example.com\">"));
    assertEquals("Login Failed", Wire.one(nobody.body(), "faultstring"));
    HttpResponse<String> foreign = envelope(good.replace("partnerAPI\"", "other\""));
    assertEquals(500, foreign.statusCode());
    assertTrue(Wire.one(foreign.body(), "faultstring").contains("namespace"));
  }

  private HttpResponse<String> envelope(String xml) {
    return wire.send("POST", "Service.asmx", xml, "text/xml", Map.of("SOAPAction", "Retrieve"));
  }

  private String tokenOf(String unit) {
    JsonObject body = new JsonObject();
    body.addProperty("grant_type", "client_credentials");
    body.addProperty("client_id", wire.sandbox.settings().get("client_id"));
    body.addProperty("client_secret", wire.sandbox.settings().get("client_secret"));
    body.addProperty("account_id", unit);
    return Wire.json(wire.post("v2/token", body.toString())).get("access_token").getAsString();
  }

  private void make(String token, String key, String category) {
    String reply =
        wire.soapReply(
                "<CreateRequest><Objects xsi:type=\"DataExtension\"><CustomerKey>"
                    + key
                    + "</CustomerKey><Name>"
                    + key
                    + "</Name>"
                    + category
                    + "<Fields>"
                    + Wire.field("Key", "Text", "", true, true)
                    + Wire.field("Email", "EmailAddress", "", false, false)
                    + "</Fields></Objects></CreateRequest>",
                token)
            .body();
    assertEquals("OK", Wire.one(reply, "OverallStatus"), reply);
  }

  @Test
  void parentAsksAllAccountsAndAChildItselfAlone() {
    String child = tokenOf(wire.act("business-unit?name=Shop%20EU").body());
    make(wire.token(), "ours", "");
    make(child, "theirs", "");
    String all = READ.replace("MORE", "<QueryAllAccounts>true</QueryAllAccounts>");
    assertEquals(List.of("ours"), Wire.all(wire.soap(READ.replace("MORE", "")), "Name"));
    assertEquals(List.of("ours", "theirs"), Wire.all(wire.soap(all), "Name"));
    assertEquals(List.of("theirs"), Wire.all(wire.soapReply(all, child).body(), "Name"));
  }

  @Test
  void entReachesWhatTheParentSharesAndNothingElse() {
    String unit = wire.act("business-unit?name=Shop%20EU").body();
    String child = tokenOf(unit);
    String folder = wire.retrieve("DataFolder", "ID", "ContentType", "shared_dataextension").get(0);
    make(wire.token(), "shared", "<CategoryID>" + folder + "</CategoryID>");
    make(wire.token(), "private", "");
    for (String key : List.of("shared", "private")) {
      wire.post(
          "hub/v1/dataevents/key:" + key + "/rowset",
          "[{\"keys\":{\"Key\":\"a\"},\"values\":{\"Email\":\"" + key + "@example.com\"}}]");
    }
    make(child, "people", "");
    wire.send(
        "POST",
        "hub/v1/dataevents/key:people/rowset",
        "[{\"keys\":{\"Key\":\"a\"},\"values\":{\"Email\":\"a@example.com\"}}]",
        "application/json",
        Map.of("Authorization", "Bearer " + child));
    assertEquals("shared@example.com", rendered(unit, "Ent.shared", "a@example.com").body());
    assertEquals(422, rendered(unit, "shared", "a@example.com").statusCode());
    assertEquals(422, rendered(unit, "Ent.private", "a@example.com").statusCode());
    assertEquals("private@example.com", rendered("", "Ent.private", "shared@example.com").body());
  }

  private HttpResponse<String> rendered(String unit, String extension, String email) {
    JsonObject body = new JsonObject();
    body.addProperty("template", "%%=Lookup('" + extension + "','Email','Key','a')=%%");
    body.addProperty("email", email);
    return wire.post("__sandbox/render?unit=" + unit, body.toString());
  }
}
