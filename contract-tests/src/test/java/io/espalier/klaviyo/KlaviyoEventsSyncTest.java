package io.espalier.klaviyo;

import static io.espalier.klaviyo.KlaviyoAccount.START;
import static io.espalier.klaviyo.KlaviyoAccount.consent;
import static io.espalier.klaviyo.KlaviyoAccount.email;
import static io.espalier.klaviyo.KlaviyoAccount.state;
import static io.espalier.klaviyo.KlaviyoAccount.upsert;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.espalier.model.Consent;
import io.espalier.model.Event;
import io.espalier.model.ProfileKey;
import io.espalier.model.Value;
import io.espalier.spi.Change;
import io.espalier.spi.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KlaviyoEventsSyncTest {
  private static final String ZOE = "zoe@example.net";

  private final KlaviyoAccount account = new KlaviyoAccount();

  @AfterEach
  void close() {
    account.close();
  }

  private static Change.Track track(String key, String address, Event event) {
    return new Change.Track(new ProfileKey(key), email(address), event);
  }

  private static Event order(String id, Instant time) {
    return new Event(
        "order", id, time, Map.of("total", Value.number("12.50"), "sku", Value.text("A-1")));
  }

  private List<JsonObject> events() {
    List<JsonObject> events = new ArrayList<>();
    JsonArray page =
        account.get("/api/events?page%5Bsize%5D=1000").getAsJsonObject().getAsJsonArray("data");
    for (JsonElement event : page) {
      events.add(event.getAsJsonObject().getAsJsonObject("attributes"));
    }
    return events;
  }

  private String message(Change.Track track) {
    return ((Outcome.Rejected) account.settle(List.of(track)).get(0)).failure().message();
  }

  @Test
  void anEventSentTwiceIsThereOnce() {
    account.settle(List.of(upsert("k1", ZOE, Map.of())));
    Change.Track order = track("k1", ZOE, order("o-1", START.minusSeconds(60)));

    assertEquals(List.of(Outcome.APPLIED, Outcome.APPLIED), account.settle(List.of(order, order)));
    assertEquals(List.of(Outcome.APPLIED), account.settle(List.of(order)));

    assertEquals(1, events().size());
    assertEquals(
        "{\"total\":12.5,\"sku\":\"A-1\",\"$event_id\":\"o-1\"}".length(),
        events().get(0).get("event_properties").toString().length());
    assertEquals("2026-11-23T09:59:00+00:00", events().get(0).get("datetime").getAsString());
  }

  @Test
  void twoEventsOfOneSecondAreTwo() {
    account.settle(List.of(upsert("k1", ZOE, Map.of())));
    account.settle(
        List.of(track("k1", ZOE, order("o-1", START)), track("k1", ZOE, order("o-2", START))));

    assertEquals(2, events().size());
  }

  @Test
  void aThousandEventsArriveInOneCallAndAreProved() {
    account.settle(
        IntStream.range(0, 500).mapToObj(i -> upsert("k" + i, i + ZOE, Map.of())).toList());
    account.calls.clear();
    List<Change.Track> tracks =
        IntStream.range(0, 1_000)
            .mapToObj(
                i ->
                    track(
                        "k" + i % 500,
                        i % 500 + ZOE,
                        order("o" + i, START.minus(Duration.ofMinutes(i)))))
            .toList();

    assertTrue(account.settle(tracks).stream().allMatch(Outcome.APPLIED::equals));
    assertEquals(1_000, events().size());
    assertEquals(1, account.writes());
    assertTrue(account.calls.size() < 15, account.calls.size() + " calls");
  }

  @Test
  void anEventMakesNobody() {
    assertEquals(
        "not sent: Klaviyo does not know the person 'k1', and an event would make one who can be"
            + " mailed",
        message(track("k1", ZOE, order("o-1", START))));
    assertThrows(AssertionError.class, () -> account.person(ZOE));
  }

  @Test
  void anEventOfSomebodyWhoIsDeletedMeanwhileMakesNobody() {
    account.settle(List.of(upsert("k1", ZOE, Map.of())));
    account.post(
        "/api/data-privacy-deletion-jobs",
        "{\"data\":{\"type\":\"data-privacy-deletion-job\",\"attributes\":{\"profile\":{\"data\":{"
            + "\"type\":\"profile\",\"attributes\":{\"email\":\""
            + ZOE
            + "\"}}}}}}");
    account.clock.pass(Duration.ofMillis(2_500));
    List<Outcome> pushed = account.connector().push(List.of(track("k1", ZOE, order("o-1", START))));
    account.clock.pass(Duration.ofSeconds(5));

    assertThrows(AssertionError.class, () -> account.person(ZOE));
    assertTrue(pushed.get(0) instanceof Outcome.Pending);
  }

  @Test
  void nothingIsToldOfWhoOptedOutOrIsHeldBackByUs() {
    account.settle(List.of(upsert("k1", ZOE, Map.of())));
    account.settle(List.of(consent("k1", ZOE, state(Consent.State.UNKNOWN))));
    assertEquals(
        "not sent: the person 'k1' is held back in Klaviyo for lack of consent",
        message(track("k1", ZOE, order("o-1", START))));

    account.settle(List.of(consent("k1", ZOE, state(Consent.State.UNSUBSCRIBED))));
    assertEquals(
        "not sent: the person 'k1' has opted out in Klaviyo",
        message(track("k1", ZOE, order("o-1", START))));
    assertEquals(List.of(), events());
  }

  @Test
  void aBadEventDoesNotSinkTheOthers() {
    account.settle(List.of(upsert("k1", ZOE, Map.of())));
    Event ancient = order("o-1", Instant.parse("1999-12-31T23:59:59Z"));
    Event unkept =
        new Event("order", "o-2", START, Map.of("n", Value.number("9223372036854775808")));
    // What the adapter does not know of: Klaviyo's own refusal, by its pointer.
    Event nameless = new Event("order", "o-3", START, Map.of());

    List<Outcome> outcomes =
        account.settle(
            List.of(
                track("k1", ZOE, ancient),
                track("k1", ZOE, unkept),
                track("k1", ZOE, nameless),
                track("k1", ZOE, order("", START)),
                track("k1", ZOE, order("o-5", START))));

    assertEquals(
        "Klaviyo takes events from the year 2000 until a year from now; this one is of 1999-12-31",
        ((Outcome.Rejected) outcomes.get(0)).failure().message());
    assertEquals(
        "'n' has more digits than Klaviyo keeps: a number has 64 bits there",
        ((Outcome.Rejected) outcomes.get(1)).failure().message());
    assertEquals(Outcome.APPLIED, outcomes.get(2));
    assertEquals(
        "Klaviyo refused the event's unique_id: 'unique_id' must have between 1 and 255"
            + " characters.",
        ((Outcome.Rejected) outcomes.get(3)).failure().message());
    assertEquals(Outcome.APPLIED, outcomes.get(4));
    assertEquals(2, events().size());
  }

  @Test
  void aProofThatGetsTooLongIsReadPersonByPerson() {
    account.settle(List.of(upsert("k1", ZOE, Map.of()), upsert("k2", "amy@example.net", Map.of())));
    // Six thousand strangers' events lie in the time between two of ours.
    for (int batch = 0; batch < 6; batch++) {
      StringBuilder events = new StringBuilder();
      for (int i = 0; i < 1_000; i++) {
        events
            .append(i == 0 ? "" : ",")
            .append("{\"type\":\"event\",\"attributes\":{\"properties\":{},\"unique_id\":\"s")
            .append(batch * 1_000 + i)
            .append(
                "\",\"time\":\"2026-11-20T00:00:00Z\",\"metric\":{\"data\":{\"type\":\"metric\",")
            .append("\"attributes\":{\"name\":\"order\"}}}}}");
      }
      account.post(
          "/api/event-bulk-create-jobs",
          "{\"data\":{\"type\":\"event-bulk-create-job\",\"attributes\":{\"events-bulk-create\":"
              + "{\"data\":[{\"type\":\"event-bulk-create\",\"attributes\":{\"profile\":{\"data\":"
              + "{\"type\":\"profile\",\"attributes\":{\"email\":\"amy@example.net\"}}},\"events\":"
              + "{\"data\":["
              + events
              + "]}}}]}}}}");
    }
    List<Change.Track> ours =
        List.of(
            track("k1", ZOE, order("o-1", START.minus(Duration.ofDays(30)))),
            track("k1", ZOE, order("o-2", START.minus(Duration.ofHours(1)))));

    assertEquals(List.of(Outcome.APPLIED, Outcome.APPLIED), account.settle(ours));
  }
}
