package io.espalier.sandbox.salesforcemc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NotificationsTest {
  private final Wire wire = Wire.fresh();
  private final Listener listener = new Listener();

  @AfterEach
  void stop() {
    listener.close();
    wire.close();
  }

  private int register(String url) {
    return wire.post(
            "platform/v1/ens-callbacks", "[{\"callbackName\":\"c\",\"url\":\"" + url + "\"}]")
        .statusCode();
  }

  private int subscribe(String type) {
    return wire.post(
            "platform/v1/ens-subscriptions",
            "[{\"callbackId\":\""
                + listener.callback
                + "\",\"subscriptionName\":\"s\",\"eventCategoryTypes\":[\""
                + type
                + "\"]}]")
        .statusCode();
  }

  private void verify() {
    JsonObject first = Wire.parse(listener.next().body()).getAsJsonObject();
    assertEquals(200, wire.post("platform/v1/ens-verify", first.toString()).statusCode());
  }

  @Test
  void addressIsHttpsWithoutPortAndQuery() {
    assertEquals(201, register("https://hooks.example.com/ens"));
    assertEquals(400, register("https://hooks.example.com:8443/ens"));
    assertEquals(400, register("https://hooks.example.com/ens?a=b"));
    assertEquals(400, register("http://hooks.example.com/ens"));
    assertEquals(400, register("no address"));
  }

  @Test
  void signatureKeyIsShownOnce() {
    listener.register(wire);
    assertFalse(wire.get("platform/v1/ens-callbacks").body().contains("signatureKey"));
    assertFalse(wire.get("platform/v1/ens-callbacks").body().contains("verificationKey"));
  }

  @Test
  void nothingIsSubscribedBeforeTheCallbackIsVerified() {
    listener.register(wire);
    assertEquals(400, subscribe("EngagementEvents.EmailUnsubscribe"));
    assertEquals(
        400,
        wire.post(
                "platform/v1/ens-verify",
                "{\"callbackId\":\"" + listener.callback + "\",\"verificationKey\":\"guess\"}")
            .statusCode());
    verify();
    assertEquals(201, subscribe("EngagementEvents.EmailUnsubscribe"));
    assertEquals(400, subscribe("EngagementEvents.Nothing"));
  }

  @Test
  void whatHappensIsToldSignedAndInBatchesOfTheAskedSize() {
    listener.register(wire);
    verify();
    subscribe("EngagementEvents.EmailUnsubscribe");
    wire.createProfiles();
    wire.upsert(
        "[{\"Key\":\"a\",\"Email\":\"a@example.com\"},{\"Key\":\"b\",\"Email\":\"b@example.com\"},"
            + "{\"Key\":\"c\",\"Email\":\"c@example.com\"}]");
    wire.act("send?extension=people");
    assertTrue(listener.isQuiet(), "sends were not subscribed to");
    wire.act("unsubscribe?extension=people");
    JsonArray first = Wire.parse(listener.next().body()).getAsJsonArray();
    assertEquals(2, first.size());
    JsonObject event = first.get(0).getAsJsonObject();
    assertEquals("EngagementEvents.EmailUnsubscribe", event.get("eventCategoryType").getAsString());
    assertEquals("a", event.getAsJsonObject("info").get("subscriberKey").getAsString());
    assertEquals(wire.clock.instant().toEpochMilli(), event.get("timestampUTC").getAsLong());
    assertEquals("signed by the key's characters", listener.signedBy());
  }
}
