package io.espalier.mailchimp;

import static io.espalier.mailchimp.MailchimpAccount.consent;
import static io.espalier.mailchimp.MailchimpAccount.email;
import static io.espalier.mailchimp.MailchimpAccount.state;
import static io.espalier.mailchimp.MailchimpAccount.subscribed;
import static io.espalier.mailchimp.MailchimpAccount.upsert;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.espalier.model.Consent;
import io.espalier.model.ProfileKey;
import io.espalier.spi.Change;
import io.espalier.spi.Failure;
import io.espalier.spi.FailureKind;
import io.espalier.spi.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MailchimpConsentSyncTest {
  private static final Instant SINCE = Instant.parse("2026-11-20T09:00:00Z");

  /** Longer than what a write told of somebody is taken for true. */
  private static final Duration A_WHILE = Duration.ofMinutes(16);

  private final MailchimpAccount account = new MailchimpAccount();

  @AfterEach
  void close() {
    account.close();
  }

  @Test
  void newPersonIsAsMailableAsTheEvidence() {
    account.settle(
        List.of(upsert("k1", "unknown@example.net", Map.of()), agreed("k2", "yes@example.net")));

    assertEquals("transactional", account.status("unknown@example.net"));
    assertEquals("subscribed", account.status("yes@example.net"));
  }

  @Test
  void upsertNeverResubscribesWhoOptedOut() {
    account.settle(List.of(agreed("k1", "self@example.net"), agreed("k2", "bounced@example.net")));
    account.act("unsubscribe", "self@example.net");
    account.act("bounce", "bounced@example.net");
    account.settle(List.of(agreed("k3", "ours@example.net")));
    account.settle(List.of(consent("k3", "ours@example.net", state(Consent.State.UNSUBSCRIBED))));

    MailchimpSyncTest.assertApplied(
        account.settle(
            List.of(
                agreed("k1", "self@example.net"),
                agreed("k2", "bounced@example.net"),
                agreed("k3", "ours@example.net"))));

    assertEquals("unsubscribed", account.status("self@example.net"));
    assertEquals("cleaned", account.status("bounced@example.net"));
    assertEquals("unsubscribed", account.status("ours@example.net"));
  }

  @Test
  void consentWidensOnlyWhoNeverDecided() {
    account.settle(
        List.of(
            upsert("k1", "new@example.net", Map.of()),
            agreed("k2", "out@example.net"),
            agreed("k3", "bounced@example.net")));
    account.act("unsubscribe", "out@example.net");
    account.act("bounce", "bounced@example.net");
    account.clock.pass(A_WHILE);

    List<Outcome> outcomes =
        account.settle(
            List.of(
                consent("k1", "new@example.net", subscribed(SINCE)),
                consent("k2", "out@example.net", subscribed(SINCE)),
                consent("k3", "bounced@example.net", subscribed(SINCE)),
                consent("k4", "gone@example.net", subscribed(SINCE))));

    assertEquals(Outcome.APPLIED, outcomes.get(0));
    assertEquals("subscribed", account.status("new@example.net"));
    assertEquals(
        "2026-11-20T09:00:00+00:00",
        account.person("new@example.net").get("timestamp_opt").getAsString());
    assertEquals(
        "this person unsubscribed in Mailchimp, and when is not known",
        failure(outcomes.get(1)).message());
    assertEquals(
        "Mailchimp removed this person's address after it bounced",
        failure(outcomes.get(2)).message());
    assertEquals(FailureKind.MISSING_TARGET, failure(outcomes.get(3)).kind());
    assertEquals("unsubscribed", account.status("out@example.net"));
    assertEquals("cleaned", account.status("bounced@example.net"));
  }

  @ParameterizedTest
  @EnumSource(
      value = Consent.State.class,
      names = {"UNKNOWN", "SUPPRESSED", "UNSUBSCRIBED", "COMPLAINED", "ERASED"})
  void everythingButSubscribedEndsMailability(Consent.State wanted) {
    account.settle(List.of(agreed("k1", "a@example.net")));

    MailchimpSyncTest.assertApplied(
        account.settle(List.of(consent("k1", "a@example.net", state(wanted)))));

    assertEquals("unsubscribed", account.status("a@example.net"));
  }

  @Test
  void unknownLeavesTheUnmailableAsTheyAre() {
    account.settle(List.of(upsert("k1", "a@example.net", Map.of())));
    long before = account.writes();

    MailchimpSyncTest.assertApplied(
        account.settle(
            List.of(
                consent("k1", "a@example.net", state(Consent.State.UNKNOWN)),
                consent("k2", "nobody@example.net", state(Consent.State.UNSUBSCRIBED)))));

    assertEquals("transactional", account.status("a@example.net"));
    assertEquals(before, account.writes());
  }

  @Test
  void whatTheAnswerToAWriteToldIsNotAskedAgainUnlessSomethingIsToBeDone() {
    List<Change> people = new ArrayList<>();
    List<Change> yes = new ArrayList<>();
    List<Change> no = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      String email = "p" + i + "@example.net";
      people.add(agreed("k" + i, email));
      yes.add(consent("k" + i, email, subscribed(SINCE)));
      no.add(consent("k" + i, email, state(Consent.State.UNKNOWN)));
    }
    account.settle(people);
    account.act("unsubscribe", "p7@example.net");
    int calls = account.calls.size();

    MailchimpSyncTest.assertApplied(account.settle(yes));
    assertEquals(calls, account.calls.size());

    // Held back are those whom it finds mailable now; who left by themselves gets no mark of ours.
    MailchimpSyncTest.assertApplied(account.settle(no));
    assertEquals("unsubscribed", account.status("p8@example.net"));
    assertEquals(List.of(), account.tags("p7@example.net"));
    assertEquals(1, account.tags("p8@example.net").size());
  }

  @Test
  void whatIsReadLaterCountsAlsoWhereMailchimpsClockIsAheadOfOurs() {
    account.fallBehind(Duration.ofMinutes(10));
    List<Change> people = new ArrayList<>();
    List<Change> no = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      String email = "p" + i + "@example.net";
      people.add(agreed("k" + i, email));
      no.add(consent("k" + i, email, state(Consent.State.UNKNOWN)));
    }
    account.settle(people);
    account.act("unsubscribe", "p7@example.net");

    MailchimpSyncTest.assertApplied(account.settle(no));

    assertEquals(1, account.tags("p8@example.net").size());
    assertEquals(List.of(), account.tags("p7@example.net"), "an opt-out taken for our hold-back");
  }

  @Test
  void manyAreReadByPagesAndReducedInOneBatch() {
    List<Change> people = new ArrayList<>();
    IntStream.range(0, 300).forEach(i -> people.add(agreed("k" + i, "p" + i + "@example.net")));
    account.settle(people);
    account.act("unsubscribe", "p7@example.net");
    account.clock.pass(A_WHILE);
    List<Change> yes = new ArrayList<>();
    IntStream.range(0, 300)
        .forEach(i -> yes.add(consent("k" + i, "p" + i + "@example.net", subscribed(SINCE))));
    int callsBefore = account.calls.size();
    long writesBefore = account.writes();

    List<Outcome> outcomes = account.settle(yes);

    assertEquals(299, outcomes.stream().filter(Outcome.APPLIED::equals).count());
    assertEquals(FailureKind.INVALID, failure(outcomes.get(7)).kind());
    assertEquals(writesBefore, account.writes());
    assertEquals(3, account.calls.size() - callsBefore);

    List<Change> no = new ArrayList<>();
    IntStream.range(0, 310)
        .forEach(
            i ->
                no.add(
                    consent("k" + i, "p" + i + "@example.net", state(Consent.State.UNSUBSCRIBED))));
    MailchimpSyncTest.assertApplied(account.settle(no));
    // One batch; the mark is for people who are held back, not for those who opted out.
    assertEquals(writesBefore + 1, account.writes());
    assertEquals("unsubscribed", account.status("p299@example.net"));
  }

  @Test
  void archivedPersonIsNamedNotRevived() {
    account.settle(List.of(agreed("k1", "a@example.net")));
    account.send(
        "DELETE",
        "/3.0/lists/"
            + account.list()
            + "/members/"
            + account.person("a@example.net").get("id").getAsString(),
        "");

    assertEquals(
        "this person is archived in Mailchimp, where nothing reaches them",
        failure(account.settle(List.of(agreed("k1", "a@example.net"))).get(0)).message());
    assertEquals(
        "this person is archived in Mailchimp, where nothing reaches them",
        failure(account.settle(List.of(consent("k1", "a@example.net", subscribed(SINCE)))).get(0))
            .message());
    assertEquals("archived", account.status("a@example.net"));
  }

  static Change.Upsert agreed(String key, String address) {
    return new Change.Upsert(new ProfileKey(key), email(address), Map.of(), subscribed(SINCE));
  }

  private static Failure failure(Outcome outcome) {
    return assertInstanceOf(Outcome.Rejected.class, outcome).failure();
  }
}
