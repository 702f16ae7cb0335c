package io.espalier.sandbox.klaviyo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProfilesTest {
  @Test
  void secondProfileOfAnIdentifierIsAConflictThatNamesTheFirst() {
    try (Client client = new Client()) {
      Client.Response made =
          client.post("/api/profiles", Client.profile("{\"email\":\"a@example.net\"}"));
      assertEquals(201, made.status());
      assertTrue(made.id().matches("[0-9A-HJKMNP-TV-Z]{26}"));
      Client.Response conflict =
          client.post("/api/profiles", Client.profile("{\"email\":\"A@EXAMPLE.net\"}"));
      assertEquals(409, conflict.status());
      assertEquals("duplicate_profile", conflict.error().get("code").getAsString());
      assertEquals("/data/attributes", conflict.pointer());
      assertEquals(
          made.id(),
          conflict.error().getAsJsonObject("meta").get("duplicate_profile_id").getAsString());
    }
  }

  @Test
  void upsertCreatesThenUpdatesAndRefusesTwoOwners() {
    try (Client client = new Client()) {
      String body = Client.profile("{\"email\":\"a@example.net\",\"external_id\":\"1\"}");
      assertEquals(201, client.post("/api/profile-import", body).status());
      Client.Response updated = client.post("/api/profile-import", body);
      assertEquals(200, updated.status());
      String other = client.person("{\"phone_number\":\"+15005550006\"}");
      assertNotEquals(updated.id(), other);
      Client.Response split =
          client.post(
              "/api/profile-import",
              Client.profile("{\"email\":\"a@example.net\",\"phone_number\":\"+15005550006\"}"));
      assertEquals(409, split.status());
      assertEquals(
          400, client.post("/api/profile-import", Client.profile("{\"title\":\"x\"}")).status());
    }
  }

  @Test
  void nullClearsAndOmittedKeeps() {
    try (Client client = new Client()) {
      String id =
          client.person(
              "{\"email\":\"a@example.net\",\"first_name\":\"Ann\",\"last_name\":\"Ash\","
                  + "\"location\":{\"city\":\"Ulm\",\"zip\":\"1\"},\"properties\":{\"a\":1,\"b\":[1]}}");
      client.person(
          "{\"email\":\"a@example.net\",\"first_name\":null,\"location\":{\"zip\":null},\"properties\":{\"a\":null}}");
      JsonObject ann = client.get("/api/profiles/" + id).attributes();
      assertTrue(ann.get("first_name").isJsonNull());
      assertEquals("Ash", ann.get("last_name").getAsString());
      assertEquals("Ulm", ann.getAsJsonObject("location").get("city").getAsString());
      assertTrue(ann.getAsJsonObject("location").get("zip").isJsonNull());
      assertEquals("{\"b\":[1]}", ann.get("properties").toString());
    }
  }

  @Test
  void patchAppendsUnappendsAndUnsets() {
    try (Client client = new Client()) {
      String id =
          client.person(
              "{\"email\":\"a@example.net\",\"properties\":{\"l\":[\"x\",\"y\"],\"old\":1}}");
      String body =
          "{\"data\":{\"type\":\"profile\",\"id\":\"%s\",\"attributes\":{},\"meta\":{\"patch_properties\":"
              + "{\"append\":{\"l\":\"z\",\"new\":[1,2]},\"unappend\":{\"l\":\"x\"},\"unset\":[\"old\"]}}}}";
      assertEquals(200, client.patch("/api/profiles/" + id, String.format(body, id)).status());
      assertEquals(
          "{\"l\":[\"y\",\"z\"],\"new\":[1,2]}",
          client.get("/api/profiles/" + id).attributes().get("properties").toString());
      assertEquals(400, client.patch("/api/profiles/" + id, String.format(body, "x")).status());
    }
  }

  @Test
  void profilesAreFoundByIdentifiersAndPaged() {
    try (Client client = new Client()) {
      client.imported("", Client.people(0, 130));
      assertEquals(130, client.walk("/api/profiles?page%5Bsize%5D=100").size());
      assertEquals(20, client.get("/api/profiles").rows().size());
      String id = client.person("{\"email\":\"it's+x@example.net\",\"external_id\":\"e1\"}");
      assertEquals(List.of(id), found(client, "equals(email,\"it's+x@example.net\")"));
      assertEquals(List.of(id), found(client, "equals(external_id,'e1')"));
      assertEquals(
          2,
          found(client, "any(email,[\"p3@example.net\",\"P4@example.net\",\"no@example.net\"])")
              .size());
      assertEquals(
          List.of(), found(client, "and(equals(external_id,'e1'),equals(email,'p1@example.net'))"));
      assertEquals(
          400, client.get("/api/profiles?filter=" + Client.q("equals(first_name,'x')")).status());
      assertEquals(400, client.get("/api/profiles?filter=" + Client.q("equals(email")).status());
    }
  }

  private static List<String> found(Client client, String filter) {
    return client.walk("/api/profiles?filter=" + Client.q(filter));
  }

  @Test
  void fieldsAreShownAsAskedAndSubscriptionsOnRequestOnly() {
    try (Client client = new Client()) {
      String id = client.person("{\"email\":\"a@example.net\",\"location\":{\"city\":\"Ulm\"}}");
      String path = "/api/profiles/" + id;
      assertFalse(client.get(path).attributes().has("subscriptions"));
      assertEquals(
          "{\"email\":\"a@example.net\",\"location\":{\"city\":\"Ulm\"}}",
          client.get(path + "?fields%5Bprofile%5D=email,location.city").attributes().toString());
      assertEquals(400, client.get(path + "?fields%5Bprofile%5D=shoe").status());
      assertEquals(400, client.get(path + "?additional-fields%5Bprofile%5D=shoe").status());
    }
  }

  @Test
  void everythingSurvivesASnapshot() {
    String snapshot;
    String id;
    String list;
    String key;
    try (Client client = new Client()) {
      list = client.list("l");
      id = client.person("{\"email\":\"a@example.net\",\"properties\":{\"x\":1.5}}");
      ConsentTest.unsubscribe(client, "a@example.net", "");
      client.post("/api/lists/" + list + "/relationships/profiles", Client.references(List.of(id)));
      client.submit(list, List.of("{\"email\":\"late@example.net\"}"));
      key = client.sandbox.settings().get("api_key");
      snapshot = client.sandbox.snapshot();
    }
    try (Client again = new Client(false, Optional.of(snapshot))) {
      assertEquals(key, again.sandbox.settings().get("api_key"));
      assertFalse(again.email(id).get("can_receive_email_marketing").getAsBoolean());
      again.clock.forward(5);
      assertEquals(2, again.walk("/api/lists/" + list + "/profiles").size());
      assertEquals(
          "{\"x\":1.5}",
          again.get("/api/profiles/" + id).attributes().get("properties").toString());
      assertEquals(
          200,
          again
              .post("/api/profile-import", Client.profile("{\"email\":\"a@example.net\"}"))
              .status());
    }
  }

  @Test
  void deletionForgetsThePerson() {
    try (Client client = new Client()) {
      String id = client.person("{\"email\":\"a@example.net\"}");
      String body =
          "{\"data\":{\"type\":\"data-privacy-deletion-job\",\"attributes\":{\"profile\":{\"data\":"
              + "{\"type\":\"profile\",\"attributes\":{\"email\":\"a@example.net\"}}}}}}";
      assertEquals(202, client.post("/api/data-privacy-deletion-jobs", body).status());
      assertEquals(404, client.get("/api/profiles/" + id).status());
    }
  }

  @Test
  void filtersOnSuppressionsDoNotMix() {
    try (Client client = new Client()) {
      String list = client.list("l");
      String ada = client.person("{\"email\":\"ada@example.net\"}");
      client.post("/__sandbox/learn?email=ada@example.net&reason=UNSUBSCRIBE&list=" + list, "");
      String account = "subscriptions.email.marketing.suppression.";
      String ofList = "subscriptions.email.marketing.list_suppressions.";
      String named = "equals(" + ofList + "list_id,\"" + list + "\")";
      assertEquals(List.of(ada), found(client, named));
      assertEquals(List.of(), found(client, "equals(" + account + "reason,\"UNSUBSCRIBE\")"));
      for (String refused :
          List.of(
              "equals(" + account + "reason,\"UNSUBSCRIBE\")," + named,
              "equals(" + ofList + "reason,\"UNSUBSCRIBE\")",
              "greater-than("
                  + account
                  + "timestamp,2026-01-01T00:00:00Z),less-than("
                  + account
                  + "timestamp,2026-02-01T00:00:00Z)")) {
        assertEquals(
            400, client.get("/api/profiles?filter=" + Client.q(refused)).status(), refused);
      }
    }
  }
}
