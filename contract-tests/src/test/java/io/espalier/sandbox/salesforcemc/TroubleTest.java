package io.espalier.sandbox.salesforcemc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Deadlocks, locks and jobs that fail of their own, and how they differ from bad data. */
class TroubleTest {
  private final Wire wire = Wire.fresh();

  @BeforeEach
  void define() {
    wire.createProfiles();
  }

  @AfterEach
  void stop() {
    wire.close();
  }

  private int rows() {
    return Wire.json(wire.get("data/v1/customobjectdata/key/people/rowset"))
        .get("count")
        .getAsInt();
  }

  @Test
  void aDeadlockHasTheCodeOfABadRowAndOtherWords() {
    wire.act("deadlock?times=1");
    JsonArray items =
        wire.upsert(
                "[{\"Key\":\"a\"},{\"Key\":\"b\"},{\"Key\":\"c\",\"Country\":\"far too long\"}]")
            .getAsJsonArray("items");
    List<String> told = new ArrayList<>();
    items.forEach(
        item -> {
          JsonObject row = item.getAsJsonObject();
          told.add(
              row.get("status").getAsString()
                  + (row.has("errorCode") ? " " + row.get("errorCode") : "")
                  + (row.get("message").getAsString().endsWith("Rerun the transaction.")
                      ? " rerun"
                      : ""));
        });
    assertEquals(List.of("Error 2 rerun", "OK", "Error 2"), told);
    assertEquals(1, rows());
  }

  @Test
  void aJobThatFailsOfItsOwnHasNoResults() {
    wire.act("fail?times=1");
    JsonObject results = wire.upsert("[{\"Key\":\"a\"}]");
    assertEquals("Error", results.getAsJsonObject("status").get("requestStatus").getAsString());
    assertEquals(0, results.getAsJsonArray("items").size());
    assertEquals(0, rows());
  }

  @Test
  void aLockIsTheAggregateWithoutItsList() {
    wire.act("lock?times=1");
    String row = "[{\"keys\":{\"Key\":\"a\"},\"values\":{\"Country\":\"at\"}}]";
    HttpResponse<String> locked = wire.post("hub/v1/dataevents/key:people/rowset", row);
    assertEquals(400, locked.statusCode());
    assertEquals(10006, Wire.json(locked).get("errorcode").getAsInt());
    assertFalse(Wire.json(locked).has("additionalErrors"));
    assertEquals(200, wire.post("hub/v1/dataevents/key:people/rowset", row).statusCode());
    HttpResponse<String> bad =
        wire.post("hub/v1/dataevents/key:people/rowset", row.replace("\"at\"", "\"far too long\""));
    assertTrue(Wire.json(bad).has("additionalErrors"));
  }

  @Test
  void oneRowIsSavedByItsPathAndItsNumberCounted() {
    String row = "hub/v1/dataevents/key:people/rows/Key:a%20b";
    assertEquals(200, wire.put(row, "{\"values\":{\"Country\":\"at\"}}").statusCode());
    assertEquals(200, wire.put(row + "/column/Spent/increment?step=3", "").statusCode());
    assertEquals(200, wire.put(row + "/column/Spent/increment", "").statusCode());
    String held = wire.get("data/v1/customobjectdata/key/people/rowset").body();
    assertTrue(held.contains("\"key\":\"a b\""), held);
    assertTrue(held.contains("\"spent\":\"4.00\""), held);
    assertTrue(held.contains("\"country\":\"at\""), held);
    assertEquals(1, rows());
    assertEquals(
        10006,
        Wire.json(wire.put(row, "{\"values\":{\"Country\":\"far too long\"}}"))
            .get("errorcode")
            .getAsInt());
    assertEquals(400, wire.put(row + "/column/Country/increment", "").statusCode());
    assertEquals(400, wire.put(row.replace("Key:", ""), "{}").statusCode());
    assertEquals(404, wire.put(row.replace("people", "none"), "{}").statusCode());
  }

  @Test
  void retentionSaysOneOfFourThings() {
    for (String good :
        List.of(
            "<RowBasedRetention>false</RowBasedRetention>",
            "<RetainUntil>1/1/2030 12:00:00 AM</RetainUntil>",
            "<DeleteAtEndOfRetentionPeriod>true</DeleteAtEndOfRetentionPeriod>",
            "<DataRetentionPeriodLength>6</DataRetentionPeriodLength>"
                + "<DataRetentionPeriodUnitOfMeasure>5</DataRetentionPeriodUnitOfMeasure>"
                + "<RowBasedRetention>true</RowBasedRetention>")) {
      assertEquals("OK", retained(good), good);
    }
    for (String bad :
        List.of(
            "<RowBasedRetention>true</RowBasedRetention>",
            "<RowBasedRetention>true</RowBasedRetention>"
                + "<DeleteAtEndOfRetentionPeriod>true</DeleteAtEndOfRetentionPeriod>",
            "<DataRetentionPeriodLength>6</DataRetentionPeriodLength>"
                + "<DataRetentionPeriodUnitOfMeasure>7</DataRetentionPeriodUnitOfMeasure>")) {
      assertEquals("Error", retained(bad), bad);
    }
  }

  private int made;

  private String retained(String retention) {
    return Wire.one(
        wire.soap(
            "<CreateRequest><Options/><Objects xsi:type=\"DataExtension\"><Name>R"
                + made++
                + "</Name>"
                + retention
                + "<Fields>"
                + Wire.field("A", "Text", "", false, false)
                + "</Fields></Objects></CreateRequest>"),
        "OverallStatus");
  }
}
