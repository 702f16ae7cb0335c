package io.espalier.spi;

import io.espalier.model.Consent;
import io.espalier.model.EmailAddress;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What an ESP learned about a person's consent: an opt-out, a bounce, a complaint, a confirmation.
 *
 * @param state never {@link Consent.State#UNKNOWN}
 * @param at when it happened, by the ESP's clock; null where the ESP does not tell
 * @param reason in the ESP's own words, e.g. {@code HARD_BOUNCE}; holds no address
 * @param ours true where the ESP tells that we ourselves put it there, e.g. a hold-back
 * @param doubleOptInAt when the person confirmed by the link of a mail; null where the ESP does not
 *     tell that they did
 */
public record ConsentFact(
    EmailAddress email,
    Consent.State state,
    @Nullable Instant at,
    String reason,
    boolean ours,
    @Nullable Instant doubleOptInAt) {

  /** One of which no confirmation by mail is known. */
  public ConsentFact(
      EmailAddress email, Consent.State state, @Nullable Instant at, String reason, boolean ours) {
    this(email, state, at, reason, ours, null);
  }
}
