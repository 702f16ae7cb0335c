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
   */
  static KlaviyoDecision of(SetConsent change, @Nullable Resource<JsonObject> profile) {
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
      return subscribe(known, wanted.since());
    }
    if (wanted.state().isOptedOut()) {
      return take(known.isOptedOut() ? Step.NOTHING : Step.UNSUBSCRIBE);
    }
    return take(known.mailable() ? Step.HOLD_BACK : Step.NOTHING);
  }

  private static KlaviyoDecision subscribe(KlaviyoConsent known, Instant evidence) {
    Optional<String> objection = known.objection(evidence);
    if (objection.isPresent()) {
      return refuse(
          FailureKind.INVALID,
          "not subscribed: "
              + objection.get()
              + "; the consent that we hold is of "
              + evidence.toString().substring(0, 10));
    }
    return take(known.isSubscribed() ? Step.NOTHING : Step.SUBSCRIBE);
  }

  private static KlaviyoDecision take(Step step) {
    return new KlaviyoDecision(step, null);
  }

  private static KlaviyoDecision refuse(FailureKind kind, String message) {
    return new KlaviyoDecision(Step.NOTHING, Failure.of(kind, message));
  }
}
