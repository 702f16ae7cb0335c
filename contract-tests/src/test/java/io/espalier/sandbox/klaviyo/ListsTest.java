package io.espalier.sandbox.klaviyo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ListsTest {
  @Test
  void listIsCreatedRenamedReadAndDeleted() {
    try (Client client = new Client()) {
      Client.Response created =
          client.post(
              "/api/lists",
              "{\"data\":{\"type\":\"list\",\"attributes\":{\"name\":\"VIP\",\"opt_in_process\":\"single_opt_in\"}}}");
      assertEquals(201, created.status());
      assertTrue(created.id().matches("[A-Za-z0-9]{6}"));
      assertEquals("single_opt_in", created.attributes().get("opt_in_process").getAsString());
      assertEquals("2026-11-23T10:00:00+00:00", created.attributes().get("created").getAsString());
      String path = "/api/lists/" + created.id();
      String body =
          "{\"data\":{\"type\":\"list\",\"id\":\"%s\",\"attributes\":{\"name\":\"Best\"}}}";
      assertEquals(400, client.patch(path, String.format(body, "other")).status());
      assertEquals(200, client.patch(path, String.format(body, created.id())).status());
      assertEquals("Best", client.get(path).attributes().get("name").getAsString());
      assertEquals(204, client.delete(path, "").status());
      assertEquals(404, client.get(path).status());
    }
  }

  @Test
  void listsComeTenAtATimeAndAllOfThem() {
    try (Client client = new Client()) {
      List<String> made = IntStream.range(0, 23).mapToObj(i -> client.list("l" + i)).toList();
      assertEquals(10, client.get("/api/lists").rows().size());
      List<String> walked = client.walk("/api/lists");
      assertEquals(23, walked.size());
      assertEquals(new HashSet<>(made), new HashSet<>(walked));
      assertEquals(400, client.get("/api/lists?page%5Bsize%5D=11").status());
      assertEquals(400, client.get("/api/lists?page%5Bcursor%5D=nonsense").status());
      assertEquals(
          made,
          client.walk("/api/lists?sort=created").stream()
              .sorted(java.util.Comparator.comparing(made::indexOf))
              .toList());
    }
  }

  @Test
  void listsAreFoundByWholeNamesOnly() {
    try (Client client = new Client()) {
      String a = client.list("A, \\\"b\\\" (c)");
      client.list("other");
      String filter = Client.q("equals(name,\"A, \\\"b\\\" (c)\")");
      assertEquals(List.of(a), client.walk("/api/lists?filter=" + filter));
      Client.Response contains =
          client.get("/api/lists?filter=" + Client.q("contains(name,\"A\")"));
      assertEquals(400, contains.status());
      assertEquals(
          "'contains' is not an allowed filter operator for 'name'.",
          contains.error().get("detail").getAsString());
    }
  }

  @Test
  void membersComeAndGoByIdWithoutConsent() {
    try (Client client = new Client()) {
      String list = client.list("l");
      String path = "/api/lists/" + list + "/relationships/profiles";
      String a = client.person("{\"email\":\"a@example.net\"}");
      String b = client.person("{\"email\":\"b@example.net\"}");
      assertEquals(204, client.post(path, Client.references(List.of(a, b))).status());
      assertEquals(204, client.post(path, Client.references(List.of(a))).status());
      assertEquals(List.of(a, b), client.walk(path));
      assertEquals(List.of(list), client.walk("/api/profiles/" + a + "/lists"));
      assertEquals("NEVER_SUBSCRIBED", client.email(a).get("consent").getAsString());
      assertEquals(204, client.delete(path, Client.references(List.of(a))).status());
      assertEquals(List.of(b), client.walk("/api/lists/" + list + "/profiles"));
      assertEquals(
          1,
          client
              .get("/api/lists/" + list + "?additional-fields%5Blist%5D=profile_count")
              .attributes()
              .get("profile_count")
              .getAsInt());
    }
  }

  @Test
  void unknownMembersRefuseTheWholeCall() {
    try (Client client = new Client()) {
      String path = "/api/lists/" + client.list("l") + "/relationships/profiles";
      String a = client.person("{\"email\":\"a@example.net\"}");
      Client.Response refused = client.post(path, Client.references(List.of(a, "01X")));
      assertEquals(400, refused.status());
      assertEquals("Invalid profile IDs: 01X", refused.error().get("detail").getAsString());
      assertEquals("/data/", refused.pointer());
      assertEquals(List.of(), client.walk(path));
      List<String> tooMany = IntStream.range(0, 1001).mapToObj(i -> a).toList();
      assertEquals(400, client.post(path, Client.references(tooMany)).status());
      assertEquals(204, client.post(path, Client.references(tooMany.subList(1, 1001))).status());
    }
  }

  @Test
  void membersComeTwentyOrAHundredAtATime() {
    try (Client client = new Client()) {
      String list = client.list("l");
      client.imported(list, Client.people(0, 250));
      String path = "/api/lists/" + list + "/profiles";
      assertEquals(20, client.get(path).rows().size());
      assertEquals(100, client.get(path + "?page%5Bsize%5D=100").rows().size());
      assertEquals(400, client.get(path + "?page%5Bsize%5D=101").status());
      List<String> walked =
          client.walk(path + "?page%5Bsize%5D=100&fields%5Bprofile%5D=email,joined_group_at");
      assertEquals(250, new HashSet<>(walked).size());
      assertEquals(250, walked.size());
    }
  }

  @Test
  void tagsMarkLists() {
    try (Client client = new Client()) {
      String list = client.list("l");
      Client.Response tag =
          client.post(
              "/api/tags", "{\"data\":{\"type\":\"tag\",\"attributes\":{\"name\":\"ours\"}}}");
      assertEquals(201, tag.status());
      String body = "{\"data\":[{\"type\":\"list\",\"id\":\"" + list + "\"}]}";
      String path = "/api/tags/" + tag.id() + "/relationships/lists";
      assertEquals(204, client.post(path, body).status());
      assertEquals(List.of(list), client.walk(path));
      assertEquals(List.of(tag.id()), client.walk("/api/lists/" + list + "/tags"));
      assertEquals(
          "ours",
          client
              .get("/api/lists?include=tags")
              .json()
              .getAsJsonArray("included")
              .get(0)
              .getAsJsonObject()
              .getAsJsonObject("attributes")
              .get("name")
              .getAsString());
      assertEquals(1, client.get("/api/tag-groups").rows().size());
      assertEquals(204, client.delete(path, body).status());
      assertEquals(List.of(), client.walk("/api/lists/" + list + "/tags"));
    }
  }
}
