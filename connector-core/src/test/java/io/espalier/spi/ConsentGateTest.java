package io.espalier.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.espalier.model.Consent;
import io.espalier.model.Consent.State;
import io.espalier.model.EmailAddress;
import io.espalier.model.ProfileKey;
import java.time.Instant;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ConsentGateTest {
  private static final ProfileKey KEY = new ProfileKey("7");
  private static final EmailAddress EMAIL = new EmailAddress("ada@example.net");

  private static Consent consent(State state, long since) {
    return new Consent(Consent.EMAIL, state, Instant.ofEpochSecond(since), "shop", "form 7");
  }

  private static Optional<Consent> passed(Consent wanted, @Nullable Instant lastOptOut) {
    return ConsentGate.pass(KEY, EMAIL, wanted, lastOptOut).map(Change.SetConsent::consent);
  }

  @Property
  void nobodyBecomesMailableButByConsentThatIsNewerThanTheLastOptOut(
      @ForAll State state,
      @ForAll @LongRange(min = 0, max = 20) long since,
      @ForAll @LongRange(min = 0, max = 20) long optOut) {
    Optional<Consent> passed = passed(consent(state, since), Instant.ofEpochSecond(optOut));
    boolean mailable = passed.filter(c -> c.state() == State.SUBSCRIBED).isPresent();
    assertEquals(state == State.SUBSCRIBED && since > optOut, mailable);
  }

  @Property
  void reachMayAlwaysBeReducedAndIsPassedAsItIs(
      @ForAll State state,
      @ForAll @LongRange(min = 0, max = 20) long since,
      @ForAll @LongRange(min = 0, max = 20) long optOut) {
    Consent wanted = consent(state, since);
    if (state != State.SUBSCRIBED) {
      assertEquals(Optional.of(wanted), passed(wanted, Instant.ofEpochSecond(optOut)));
    }
  }

  @Property
  void whoNeverOptedOutIsPassed(@ForAll State state, @ForAll @LongRange(min = 0) long since) {
    Consent wanted = consent(state, since % 4_000_000_000L);
    assertEquals(Optional.of(wanted), passed(wanted, null));
  }

  @Test
  void consentOfTheSameInstantAsTheOptOutIsNotNewer() {
    assertTrue(passed(consent(State.SUBSCRIBED, 5), Instant.ofEpochSecond(5)).isEmpty());
  }

  @Test
  void theChangeSpeaksOfTheSamePerson() {
    assertEquals(
        Optional.of(new Change.SetConsent(KEY, EMAIL, consent(State.SUBSCRIBED, 6))),
        ConsentGate.pass(KEY, EMAIL, consent(State.SUBSCRIBED, 6), Instant.ofEpochSecond(5)));
  }
}
