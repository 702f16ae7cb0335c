package io.espalier.mailchimp;

import static io.espalier.mailchimp.MailchimpAccount.consent;
import static io.espalier.mailchimp.MailchimpAccount.email;
import static io.espalier.mailchimp.MailchimpAccount.segment;
import static io.espalier.mailchimp.MailchimpAccount.state;
import static io.espalier.mailchimp.MailchimpAccount.subscribed;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.espalier.model.Consent;
import io.espalier.model.ProfileKey;
import io.espalier.model.Segment;
import io.espalier.sandbox.Switches;
import io.espalier.sandbox.mailchimp.MailchimpFact;
import io.espalier.spi.Change;
import io.espalier.spi.ConsentFact;
import io.espalier.spi.Cursor;
import io.espalier.spi.EspException;
import io.espalier.spi.FailureKind;
import io.espalier.spi.Outcome;
import io.espalier.spi.Page;
import io.espalier.spi.Since;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MailchimpFactsSyncTest {
  private static final Instant SINCE = Instant.parse("2026-11-20T09:00:00Z");
  private static final Segment BIG = segment("big-spenders", "Big spenders");
  private static final Segment LAPSED = segment("lapsed", "Lapsed");

  private final MailchimpAccount account = new MailchimpAccount();

  @AfterEach
  void close() {
    account.close();
  }

  @Test
  void tellsOptOutsBouncesComplaintsAndReturns() {
    account.settle(
        List.of(
            agreed("k1", "out@example.net"),
            agreed("k2", "bounced@example.net"),
            agreed("k3", "angry@example.net"),
            agreed("k4", "content@example.net")));
    account.clock.pass(Duration.ofHours(1));
    Instant then = account.clock.instant();
    account.act("unsubscribe", "out@example.net");
    account.act("bounce", "bounced@example.net");
    account.act("complain", "angry@example.net");
    account.act("signup", "new@example.net");

    Map<String, ConsentFact> facts = facts(then);

    assertEquals(
        Map.of(
            "out@example.net UNSUBSCRIBED N/A (Unsubscribed by contact)", then,
            "bounced@example.net SUPPRESSED cleaned", then,
            "angry@example.net COMPLAINED N/A (Abuse complaint)", then,
            "angry@example.net COMPLAINED abuse report", then,
            "new@example.net SUBSCRIBED Hosted Signup Form", then),
        facts.entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, fact -> fact.getValue().at())));
    facts.values().forEach(fact -> assertEquals(false, fact.ours()));
  }

  @Test
  void nothingOlderIsTold() {
    account.settle(List.of(agreed("k1", "out@example.net"), agreed("k2", "angry@example.net")));
    account.act("unsubscribe", "out@example.net");
    account.act("complain", "angry@example.net");
    account.clock.pass(Duration.ofHours(1));

    assertEquals(Map.of(), facts(account.clock.instant()));
  }

  @Test
  void ourOwnHoldBackIsToldApartFromSomebodyElses() {
    account.settle(List.of(agreed("k1", "ours@example.net"), agreed("k2", "theirs@example.net")));
    MailchimpSyncTest.assertApplied(
        account.settle(List.of(consent("k1", "ours@example.net", state(Consent.State.UNKNOWN)))));
    account.act("admin-unsubscribe", "theirs@example.net");

    Map<String, ConsentFact> facts = facts(SINCE);

    assertEquals(
        Map.of(
            "ours@example.net UNSUBSCRIBED N/A (Unsubscribed by admin)", true,
            "theirs@example.net UNSUBSCRIBED N/A (Unsubscribed by admin)", false),
        facts.entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, fact -> fact.getValue().ours())));
  }

  @Test
  void manyHoldBacksAreMarkedToo() {
    List<Change> people = new ArrayList<>();
    List<Change> out = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      people.add(agreed("k" + i, "p" + i + "@example.net"));
      out.add(consent("k" + i, "p" + i + "@example.net", state(Consent.State.UNKNOWN)));
    }
    account.settle(people);
    MailchimpSyncTest.assertApplied(account.settle(out));

    assertEquals(60, facts(SINCE).values().stream().filter(ConsentFact::ours).count());
  }

  @Test
  void whomOnlyWeHeldBackMayBeSubscribedAgain() {
    account.settle(List.of(agreed("k1", "a@example.net")));
    account.settle(List.of(consent("k1", "a@example.net", state(Consent.State.UNKNOWN))));
    assertEquals("unsubscribed", account.status("a@example.net"));
    account.clock.pass(Duration.ofMinutes(5));

    MailchimpSyncTest.assertApplied(
        account.settle(
            List.of(consent("k1", "a@example.net", subscribed(account.clock.instant())))));

    assertEquals("subscribed", account.status("a@example.net"));
    assertEquals(List.of(), account.tags("a@example.net"));
  }

  @Test
  void whoCameBackAndWasUnsubscribedByHandIsNotOursToSubscribe() {
    account.settle(List.of(agreed("k1", "a@example.net")));
    account.settle(List.of(consent("k1", "a@example.net", state(Consent.State.UNKNOWN))));
    account.clock.pass(Duration.ofMinutes(5));
    account.act("signup", "a@example.net");
    account.act("admin-unsubscribe", "a@example.net");
    account.clock.pass(Duration.ofMinutes(5));

    Outcome outcome =
        account
            .settle(List.of(consent("k1", "a@example.net", subscribed(account.clock.instant()))))
            .get(0);

    assertEquals(
        "this person unsubscribed in Mailchimp, and when is not known",
        assertInstanceOf(Outcome.Rejected.class, outcome).failure().message());
    assertEquals("unsubscribed", account.status("a@example.net"));
  }

  @Test
  void factsOfMoreThanAPageAreAllTold() {
    List<Change> people =
        IntStream.range(0, 1_150)
            .<Change>mapToObj(i -> agreed("k" + i, "p" + i + "@example.net"))
            .toList();
    account.settle(people);
    IntStream.range(0, 1_150).forEach(i -> account.act("unsubscribe", "p" + i + "@example.net"));

    assertEquals(1_150, facts(SINCE).size());
  }

  @Test
  void membersWhoShowLateAreNotTakenForStrangers() {
    try (MailchimpAccount late =
        new MailchimpAccount(Switches.usual().with(MailchimpFact.TAGS_SHOW_LATE, true))) {
      List<Change> people = new ArrayList<>();
      List<Change> joins = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        people.add(agreed("k" + i, "p" + i + "@example.net"));
        joins.add(new Change.Join(BIG, new ProfileKey("k" + i), email("p" + i + "@example.net")));
      }
      late.settle(people);
      late.settle(List.of(new Change.DefineSegment(BIG)));
      MailchimpSyncTest.assertApplied(late.settle(joins));
      MailchimpSyncTest.assertApplied(late.settle(joins));

      assertEquals(0, late.connector().read(Cursor.members(BIG)).items().size());
      late.clock.pass(Duration.ofSeconds(30));
      assertEquals(40, late.connector().read(Cursor.members(BIG)).items().size());

      List<Change> leaves = new ArrayList<>();
      for (int i = 0; i < 30; i++) {
        leaves.add(new Change.Leave(BIG, new ProfileKey("k" + i), email("p" + i + "@example.net")));
      }
      MailchimpSyncTest.assertApplied(late.settle(leaves));
      MailchimpSyncTest.assertApplied(late.settle(leaves));
      assertEquals(40, late.connector().read(Cursor.members(BIG)).items().size());
      // Whoever is erased shows at no time, and can be put into nothing.
      MailchimpSyncTest.assertApplied(
          late.settle(List.of(new Change.Erase(new ProfileKey("k39"), email("p39@example.net")))));
      assertEquals(39, late.connector().read(Cursor.members(BIG)).items().size());
      MailchimpSyncTest.assertApplied(late.settle(joins.subList(0, 10)));
      late.clock.pass(Duration.ofSeconds(30));
      assertEquals(19, late.connector().read(Cursor.members(BIG)).items().size());
    }
  }

  @Test
  void aStrangePositionIsRefused() {
    for (String position : List.of("x:1", "unsubscribed:-1", "../lists", "unsubscribed")) {
      EspException refused =
          assertThrows(
              EspException.class,
              () -> account.connector().facts(new Since(SINCE, position)),
              position);
      assertEquals(FailureKind.PROTOCOL, refused.failure().kind());
    }
  }

  @Test
  void marketersAskByTagOrBySegment() {
    account.settle(List.of(agreed("k1", "a@example.net")));
    String segments = "/3.0/lists/" + account.list() + "/segments";
    assertEquals(Set.of(), account.connector().asked(List.of(BIG, LAPSED)));

    account.post(segments, "{\"name\":\"Espalier:  ON – big spenders\",\"static_segment\":[]}");
    account.post(segments, "{\"name\":\"espalier: off - Lapsed\",\"static_segment\":[]}");
    assertEquals(Set.of("big-spenders"), account.connector().asked(List.of(BIG, LAPSED)));

    account.post(
        segments,
        "{\"name\":\"espalier: on - lapsed\",\"options\":{\"match\":\"all\",\"conditions\":[]}}");
    long before = account.writes();
    assertEquals(Set.of("big-spenders", "lapsed"), account.connector().asked(List.of(BIG, LAPSED)));
    assertEquals(before, account.writes());
  }

  @Test
  void aWishOnTheSecondPageIsSeen() {
    account.settle(List.of(agreed("k1", "a@example.net")));
    String segments = "/3.0/lists/" + account.list() + "/segments";
    for (int i = 0; i < 1_001; i++) {
      account.post(segments, "{\"name\":\"tag " + i + "\",\"static_segment\":[]}");
    }
    account.post(segments, "{\"name\":\"espalier: on - Lapsed\",\"static_segment\":[]}");

    assertEquals(Set.of("lapsed"), account.connector().asked(List.of(BIG, LAPSED)));
  }

  private static Change agreed(String key, String address) {
    return new Change.Upsert(new ProfileKey(key), email(address), Map.of(), subscribed(SINCE));
  }

  private Map<String, ConsentFact> facts(Instant since) {
    Map<String, ConsentFact> facts = new TreeMap<>();
    Since from = Since.of(since);
    while (true) {
      Page<ConsentFact> page = account.connector().facts(from);
      page.items()
          .forEach(
              fact ->
                  facts.put(
                      fact.email().address() + " " + fact.state() + " " + fact.reason(), fact));
      if (page.next().isEmpty()) {
        return facts;
      }
      from = from.at(page.next().get().position());
    }
  }
}
