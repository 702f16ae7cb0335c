package io.espalier.sandbox.salesforcemc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is asked of a caller before anything is done. */
class GateTest {
  private static final String READ =
      "<RetrieveRequestMsg><RetrieveRequest><ObjectType>TYPE</ObjectType>"
          + "<Properties>ID</Properties></RetrieveRequest></RetrieveRequestMsg>";

  private final Wire wire = Wire.fresh();

  @AfterEach
  void stop() {
    wire.close();
  }

  @Test
  void aTokenMayDoWhatItsScopesSay() {
    wire.logIn(Optional.of("data_extensions_read"));
    assertEquals(200, wire.get("data/v1/customobjects").statusCode());
    HttpResponse<String> refused = wire.post("data/v1/customobjects", "{}");
    assertEquals(403, refused.statusCode());
    assertEquals("20002", Wire.json(refused).get("errorcode").getAsString());
    assertEquals(403, wire.get("asset/v1/content/assets").statusCode());
    HttpResponse<String> soap = wire.soapReply(READ.replace("TYPE", "Subscriber"), wire.token());
    assertEquals(500, soap.statusCode());
    assertTrue(soap.body().contains("API Permission Failed"));
    assertEquals(
        200, wire.soapReply(READ.replace("TYPE", "DataFolder"), wire.token()).statusCode());
  }

  @Test
  void aScopeOfNobodysIsRefused() {
    JsonObject body = new JsonObject();
    body.addProperty("grant_type", "client_credentials");
    body.addProperty("client_id", wire.sandbox.settings().get("client_id"));
    body.addProperty("client_secret", wire.sandbox.settings().get("client_secret"));
    body.addProperty("scope", "everything");
    HttpResponse<String> reply = wire.post("v2/token", body.toString());
    assertEquals(400, reply.statusCode());
    assertEquals("invalid_scope", Wire.json(reply).get("error").getAsString());
  }

  @Test
  void aBodyThatIsNotJsonIsUnsupportedMedia() {
    assertEquals(
        415,
        wire.send(
                "POST",
                "data/v1/customobjects",
                "a=b",
                "application/x-www-form-urlencoded",
                Map.of("Authorization", "Bearer " + wire.token()))
            .statusCode());
  }

  @Test
  void soapActionNamesTheVerb() {
    String envelope =
        "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Header>"
            + "<fueloauth xmlns=\"http://exacttarget.com\">"
            + wire.token()
            + "</fueloauth></s:Header><s:Body>"
            + READ.replace("TYPE", "DataFolder")
                .replaceFirst(">", " xmlns=\"http://exacttarget.com/wsdl/partnerAPI\">")
            + "</s:Body></s:Envelope>";
    for (String action : new String[] {"Retrieve", "\"Retrieve\""}) {
      assertEquals(200, soap(envelope, Map.of("SOAPAction", action)).statusCode());
    }
    HttpResponse<String> other = soap(envelope, Map.of("SOAPAction", "Create"));
    assertEquals(500, other.statusCode());
    assertTrue(other.body().contains("did not recognize the value of HTTP Header SOAPAction"));
    assertEquals(500, soap(envelope, Map.of()).statusCode());
  }

  private HttpResponse<String> soap(String envelope, Map<String, String> headers) {
    return wire.send("POST", "Service.asmx", envelope, "text/xml", headers);
  }

  @Test
  void tooManyCallsWaitForTheNextMinute() {
    wire.clock.forward(Duration.ofSeconds(20));
    wire.act("busy?times=" + (Throttle.REST_PER_MINUTE - 1));
    assertEquals(404, wire.get("data/v1/customobjects/none").statusCode());
    HttpResponse<String> refused = wire.get("data/v1/customobjects/none");
    assertEquals(429, refused.statusCode());
    assertEquals("40", refused.headers().firstValue("Retry-After").orElse(""));
    assertEquals("50100", Wire.json(refused).get("errorcode").getAsString());
    assertEquals(40, Wire.json(refused).get("retryAfter").getAsInt());
    wire.clock.forward(Duration.ofSeconds(40));
    assertEquals(404, wire.get("data/v1/customobjects/none").statusCode());
  }

  @Test
  void adviceIsCountedAndNotEnforced() {
    wire.createProfiles();
    StringBuilder rows = new StringBuilder("[");
    for (int i = 0; i < 60; i++) {
      rows.append(i == 0 ? "" : ",").append("{\"keys\":{\"Key\":\"k").append(i);
      rows.append("\"},\"values\":{\"Country\":\"at\"}}");
    }
    assertEquals(200, wire.post("hub/v1/dataevents/key:people/rowset", rows + "]").statusCode());
    JsonObject counters = Wire.json(wire.get("__sandbox/counters"));
    assertEquals(1, counters.get("restCalls").getAsInt());
    assertEquals(1, counters.get("soapCalls").getAsInt());
    assertEquals(1, counters.get("tokens").getAsInt());
    assertEquals(60, counters.get("mostObjectsOfASynchronousCall").getAsInt());
    assertEquals(1, counters.get("callsAboveTheAdvised50Objects").getAsInt());
  }
}
