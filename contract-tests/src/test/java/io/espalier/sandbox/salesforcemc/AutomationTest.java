package io.espalier.sandbox.salesforcemc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Queries, imports, and automations of both: started, at work, done. */
class AutomationTest {
  private static final String QUERIES = "automation/v1/queries/";
  private static final String IMPORTS = "automation/v1/imports/";
  private static final String AUTOMATIONS = "automation/v1/automations/";

  private final Wire wire = Wire.fresh();

  @BeforeEach
  void create() {
    wire.createProfiles();
    wire.upsert(
        "[{\"Key\":\"a\",\"Email\":\"a@example.com\",\"Country\":\"PT\",\"Spent\":\"9\"},"
            + "{\"Key\":\"b\",\"Email\":\"b@example.com\",\"Country\":\"AT\",\"Spent\":\"10\"}]");
    wire.soap(
        "<CreateRequest><Objects xsi:type=\"DataExtension\"><CustomerKey>found</CustomerKey>"
            + "<Name>Found</Name><Fields>"
            + Wire.field("SubscriberKey", "Text", "<MaxLength>20</MaxLength>", true, true)
            + Wire.field("Spent", "Number", "", false, false)
            + "</Fields></Objects></CreateRequest>");
  }

  @AfterEach
  void stop() {
    wire.close();
  }

  private static String query(String name, String text, String type) {
    JsonObject body = new JsonObject();
    body.addProperty("name", name);
    body.addProperty("key", name);
    body.addProperty("queryText", text);
    body.addProperty("targetKey", "found");
    body.addProperty("targetUpdateTypeName", type);
    return body.toString();
  }

  private String saved(String path, String body, String id) {
    HttpResponse<String> reply = wire.post(path, body);
    assertEquals(200, reply.statusCode(), reply.body());
    return Wire.json(reply).get(id).getAsString();
  }

  private String made(String name, String text, String type) {
    return saved(QUERIES, query(name, text, type), "queryDefinitionId");
  }

  private void run(String query) {
    HttpResponse<String> started = wire.post(QUERIES + query + "/actions/start", "");
    assertEquals(200, started.statusCode(), started.body());
    assertEquals("\"OK\"", started.body());
    wire.clock.forward(Duration.ofSeconds(5));
  }

  /** Keys and amounts in the target. */
  private String found() {
    JsonObject page =
        Wire.json(wire.get("data/v1/customobjectdata/key/found/rowset?$orderBy=SubscriberKey"));
    StringBuilder text = new StringBuilder();
    if (page.has("items")) {
      page.getAsJsonArray("items")
          .forEach(
              item -> {
                JsonObject row = item.getAsJsonObject();
                text.append(row.getAsJsonObject("keys").get("subscriberkey").getAsString())
                    .append(row.getAsJsonObject("values").get("spent").getAsString())
                    .append(' ');
              });
    }
    return text.toString().strip();
  }

  @Test
  void queryFillsItsDataExtensionAfterItWasStartedAndNotBefore() {
    String id =
        made("all", "SELECT Key AS SubscriberKey, Spent FROM People WHERE Spent > 9", "Overwrite");
    assertEquals("", found());
    assertEquals("\"OK\"", wire.post(QUERIES + id + "/actions/start", "").body());
    assertEquals("", found());
    assertEquals(400, wire.post(QUERIES + id + "/actions/start", "").statusCode());
    wire.clock.forward(Duration.ofSeconds(5));
    assertEquals("b10", found());
  }

  @Test
  void overwriteUpdateAndAppendTreatRowsInTheirOwnWays() {
    String over = made("over", "SELECT Key AS SubscriberKey, Spent FROM People", "Overwrite");
    String update =
        made(
            "update",
            "SELECT Key AS SubscriberKey, 1 AS Spent FROM People WHERE Key = 'a'",
            "Update");
    String append = made("append", "SELECT Key AS SubscriberKey FROM People", "Append");
    run(over);
    assertEquals("a9 b10", found());
    run(update);
    assertEquals("a1 b10", found());
    run(append);
    assertEquals("a1 b10", found());
    wire.soap(
        "<DeleteRequest><Options/><Objects xsi:type=\"DataExtensionObject\"><CustomerKey>found"
            + "</CustomerKey><Keys><Key><Name>SubscriberKey</Name><Value>a</Value></Key></Keys>"
            + "</Objects></DeleteRequest>");
    wire.send(
        "PATCH",
        QUERIES + append,
        "{\"queryText\":\"SELECT Key AS SubscriberKey FROM People WHERE Key = 'a'\"}");
    run(append);
    assertEquals("a b10", found());
  }

  @Test
  void rowThatDoesNotFitFailsTheQueryAsAWhole() {
    run(made("over", "SELECT Key AS SubscriberKey, Spent FROM People", "Overwrite"));
    String wrong =
        made(
            "wrong",
            "SELECT CASE WHEN Key = 'b' THEN 'a key that is far too long' ELSE Key END AS"
                + " SubscriberKey FROM People",
            "Overwrite");
    run(wrong);
    assertEquals("a9 b10", found());
  }

  @Test
  void queryThatCannotRunIsNotMade() {
    for (String bad :
        List.of(
            query("q", "SELECT Key FROM Nobody", "Overwrite"),
            query("q", "SELECT Key FROM People", "Overwrite"),
            query("q", "SELECT FROM People", "Overwrite"),
            query("q", "SELECT Key AS SubscriberKey FROM People", "Mix"),
            query("q", "", "Overwrite"),
            query("q", "SELECT Key AS SubscriberKey FROM People", "Append")
                .replace("\"found\"", "\"none\""))) {
      assertEquals(400, wire.post(QUERIES, bad).statusCode(), bad);
    }
    made("q", "SELECT Key AS SubscriberKey FROM People", "Append");
    assertEquals(
        400,
        wire.post(QUERIES, query("q", "SELECT Key AS SubscriberKey FROM People", "Append"))
            .statusCode());
    JsonObject listed = Wire.json(wire.get(QUERIES + "?$filter=Name%20eq%20q"));
    assertEquals(1, listed.get("count").getAsInt());
    assertEquals(
        2,
        listed
            .getAsJsonArray("items")
            .get(0)
            .getAsJsonObject()
            .get("targetUpdateTypeId")
            .getAsInt());
  }

  @Test
  void dataViewsTellOfSubscribersAndEvents() {
    wire.act("send?extension=people");
    wire.act("complain?email=a@example.com");
    run(
        made(
            "complaints",
            "SELECT SubscriberKey, COUNT(*) AS Spent FROM _Complaint GROUP BY SubscriberKey",
            "Overwrite"));
    assertEquals("a1", found());
    run(
        made(
            "active",
            "SELECT s.SubscriberKey FROM _Subscribers s INNER JOIN _Sent e ON e.SubscriberKey ="
                + " s.SubscriberKey WHERE s.Status = 'active'",
            "Overwrite"));
    assertEquals("b", found());
    wire.clock.forward(Duration.ofDays(200));
    wire.logIn();
    run(made("old", "SELECT SubscriberKey FROM _Sent", "Overwrite"));
    assertEquals("", found());
  }

  private String file(String more) {
    String target = wire.retrieve("DataExtension", "ObjectID", "CustomerKey", "found").get(0);
    return "{\"name\":\"load\",\"customerKey\":\"load\",\"fileNamingPattern\":\"people.csv\","
        + "\"fileType\":\"CSV\",\"hasColumnHeader\":true,\"destinationObjectTypeId\":310,"
        + "\"destinationObjectId\":\""
        + target
        + "\""
        + more
        + "}";
  }

  private void put(String text) {
    assertEquals(204, wire.put("__sandbox/files/people.csv", text).statusCode());
  }

  private String imported() {
    String started =
        wire.soap(
            "<PerformRequestMsg><Action>start</Action><Definitions><Definition"
                + " xsi:type=\"ImportDefinition\"><CustomerKey>load</CustomerKey></Definition>"
                + "</Definitions></PerformRequestMsg>");
    assertEquals("Performed Activity", Wire.all(started, "StatusMessage").get(0));
    String task = Wire.one(started, "ID");
    assertEquals(
        "[Processing]",
        wire.retrieve("ImportResultsSummary", "ImportStatus", "TaskResultID", task).toString());
    wire.clock.forward(Duration.ofSeconds(5));
    StringBuilder said = new StringBuilder();
    for (String property :
        List.of("ImportStatus", "TotalRows", "NumberSuccessful", "NumberErrors")) {
      said.append(wire.retrieve("ImportResultsSummary", property, "TaskResultID", task).get(0))
          .append(' ');
    }
    return said.toString().strip();
  }

  @Test
  void importTakesAFileAndCountsWhatDidNotFit() {
    saved(IMPORTS, file(",\"updateTypeId\":0,\"allowErrors\":true"), "importDefinitionId");
    assertEquals("Error 0 0 0", imported());
    put("SubscriberKey,Spent,Other\r\n\"a\",1,x\r\n\"b, c\",many,y\r\nd,3,z\r\n");
    assertEquals("Completed 3 2 1", imported());
    assertEquals("a1 d3", found());
    put("SubscriberKey,Spent\na,5\n");
    assertEquals("Completed 1 1 0", imported());
    assertEquals("a5 d3", found());
  }

  @Test
  void importOverwritesOrUpdatesOnlyOrStopsAtTheFirstBadRow() {
    String id =
        saved(IMPORTS, file(",\"updateTypeId\":4,\"allowErrors\":false"), "importDefinitionId");
    put("SubscriberKey,Spent\na,1\nb,2\n");
    assertEquals("Completed 2 2 0", imported());
    wire.send("PATCH", IMPORTS + id, "{\"updateTypeId\":2,\"allowErrors\":true}");
    put("SubscriberKey,Spent\na,7\nc,3\n");
    assertEquals("Completed 2 1 1", imported());
    assertEquals("a7 b2", found());
    wire.send("PATCH", IMPORTS + id, "{\"updateTypeId\":4,\"allowErrors\":false}");
    put("SubscriberKey,Spent\na,1\nb,many\nc,3\n");
    assertEquals("Error 3 1 1", imported());
    assertEquals("a1", found());
    assertEquals(400, wire.send("PATCH", IMPORTS + id, "{\"updateTypeId\":3}").statusCode());
  }

  private String status(String automation) {
    return Wire.json(wire.get(AUTOMATIONS + automation)).get("status").getAsString();
  }

  private String start(String automation) {
    return Wire.one(
        wire.soap(
            "<PerformRequestMsg><Action>start</Action><Definitions><Definition"
                + " xsi:type=\"Automation\"><ObjectID>"
                + automation
                + "</ObjectID></Definition></Definitions></PerformRequestMsg>"),
        "OverallStatus");
  }

  @Test
  void automationRunsStepByStepAndStopsAtAFailure() {
    saved(IMPORTS, file(",\"updateTypeId\":4"), "importDefinitionId");
    String load = wire.retrieve("ImportDefinition", "ObjectID", "CustomerKey", "load").get(0);
    String update = made("update", "SELECT SubscriberKey, 9 AS Spent FROM Found", "Update");
    String id =
        saved(
            AUTOMATIONS,
            "{\"name\":\"nightly\",\"key\":\"nightly\",\"steps\":[{\"activities\":[{\"name\":\"load\","
                + "\"objectTypeId\":43,\"activityObjectId\":\""
                + load
                + "\"}]},{\"activities\":[{\"name\":\"update\",\"objectTypeId\":300,\"activityObjectId\":\""
                + update
                + "\"}]}]}",
            "id");
    assertEquals("Ready", status(id));
    put("SubscriberKey,Spent\na,1\n");
    assertEquals("OK", start(id));
    assertEquals("Error", start(id));
    assertEquals("Running", status(id));
    wire.clock.forward(Duration.ofSeconds(5));
    assertEquals("Running", status(id));
    assertEquals("a1", found());
    wire.clock.forward(Duration.ofSeconds(5));
    assertEquals("Ready", status(id));
    assertEquals("a9", found());
    put("SubscriberKey,Spent\na,many\n");
    start(id);
    wire.clock.forward(Duration.ofSeconds(5));
    assertEquals("Error", status(id));
    assertEquals("[-1]", wire.retrieve("Automation", "Status", "ObjectID", id).toString());
  }

  @Test
  void whatAnAutomationCannotRunIsRefused() {
    for (String activity :
        List.of(
            "{\"objectTypeId\":423,\"activityObjectId\":\"x\"}",
            "{\"objectTypeId\":300,\"activityObjectId\":\"x\"}")) {
      HttpResponse<String> reply =
          wire.post(
              AUTOMATIONS, "{\"name\":\"n\",\"steps\":[{\"activities\":[" + activity + "]}]}");
      assertEquals(400, reply.statusCode(), reply.body());
    }
  }

  @Test
  void scopesAndRestartsHoldForActivitiesToo() {
    String id = made("q", "SELECT Key AS SubscriberKey, Spent FROM People", "Overwrite");
    wire.post(QUERIES + id + "/actions/start", "");
    try (Wire again = wire.restarted()) {
      again.clock.forward(Duration.ofSeconds(5));
      assertTrue(again.get("data/v1/customobjectdata/key/found/rowset").body().contains("\"a\""));
    }
    wire.logIn(Optional.of("automations_read"));
    assertEquals(200, wire.get(QUERIES + id).statusCode());
    assertEquals(403, wire.post(QUERIES + id + "/actions/start", "").statusCode());
    assertEquals(
        500,
        wire.soapReply(
                "<PerformRequestMsg><Action>start</Action><Definitions><Definition"
                    + " xsi:type=\"QueryDefinition\"><ObjectID>"
                    + id
                    + "</ObjectID></Definition>"
                    + "</Definitions></PerformRequestMsg>",
                wire.token())
            .statusCode());
  }

  @Test
  void stuckQueryNeverEnds() {
    String id = made("q", "SELECT Key AS SubscriberKey, Spent FROM People", "Overwrite");
    wire.send("PUT", "__sandbox/faults", "stuck on POST /automation/*", "text/plain", Map.of());
    wire.post(QUERIES + id + "/actions/start", "");
    wire.clock.forward(Duration.ofHours(1));
    wire.logIn();
    assertEquals("", found());
  }
}
