package io.espalier.sandbox.salesforcemc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AssetsTest {
  private static final String PATH = "asset/v1/content/assets";

  private final Wire wire = Wire.fresh();

  @AfterEach
  void stop() {
    wire.close();
  }

  private static String email(String name, String key, String more) {
    return "{\"name\":\""
        + name
        + "\",\"customerKey\":\""
        + key
        + "\",\"assetType\":{\"id\":208,\"name\":\"htmlemail\"},\"description\":\"d\","
        + "\"views\":{\"html\":{\"content\":\"x\"}"
        + more
        + "}}";
  }

  private void refused(String body, String why) {
    HttpResponse<String> reply = wire.post(PATH, body);
    assertEquals(400, reply.statusCode());
    JsonObject error = Wire.json(reply).getAsJsonArray("validationErrors").get(0).getAsJsonObject();
    assertEquals(118075, error.get("errorcode").getAsInt());
    assertEquals(why, error.get("message").getAsString());
  }

  @Test
  void keyIsShortAndUniqueAndTheNameIsUniqueInItsFolder() {
    assertEquals(201, wire.post(PATH, email("A", "a".repeat(36), "")).statusCode());
    refused(email("B", "b".repeat(37), ""), "Customer key exceeds the maximum length of 36.");
    refused(
        email("B", "a".repeat(36), ""), "Customer key " + "a".repeat(36) + " is already taken.");
    refused(
        email("a", "b", ""),
        "Asset names within a category and asset type must be unique. a is already taken.");
    refused(email("C", "c", ",\"amp\":{\"content\":\"x\"}"), "View [amp] is not supported.");
  }

  @Test
  void patchMergesAndPutReplacesAndDeleteSaysOk() {
    JsonObject made = Wire.json(wire.post(PATH, email("A", "a", "")));
    String one = PATH + "/" + made.get("id").getAsString();
    assertTrue(made.get("createdDate").getAsString().endsWith("-06:00"));
    JsonObject merged = Wire.json(wire.send("PATCH", one, "{\"name\":\"B\"}"));
    assertEquals("d", merged.get("description").getAsString());
    assertEquals("B", merged.get("name").getAsString());
    JsonObject replaced = Wire.json(wire.put(one, "{\"name\":\"C\",\"assetType\":{\"id\":208}}"));
    assertFalse(replaced.has("description"));
    assertEquals("a", replaced.get("customerKey").getAsString());
    JsonObject found = Wire.json(wire.get(PATH + "?$filter=customerKey%20eq%20'a'"));
    assertEquals(1, found.get("count").getAsInt());
    HttpResponse<String> deleted = wire.send("DELETE", one, "");
    assertEquals("OK", deleted.body());
    assertEquals(404, wire.get(one).statusCode());
  }

  @Test
  void queriesJoinComparisonsAndEndAtTenThousand() {
    for (String name : new String[] {"spring a", "spring b", "autumn"}) {
      wire.post(
          "asset/v1/content/assets",
          "{\"name\":\"" + name + "\",\"assetType\":{\"id\":197},\"content\":\"c\"}");
    }
    String query =
        "{\"page\":{\"page\":PAGE,\"pageSize\":1},\"query\":{\"leftOperand\":{\"property\":\"name\","
            + "\"simpleOperator\":\"like\",\"value\":\"spring%\"},\"logicalOperator\":\"AND\","
            + "\"rightOperand\":{\"property\":\"assetType.id\",\"simpleOperator\":\"equal\","
            + "\"value\":197}}}";
    JsonObject second =
        Wire.json(wire.post("asset/v1/content/assets/query", query.replace("PAGE", "2")));
    assertEquals(2, second.get("count").getAsInt());
    assertEquals(
        "spring b",
        second.getAsJsonArray("items").get(0).getAsJsonObject().get("name").getAsString());
    assertEquals(
        400,
        wire.post("asset/v1/content/assets/query", query.replace("PAGE", "10001")).statusCode());
    assertEquals(
        400,
        wire.post("asset/v1/content/assets/query", query.replace("equal", "resembles"))
            .statusCode());
    assertEquals(
        400,
        wire.post(
                "asset/v1/content/assets",
                "{\"name\":\"n\",\"assetType\":{\"id\":999},\"content\":\"c\"}")
            .statusCode());
  }

  @Test
  void fileOfAnAssetIsReadBackAndHasALimit() {
    String file = "{\"name\":\"FILE\",\"assetType\":{\"id\":208},\"file\":\"DATA\"}";
    JsonObject made = Wire.json(wire.post(PATH, file.replace("FILE", "f").replace("DATA", "aGk=")));
    assertEquals("aGk=", wire.get(PATH + "/" + made.get("id").getAsString() + "/file").body());
    refused(
        file.replace("FILE", "g").replace("DATA", "A".repeat(7 * 1024 * 1024)),
        "The file exceeds the maximum size of 5 MB.");
    JsonObject plain = Wire.json(wire.post(PATH, email("h", "h", "")));
    assertEquals(404, wire.get(PATH + "/" + plain.get("id").getAsString() + "/file").statusCode());
  }

  @Test
  void listHasFiftyAPageWhereNothingElseIsSaid() {
    for (int i = 0; i < 51; i++) {
      wire.post(PATH, email("n" + i, "k" + i, ""));
    }
    JsonObject first = Wire.json(wire.get(PATH));
    assertEquals(51, first.get("count").getAsInt());
    assertEquals(50, first.get("pageSize").getAsInt());
    assertEquals(50, first.getAsJsonArray("items").size());
    assertEquals(1, Wire.json(wire.get(PATH + "?$page=2")).getAsJsonArray("items").size());
  }
}
