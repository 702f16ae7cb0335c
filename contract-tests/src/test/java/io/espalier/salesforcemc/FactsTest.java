package io.espalier.salesforcemc;

import static io.espalier.salesforcemc.Bench.START;
import static io.espalier.salesforcemc.Bench.consent;
import static io.espalier.salesforcemc.Bench.email;
import static io.espalier.salesforcemc.Bench.join;
import static io.espalier.salesforcemc.Bench.segment;
import static io.espalier.salesforcemc.Bench.upsert;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.espalier.model.Consent.State;
import io.espalier.model.EmailAddress;
import io.espalier.sandbox.Fault;
import io.espalier.spi.Change;
import io.espalier.spi.ConsentFact;
import io.espalier.spi.EspException;
import io.espalier.spi.Page;
import io.espalier.spi.Since;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class FactsTest {
  private final Bench bench = new Bench();

  @BeforeEach
  void people() {
    bench.run(List.of(upsert("f1", Map.of()), upsert("f2", Map.of()), upsert("f3", Map.of())));
    bench.run(List.of(consent("f1", State.SUBSCRIBED), consent("f2", State.SUBSCRIBED)));
    bench.sandboxTime.pass(Duration.ofHours(1));
  }

  @AfterEach
  void close() {
    bench.close();
  }

  private List<ConsentFact> facts(Instant since) {
    List<ConsentFact> facts = new ArrayList<>();
    Since from = Since.of(since);
    while (true) {
      Page<ConsentFact> page = bench.connector.facts(from);
      facts.addAll(page.items());
      if (page.next().isEmpty()) {
        return facts;
      }
      from = from.at(page.next().get().position());
    }
  }

  @Test
  void aPageWhoseAnswerWasLostIsReadFromTheFirstAgain() {
    List<Change> many = new ArrayList<>();
    for (int i = 0; i < 2_600; i++) {
      many.add(consent("m" + i, State.UNSUBSCRIBED));
    }
    bench.run(many);
    // Opt-outs, bounces, subscribers, two calls for their notes; then the next page of subscribers.
    bench.sandbox.faults().become((call, time) -> time == 6 ? new Fault.Reset() : Fault.NONE);
    List<ConsentFact> facts = facts(Bench.START.minus(Duration.ofDays(1)));
    assertEquals(2_600, facts.stream().map(ConsentFact::email).distinct().count());
    assertEquals(2_500 + 2_600, facts.size(), "the first page came twice");
  }

  private static EmailAddress address(String key) {
    return new EmailAddress(email(key));
  }

  @Test
  void anOptOutIsToldWithItsTimeByEventAndByStatus() {
    bench.act("unsubscribe?email=" + email("f1"));
    Instant at = START.plus(Duration.ofHours(1));
    assertEquals(
        List.of(
            new ConsentFact(address("f1"), State.UNSUBSCRIBED, at, "UnsubEvent", false),
            new ConsentFact(address("f1"), State.UNSUBSCRIBED, at, "status Unsubscribed", false)),
        facts(START));
  }

  @Test
  void whatIsOlderIsNotRead() {
    bench.act("unsubscribe?email=" + email("f1"));
    assertEquals(2, facts(START.plus(Duration.ofHours(1))).size());
    assertEquals(List.of(), facts(START.plus(Duration.ofHours(1)).plusSeconds(1)));
  }

  @Test
  void leavingOneListIsNoOptOut() {
    String made =
        bench.soap(
            "<CreateRequest><Options/><Objects xsi:type=\"List\"><ListName>News</ListName>"
                + "<Type>Public</Type></Objects></CreateRequest>");
    String id = made.replaceAll("(?s).*<NewID>([0-9]+)</NewID>.*", "$1");
    bench.act("unsubscribe?list=" + id + "&email=" + email("f1"));
    assertEquals(List.of(), facts(START));
    assertEquals("Active", bench.status(email("f1")));
  }

  @Test
  void aHoldBackOfOursIsToldApart() {
    bench.run(List.of(consent("f3", State.UNKNOWN)));
    ConsentFact fact = facts(START).get(0);
    assertEquals(address("f3"), fact.email());
    assertTrue(fact.ours());
    bench.sandboxTime.pass(Duration.ofHours(1));
    bench.soap(
        "<UpdateRequest><Options/><Objects xsi:type=\"Subscriber\"><SubscriberKey>f3</SubscriberKey>"
            + "<Status>Active</Status></Objects></UpdateRequest>");
    bench.act("unsubscribe?email=" + email("f3"));
    assertTrue(facts(START).stream().noneMatch(ConsentFact::ours));
  }

  @Test
  void hardBouncesAndHeldAreToldSoftOnesAreNot() {
    bench.act("bounce?type=soft&email=" + email("f1"));
    assertEquals(List.of(), facts(START));
    for (int i = 0; i < 3; i++) {
      bench.act("bounce?email=" + email("f1"));
    }
    List<ConsentFact> facts = facts(START);
    assertEquals(4, facts.size());
    assertEquals(
        new ConsentFact(
            address("f1"),
            State.SUPPRESSED,
            START.plus(Duration.ofHours(1)),
            "Hard bounce 550",
            false),
        facts.get(0));
    assertEquals(
        new ConsentFact(address("f1"), State.SUPPRESSED, null, "status Held", false), facts.get(3));
  }

  @Test
  void whoWasDeletedThereIsStillKnownByOurRow() {
    bench.act("unsubscribe?email=" + email("f1"));
    bench.soap(
        "<DeleteRequest><Options/><Objects xsi:type=\"Subscriber\"><SubscriberKey>f1</SubscriberKey>"
            + "</Objects></DeleteRequest>");
    List<ConsentFact> facts = facts(START);
    assertEquals(1, facts.size());
    assertEquals(address("f1"), facts.get(0).email());
  }

  @Test
  void complaintsAreReadFromWhatAQueryActivityFills() {
    assertEquals(List.of(), facts(START), "nobody has set it up");
    bench.soap(
        "<CreateRequest><Options/><Objects xsi:type=\"DataExtension\"><CustomerKey>"
            + "espalier_complaints</CustomerKey><Name>Espalier Complaints</Name><Fields>"
            + "<Field><Name>SubscriberKey</Name><MaxLength>254</MaxLength>"
            + "<IsRequired>true</IsRequired><IsPrimaryKey>true</IsPrimaryKey></Field>"
            + "<Field><Name>EventDate</Name><FieldType>Date</FieldType></Field>"
            + "</Fields></Objects></CreateRequest>");
    bench.putColumn("espalier_complaints", "f2", "EventDate", "2026-03-01 07:30:00");
    assertEquals(
        List.of(
            new ConsentFact(
                address("f2"),
                State.COMPLAINED,
                Instant.parse("2026-03-01T13:30:00Z"),
                "complaint",
                false)),
        facts(START));
    assertEquals(List.of(), facts(Instant.parse("2026-03-01T13:30:01Z")));
    bench.run(List.of(new Change.Erase(new io.espalier.model.ProfileKey("f2"), address("f2"))));
    assertEquals(List.of(), facts(START), "erased there, too");
  }

  @Test
  void moreThanAPageIsReadWhole() {
    bench.run(List.of(new Change.DefineSegment(segment("all", "All"))));
    List<Change> joins = new ArrayList<>();
    for (int i = 0; i < 2_600; i++) {
      joins.add(join("all", "m" + i));
    }
    bench.run(joins);
    bench.act("send?extension=espalier_all");
    bench.act("unsubscribe?extension=espalier_all");
    List<ConsentFact> facts = facts(START);
    assertEquals(5_200, facts.size());
    assertEquals(2_600, facts.stream().map(ConsentFact::email).distinct().count());
  }

  @Test
  void aPlaceThatIsNotOursIsRefused() {
    EspException e =
        assertThrows(
            EspException.class, () -> bench.connector.facts(Since.of(START).at("ELSEWHERE/1")));
    assertEquals(
        "this is no place in what Salesforce Marketing Cloud learned about consent",
        e.failure().message());
    assertFalse(e.failure().mend().isEmpty());
  }
}
