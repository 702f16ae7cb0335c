package io.espalier.mailchimp;

import static io.espalier.mailchimp.MailchimpAccount.email;
import static io.espalier.mailchimp.MailchimpAccount.upsert;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.espalier.model.Event;
import io.espalier.model.ProfileKey;
import io.espalier.model.Value;
import io.espalier.model.ValueType;
import io.espalier.spi.Change;
import io.espalier.spi.Cursor;
import io.espalier.spi.FailureKind;
import io.espalier.spi.Outcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MailchimpEventSyncTest {
  private final MailchimpAccount account =
      new MailchimpAccount(MailchimpAccount.attribute("city", ValueType.TEXT));

  @AfterEach
  void close() {
    account.close();
  }

  @Test
  void anEventArrivesOnceHoweverOftenItIsSent() {
    account.settle(List.of(upsert("k1", "A@Example.net ", Map.of())));
    Change.Track order =
        track("a@example.net", "order", "o-1", Map.of("total", Value.number("12.5")));

    for (int i = 0; i < 3; i++) {
      MailchimpSyncTest.assertApplied(account.settle(List.of(order, order)));
      account.reopen();
    }

    JsonArray events = events("a@example.net");
    assertEquals(1, events.size());
    JsonObject event = events.get(0).getAsJsonObject();
    assertEquals("order", event.get("name").getAsString());
    assertEquals("2026-11-20T08:00:00+00:00", event.get("occurred_at").getAsString());
    assertEquals(
        "{\"espalier_id\":\"o-1\",\"total\":\"12.5\"}", event.get("properties").toString());
  }

  @Test
  void manyPeoplesEventsGoInBatchesAndArriveOnce() {
    account.settle(
        IntStream.range(0, 60).mapToObj(i -> upsert("k" + i, address(i), Map.of())).toList());
    MailchimpSyncTest.assertApplied(
        account.settle(List.of(track(address(3), "order", "o-3", Map.of()))));
    List<Change.Track> all = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      all.add(track(address(i), "order", "o-" + i, Map.of("paid", Value.flag(false))));
    }
    all.add(track("nobody@example.net", "order", "o-x", Map.of()));

    for (int round = 0; round < 2; round++) {
      List<Outcome> outcomes = account.settle(all);
      MailchimpSyncTest.assertApplied(outcomes.subList(0, 60));
      assertEquals(
          FailureKind.MISSING_TARGET,
          assertInstanceOf(Outcome.Rejected.class, outcomes.get(60)).failure().kind());
    }

    for (int i = 0; i < 60; i++) {
      assertEquals(1, events(address(i)).size(), address(i));
    }
    assertEquals(
        "false",
        events(address(7))
            .get(0)
            .getAsJsonObject()
            .getAsJsonObject("properties")
            .get("paid")
            .getAsString());
  }

  @Test
  void aNameThatMailchimpRefusesIsToldApartFromItsNeighbours() {
    account.settle(List.of(upsert("k1", "a@example.net", Map.of())));
    List<String> types =
        List.of(
            "x",
            "page view",
            "page_view",
            "visited_the_returns_page_of_the_shop",
            "visited_the_returns_page_of_the_app");
    MailchimpSyncTest.assertApplied(
        account.settle(
            types.stream().map(type -> track("a@example.net", type, "1", Map.of())).toList()));

    List<String> names = new ArrayList<>();
    events("a@example.net").forEach(e -> names.add(e.getAsJsonObject().get("name").getAsString()));
    assertEquals(5, names.stream().distinct().count(), names.toString());
    names.forEach(name -> assertEquals(true, name.matches("[A-Za-z0-9_]{2,30}"), name));
  }

  @Test
  void aPersonErasedIsGoneUnderEveryAddressAndStaysAway() {
    account.settle(
        List.of(
            upsert("k1", "old@example.net", Map.of()),
            upsert("k1", "new@example.net", Map.of()),
            upsert("k2", "other@example.net", Map.of())));
    account.send(
        "DELETE",
        "/3.0/lists/" + account.list() + "/members/" + SubscriberHash.of(email("old@example.net")),
        "");

    MailchimpSyncTest.assertApplied(
        account.settle(
            List.of(
                new Change.Erase(new ProfileKey("k1"), email("New@example.net")),
                new Change.Erase(new ProfileKey("k9"), email("never@example.net")))));

    assertEquals("", account.status("new@example.net"));
    assertEquals("", account.status("old@example.net"));
    assertEquals("transactional", account.status("other@example.net"));
    assertEquals(1, account.connector().read(Cursor.profiles()).items().size());
    Outcome again = account.settle(List.of(upsert("k1", "new@example.net", Map.of()))).get(0);
    assertEquals(
        "this person was permanently deleted in Mailchimp and cannot be imported again",
        assertInstanceOf(Outcome.Rejected.class, again).failure().message());
  }

  @Test
  void erasingTwiceIsErasingOnce() {
    account.settle(List.of(upsert("k1", "a@example.net", Map.of())));
    Change.Erase erase = new Change.Erase(new ProfileKey("k1"), email("a@example.net"));
    MailchimpSyncTest.assertApplied(account.settle(List.of(erase, erase)));
    MailchimpSyncTest.assertApplied(account.settle(List.of(erase)));
    assertEquals("", account.status("a@example.net"));
  }

  private static String address(int i) {
    return "p" + i + "@example.net";
  }

  private static Change.Track track(
      String address, String type, String id, Map<String, Value> properties) {
    return new Change.Track(
        new ProfileKey("k1"),
        email(address),
        new Event(type, id, Instant.parse("2026-11-20T08:00:00Z"), properties));
  }

  private JsonArray events(String address) {
    return account
        .get(
            "/3.0/lists/"
                + account.list()
                + "/members/"
                + SubscriberHash.of(email(address))
                + "/events?count=1000")
        .getAsJsonObject()
        .getAsJsonArray("events");
  }
}
