package io.espalier.sandbox.klaviyo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import io.espalier.sandbox.Switches;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Segments as an audience, what carries tags, coupons, and the quotas of single parameters. */
class SegmentsAndTagsTest {
  private Client client = new Client();

  @AfterEach
  void close() {
    client.close();
  }

  private String person(String email, int points) {
    return client
        .post(
            "/api/profiles",
            "{\"data\":{\"type\":\"profile\",\"attributes\":{\"email\":\""
                + email
                + "\",\"properties\":{\"points\":"
                + points
                + "}}}}")
        .id();
  }

  private String rich() {
    Client.Response made =
        client.post(
            "/api/segments",
            "{\"data\":{\"type\":\"segment\",\"attributes\":{\"name\":\"Rich\",\"definition\":{\"condition_groups\":[{\"conditions\":["
                + "{\"type\":\"profile-property\",\"property\":\"properties['points']\",\"filter\":{\"type\":\"numeric\",\"operator\":\"greater-than\",\"value\":10}}]}]}}}}");
    assertEquals(201, made.status());
    return made.id();
  }

  private List<String> ids(String path) {
    List<String> ids = new ArrayList<>();
    for (JsonElement row : client.get(path).rows()) {
      ids.add(row.getAsJsonObject().get("id").getAsString());
    }
    return ids;
  }

  private static String references(String type, String id) {
    return "{\"data\":[{\"type\":\"" + type + "\",\"id\":\"" + id + "\"}]}";
  }

  @Test
  void segmentsTellTheirMembersAndPeopleTheirSegments() {
    String rich = rich();
    String ada = person("ada@shoppers.example.net", 20);
    String bo = person("bo@shoppers.example.net", 5);
    assertEquals(List.of(ada), ids("/api/segments/" + rich + "/relationships/profiles"));
    assertEquals(List.of(rich), ids("/api/profiles/" + ada + "/segments"));
    assertEquals(List.of(rich), ids("/api/profiles/" + ada + "/relationships/segments"));
    assertEquals(List.of(), ids("/api/profiles/" + bo + "/segments"));
  }

  @Test
  void segmentIsProcessingUntilItIsFilled() {
    client.close();
    client = new Client(false, Optional.empty(), Duration.ofSeconds(5), Switches.usual());
    person("ada@shoppers.example.net", 20);
    String rich = rich();
    assertTrue(processing(rich));
    assertEquals(List.of(), ids("/api/segments/" + rich + "/profiles"));
    client.clock.forward(5);
    assertFalse(processing(rich));
    assertEquals(1, ids("/api/segments/" + rich + "/profiles").size());
  }

  private boolean processing(String segment) {
    return client.get("/api/segments/" + segment).attributes().get("is_processing").getAsBoolean();
  }

  @Test
  void segmentIsSuppressedAsAWhole() {
    String rich = rich();
    String ada = person("ada@shoppers.example.net", 20);
    person("bo@shoppers.example.net", 5);
    String jobs = "/api/profile-suppression-bulk-create-jobs";
    String body =
        "{\"data\":{\"type\":\"profile-suppression-bulk-create-job\",\"attributes\":{},\"relationships\":{\"segment\":{\"data\":{\"type\":\"segment\",\"id\":\"%s\"}}}}}";
    assertEquals(404, client.post(jobs, body.formatted("Nobody")).status());
    String job = client.post(jobs, body.formatted(rich)).id();
    assertEquals("1", client.get(jobs + "/" + job).attributes().get("completed_count").toString());
    assertEquals(List.of(job), ids(jobs + "?filter=equals(status,%22complete%22)"));
    assertEquals(List.of(), ids(jobs + "?filter=equals(status,%22queued%22)"));
    assertEquals(List.of(), ids("/api/profile-suppression-bulk-delete-jobs"));
    assertEquals(400, client.get(jobs + "?filter=equals(id,%22x%22)").status());
    assertFalse(
        client
            .get("/api/profiles/" + ada + "?additional-fields[profile]=subscriptions")
            .attributes()
            .getAsJsonObject("subscriptions")
            .getAsJsonObject("email")
            .getAsJsonObject("marketing")
            .get("can_receive_email_marketing")
            .getAsBoolean());
  }

  @Test
  void segmentsCarryTagsUntilTheyAreGone() {
    String rich = rich();
    String tag =
        client
            .post("/api/tags", "{\"data\":{\"type\":\"tag\",\"attributes\":{\"name\":\"tea\"}}}")
            .id();
    String carriers = "/api/tags/" + tag + "/relationships/segments";
    assertEquals(404, client.post(carriers, references("segment", "Nobody")).status());
    assertEquals(204, client.post(carriers, references("segment", rich)).status());
    assertEquals(List.of(rich), ids(carriers));
    assertEquals(List.of(tag), ids("/api/segments/" + rich + "/tags"));
    assertEquals(List.of(tag), ids("/api/segments/" + rich + "/relationships/tags"));
    assertEquals(List.of(), ids("/api/tags/" + tag + "/relationships/lists"));
    assertEquals(204, client.delete("/api/segments/" + rich, "").status());
    assertEquals(List.of(), ids(carriers));
    assertEquals(404, client.get("/api/campaigns/none/tags").status());
  }

  @Test
  void couponsHaveCodesThatAreFoundByTheirCoupon() {
    String coupon =
        "{\"data\":{\"type\":\"coupon\",\"attributes\":{\"external_id\":\"10OFF\",\"description\":\"ten\"}}}";
    assertEquals(201, client.post("/api/coupons", coupon).status());
    assertEquals(409, client.post("/api/coupons", coupon).status());
    String code =
        "{\"data\":{\"type\":\"coupon-code\",\"attributes\":{\"unique_code\":\"ABC\"},\"relationships\":{\"coupon\":{\"data\":{\"type\":\"coupon\",\"id\":\"10OFF\"}}}}}";
    Client.Response made = client.post("/api/coupon-codes", code);
    assertEquals(200, made.status());
    assertEquals("10OFF-ABC", made.id());
    assertEquals("UNASSIGNED", made.attributes().get("status").getAsString());
    assertEquals(409, client.post("/api/coupon-codes", code).status());
    assertEquals(400, client.get("/api/coupon-codes").status());
    assertEquals(
        List.of("10OFF-ABC"), ids("/api/coupon-codes?filter=equals(coupon.id,%2210OFF%22)"));
    assertEquals(204, client.delete("/api/coupons/10OFF", "").status());
    assertEquals(404, client.get("/api/coupon-codes/10OFF-ABC").status());
  }

  @Test
  void countOfASegmentHasItsOwnQuota() {
    client.close();
    client = new Client(true, Optional.empty());
    String rich = rich();
    String counted = "/api/segments/" + rich + "?additional-fields[segment]=profile_count";
    assertEquals(200, client.get(counted).status());
    Client.Response second = client.get(counted);
    assertEquals(429, second.status());
    assertEquals("1", second.header("Retry-After"));
    assertEquals(200, client.get("/api/segments/" + rich).status());
  }
}
