package io.espalier.salesforcemc;

import static io.espalier.salesforcemc.Bench.consent;
import static io.espalier.salesforcemc.Bench.email;
import static io.espalier.salesforcemc.Bench.join;
import static io.espalier.salesforcemc.Bench.segment;
import static io.espalier.salesforcemc.Bench.upsert;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import io.espalier.model.Consent.State;
import io.espalier.model.EmailAddress;
import io.espalier.model.Event;
import io.espalier.model.ProfileKey;
import io.espalier.spi.Change;
import io.espalier.spi.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class EraseTest {
  private final Bench bench = new Bench();

  @BeforeEach
  void people() {
    bench.run(List.of(new Change.DefineSegment(segment("vip", "VIP"))));
    bench.run(List.of(upsert("e1", Map.of()), upsert("e2", Map.of())));
    bench.run(List.of(consent("e1", State.SUBSCRIBED), consent("e2", State.SUBSCRIBED)));
    bench.run(List.of(join("vip", "e1"), join("vip", "e2")));
    bench.run(List.of(track("e1", "o1"), track("e1", "o2"), track("e2", "o3")));
  }

  @AfterEach
  void close() {
    bench.close();
  }

  private static Change.Track track(String key, String id) {
    return new Change.Track(
        new ProfileKey(key),
        new EmailAddress(email(key)),
        new Event("order", id, Bench.START, Map.of()));
  }

  private static Change.Erase erase(String key) {
    return new Change.Erase(new ProfileKey(key), new EmailAddress(email(key)));
  }

  private void assertNothingOf(String key) {
    JsonObject person = bench.person(email(key));
    assertEquals(0, person.getAsJsonObject("dataExtensions").size(), person.toString());
    assertEquals(0, person.getAsJsonArray("subscribers").size(), person.toString());
  }

  @Test
  void allThatWeOrTheyHeldIsGoneAndNobodyElses() {
    Outcome.Applied done =
        assertInstanceOf(Outcome.Applied.class, bench.run(List.of(erase("e1"))).get(0));
    assertFalse(done.reference().isEmpty());
    assertNothingOf("e1");
    JsonObject other = bench.person(email("e2")).getAsJsonObject("dataExtensions");
    assertEquals(3, other.size());
    assertEquals("Active", bench.status(email("e2")));
  }

  @Test
  void erasingTwiceOrSomeoneUnknownDoesNoHarm() {
    bench.run(List.of(erase("e1")));
    for (Outcome outcome : bench.run(List.of(erase("e1"), erase("nobody")))) {
      assertInstanceOf(Outcome.Applied.class, outcome);
    }
    assertNothingOf("e1");
  }

  @Test
  void theSameAddressUnderAnotherKeyGoesToo() {
    bench.soap(
        "<CreateRequest><Options/><Objects xsi:type=\"Subscriber\"><EmailAddress>"
            + email("e1").toUpperCase(java.util.Locale.ROOT)
            + "</EmailAddress><SubscriberKey>by hand</SubscriberKey></Objects></CreateRequest>");
    bench.run(List.of(erase("e1")));
    assertNothingOf("e1");
  }

  @Test
  void anExtensionThatAMarketerMovedIsStillOurs() {
    String all =
        "<Filter xsi:type=\"SimpleFilterPart\"><Property>ContentType</Property>"
            + "<SimpleOperator>equals</SimpleOperator><Value>dataextension</Value></Filter>";
    String folders =
        bench.soap(
            "<RetrieveRequestMsg><RetrieveRequest><ObjectType>DataFolder</ObjectType>"
                + "<Properties>ID</Properties><Properties>Name</Properties>"
                + all
                + "</RetrieveRequest></RetrieveRequestMsg>");
    String root =
        folders.replaceAll("(?s).*?<ID>([0-9]+)</ID><Name>Data Extensions</Name>.*", "$1");
    assertTrue(root.matches("[0-9]+"), folders);
    bench.soap(
        "<UpdateRequest><Options/><Objects xsi:type=\"DataExtension\"><CustomerKey>espalier_vip"
            + "</CustomerKey><CategoryID>"
            + root
            + "</CategoryID></Objects></UpdateRequest>");
    bench.run(List.of(erase("e1")));
    assertNothingOf("e1");
  }

  @Test
  void moreEventsThanOneCallDeletesAreAllGone() {
    List<Change> events = new ArrayList<>();
    for (int i = 0; i < 130; i++) {
      events.add(track("e1", "many" + i));
    }
    bench.run(events);
    bench.run(List.of(erase("e1")));
    assertNothingOf("e1");
  }

  @Test
  void theKeyCannotComeBackWhileTheContactIsBeingDeleted() {
    bench.run(List.of(erase("e1")));
    assertInstanceOf(
        Outcome.Rejected.class, bench.run(List.of(consent("e1", State.SUBSCRIBED))).get(0));
    bench.sandboxTime.pass(Duration.ofDays(2).plusSeconds(1));
    assertEquals(List.of(Outcome.APPLIED), bench.run(List.of(consent("e1", State.SUBSCRIBED))));
  }
}
