package io.espalier.salesforcemc;

import static io.espalier.salesforcemc.Bench.consent;
import static io.espalier.salesforcemc.Bench.email;
import static io.espalier.salesforcemc.Bench.upsert;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.espalier.model.Consent;
import io.espalier.model.Consent.State;
import io.espalier.model.EmailAddress;
import io.espalier.model.ProfileKey;
import io.espalier.sandbox.Fault;
import io.espalier.spi.Change;
import io.espalier.spi.Cursor;
import io.espalier.spi.FailureKind;
import io.espalier.spi.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class ConsentTest {
  private final Bench bench = new Bench();

  @BeforeEach
  void profiles() {
    bench.run(List.of(upsert("c1", Map.of()), upsert("c2", Map.of())));
  }

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void upsertChangesNobodysStatus() {
    assertEquals("", bench.status(email("c1")));
    set("c1", State.UNSUBSCRIBED);
    bench.run(List.of(upsert("c1", Map.of())));
    assertEquals("Unsubscribed", bench.status(email("c1")));
  }

  @Test
  void someoneNewWithEvidenceBecomesActive() {
    assertEquals(Outcome.APPLIED, set("c1", State.SUBSCRIBED));
    assertEquals("Active", bench.status(email("c1")));
  }

  @Test
  void sayingItTwiceWritesOnce() {
    bench.run(List.of(consent("c1", State.SUBSCRIBED), consent("c2", State.UNKNOWN)));
    long writes = bench.writes();
    assertEquals(
        List.of(Outcome.APPLIED, Outcome.APPLIED),
        bench.run(List.of(consent("c1", State.SUBSCRIBED), consent("c2", State.UNKNOWN))));
    assertEquals(writes, bench.writes());
  }

  @Test
  void someoneUnknownIsHeldBackAndLiftedOnceByEvidence() {
    assertEquals(Outcome.APPLIED, set("c1", State.UNKNOWN));
    assertEquals("Unsubscribed", bench.status(email("c1")));
    assertEquals(State.UNKNOWN, read("c1"));
    assertEquals(Outcome.APPLIED, set("c1", State.SUBSCRIBED));
    assertEquals("Active", bench.status(email("c1")));
    assertEquals(State.SUBSCRIBED, read("c1"));
  }

  @Test
  void optOutAtTheEspIsNeverLifted() {
    set("c1", State.SUBSCRIBED);
    set("c1", State.UNSUBSCRIBED);
    Outcome.Rejected refused =
        assertInstanceOf(Outcome.Rejected.class, set("c1", State.SUBSCRIBED));
    assertEquals(FailureKind.INVALID, refused.failure().kind());
    assertEquals(
        "Salesforce Marketing Cloud holds this person as Unsubscribed: that is never overridden"
            + " from here",
        refused.failure().message());
    assertEquals("Unsubscribed", bench.status(email("c1")));
  }

  @Test
  void optOutOfSomeoneHeldBackIsNeverLifted() {
    set("c1", State.UNKNOWN);
    set("c1", State.UNSUBSCRIBED);
    assertInstanceOf(Outcome.Rejected.class, set("c1", State.SUBSCRIBED));
    assertEquals("Unsubscribed", bench.status(email("c1")));
  }

  @Test
  void optOutAfterSomeoneElseLiftedTheHoldBackIsNeverLifted() {
    set("c1", State.UNKNOWN);
    String note = note("c1");
    // A marketer sets the person to Active by hand, and later the person opts out.
    set("c1", State.SUBSCRIBED);
    bench.sandboxTime.pass(Duration.ofMinutes(1));
    set("c1", State.UNSUBSCRIBED);
    bench.run(List.of(upsert("c1", Map.of())));
    restore("c1", note);
    assertInstanceOf(Outcome.Rejected.class, set("c1", State.SUBSCRIBED));
    assertEquals("Unsubscribed", bench.status(email("c1")));
  }

  @Test
  void optOutOfTheAddressUnderAnotherKeyIsRespected() {
    set("c1", State.UNSUBSCRIBED);
    Change.SetConsent sameAddress =
        new Change.SetConsent(
            new ProfileKey("other"),
            new EmailAddress(email("c1")),
            new Consent(Consent.EMAIL, State.SUBSCRIBED, Bench.START, "checkout", "box"));
    Outcome.Rejected refused =
        assertInstanceOf(Outcome.Rejected.class, bench.run(List.of(sameAddress)).get(0));
    assertEquals(
        "Salesforce Marketing Cloud holds this address as Unsubscribed under another key: that is"
            + " never overridden from here",
        refused.failure().message());
  }

  /** The look is for the address, and finds nobody; the key tells. */
  @Test
  void optOutUnderAnEarlierAddressIsRespected() {
    set("c1", State.UNSUBSCRIBED);
    Outcome.Rejected refused =
        assertInstanceOf(Outcome.Rejected.class, bench.run(List.of(moved("c1"))).get(0));
    assertEquals(
        "Salesforce Marketing Cloud holds this person as Unsubscribed: that is never overridden"
            + " from here",
        refused.failure().message());
    assertEquals("Unsubscribed", bench.status(email("c1")));
    assertEquals("", bench.status("moved@example.com"));
  }

  @Test
  void someoneHeldBackUnderAnEarlierAddressIsLifted() {
    set("c1", State.UNKNOWN);
    assertEquals(
        List.of(Outcome.APPLIED, Outcome.APPLIED),
        bench.run(List.of(moved("c1"), consent("c2", State.SUBSCRIBED))));
    assertEquals(State.SUBSCRIBED, read("c1"));
    assertEquals("Active", bench.status(email("c2")));
  }

  @Test
  void someoneActiveUnderAnEarlierAddressIsSoAlready() {
    set("c1", State.SUBSCRIBED);
    assertEquals(List.of(Outcome.APPLIED), bench.run(List.of(moved("c1"))));
    assertEquals("Active", bench.status(email("c1")));
  }

  private static Change moved(String key) {
    return new Change.SetConsent(
        new ProfileKey(key),
        new EmailAddress("moved@example.com"),
        new Consent(Consent.EMAIL, State.SUBSCRIBED, Bench.START, "checkout", "box"));
  }

  @ParameterizedTest
  @EnumSource(
      value = State.class,
      names = {"UNSUBSCRIBED", "SUPPRESSED", "COMPLAINED", "PENDING", "UNKNOWN"})
  void everyOtherStateOnlyReducesReach(State state) {
    set("c1", State.SUBSCRIBED);
    assertEquals(Outcome.APPLIED, set("c1", state));
    assertEquals("Unsubscribed", bench.status(email("c1")));
  }

  @Test
  void someoneErasedIsNotBroughtBack() {
    assertEquals(Outcome.APPLIED, set("c1", State.ERASED));
    assertEquals("", bench.status(email("c1")));
  }

  @Test
  void manyAreSetInOneBatch() {
    List<Change> changes = new ArrayList<>();
    for (int i = 0; i < 230; i++) {
      changes.add(consent("m" + i, i % 2 == 0 ? State.SUBSCRIBED : State.UNKNOWN));
    }
    bench.run(changes).forEach(outcome -> assertEquals(Outcome.APPLIED, outcome));
    assertEquals("Active", bench.status(email("m228")));
    assertEquals("Unsubscribed", bench.status(email("m229")));
  }

  @Test
  void whoeverOptsOutInTheSameBatchIsNotMailedUnderAnotherKey() {
    set("c1", State.SUBSCRIBED);
    Change.SetConsent sameAddress =
        new Change.SetConsent(
            new ProfileKey("other"),
            new EmailAddress(email("c1")),
            new Consent(Consent.EMAIL, State.SUBSCRIBED, Bench.START, "checkout", "box"));
    List<Outcome> outcomes = bench.run(List.of(sameAddress, consent("c1", State.UNSUBSCRIBED)));
    assertInstanceOf(Outcome.Rejected.class, outcomes.get(0));
    assertEquals(Outcome.APPLIED, outcomes.get(1));
    assertEquals("Unsubscribed", bench.status(email("c1")));
  }

  @Test
  void anAnswerThatWasLostIsReadAgain() {
    // The look, then the call that creates: done, and its answer never arrives.
    bench.sandbox.faults().become((call, time) -> time == 2 ? new Fault.Reset() : Fault.NONE);
    assertEquals(
        List.of(Outcome.APPLIED, Outcome.APPLIED),
        bench.run(List.of(consent("c1", State.SUBSCRIBED), consent("c2", State.SUBSCRIBED))));
    assertEquals("Active", bench.status(email("c1")));
  }

  @Test
  void aCallThatComesToNothingLeavesOnlyItsOwnRowsInDoubt() {
    List<Change> changes = new ArrayList<>();
    for (int i = 0; i < 120; i++) {
      changes.add(consent("m" + i, State.SUBSCRIBED));
    }
    // The first call that creates is refused as often as it is made.
    bench
        .sandbox
        .faults()
        .become(
            (call, time) -> time > 1 && time < 7 ? new Fault.Refusal(503, Map.of()) : Fault.NONE);
    List<Outcome> outcomes = bench.run(changes);
    for (int i = 0; i < 120; i++) {
      String status = bench.status(email("m" + i));
      assertEquals(i < 50 ? "" : "Active", status, "m" + i);
      assertEquals(i >= 50, outcomes.get(i) instanceof Outcome.Applied, "m" + i);
      assertEquals(i < 50, outcomes.get(i) instanceof Outcome.Unknown, "m" + i);
    }
  }

  @Test
  void anAccountThatRefusesLargeLooksIsAskedInSmallerOnes() {
    try (Bench strict = Bench.turned("retrieves-stop-at-200-values")) {
      strict.run(List.of(upsert("c1", Map.of())));
      List<Change> changes = new ArrayList<>();
      for (int i = 0; i < 300; i++) {
        changes.add(consent("m" + i, i % 2 == 0 ? State.SUBSCRIBED : State.UNKNOWN));
      }
      strict.run(changes).forEach(outcome -> assertEquals(Outcome.APPLIED, outcome));
      assertEquals("Active", strict.status(email("m298")));
      assertEquals("Unsubscribed", strict.status(email("m299")));
      int before = strict.calls.size();
      strict.run(changes.subList(0, 200));
      assertEquals(before + 2, strict.calls.size(), "what was learned is kept");
    }
  }

  private Outcome set(String key, State state) {
    return bench.run(List.of(consent(key, state))).get(0);
  }

  private State read(String key) {
    return bench.connector.read(Cursor.profiles()).items().stream()
        .filter(p -> p.key().orElseThrow().value().equals(key))
        .findFirst()
        .orElseThrow()
        .consent()
        .orElseThrow();
  }

  private String note(String key) {
    return bench.row("espalier_profiles", email(key)).get("EspalierHeldBack").getAsString();
  }

  /** Puts an old note back, as a run that broke off in the middle would have left it. */
  private void restore(String key, String note) {
    bench.putColumn("espalier_profiles", key, "EspalierHeldBack", note);
  }
}
