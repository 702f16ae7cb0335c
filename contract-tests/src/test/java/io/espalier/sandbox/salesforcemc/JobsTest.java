package io.espalier.sandbox.salesforcemc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Asynchronous batches: what is refused at the door, and what is only told later. */
class JobsTest {
  private static final String JOBS = "data/v1/async/dataextensions/";

  private final Wire wire = Wire.fresh();

  @BeforeEach
  void create() {
    wire.createProfiles();
  }

  @AfterEach
  void stop() {
    wire.close();
  }

  private static JsonObject message(HttpResponse<String> reply) {
    return Wire.json(reply).getAsJsonArray("resultMessages").get(0).getAsJsonObject();
  }

  @Test
  void idThatIsNoneIsRefusedInThePlainShape() {
    HttpResponse<String> reply = wire.put(JOBS + "people/rows", "{\"items\":[{\"Key\":\"a\"}]}");
    assertEquals(400, reply.statusCode());
    assertEquals(10001, Wire.json(reply).get("errorcode").getAsInt());
    assertEquals("Parameter {id} is invalid.", Wire.json(reply).get("message").getAsString());
  }

  @Test
  void unknownExtensionAndUnknownJobAreToldInResultMessages() {
    HttpResponse<String> submitted =
        wire.put(JOBS + "key:nobody/rows", "{\"items\":[{\"Key\":\"a\"}]}");
    assertEquals(400, submitted.statusCode());
    assertEquals(
        "{\"resultType\":\"Validation\",\"resultClass\":\"Error\","
            + "\"resultCode\":\"CustomObjectNotFound\",\"message\":\"Failed to resolve the Custom"
            + " Object from the provided ObjectReferenceIdentifier [Id:"
            + " 00000000-0000-0000-0000-000000000000, Key: nobody].\"}",
        message(submitted).toString());
    HttpResponse<String> status =
        wire.get("data/v1/async/00000000-0000-4000-8000-000000000000/status");
    assertEquals(200, status.statusCode());
    assertFalse(Wire.json(status).has("status"));
    assertEquals("AsyncRequestStatusNotFound", message(status).get("resultCode").getAsString());
  }

  @Test
  void withoutAPrimaryKeyRowsAreOnlyInserted() {
    wire.soap(
        "<CreateRequest><Objects xsi:type=\"DataExtension\"><CustomerKey>log</CustomerKey>"
            + "<Name>Log</Name><Fields>"
            + Wire.field("Text", "Text", "", false, false)
            + "</Fields></Objects></CreateRequest>");
    JsonObject upserted = ended(wire.put(JOBS + "key:log/rows", "{\"items\":[{\"Text\":\"a\"}]}"));
    assertEquals("Error", upserted.get("status").getAsString());
    assertEquals(
        "The data extension has no primary key: rows can only be inserted.",
        upserted.get("message").getAsString());
    JsonObject inserted = ended(wire.post(JOBS + "key:log/rows", "{\"items\":[{\"Text\":\"a\"}]}"));
    assertEquals("Inserted DataExtensionObject", inserted.get("message").getAsString());
    assertEquals(
        400,
        wire.post("hub/v1/dataevents/key:log/rowset", "[{\"keys\":{},\"values\":{\"Text\":\"b\"}}]")
            .statusCode());
    assertEquals(
        1, Wire.json(wire.get("data/v1/customobjectdata/key/log/rowset")).get("count").getAsInt());
  }

  /** The one item of a job, when it has ended. */
  private JsonObject ended(HttpResponse<String> submitted) {
    assertEquals(202, submitted.statusCode(), submitted.body());
    String id = Wire.json(submitted).get("requestId").getAsString();
    wire.get("data/v1/async/" + id + "/status");
    wire.get("data/v1/async/" + id + "/status");
    return Wire.json(wire.get("data/v1/async/" + id + "/results?page=1"))
        .getAsJsonArray("items")
        .get(0)
        .getAsJsonObject();
  }

  @Test
  void namesOfColumnsHaveNoCaseAndAnItemTellsThemInLowerCase() {
    JsonObject item =
        ended(wire.put(JOBS + "key:PEOPLE/rows", "{\"items\":[{\"COUNTRY\":\"PT\"}]}"));
    assertEquals(
        "{\"errorCode\":2,\"errors\":[{\"name\":\"key\",\"errorCode\":70001,\"errorMessage\":"
            + "\"Column [key] does not allow null value.\"}],\"message\":\"Cannot locate the"
            + " existing record. Required keys are missing.\",\"status\":\"Error\"}",
        item.toString());
  }

  @Test
  void bytesHaveALimitOfTheirOwn() {
    String wide = "{\"items\":[{\"Key\":\"a\"}" + " ".repeat(5_900_000) + "]}";
    HttpResponse<String> reply = wire.put(JOBS + "key:people/rows", wide);
    assertEquals(400, reply.statusCode());
    assertTrue(message(reply).get("message").getAsString().contains("maximum size"));
  }
}
