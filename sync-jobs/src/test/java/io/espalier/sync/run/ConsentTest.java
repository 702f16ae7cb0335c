package io.espalier.sync.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.espalier.sync.evidence.ConsentStory;
import io.espalier.sync.plan.Plan;
import io.espalier.sync.shop.Remotes;
import io.espalier.sync.shop.Session;
import io.espalier.sync.shop.Shop;
import io.espalier.sync.source.Rejects;
import io.espalier.sync.store.Engine;
import io.espalier.sync.store.Population;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Consent never regresses: nobody who opted out is mailed again without newer evidence. */
final class ConsentTest {
  private static final String ADA = "ada@example.net";
  private static final String SUBSCRIBED =
      "c1,ada@example.net,France,36,subscribed,2024-01-01T00:00:00Z,form 1\n";
  private static final Set<String> ALL = Set.of("klaviyo", "mailchimp", "salesforce-mc");
  private static final Map<String, Set<String>> NO_SEGMENTS =
      Map.of("klaviyo", Set.of(), "mailchimp", Set.of(), "salesforce-mc", Set.of());
  private static final Map<String, Set<String>> BOTH_SEGMENTS =
      Map.of(
          "klaviyo", Set.of("Buyers", "French people"),
          "mailchimp", Set.of("Buyers", "French people"),
          "salesforce-mc", Set.of("buyers", "french"));

  @TempDir Path dir;
  private Shop shop;
  private Session session;

  @BeforeEach
  void firstSync() {
    shop = Shop.in(dir);
    session = Session.of(shop);
    session.sync();
    assertEquals(ALL, session.remotes().mailableIn(ADA));
  }

  @AfterEach
  void close() {
    session.close();
  }

  private Session.Run adaSays(String state, String at, String proof) {
    shop.with(
        "customers.csv",
        "id,email,country,age,opt_in,opt_in_at,proof\n"
            + "c1,ada@example.net,France,36,"
            + state
            + ","
            + at
            + ","
            + proof
            + "\nc2,bob@example.net,Spain,41,subscribed,2024-01-01T00:00:00Z,form 2\n"
            + "c3,cleo@example.net,France,,unknown,,\n");
    return session.sync();
  }

  private void assertOut() {
    assertEquals(Set.of(), session.remotes().mailableIn(ADA));
    assertEquals(NO_SEGMENTS, session.remotes().segmentsOf(ADA));
  }

  private void assertQuiet() {
    assertEquals(0, session.plan().rows(), "the next plan");
  }

  @Test
  void anOptOutHoldsUntilNewerEvidence() {
    adaSays("unsubscribed", "2024-03-01T00:00:00Z", "");
    assertOut();
    assertQuiet();

    adaSays("subscribed", "2024-01-01T00:00:00Z", "form 1");
    assertOut();
    assertQuiet();

    session.pass(Duration.ofDays(60));
    Session.Run back = adaSays("subscribed", "2024-07-01T00:00:00Z", "form 9");
    // Mailchimp and SFMC never let a program bring somebody back; the row says so and is parked.
    assertEquals(Set.of("klaviyo"), session.remotes().mailableIn(ADA));
    assertEquals(BOTH_SEGMENTS, session.remotes().segmentsOf(ADA));
    assertEquals(0, back.of("klaviyo").rejected());
    assertEquals(
        Map.of("this person unsubscribed in Mailchimp, and when is not known", 1L),
        back.of("mailchimp").reasons());
    assertEquals(
        Map.of(
            "Salesforce Marketing Cloud holds this person as Unsubscribed: that is never overridden from here",
            1L),
        back.of("salesforce-mc").reasons());
    assertQuiet();
  }

  @Test
  void anOptOutWithoutATimeHoldsAgainstAllThatWasGivenBefore() {
    adaSays("unsubscribed", "", "");
    assertOut();
    assertQuiet();

    adaSays("subscribed", "2024-05-31T00:00:00Z", "form 1");
    assertOut();
    adaSays("unknown", "", "");
    assertOut();
    assertQuiet();

    adaSays("subscribed", "2024-06-01T12:00:00Z", "form 9");
    assertEquals(Set.of("klaviyo"), session.remotes().mailableIn(ADA));
  }

  @Test
  void aComplaintHoldsWhateverTheSourceSaysLater() {
    adaSays("complained", "2024-03-01T00:00:00Z", "");
    assertOut();

    adaSays("subscribed", "2024-05-31T00:00:00Z", "form 9");
    assertOut();
    assertQuiet();
  }

  @Test
  void anOptOutFollowsThePersonToAnotherAddress() {
    adaSays("unsubscribed", "2024-03-01T00:00:00Z", "");

    shop.edit(
        "customers.csv",
        "ada@example.net,France,36,unsubscribed,2024-03-01T00:00:00Z,",
        "ada@new.example.net,France,36,subscribed,2024-02-01T00:00:00Z,form 1");
    session.sync();

    assertEquals(Set.of(), session.remotes().mailableIn("ada@new.example.net"));
    assertQuiet();
  }

  @Test
  void anOptOutFollowsTheAddressToAnotherKey() {
    adaSays("unsubscribed", "2024-03-01T00:00:00Z", "");

    shop.edit(
            "customers.csv",
            "c1,ada@example.net,France,36,unsubscribed,2024-03-01T00:00:00Z,\n",
            "")
        .edit("customers.csv", "c2,", SUBSCRIBED.replace("c1", "c9") + "c2,");
    session.sync();

    assertOut();
    assertQuiet();
  }

  @Test
  void anOptOutToldToOneEspHoldsInTheOthers() {
    // Two ESPs break off before they are told; then the source forgets.
    shop.edit(
        "customers.csv",
        SUBSCRIBED,
        SUBSCRIBED.replace("subscribed,2024-01", "unsubscribed,2024-03"));
    try {
      session.sync(
          call -> {
            if (!call.esp().equals("klaviyo") && call.write()) {
              throw new Crash();
            }
          });
    } catch (Crash expected) {
      // The process would have died here.
    }
    shop.edit("customers.csv", "unsubscribed,2024-03", "subscribed,2024-01");
    session.sync();

    assertOut();
    assertQuiet();
  }

  @Test
  void whoOptedOutBeforeTheFirstSyncIsNeverSent() {
    shop.edit(
        "customers.csv",
        "c2,",
        "c5,eve@example.net,France,30,unsubscribed,2024-01-01T00:00:00Z,\nc2,");

    Session.Run run = session.sync();

    run.plan().parts().forEach(part -> assertEquals(1, part.withheld(), part.esp()));
    assertEquals(Map.of(), session.remotes().of("eve@example.net"));
    assertQuiet();
  }

  @Test
  void pendingIsSyncedAndNotMailable() {
    adaSays("pending", "2024-05-01T00:00:00Z", "");

    assertEquals(Set.of(), session.remotes().mailableIn(ADA));
    assertEquals(BOTH_SEGMENTS, session.remotes().segmentsOf(ADA));
    assertQuiet();
  }

  @Test
  void whoWasPendingAndSaysYesAtOneEspIsConfirmedWithTheTimeOfThatYes() {
    adaSays("pending", "2024-05-01T00:00:00Z", "");
    session.pass(Duration.ofDays(1));
    Instant yes = session.time().instant().truncatedTo(ChronoUnit.SECONDS);

    session.remotes().signsUp(ADA);
    session.pass(Duration.ofHours(1));
    session.sync();

    assertEquals(ALL, session.remotes().mailableIn(ADA));
    try (Engine engine = Engine.at(shop.file(".espalier/store.duckdb"), 256);
        Rejects rejects = new Rejects(Optional.empty())) {
      Population.load(shop.project(), engine, rejects, Session.NOW, List.of(), true);
      ConsentStory story = ConsentStory.of(shop.project(), engine, ADA).orElseThrow();
      assertEquals(
          List.of("subscribed by mailchimp at " + yes + ", confirmed " + yes),
          story.statements().stream()
              .filter(one -> one.doubleOptIn().isPresent())
              .map(
                  one ->
                      one.state()
                          + " by "
                          + one.source()
                          + " at "
                          + one.at()
                          + ", confirmed "
                          + one.doubleOptIn().orElseThrow())
              .toList());
    }
    assertQuiet();
  }

  @Test
  void roleAddressesAndBoughtRowsNeverLeave() {
    shop.with(
        "customers.csv",
        """
        id,email,country,age,opt_in,opt_in_at,proof,origin
        c1,info@example.net,France,36,subscribed,2024-01-01T00:00:00Z,form 1,shop
        c2,bob@example.net,Spain,41,subscribed,2024-01-01T00:00:00Z,form 2,Purchased
        c3,cleo@example.net,France,,unknown,,,shop
        c4,eve@example.net,France,30,subscribed,2024-01-01T00:00:00Z,form 3,shop
        """);
    shop.edit("profile.yaml", "consent:\n", "consent:\n    acquired: {column: origin}\n");

    Session.Run run = session.sync();

    run.plan()
        .parts()
        .forEach(
            part ->
                assertEquals(
                    List.of(
                        new Plan.Never("address purchased", 1), new Plan.Never("role address", 1)),
                    part.never(),
                    part.esp()));
    assertEquals(Map.of(), session.remotes().of("info@example.net"));
    assertEquals(Set.of(), session.remotes().mailableIn("bob@example.net"));
    assertEquals(ALL, session.remotes().mailableIn("eve@example.net"));
    assertQuiet();
  }

  @ParameterizedTest
  @ValueSource(strings = {"klaviyo", "mailchimp", "salesforce-mc"})
  void anUnsubscriptionAtOneEspReachesTheOthersWithTheNextRun(String esp) {
    session.remotes().unsubscribe(esp, ADA);

    shop.edit("customers.csv", "France,36", "France,37");
    session.sync();

    assertOut();
    assertEquals("36", session.remotes().field(ADA, "age").get(esp));
    assertQuiet();
  }

  private interface Act {
    void by(Remotes remotes, String esp, String email);
  }

  /** An ESP shows in a word of its own what we told it, and that is no news. */
  @Test
  void whateverOneEspLearnedTheOthersAreToldOnceAndThenAllIsQuiet() {
    List<Act> acts = List.of(Remotes::unsubscribe, Remotes::bounce, Remotes::complain);
    StringBuilder rows = new StringBuilder("id,email,country,age,opt_in,opt_in_at,proof\n");
    for (int i = 0; i < 9; i++) {
      rows.append("n").append(i).append(",n").append(i);
      rows.append("@example.net,France,36,subscribed,2024-01-01T00:00:00Z,form\n");
    }
    shop.with("customers.csv", rows.toString());
    session.sync();
    session.pass(Duration.ofDays(1));
    for (int i = 0; i < 9; i++) {
      acts.get(i / 3).by(session.remotes(), Remotes.ESPS.get(i % 3), "n" + i + "@example.net");
    }
    session.pass(Duration.ofMinutes(10));

    // Each ESP knows three of the nine by itself.
    session.sync().plan().parts().forEach(part -> assertEquals(6, part.consents(), part.esp()));
    for (int i = 0; i < 9; i++) {
      assertEquals(Set.of(), session.remotes().mailableIn("n" + i + "@example.net"));
      assertEquals(NO_SEGMENTS, session.remotes().segmentsOf("n" + i + "@example.net"));
    }
    session.pass(Duration.ofDays(1));
    assertQuiet();
    session.pass(Duration.ofDays(3));
    session.sync();
    assertQuiet();
  }
}
