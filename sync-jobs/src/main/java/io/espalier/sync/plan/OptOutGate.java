package io.espalier.sync.plan;

import io.espalier.model.Consent;
import io.espalier.model.EmailAddress;
import io.espalier.model.ProfileKey;
import io.espalier.spi.Change;
import io.espalier.spi.ConsentGate;
import io.espalier.sync.store.ConsentLedger;
import io.espalier.sync.store.Engine;
import io.espalier.sync.store.Population;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What stands between a person who opted out and everything that is sent, at its three places:
 * before a plan, before a plan runs, before a row goes out. {@link #LEDGER} is the one that runs; a
 * test takes it away, to see that it would be missed.
 */
public interface OptOutGate {
  OptOutGate LEDGER = new OptOutGate() {};

  /**
   * A source that forgot an opt-out says 'subscribed' again: older evidence than that is none. What
   * holds is in the consent ledger, whoever told it.
   */
  default void withhold(Engine engine) {
    engine.run(
        "update "
            + Population.PROFILES
            + " set consent_state = o.state, consent_at = o.at_time, consent_source = o.source from "
            + ConsentLedger.OPTED_OUT
            + " o where o.key = "
            + Population.PROFILES
            + ".key and not ("
            + Desired.optedOut("consent_state")
            + ")");
  }

  /**
   * Takes out of a plan that was kept what would reach people who have opted out since it was made.
   * The next plan tells the ESPs.
   */
  default void withdraw(Engine engine, String plan) {
    ConsentLedger.withdraw(engine, plan);
  }

  /** The change of consent that may go out; empty for none. */
  default Optional<Change.SetConsent> pass(
      ProfileKey key, EmailAddress email, Consent wanted, @Nullable Instant lastOptOut) {
    return ConsentGate.pass(key, email, wanted, lastOptOut);
  }
}
