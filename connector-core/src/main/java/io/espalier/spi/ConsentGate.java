package io.espalier.spi;

import io.espalier.model.Consent;
import io.espalier.model.EmailAddress;
import io.espalier.model.ProfileKey;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The only way to a change that can make a person mailable.
 *
 * <p>Reach may always be reduced. It may be widened only by a consent whose evidence is newer than
 * the last opt-out anyone told us of. Source: {@code Consent never regresses}, ARCHITECTURE.md.
 */
public final class ConsentGate {
  private ConsentGate() {}

  /**
   * The change that brings a person's consent to an ESP; empty where none may be sent.
   *
   * @param wanted what our ledger says now
   * @param lastOptOut when the person last opted out anywhere; null for never
   */
  public static Optional<Change.SetConsent> pass(
      ProfileKey key, EmailAddress email, Consent wanted, @Nullable Instant lastOptOut) {
    if (wanted.state() == Consent.State.SUBSCRIBED && !isNewer(wanted, lastOptOut)) {
      return Optional.empty();
    }
    return Optional.of(new Change.SetConsent(key, email, wanted));
  }

  private static boolean isNewer(Consent wanted, @Nullable Instant lastOptOut) {
    return lastOptOut == null || (wanted.since() != null && wanted.since().isAfter(lastOptOut));
  }
}
