package io.espalier.klaviyo;

import static io.espalier.klaviyo.KlaviyoAccount.consent;
import static io.espalier.klaviyo.KlaviyoAccount.state;
import static io.espalier.klaviyo.KlaviyoAccount.subscribed;
import static io.espalier.klaviyo.KlaviyoAccount.upsert;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.espalier.model.Consent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

class KlaviyoConsentLawTest {
  private static KlaviyoAccount account;
  private static int people;

  /** What happens to one person. */
  enum Act {
    OPTS_OUT,
    IS_SUPPRESSED_BY_A_MARKETER,
    BOUNCES,
    COMPLAINS,
    WE_SUBSCRIBE,
    WE_HOLD_BACK,
    WE_UNSUBSCRIBE
  }

  /**
   * One step.
   *
   * @param evidence hours before now at which a consent of ours was given
   */
  record Step(Act act, int evidence) {}

  @BeforeContainer
  static void open() {
    account = new KlaviyoAccount("single_opt_in", "evidence");
  }

  @AfterContainer
  static void close() {
    account.close();
  }

  @Provide
  Arbitrary<List<Step>> lives() {
    return Combinators.combine(Arbitraries.of(Act.class), Arbitraries.integers().between(1, 12))
        .as(Step::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(7);
  }

  @Example
  void aSecondUnsubscriptionOfOursIsOlderThanTheOneThatStandsAtKlaviyo() {
    live(
        List.of(
            new Step(Act.WE_UNSUBSCRIBE, 12),
            new Step(Act.WE_UNSUBSCRIBE, 1),
            new Step(Act.WE_SUBSCRIBE, 3),
            new Step(Act.WE_UNSUBSCRIBE, 12),
            new Step(Act.OPTS_OUT, 1),
            new Step(Act.IS_SUPPRESSED_BY_A_MARKETER, 11)));
  }

  @Property(tries = 40, shrinking = ShrinkingMode.OFF)
  void nobodyIsMailableButOnEvidenceNewerThanTheLastOptOut(@ForAll("lives") List<Step> life) {
    live(life);
  }

  private void live(List<Step> life) {
    String key = "p" + people++;
    String email = key + "@example.net";
    account.settle(List.of(upsert(key, email, Map.of())));
    account.settle(List.of(consent(key, email, state(Consent.State.UNKNOWN))));
    Instant lastOptOut = Instant.MIN;
    Instant evidence = Instant.MIN;
    boolean never = false;
    for (Step step : life) {
      account.clock.pass(Duration.ofHours(2));
      Instant now = account.clock.instant();
      switch (step.act()) {
        case OPTS_OUT -> {
          account.learn(email, "UNSUBSCRIBE", "");
          lastOptOut = now;
        }
        case IS_SUPPRESSED_BY_A_MARKETER -> {
          // On top of ours it leaves no trace in Klaviyo: the one that stands stays.
          lastOptOut = account.isMailable(email) ? now : lastOptOut;
          account.learn(email, "USER_SUPPRESSED", "");
        }
        case BOUNCES -> {
          account.learn(email, "HARD_BOUNCE", "");
          never = true;
        }
        case COMPLAINS -> {
          account.learn(email, "SPAM_COMPLAINT", "");
          never = true;
        }
        case WE_SUBSCRIBE -> {
          Instant given = now.minus(Duration.ofHours(step.evidence()));
          account.settle(List.of(consent(key, email, subscribed(given))));
          evidence = given.isAfter(evidence) ? given : evidence;
        }
        case WE_HOLD_BACK ->
            account.settle(List.of(consent(key, email, state(Consent.State.UNKNOWN))));
        case WE_UNSUBSCRIBE -> {
          // The one that stands stays here too: our own later word is the consent ledger's to keep.
          lastOptOut = account.isOptedOut(email) ? lastOptOut : now;
          account.settle(List.of(consent(key, email, state(Consent.State.UNSUBSCRIBED))));
        }
      }
      boolean mayBe = !never && evidence.isAfter(lastOptOut);
      assertTrue(mayBe || !account.isMailable(email), () -> "mailable after " + life);
    }
  }
}
