package io.espalier.sandbox.salesforcemc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Business units, retention, and the verbs of SOAP that do little. */
class EnterpriseTest {
  private Wire wire = Wire.fresh();

  @AfterEach
  void stop() {
    wire.close();
  }

  private String tokenOf(String unit) {
    HttpResponse<String> reply =
        wire.post(
            "v2/token",
            "{\"grant_type\":\"client_credentials\",\"client_id\":\""
                + wire.sandbox.settings().get("client_id")
                + "\",\"client_secret\":\""
                + wire.sandbox.settings().get("client_secret")
                + "\",\"account_id\":\""
                + unit
                + "\"}");
    assertEquals(200, reply.statusCode(), reply.body());
    return Wire.json(reply).get("access_token").getAsString();
  }

  private HttpResponse<String> as(String token, String path) {
    return wire.send(
        "GET", path, "", "application/json", Map.of("Authorization", "Bearer " + token));
  }

  @Test
  void businessUnitHoldsWhatIsItsOwnAlone() {
    wire.createProfiles();
    String unit = wire.act("business-unit?name=Shop%20EU").body();
    String child = tokenOf(unit);
    String rows = "data/v1/customobjectdata/key/people/rowset";
    assertEquals(200, wire.get(rows).statusCode());
    assertEquals(404, as(child, rows).statusCode());
    assertEquals(unit, context(child));
    assertEquals(wire.sandbox.settings().get("account_id"), context(wire.token()));
    String units =
        "<RetrieveRequestMsg><RetrieveRequest><ObjectType>BusinessUnit</ObjectType>"
            + "<Properties>ID</Properties><Properties>Name</Properties></RetrieveRequest></RetrieveRequestMsg>";
    assertEquals(List.of("Example Shop", "Shop EU"), Wire.all(wire.soap(units), "Name"));
    assertEquals(List.of("Shop EU"), Wire.all(wire.soapReply(units, child).body(), "Name"));
    Wire before = wire;
    wire = before.restarted();
    before.close();
    assertEquals(404, as(child, rows).statusCode());
    assertEquals(unit, context(child));
    assertEquals(400, wire.act("business-unit").statusCode());
  }

  private String context(String token) {
    return Wire.json(as(token, "platform/v1/tokenContext"))
        .getAsJsonObject("organization")
        .get("id")
        .getAsString();
  }

  private void create(String retention) {
    String reply =
        wire.soap(
            "<CreateRequest><Objects xsi:type=\"DataExtension\"><CustomerKey>people</CustomerKey><Name>People</Name>"
                + retention
                + "<Fields>"
                + Wire.field("Key", "Text", "<MaxLength>20</MaxLength>", true, true)
                + "</Fields></Objects></CreateRequest>");
    assertEquals("OK", Wire.one(reply, "OverallStatus"), reply);
  }

  private void put(String key) {
    wire.post(
        "hub/v1/dataevents/key:people/rowset",
        "[{\"keys\":{\"Key\":\"" + key + "\"},\"values\":{\"Key\":\"" + key + "\"}}]");
  }

  private int rows() {
    return Wire.all(
            wire.soap(
                "<RetrieveRequestMsg><RetrieveRequest><ObjectType>DataExtensionObject[people]</ObjectType>"
                    + "<Properties>Key</Properties></RetrieveRequest></RetrieveRequestMsg>"),
            "Value")
        .size();
  }

  private static final String THREE_DAYS =
      "<DataRetentionPeriodLength>3</DataRetentionPeriodLength>"
          + "<DataRetentionPeriodUnitOfMeasure>3</DataRetentionPeriodUnitOfMeasure>"
          + "<RowBasedRetention>true</RowBasedRetention>";

  @Test
  void rowsGoOneByOneWhenTheirTimeIsOver() {
    create(THREE_DAYS);
    put("a");
    assertEquals(1, rows());
    wire.clock.forward(Duration.ofDays(2));
    wire.logIn();
    put("b");
    put("a");
    assertEquals(2, rows());
    wire.clock.forward(Duration.ofDays(1));
    wire.logIn();
    assertEquals(1, rows());
    wire.clock.forward(Duration.ofDays(2));
    wire.logIn();
    assertEquals(0, rows());
  }

  @Test
  void importResetsTheTimeWhereItShould() {
    create(THREE_DAYS + "<ResetRetentionPeriodOnImport>true</ResetRetentionPeriodOnImport>");
    put("a");
    rows();
    wire.clock.forward(Duration.ofDays(2));
    wire.logIn();
    put("a");
    rows();
    wire.clock.forward(Duration.ofDays(2));
    wire.logIn();
    assertEquals(1, rows());
  }

  @Test
  void dataExtensionGoesAtItsEndOrLosesItsRows() {
    create("<RetainUntil>11/25/2026 12:00:00 AM</RetainUntil>");
    put("a");
    wire.clock.forward(Duration.ofDays(3));
    wire.logIn();
    assertEquals(List.of(), wire.retrieve("DataExtension", "Name", "CustomerKey", "people"));
    create(
        "<DeleteAtEndOfRetentionPeriod>true</DeleteAtEndOfRetentionPeriod>"
            + "<RetainUntil>11/28/2026 12:00:00 AM</RetainUntil>");
    put("a");
    assertEquals(1, rows());
    wire.clock.forward(Duration.ofDays(2));
    wire.logIn();
    assertEquals(0, rows());
    assertEquals(
        List.of("People"), wire.retrieve("DataExtension", "Name", "CustomerKey", "people"));
  }

  private HttpResponse<String> verb(String action, String body) {
    String envelope =
        "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\""
            + " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><s:Header>"
            + "<fueloauth xmlns=\"http://exacttarget.com\">"
            + wire.token()
            + "</fueloauth></s:Header><s:Body>"
            + body.replaceFirst(">", " xmlns=\"http://exacttarget.com/wsdl/partnerAPI\">")
            + "</s:Body></s:Envelope>";
    return wire.send("POST", "Service.asmx", envelope, "text/xml", Map.of("SOAPAction", action));
  }

  @Test
  void objectTypesAreDescribed() {
    String request =
        "<DefinitionRequestMsg><DescribeRequests><ObjectDefinitionRequest><ObjectType>Subscriber</ObjectType>"
            + "</ObjectDefinitionRequest></DescribeRequests></DefinitionRequestMsg>";
    HttpResponse<String> reply = verb("Describe", request);
    assertEquals(200, reply.statusCode(), reply.body());
    assertEquals("Subscriber", Wire.one(reply.body(), "ObjectType"));
    assertTrue(Wire.all(reply.body(), "Name").contains("SubscriberKey"), reply.body());
    assertEquals(500, verb("Definition", request).statusCode());
  }

  @Test
  void configureAndScheduleRefuseEachObject() {
    String configured =
        verb(
                "Configure",
                "<ConfigureRequestMsg><Action>create</Action><Configurations>"
                    + "<Configuration xsi:type=\"Subscriber\"/></Configurations></ConfigureRequestMsg>")
            .body();
    assertEquals("Error", Wire.one(configured, "OverallStatus"), configured);
    assertEquals(
        "Configure create is not supported on Subscriber.", Wire.one(configured, "StatusMessage"));
    String scheduled =
        verb(
                "Schedule",
                "<ScheduleRequestMsg><Action>start</Action><Interactions>"
                    + "<Interaction xsi:type=\"Automation\"/></Interactions></ScheduleRequestMsg>")
            .body();
    assertEquals(
        "Schedule start is not supported on Automation.", Wire.one(scheduled, "StatusMessage"));
  }

  @Test
  void asynchronousRequestIsTakenDoneLaterAndTold() throws Exception {
    wire.createProfiles();
    BlockingQueue<String> told = new ArrayBlockingQueue<>(1);
    HttpServer listener =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    listener.createContext(
        "/",
        exchange -> {
          told.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    listener.start();
    try {
      String taken =
          wire.soap(
              "<CreateRequest><Options><RequestType>Asynchronous</RequestType><RespondTo>"
                  + "<ResponseType>HTTPPost</ResponseType><ResponseAddress>http://127.0.0.1:"
                  + listener.getAddress().getPort()
                  + "/</ResponseAddress></RespondTo></Options><Objects xsi:type=\"DataExtensionObject\">"
                  + "<CustomerKey>people</CustomerKey><Properties><Property><Name>Key</Name><Value>a</Value></Property>"
                  + "</Properties></Objects></CreateRequest>");
      assertEquals("OK", Wire.one(taken, "OverallStatus"));
      assertEquals(0, Wire.all(taken, "StatusCode").size());
      assertEquals(0, rows());
      wire.clock.forward(Duration.ofSeconds(1));
      assertEquals(1, rows());
      String results = told.poll(10, TimeUnit.SECONDS);
      assertEquals("OK", Wire.one(String.valueOf(results), "StatusCode"));
    } finally {
      listener.stop(0);
    }
  }
}
