package io.espalier.klaviyo;

import static io.espalier.klaviyo.KlaviyoAccount.START;
import static io.espalier.klaviyo.KlaviyoAccount.consent;
import static io.espalier.klaviyo.KlaviyoAccount.email;
import static io.espalier.klaviyo.KlaviyoAccount.segment;
import static io.espalier.klaviyo.KlaviyoAccount.state;
import static io.espalier.klaviyo.KlaviyoAccount.upsert;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.espalier.model.Consent.State;
import io.espalier.model.ProfileKey;
import io.espalier.model.Segment;
import io.espalier.spi.Change;
import io.espalier.spi.ConsentFact;
import io.espalier.spi.Outcome;
import io.espalier.spi.Page;
import io.espalier.spi.Since;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KlaviyoFactsTest {
  private static final Segment FANS = segment("fans", "Fans");
  private static final Segment IDLE = segment("idle", "Idle");

  private final KlaviyoAccount account = new KlaviyoAccount();

  @AfterEach
  void close() {
    account.close();
  }

  private List<ConsentFact> facts(Instant since) {
    List<ConsentFact> facts = new ArrayList<>();
    Optional<Since> from = Optional.of(Since.of(since));
    while (from.isPresent()) {
      Since here = from.get();
      Page<ConsentFact> page = account.connector().facts(here);
      facts.addAll(page.items());
      from = page.next().map(cursor -> here.at(cursor.position()));
    }
    return facts;
  }

  private static String address(int i) {
    return "p" + i + "@example.net";
  }

  private void people(int count) {
    account.settle(
        IntStream.range(0, count).mapToObj(i -> upsert("k" + i, address(i), Map.of())).toList());
  }

  private String list(Segment segment) {
    Outcome outcome = account.settle(List.of(new Change.DefineSegment(segment))).get(0);
    return ((Outcome.Applied) outcome).reference();
  }

  @Test
  void everyKindOfSuppressionIsToldWithItsTimeAndReason() {
    people(6);
    account.clock.pass(Duration.ofDays(1));
    account.learn(address(0), "UNSUBSCRIBE", "");
    account.learn(address(1), "SPAM_COMPLAINT", "");
    account.learn(address(2), "HARD_BOUNCE", "");
    account.learn(address(3), "INVALID_EMAIL", "");
    account.learn(address(4), "USER_SUPPRESSED", "");
    Instant then = START.plus(Duration.ofDays(1)).plusSeconds(10);

    List<ConsentFact> facts = facts(START);

    assertEquals(
        List.of(
            State.UNSUBSCRIBED,
            State.COMPLAINED,
            State.SUPPRESSED,
            State.SUPPRESSED,
            State.SUPPRESSED),
        facts.stream().map(ConsentFact::state).toList());
    assertEquals(
        new ConsentFact(
            email(address(0)), State.UNSUBSCRIBED, facts.get(0).at(), "UNSUBSCRIBE", false),
        facts.get(0));
    assertTrue(
        Duration.between(facts.get(0).at(), then).abs().compareTo(Duration.ofMinutes(1)) < 0);
    assertEquals(List.of(), facts(then.plus(Duration.ofHours(1))));
  }

  @Test
  void whomWeHeldBackIsOursAndWhomAMarketerSuppressedIsNot() {
    people(2);
    account.settle(List.of(consent("k0", address(0), state(State.UNKNOWN))));
    account.learn(address(1), "USER_SUPPRESSED", "");

    assertEquals(
        List.of(true, false),
        facts(START).stream().map(ConsentFact::ours).sorted((a, b) -> b.compareTo(a)).toList());
    assertEquals(
        Optional.of(email(address(0))),
        facts(START).stream().filter(ConsentFact::ours).map(ConsentFact::email).findFirst());
  }

  @Test
  void anOptOutFromOneListOfOursIsAnOptOut() {
    people(2);
    String list = list(FANS);
    list(IDLE);
    account.settle(List.of(new Change.Join(FANS, new ProfileKey("k1"), email(address(1)))));
    account.learn(address(1), "UNSUBSCRIBE", list);

    ConsentFact fact = facts(START).get(0);
    assertEquals(State.UNSUBSCRIBED, fact.state());
    assertEquals("UNSUBSCRIBE from the list " + list, fact.reason());
    assertEquals(1, facts(START).size());
  }

  @Test
  void allPagesOfFactsAreRead() {
    people(250);
    IntStream.range(0, 250).forEach(i -> account.learn(address(i), "UNSUBSCRIBE", ""));

    assertEquals(250, Set.copyOf(facts(START)).size());
  }

  @Test
  void factsCostOneCallAPageAndOneAListOfOurs() {
    people(250);
    list(FANS);
    account.calls.clear();

    facts(START);
    assertEquals(4, account.calls.size());
  }

  @Test
  void aMarketerAsksForAListByItsTag() {
    String fans = list(FANS);
    list(IDLE);
    assertEquals(Set.of(), account.connector().asked(List.of(FANS, IDLE)));

    String tag = account.tag("Espalier: On");
    account.carry(tag, fans);
    assertEquals(Set.of("fans"), account.connector().asked(List.of(FANS, IDLE)));
    assertEquals(Set.of(), account.connector().asked(List.of(IDLE)));
  }

  @Test
  void aListThatAMarketerMadeBeforeUsIsAskedForByItsName() {
    String own =
        account
            .post("/api/lists", "{\"data\":{\"type\":\"list\",\"attributes\":{\"name\":\"Idle\"}}}")
            .getAsJsonObject()
            .getAsJsonObject("data")
            .get("id")
            .getAsString();
    for (int i = 0; i < 12; i++) {
      list(segment("s" + i, "Segment " + i));
    }
    account.carry(account.tag("espalier: on"), own);

    assertEquals(Set.of("idle"), account.connector().asked(List.of(FANS, IDLE)));
    assertEquals(own, list(IDLE));
  }

  @Test
  void theTagOfASegmentCalledOnIsNoWish() {
    list(segment("on", "On"));
    assertEquals(Set.of(), account.connector().asked(List.of(segment("on", "On"))));
  }
}
