package io.espalier.sandbox.klaviyo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.espalier.sandbox.Switches;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A 202 is no effect: it is there later, on the sandbox's clock, and outlives a restart. */
class LagTest {
  private static final String ADA = "ada@example.net";

  private static Client slow(Optional<String> snapshot) {
    return new Client(false, snapshot, Duration.ofSeconds(10), Switches.usual());
  }

  @Test
  void consentChangesAfterItsAnswer() {
    try (Client client = slow(Optional.empty())) {
      String id = client.person("{\"email\":\"" + ADA + "\"}");
      assertEquals(202, ConsentTest.unsubscribe(client, ADA, "").status());
      assertTrue(client.email(id).get("can_receive_email_marketing").getAsBoolean());
      client.clock.forward(10);
      assertFalse(client.email(id).get("can_receive_email_marketing").getAsBoolean());
    }
  }

  @Test
  void aSuppressionIsProcessingUntilItIsThere() {
    try (Client client = slow(Optional.empty())) {
      String id = client.person("{\"email\":\"" + ADA + "\"}");
      String path =
          "/api/profile-suppression-bulk-create-jobs/"
              + ConsentTest.suppression(client, "create", ADA).id();
      for (int look = 0; look < 3; look++) {
        assertEquals("processing", client.get(path).attributes().get("status").getAsString());
      }
      assertTrue(client.email(id).get("can_receive_email_marketing").getAsBoolean());
      client.clock.forward(10);
      assertEquals("complete", client.get(path).attributes().get("status").getAsString());
      assertFalse(client.email(id).get("can_receive_email_marketing").getAsBoolean());
    }
  }

  @Test
  void whatIsDoneInTheOrderOfArrivalEndsAsTheLastOneSaid() {
    try (Client client = slow(Optional.empty())) {
      String id = client.person("{\"email\":\"" + ADA + "\"}");
      ConsentTest.unsubscribe(client, ADA, "");
      ConsentTest.subscribe(client, List.of(ADA), "", false, "");
      client.clock.forward(10);
      assertTrue(client.email(id).get("can_receive_email_marketing").getAsBoolean());
    }
  }

  @Test
  void anEventAfterADeletionMakesThePersonAgain() {
    try (Client client = slow(Optional.empty())) {
      client.person("{\"email\":\"" + ADA + "\"}");
      client.post(
          "/api/data-privacy-deletion-jobs",
          "{\"data\":{\"type\":\"data-privacy-deletion-job\",\"attributes\":{\"profile\":{\"data\":"
              + "{\"type\":\"profile\",\"attributes\":{\"email\":\""
              + ADA
              + "\"}}}}}}");
      assertEquals(1, client.walk("/api/profiles").size());
      client.clock.forward(30);
      assertEquals(0, client.walk("/api/profiles").size());

      assertEquals(202, EventsTest.track(client, ADA, "order", "").status());
      assertEquals(0, client.walk("/api/profiles").size());
      client.clock.forward(10);
      List<String> again = client.walk("/api/profiles");
      assertEquals(1, again.size());
      assertTrue(client.email(again.get(0)).get("can_receive_email_marketing").getAsBoolean());
    }
  }

  @Test
  void whatWaitsOutlivesARestart() {
    try (Client client = slow(Optional.empty())) {
      client.person("{\"email\":\"" + ADA + "\"}");
      EventsTest.track(client, ADA, "order", "");
      String snapshot = client.sandbox.snapshot();
      try (Client next = slow(Optional.of(snapshot))) {
        assertEquals(0, next.walk("/api/events").size());
        next.clock.forward(10);
        assertEquals(1, next.walk("/api/events").size());
      }
    }
  }
}
