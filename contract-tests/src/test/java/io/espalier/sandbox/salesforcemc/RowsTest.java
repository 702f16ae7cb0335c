package io.espalier.sandbox.salesforcemc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RowsTest {
  private static final String ROWSET = "hub/v1/dataevents/key:people/rowset";
  private static final String ROWS = "data/v1/async/dataextensions/key:people/rows";
  private static final String READ = "data/v1/customobjectdata/key/people/rowset";

  private final Wire wire = Wire.fresh();

  @BeforeEach
  void create() {
    wire.createProfiles();
  }

  @AfterEach
  void stop() {
    wire.close();
  }

  private static String row(String key, String values) {
    return "{\"keys\":{\"Key\":\"" + key + "\"},\"values\":{" + values + "}}";
  }

  private JsonObject values(String key) {
    JsonArray items =
        Wire.json(wire.get(READ + "?$filter=key%20eq%20'" + key + "'")).getAsJsonArray("items");
    assertEquals(1, items.size());
    return items.get(0).getAsJsonObject().getAsJsonObject("values");
  }

  private int count() {
    return Wire.json(wire.get(READ)).get("count").getAsInt();
  }

  @Test
  void valuesAreKeptInTheirTypesAndReadAsText() {
    HttpResponse<String> reply =
        wire.post(
            ROWSET,
            "["
                + row(
                    "a",
                    "\"EMAIL\":\"a@example.com\",\"spent\":12.5,\"Born\":\"2000-02-29\",\"vip\":true")
                + "]");
    assertEquals(200, reply.statusCode(), reply.body());
    assertEquals(
        "{\"email\":\"a@example.com\",\"country\":\"\",\"spent\":\"12.50\","
            + "\"born\":\"2/29/2000 12:00:00 AM\",\"vip\":\"True\"}",
        values("a").toString());
  }

  @Test
  void absentColumnStaysAndNullClears() {
    wire.post(ROWSET, "[" + row("a", "\"Country\":\"PT\",\"Spent\":1") + "]");
    wire.post(ROWSET, "[" + row("A", "\"Spent\":null") + "]");
    assertEquals("PT", values("a").get("country").getAsString());
    assertEquals("", values("a").get("spent").getAsString());
    assertEquals(1, count());
  }

  @Test
  void rowsBeforeTheFirstBadOneAreSavedAndTheRestIsDropped() {
    HttpResponse<String> reply =
        wire.post(
            ROWSET,
            "["
                + row("a", "\"Country\":\"PT\"")
                + ","
                + row("b", "\"Email\":\"nobody\"")
                + ","
                + row("c", "\"Country\":\"PT\"")
                + ","
                + row("d", "\"Country\":\"far too long a name\"")
                + ","
                + row("e", "\"Colour\":\"red\"")
                + ","
                + row("f", "\"Email\":\"nobody\"")
                + "]");
    assertEquals(400, reply.statusCode());
    JsonObject body = Wire.json(reply);
    assertEquals(10006, body.get("errorcode").getAsInt());
    List<String> messages = new ArrayList<>();
    body.getAsJsonArray("additionalErrors")
        .forEach(e -> messages.add(e.getAsJsonObject().get("message").getAsString()));
    assertEquals(
        List.of(
            "At least one existing field is required in the values property.",
            "Country: The value for column [Country] exceeds the column's maximum length.",
            "Email: The value for column [Email] is not a valid email address. Parse error"
                + " [InvalidEmailAddress]"),
        messages);
    assertEquals(1, count());
  }

  @Test
  void misfitsOfEveryTypeAreRefused() {
    for (String value :
        List.of(
            "\"Spent\":\"12.345\"",
            "\"Spent\":123456789",
            "\"Spent\":\"much\"",
            "\"Born\":\"1752-12-31\"",
            "\"Born\":\"2001-02-29\"",
            "\"Vip\":\"maybe\"",
            "\"Email\":\"a@b\"",
            "\"Email\":\"a b@example.com\"")) {
      assertEquals(400, wire.post(ROWSET, "[" + row("a", value) + "]").statusCode(), value);
    }
    assertEquals(0, count());
  }

  @Test
  void bodyOfMoreThanFiveMegabytesIsRefused() {
    String filler = " ".repeat(5 * 1024 * 1024);
    assertEquals(
        400, wire.post(ROWSET, "[" + row("a", "\"Country\":\"PT\"") + filler + "]").statusCode());
    assertEquals(0, count());
  }

  private String submit(String items) {
    HttpResponse<String> reply = wire.put(ROWS, "{\"items\":[" + items + "]}");
    assertEquals(202, reply.statusCode(), reply.body());
    return Wire.json(reply).get("requestId").getAsString();
  }

  private JsonObject status(String id) {
    return Wire.json(wire.get("data/v1/async/" + id + "/status"));
  }

  @Test
  void jobIsAcceptedFirstAndDoneAtTheSecondLook() {
    List<String> first = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      String id = submit("{\"Key\":\"k" + i + "\",\"Country\":\"PT\"}");
      assertEquals(i, count());
      JsonObject look = status(id);
      first.add(
          look.has("status")
              ? look.getAsJsonObject("status").get("requestStatus").getAsString()
              : "none");
      JsonObject done = status(id).getAsJsonObject("status");
      assertEquals("Complete", done.get("requestStatus").getAsString());
      assertEquals("OK", done.get("resultStatus").getAsString());
      assertEquals(i + 1, count());
    }
    first.sort(null);
    assertEquals(List.of("Executing", "Pending", "none"), first);
  }

  @Test
  void jobThatNobodyLooksAtIsDoneAfterAMinute() {
    submit("{\"Key\":\"a\"}");
    wire.clock.forward(Duration.ofSeconds(59));
    assertEquals(0, count());
    wire.clock.forward(Duration.ofSeconds(1));
    assertEquals(1, count());
  }

  @Test
  void errorsOfAJobComeInPagesInTheOrderOfTheRows() {
    StringBuilder items = new StringBuilder();
    for (int i = 0; i < 120; i++) {
      items.append(i == 0 ? "" : ",");
      items.append(
          i % 40 == 7 ? "{\"Country\":\"PT\"}" : "{\"Key\":\"k" + i + "\",\"Country\":\"PT\"}");
    }
    String id = submit(items.toString());
    status(id);
    JsonObject done = status(id).getAsJsonObject("status");
    assertTrue(done.get("hasErrors").getAsBoolean());
    assertEquals("Has Errors", done.get("resultStatus").getAsString());
    List<Integer> bad = new ArrayList<>();
    int at = 0;
    for (int page = 1; page <= 4; page++) {
      JsonObject results = Wire.json(wire.get("data/v1/async/" + id + "/results?page=" + page));
      assertEquals(120, results.get("count").getAsInt());
      assertEquals(page < 3 ? 50 : page == 3 ? 20 : 0, results.getAsJsonArray("items").size());
      for (JsonElement item : results.getAsJsonArray("items")) {
        if (item.getAsJsonObject().get("status").getAsString().equals("Error")) {
          bad.add(at);
          assertEquals(
              "{\"errorCode\":2,\"errors\":[{\"name\":\"key\",\"errorCode\":70001,"
                  + "\"errorMessage\":\"Column [key] does not allow null value.\"}],"
                  + "\"message\":\"Cannot locate the existing record. Required keys are missing.\","
                  + "\"status\":\"Error\"}",
              item.toString());
        } else {
          assertEquals(
              "{\"message\":\"Upserted DataExtensionObject\",\"status\":\"OK\"}", item.toString());
        }
        at++;
      }
    }
    assertEquals(List.of(7, 47, 87), bad);
    assertEquals(117, count());
  }

  @Test
  void insertOfAKeyThatIsThereFailsForItsRowOnly() {
    wire.post(ROWSET, "[" + row("a", "\"Country\":\"PT\"") + "]");
    String id =
        Wire.json(wire.post(ROWS, "{\"items\":[{\"Key\":\"A\"},{\"Key\":\"b\"}]}"))
            .get("requestId")
            .getAsString();
    status(id);
    status(id);
    JsonArray items =
        Wire.json(wire.get("data/v1/async/" + id + "/results")).getAsJsonArray("items");
    assertTrue(
        items
            .get(0)
            .getAsJsonObject()
            .get("message")
            .getAsString()
            .startsWith("Violation of PRIMARY KEY constraint 'PK_"));
    assertEquals("OK", items.get(1).getAsJsonObject().get("status").getAsString());
    assertEquals(2, count());
  }

  @Test
  void unknownDataExtensionAndUnknownJobAreTold() {
    HttpResponse<String> reply =
        wire.put("data/v1/async/dataextensions/key:nobody/rows", "{\"items\":[{\"Key\":\"a\"}]}");
    assertEquals(400, reply.statusCode());
    JsonObject message = Wire.json(reply).getAsJsonArray("resultMessages").get(0).getAsJsonObject();
    assertEquals("CustomObjectNotFound", message.get("resultCode").getAsString());
    JsonObject status = status("00000000-0000-4000-8000-000000000000");
    assertFalse(status.has("status"));
  }

  @Test
  void jobOfMoreThanThirtyTwoThousandRowsIsRefused() {
    String one = "{\"Key\":\"a\"}";
    HttpResponse<String> full =
        wire.put(ROWS, "{\"items\":[" + one + ("," + one).repeat(31_999) + "]}");
    assertEquals(202, full.statusCode());
    HttpResponse<String> over =
        wire.put(ROWS, "{\"items\":[" + one + ("," + one).repeat(32_000) + "]}");
    assertEquals(400, over.statusCode());
    assertEquals(
        "ItemLimitExceeded",
        Wire.json(over)
            .getAsJsonArray("resultMessages")
            .get(0)
            .getAsJsonObject()
            .get("resultCode")
            .getAsString());
  }

  private void fill(int rows) {
    StringBuilder items = new StringBuilder();
    for (int i = 0; i < rows; i++) {
      items.append(i == 0 ? "" : ",").append("{\"Key\":\"k").append(i).append("\"}");
    }
    submit(items.toString());
    wire.clock.forward(Duration.ofMinutes(1));
    assertEquals(rows, count());
  }

  @Test
  void pagesOfTwoThousandFiveHundredHoldEveryRowOnce() {
    fill(2501);
    JsonObject page = Wire.json(wire.get(READ + "?$pageSize=5000"));
    assertEquals(2500, page.get("pageSize").getAsInt());
    assertEquals(2500, page.getAsJsonArray("items").size());
    String next = page.getAsJsonObject("links").get("next").getAsString();
    assertTrue(next.matches("/v1/customobjectdata/token/[-0-9a-f]{36}/rowset\\?\\$page=2"), next);
    JsonObject last = Wire.json(wire.get("data" + next));
    assertEquals(
        "k2500",
        last.getAsJsonArray("items")
            .get(0)
            .getAsJsonObject()
            .getAsJsonObject("keys")
            .get("key")
            .getAsString());
    assertEquals(1, last.getAsJsonArray("items").size());
    assertFalse(last.getAsJsonObject("links").has("next"));
  }

  @Test
  void soapPagesGoOnByContinueRequest() {
    fill(2501);
    String first =
        wire.soap(
            "<RetrieveRequestMsg><RetrieveRequest>"
                + "<ObjectType>DataExtensionObject[people]</ObjectType>"
                + "<Properties>Key</Properties></RetrieveRequest></RetrieveRequestMsg>");
    assertEquals("MoreDataAvailable", Wire.one(first, "OverallStatus"));
    assertEquals(2500, Wire.all(first, "Value").size());
    String again =
        "<RetrieveRequestMsg><RetrieveRequest><ContinueRequest>"
            + Wire.one(first, "RequestID")
            + "</ContinueRequest></RetrieveRequest></RetrieveRequestMsg>";
    String second = wire.soap(again);
    assertEquals("OK", Wire.one(second, "OverallStatus"));
    assertEquals(List.of("k2500"), Wire.all(second, "Value"));
    assertTrue(Wire.one(wire.soap(again), "OverallStatus").startsWith("Error"));
  }

  @Test
  void soapWritesAndDeletesRows() {
    String update =
        wire.soap(
            "<UpdateRequest><Options><SaveOptions><SaveOption><PropertyName>*</PropertyName>"
                + "<SaveAction>UpdateAdd</SaveAction></SaveOption></SaveOptions></Options>"
                + object(
                    "<Property><Name>Key</Name><Value>a</Value></Property>"
                        + "<Property><Name>Spent</Name><Value>7</Value></Property>")
                + object(
                    "<Property><Name>Key</Name><Value>b</Value></Property>"
                        + "<Property><Name>Spent</Name><Value>x</Value></Property>")
                + "</UpdateRequest>");
    assertEquals(List.of("OK", "Error"), Wire.all(update, "StatusCode"));
    assertEquals("Has Errors", Wire.one(update, "OverallStatus"));
    assertTrue(
        update.contains(
            "<ValueErrors><ValueError><Name>Spent</Name><ErrorCode>70002</ErrorCode>"
                + "<ErrorMessage>The value for column [Spent] is not a valid decimal."),
        update);
    assertEquals("7.00", values("a").get("spent").getAsString());
    String delete =
        "<DeleteRequest><Objects xsi:type=\"DataExtensionObject\"><CustomerKey>people</CustomerKey>"
            + "<Keys><Key><Name>Key</Name><Value>a</Value></Key></Keys></Objects></DeleteRequest>";
    assertEquals("OK", Wire.one(wire.soap(delete), "OverallStatus"));
    assertEquals("Error", Wire.one(wire.soap(delete), "OverallStatus"));
    assertEquals(0, count());
  }

  private static String object(String properties) {
    return "<Objects xsi:type=\"DataExtensionObject\"><CustomerKey>people</CustomerKey><Properties>"
        + properties
        + "</Properties></Objects>";
  }

  @Test
  void stateSurvivesARestart() {
    wire.post(ROWSET, "[" + row("a", "\"Email\":\"a@example.com\",\"Country\":\"PT\"") + "]");
    String waiting = submit("{\"Key\":\"b\"}");
    try (Wire again = wire.restarted()) {
      assertEquals(
          wire.sandbox.settings().get("client_secret"),
          again.sandbox.settings().get("client_secret"));
      assertEquals(1, Wire.json(again.get(READ)).get("count").getAsInt());
      again.get("data/v1/async/" + waiting + "/status");
      again.get("data/v1/async/" + waiting + "/status");
      assertEquals(2, Wire.json(again.get(READ)).get("count").getAsInt());
      again.post(ROWSET, "[" + row("A", "\"Country\":\"FR\"") + "]");
      assertEquals(2, Wire.json(again.get(READ)).get("count").getAsInt());
      JsonObject person = Wire.json(again.get("__sandbox/people?email=a%40example.com"));
      assertEquals(
          "FR",
          person
              .getAsJsonObject("dataExtensions")
              .getAsJsonArray("people")
              .get(0)
              .getAsJsonObject()
              .get("Country")
              .getAsString());
    }
  }
}
