package io.espalier.sandbox.klaviyo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ImportsTest {
  @Test
  void jobIsAcceptedFirstAndDoneAtTheSecondLook() {
    try (Client client = new Client()) {
      String list = client.list("l");
      Client.Response submitted =
          client.submit(
              list,
              List.of(
                  "{\"email\":\"Ann@Example.net\",\"properties\":{\"tier\":\"gold\",\"n\":12.50}}"));
      assertEquals(202, submitted.status());
      assertEquals("queued", submitted.attributes().get("status").getAsString());
      assertEquals(List.of(), client.walk("/api/lists/" + list + "/profiles"));
      String path = "/api/profile-bulk-import-jobs/" + submitted.id();
      assertEquals("processing", client.get(path).attributes().get("status").getAsString());
      JsonObject done = client.get(path).attributes();
      assertEquals("complete", done.get("status").getAsString());
      assertEquals(1, done.get("total_count").getAsInt());
      assertEquals(1, done.get("completed_count").getAsInt());
      assertEquals(0, done.get("failed_count").getAsInt());
      JsonArray members = client.get("/api/lists/" + list + "/profiles").rows();
      JsonObject ann = members.get(0).getAsJsonObject().getAsJsonObject("attributes");
      assertEquals("ann@example.net", ann.get("email").getAsString());
      assertEquals("{\"tier\":\"gold\",\"n\":12.5}", ann.get("properties").toString());
      assertEquals(
          client.walk(path + "/profiles"), client.walk("/api/lists/" + list + "/profiles"));
      assertEquals(List.of(list), client.walk(path + "/lists"));
    }
  }

  @Test
  void jobThatNobodyWatchesIsDoneWithTime() {
    try (Client client = new Client()) {
      client.submit("", Client.people(0, 3));
      assertEquals(0, client.get("/api/profiles").rows().size());
      client.clock.forward(5);
      assertEquals(3, client.get("/api/profiles").rows().size());
      String job = client.walk("/api/profile-bulk-import-jobs").get(0);
      client.clock.forward(7 * 86_400);
      assertEquals(404, client.get("/api/profile-bulk-import-jobs/" + job).status());
    }
  }

  @Test
  void oneMalformedRowRefusesAllAndIsNamed() {
    try (Client client = new Client()) {
      Client.Response refused =
          client.submit(
              "",
              List.of(
                  "{\"email\":\"good@example.net\"}",
                  "{\"email\":\"no at\"}",
                  "{\"phone_number\":\"0151 2345\"}",
                  "{\"first_name\":\"nobody\"}",
                  "{\"email\":\"x@example.net\",\"nickname\":\"x\"}"));
      assertEquals(400, refused.status());
      JsonArray errors = refused.json().getAsJsonArray("errors");
      List<String> pointers =
          IntStream.range(0, errors.size())
              .mapToObj(i -> errors.get(i).getAsJsonObject().getAsJsonObject("source"))
              .map(source -> source.get("pointer").getAsString())
              .toList();
      String at = "/data/attributes/profiles/data/";
      assertEquals(
          List.of(
              at + "1/attributes/email",
              at + "2/attributes/phone_number",
              at + "3/attributes",
              at + "4/attributes/nickname"),
          pointers);
      client.clock.forward(60);
      assertEquals(0, client.get("/api/profiles").rows().size());
      assertEquals(400, client.submit("NOLIST", Client.people(0, 1)).status());
    }
  }

  @Test
  void rowsThatFailLaterAreListedWithTheirPayload() {
    try (Client client = new Client()) {
      client.person("{\"email\":\"a@example.net\"}");
      client.person("{\"email\":\"b@example.net\",\"external_id\":\"b\"}");
      Client.Response submitted =
          client.submit(
              "",
              IntStream.range(0, 25)
                  .mapToObj(
                      i ->
                          "{\"email\":\"a@example.net\",\"external_id\":\"b\",\"properties\":{\"i\":"
                              + i
                              + "}}")
                  .toList());
      String path = "/api/profile-bulk-import-jobs/" + submitted.id();
      client.get(path);
      assertEquals(25, client.get(path).attributes().get("failed_count").getAsInt());
      JsonArray errors = client.get(path + "/import-errors").rows();
      assertEquals(20, errors.size());
      assertEquals(25, client.walk(path + "/import-errors").size());
      JsonObject first = errors.get(0).getAsJsonObject();
      assertEquals("import-error", first.get("type").getAsString());
      JsonObject attributes = first.getAsJsonObject("attributes");
      assertEquals("duplicate_profile", attributes.get("code").getAsString());
      assertEquals(
          "{\"type\":\"profile\",\"attributes\":{\"email\":\"a@example.net\",\"external_id\":\"b\",\"properties\":{\"i\":0}}}",
          attributes.get("original_payload").toString());
    }
  }

  @Test
  void nullIsIgnoredAndRepetitionInAJobIsDropped() {
    try (Client client = new Client()) {
      String id =
          client.person(
              "{\"email\":\"a@example.net\",\"first_name\":\"Ann\",\"properties\":{\"x\":1,\"y\":2}}");
      JsonObject done =
          client.imported(
              "",
              List.of(
                  "{\"email\":\"a@example.net\",\"first_name\":null,\"properties\":{\"x\":null,\"z\":3}}",
                  "{\"email\":\"A@example.net\",\"properties\":{\"z\":4}}"));
      assertEquals(0, done.get("failed_count").getAsInt());
      JsonObject ann = client.get("/api/profiles/" + id).attributes();
      assertEquals("Ann", ann.get("first_name").getAsString());
      assertEquals("{\"x\":1,\"y\":2,\"z\":3}", ann.get("properties").toString());
    }
  }

  @Test
  void jobsHaveBounds() {
    try (Client client = new Client()) {
      assertEquals(202, client.submit("", Client.people(0, 10_000)).status());
      assertEquals(400, client.submit("", Client.people(0, 10_001)).status());
      assertEquals(400, client.submit("", List.of()).status());
      String big =
          "{\"email\":\"a@example.net\",\"properties\":{\"x\":\"" + "x".repeat(102_400) + "\"}}";
      Client.Response refused = client.submit("", List.of(big));
      assertEquals(400, refused.status());
      assertEquals("/data/attributes/profiles/data/0", refused.pointer());
      List<String> heavy =
          IntStream.range(0, 60)
              .mapToObj(
                  i ->
                      "{\"email\":\"a"
                          + i
                          + "@example.net\",\"properties\":{\"x\":\""
                          + "x".repeat(90_000)
                          + "\"}}")
              .toList();
      assertEquals(413, client.submit("", heavy).status());
    }
  }

  @Test
  void importChangesNoConsent() {
    try (Client client = new Client()) {
      String id = client.person("{\"email\":\"a@example.net\"}");
      ConsentTest.unsubscribe(client, "a@example.net", "");
      client.imported(client.list("l"), List.of("{\"email\":\"a@example.net\"}"));
      assertEquals("UNSUBSCRIBED", client.email(id).get("consent").getAsString());
      assertFalse(client.email(id).get("can_receive_email_marketing").getAsBoolean());
    }
  }
}
