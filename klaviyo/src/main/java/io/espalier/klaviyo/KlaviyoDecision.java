package io.espalier.klaviyo;

import com.google.gson.JsonObject;
import io.espalier.klaviyo.KlaviyoWire.Resource;
import io.espalier.model.Consent;
import io.espalier.spi.Change.SetConsent;
import io.espalier.spi.EspException;
import io.espalier.spi.Failure;
import io.espalier.spi.FailureKind;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What has to be done for one change of consent, as things stand at Klaviyo.
 *
 * @param refusal why nothing is done; null where the step is to be taken
 */
record KlaviyoDecision(Step step, @Nullable Failure refusal) {

  enum Step {
    NOTHING,
    SUBSCRIBE,
    HOLD_BACK,
    UNSUBSCRIBE
  }

  /**
   * Decides.
   *
   * @param profile with its subscriptions; null for a person whom Klaviyo does not know
   * @param asks whether subscribing may make Klaviyo ask the person to confirm
   */
  static KlaviyoDecision of(
      SetConsent change, @Nullable Resource<JsonObject> profile, boolean asks) {
    Consent wanted = change.consent();
    if (profile == null) {
      return wanted.state().isOptedOut()
          ? take(Step.NOTHING)
          : refuse(
              FailureKind.MISSING_TARGET,
              "Klaviyo does not know the person '" + change.key() + "'");
    }
    KlaviyoConsent known =
        KlaviyoConsent.of(profile.attributes())
            .orElseThrow(
                () ->
                    new EspException(
                        Failure.of(
                            FailureKind.PROTOCOL,
                            "Klaviyo did not say what it knows of a person's consent")));
    if (wanted.state() == Consent.State.SUBSCRIBED && wanted.since() != null) {
      return subscribe(known, wanted.since(), asks);
    }
    if (wanted.state().isOptedOut()) {
      return take(known.isOptedOut() ? Step.NOTHING : Step.UNSUBSCRIBE);
    }
    return take(known.mailable() ? Step.HOLD_BACK : Step.NOTHING);
  }

  private static KlaviyoDecision subscribe(KlaviyoConsent known, Instant evidence, boolean asks) {
    Optional<String> objection = known.objection(evidence);
    if (objection.isPresent()) {
      return refuse(
          FailureKind.INVALID,
          "not subscribed: "
              + objection.get()
              + "; the consent that we hold is of "
              + evidence.toString().substring(0, 10));
    }
    if (known.isSubscribed()) {
      return take(Step.NOTHING);
    }
    Optional<Instant> asked = known.askedAt().filter(at -> asks && !at.isBefore(evidence));
    return asked.isPresent()
        ? new KlaviyoDecision(Step.NOTHING, unanswered(asked.get()))
        : take(Step.SUBSCRIBE);
  }

  /** Where the account has double opt-in: asked once, a person is not asked again by us. */
  static Failure unanswered(Instant asked) {
    return new Failure(
        FailureKind.INVALID,
        "Klaviyo asked the person by mail to confirm, and on "
            + asked.toString().substring(0, 10)
            + " had no answer",
        "wait for the person; or, where consent was proved elsewhere, set "
            + KlaviyoEsp.OPT_IN
            + ": "
            + KlaviyoEsp.BY_EVIDENCE
            + " on the connection");
  }

  private static KlaviyoDecision take(Step step) {
    return new KlaviyoDecision(step, null);
  }

  private static KlaviyoDecision refuse(FailureKind kind, String message) {
    return new KlaviyoDecision(Step.NOTHING, Failure.of(kind, message));
  }
}
