package io.espalier.sandbox.salesforcemc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonObject;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JourneysTest {
  private final Wire wire = Wire.fresh();
  private String id = "";

  @BeforeEach
  void define() {
    wire.createProfiles();
    id =
        Wire.json(wire.get("data/v1/customobjects"))
            .getAsJsonArray("items")
            .get(0)
            .getAsJsonObject()
            .get("id")
            .getAsString();
  }

  @AfterEach
  void stop() {
    wire.close();
  }

  private int define(String key) {
    return wire.post(
            "interaction/v1/eventDefinitions",
            "{\"eventDefinitionKey\":\""
                + key
                + "\",\"name\":\"n\",\"type\":\"APIEvent\",\"dataExtensionId\":\""
                + id
                + "\"}")
        .statusCode();
  }

  private HttpResponse<String> fire(String key, String data) {
    return wire.post(
        "interaction/v1/events",
        "{\"ContactKey\":\"c\",\"EventDefinitionKey\":\"" + key + "\",\"Data\":" + data + "}");
  }

  private int rows() {
    return Wire.json(wire.get("data/v1/customobjectdata/key/people/rowset"))
        .get("count")
        .getAsInt();
  }

  @Test
  void aKeyHasNoPeriodAndIsUsedOnce() {
    assertEquals(200, define("bought"));
    assertEquals(400, define("bought"));
    assertEquals(400, define("bou.ght"));
    assertEquals(
        "bought",
        Wire.json(wire.get("interaction/v1/eventDefinitions/key:bought"))
            .get("eventDefinitionKey")
            .getAsString());
  }

  @Test
  void anEventEntersAndLeavesItsRow() {
    define("bought");
    HttpResponse<String> reply = fire("bought", "{\"Key\":\"c\",\"Country\":\"at\"}");
    assertEquals(201, reply.statusCode());
    assertEquals(36, Wire.json(reply).get("eventInstanceId").getAsString().length());
    assertEquals(1, rows());
  }

  @Test
  void dataIsCheckedAgainstTheDataExtension() {
    define("bought");
    assertEquals(400, fire("bought", "{\"Key\":\"c\",\"Country\":\"far too long\"}").statusCode());
    assertEquals(400, fire("bought", "{\"Key\":\"c\",\"Nothing\":\"x\"}").statusCode());
    assertEquals(400, fire("bought", "{}").statusCode());
    assertEquals(0, rows());
  }

  @Test
  void unknownAndInactiveKeysAreRefused() {
    define("bought");
    assertEquals(400, fire("sold", "{\"Key\":\"c\"}").statusCode());
    wire.put("interaction/v1/eventDefinitions/key:bought", "{\"isActive\":false}");
    assertEquals(400, fire("bought", "{\"Key\":\"c\"}").statusCode());
  }

  @Test
  void ofABatchTheBadOnesAreOnlyCounted() {
    define("bought");
    HttpResponse<String> reply =
        wire.post(
            "interaction/v1/async/events",
            "{\"eventDefinitionKey\":\"bought\",\"members\":["
                + "{\"contactKey\":\"c\",\"data\":{\"Key\":\"c\"}},"
                + "{\"contactKey\":\"d\",\"data\":{\"Nothing\":\"d\"}}]}");
    assertEquals(202, reply.statusCode());
    JsonObject json = Wire.json(reply);
    assertEquals(2, json.get("count").getAsInt());
    assertEquals(1, json.get("notQueuedCount").getAsInt());
    assertEquals(1, rows());
  }
}
