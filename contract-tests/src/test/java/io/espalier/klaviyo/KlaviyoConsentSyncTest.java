package io.espalier.klaviyo;

import static io.espalier.klaviyo.KlaviyoAccount.START;
import static io.espalier.klaviyo.KlaviyoAccount.consent;
import static io.espalier.klaviyo.KlaviyoAccount.state;
import static io.espalier.klaviyo.KlaviyoAccount.subscribed;
import static io.espalier.klaviyo.KlaviyoAccount.upsert;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.espalier.model.Consent;
import io.espalier.spi.Change;
import io.espalier.spi.Cursor;
import io.espalier.spi.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KlaviyoConsentSyncTest {
  private static final Instant LONG_AGO = Instant.parse("2020-01-01T00:00:00Z");
  private static final String ZOE = "zoe@example.net";

  private final KlaviyoAccount account = new KlaviyoAccount();

  @BeforeEach
  void putZoeThere() {
    account.settle(List.of(upsert("k1", ZOE, Map.of())));
  }

  @AfterEach
  void close() {
    account.close();
  }

  private Outcome set(Consent consent) {
    return account.settle(List.of(consent("k1", ZOE, consent))).get(0);
  }

  private String refusal(Consent consent) {
    return ((Outcome.Rejected) set(consent)).failure().message();
  }

  private void control(String job, String channel) {
    account.post(
        "/api/" + job + "s",
        "{\"data\":{\"type\":\""
            + job
            + "\",\"attributes\":{\"profiles\":{\"data\":[{\"type\":\"profile\",\"attributes\":"
            + "{\"email\":\""
            + ZOE
            + "\""
            + channel
            + "}}]}}}}");
    account.clock.pass(Duration.ofSeconds(2));
  }

  private void suppressByHand() {
    control("profile-suppression-bulk-create-job", "");
  }

  private void unsubscribeByLink() {
    control(
        "profile-subscription-bulk-delete-job",
        ",\"subscriptions\":{\"email\":{\"marketing\":{\"consent\":\"UNSUBSCRIBED\"}}}");
  }

  @Test
  void subscribedIsSubscribedAndTheSecondTimeNothingIsWritten() {
    assertEquals(Outcome.APPLIED, set(subscribed(LONG_AGO)));
    assertEquals("SUBSCRIBED", account.marketing(ZOE).get("consent").getAsString());
    assertEquals("checkout", account.marketing(ZOE).get("custom_method_detail").getAsString());
    long writes = account.writes();

    assertEquals(Outcome.APPLIED, set(subscribed(LONG_AGO)));
    assertEquals(writes, account.writes());
  }

  @Test
  void unknownIsHeldBackOnceAndReadsBackAsUnknown() {
    assertTrue(account.isMailable(ZOE));

    assertEquals(Outcome.APPLIED, set(state(Consent.State.UNKNOWN)));
    assertFalse(account.isMailable(ZOE));
    long writes = account.writes();
    assertEquals(Outcome.APPLIED, set(state(Consent.State.UNKNOWN)));
    assertEquals(writes, account.writes());
    assertEquals(
        Optional.of(Consent.State.UNKNOWN),
        account.connector().read(Cursor.profiles()).items().get(0).consent());
  }

  @Test
  void whomWeHeldBackMayBeSubscribedOnOlderEvidence() {
    set(state(Consent.State.UNKNOWN));
    account.clock.pass(Duration.ofDays(3));

    assertEquals(Outcome.APPLIED, set(subscribed(LONG_AGO)));
    assertTrue(account.isMailable(ZOE));
  }

  @Test
  void whomAMarketerSuppressedStaysSuppressed() {
    suppressByHand();

    assertEquals(
        "not subscribed: the person was suppressed in Klaviyo on 2026-11-23; the consent that we"
            + " hold is of 2020-01-01",
        refusal(subscribed(LONG_AGO)));
    assertFalse(account.isMailable(ZOE));
  }

  @Test
  void aMarketersSuppressionAfterOursWasLiftedStays() {
    set(state(Consent.State.UNKNOWN));
    set(subscribed(LONG_AGO));
    account.clock.pass(Duration.ofDays(3));
    suppressByHand();

    assertTrue(
        refusal(subscribed(LONG_AGO)).startsWith("not subscribed: the person was suppressed"));
    assertFalse(account.isMailable(ZOE));
  }

  @Test
  void anOptOutIsStrongerThanOlderEvidenceAndWeakerThanNewer() {
    account.clock.pass(Duration.ofDays(1));
    unsubscribeByLink();

    assertEquals(
        "not subscribed: the person unsubscribed in Klaviyo on 2026-11-24; the consent that we hold"
            + " is of 2026-11-23",
        refusal(subscribed(START)));
    assertFalse(account.isMailable(ZOE));

    account.clock.pass(Duration.ofDays(2));
    assertEquals(Outcome.APPLIED, set(subscribed(START.plus(Duration.ofDays(2)))));
    assertTrue(account.isMailable(ZOE));
  }

  @Test
  void everyOptOutIsAGlobalUnsubscription() {
    for (Consent.State optedOut :
        List.of(Consent.State.UNSUBSCRIBED, Consent.State.SUPPRESSED, Consent.State.COMPLAINED)) {
      account.clock.pass(Duration.ofDays(1));
      assertEquals(Outcome.APPLIED, set(subscribed(account.clock.instant())));

      assertEquals(Outcome.APPLIED, set(state(optedOut)));
      assertEquals("UNSUBSCRIBED", account.marketing(ZOE).get("consent").getAsString());
      assertFalse(account.isMailable(ZOE));
      account.clock.pass(Duration.ofDays(1));
    }
  }

  @Test
  void anUpsertLeavesConsentAsItIs() {
    unsubscribeByLink();
    String before = account.marketing(ZOE).toString();

    account.settle(
        List.of(
            new Change.Upsert(
                upsert("k1", ZOE, Map.of()).key(),
                upsert("k1", ZOE, Map.of()).email(),
                Map.of(),
                subscribed(START))));

    assertEquals(before, account.marketing(ZOE).toString());
  }

  @Test
  void strangerIsNotMadeByConsent() {
    List<Outcome> outcomes =
        account.settle(
            List.of(
                consent("k9", "nobody@example.net", state(Consent.State.UNSUBSCRIBED)),
                consent("k9", "nobody@example.net", subscribed(LONG_AGO))));

    assertEquals(Outcome.APPLIED, outcomes.get(0));
    assertEquals(
        "Klaviyo does not know the person 'k9'",
        ((Outcome.Rejected) outcomes.get(1)).failure().message());
    assertEquals(1, account.connector().read(Cursor.profiles()).items().size());
  }

  @Test
  void manyAreHeldBackInHundreds() {
    List<Integer> people = IntStream.range(0, 250).boxed().toList();
    account.settle(
        people.stream().map(i -> upsert("m" + i, "m" + i + "@example.net", Map.of())).toList());

    List<Outcome> outcomes =
        account.settle(
            people.stream()
                .map(i -> consent("m" + i, "m" + i + "@example.net", state(Consent.State.UNKNOWN)))
                .toList());

    assertTrue(outcomes.stream().allMatch(Outcome.APPLIED::equals));
    assertTrue(people.stream().noneMatch(i -> account.isMailable("m" + i + "@example.net")));
  }

  @Test
  void whereTheAccountAsksAPersonIsAskedOnceAndSubscribedByTheAnswer() {
    try (KlaviyoAccount asking = new KlaviyoAccount("double_opt_in", "account")) {
      Change row = consent("k1", ZOE, subscribed(LONG_AGO));
      asking.settle(List.of(upsert("k1", ZOE, Map.of())));

      Outcome.Rejected unanswered = (Outcome.Rejected) asking.settle(List.of(row)).get(0);
      assertEquals(
          "Klaviyo asked the person by mail to confirm, and on 2026-11-23 had no answer",
          unanswered.failure().message());
      assertEquals("NEVER_SUBSCRIBED", asking.marketing(ZOE).get("consent").getAsString());
      asking.clock.pass(Duration.ofDays(1));
      long writes = asking.writes();
      assertEquals(unanswered, asking.settle(List.of(row)).get(0));
      assertEquals(writes, asking.writes());

      asking.confirm(ZOE);
      assertEquals(Outcome.APPLIED, asking.settle(List.of(row)).get(0));
      assertEquals(writes, asking.writes());
    }
  }

  @Test
  void whereTheUserVouchesForTheEvidenceNobodyIsAskedAndItsDateIsKept() {
    try (KlaviyoAccount vouched = new KlaviyoAccount("double_opt_in", "evidence")) {
      vouched.settle(List.of(upsert("k1", ZOE, Map.of())));

      assertEquals(
          List.of(Outcome.APPLIED),
          vouched.settle(List.of(consent("k1", ZOE, subscribed(LONG_AGO)))));
      assertEquals(
          "2020-01-01",
          vouched.marketing(ZOE).get("consent_timestamp").getAsString().substring(0, 10));
    }
  }

  @Test
  void anOptOutBetweenTheCallAndItsProofWins() {
    Change row = consent("k1", ZOE, subscribed(LONG_AGO));
    Outcome.Pending pending = (Outcome.Pending) account.connector().push(List.of(row)).get(0);
    unsubscribeByLink();

    Outcome outcome = account.connector().poll(pending.job(), List.of(row)).get(0);

    assertTrue(
        ((Outcome.Rejected) outcome)
            .failure()
            .message()
            .startsWith("not subscribed: the person unsubscribed in Klaviyo"));
  }
}
