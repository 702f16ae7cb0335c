package io.espalier.klaviyo;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.espalier.model.Consent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What Klaviyo knows of one person's consent to e-mail.
 *
 * @param mailable true also for someone who was never asked: Klaviyo calls that implicit consent
 * @param consent {@code SUBSCRIBED}, {@code UNSUBSCRIBED}, {@code NEVER_SUBSCRIBED}
 * @param since when {@code consent} was reached
 * @param heldBackAt when we suppressed the person for lack of consent, by our own mark
 * @param askedAt when a subscription of ours was found to wait for the person, by our own mark
 */
record KlaviyoConsent(
    boolean mailable,
    String consent,
    Optional<Instant> since,
    List<Suppression> suppressions,
    Optional<Instant> heldBackAt,
    Optional<Instant> askedAt) {

  /** The custom property that says that a suppression is ours and why. */
  static final String MARK = "espalier_held_back";

  /** The custom property that says that Klaviyo has asked the person to confirm. */
  static final String ASKED = "espalier_asked";

  // A suppression is made by a job, and clocks differ.
  private static final Duration JOB = Duration.ofHours(1);
  private static final Duration SKEW = Duration.ofMinutes(5);

  /** Leaves the suppression's own job time to end. */
  private static final Duration FRESH = JOB.minusMinutes(30);

  /** One reason not to mail. */
  record Suppression(String reason, Optional<Instant> at) {}

  /** Reads it from a profile's attributes; empty where they were asked for without it. */
  static Optional<KlaviyoConsent> of(JsonObject attributes) {
    JsonObject marketing = marketing(attributes);
    if (marketing == null) {
      return Optional.empty();
    }
    List<Suppression> suppressions = new ArrayList<>();
    if (marketing.get("suppression") instanceof JsonArray array) {
      for (JsonElement element : array) {
        if (element instanceof JsonObject one) {
          suppressions.add(
              new Suppression(
                  KlaviyoMapper.text(one, "reason"),
                  KlaviyoMapper.moment(KlaviyoMapper.text(one, "timestamp"))));
        }
      }
    }
    return Optional.of(
        new KlaviyoConsent(
            KlaviyoMapper.text(marketing, "can_receive_email_marketing").equals("true"),
            KlaviyoMapper.text(marketing, "consent"),
            KlaviyoMapper.moment(KlaviyoMapper.text(marketing, "consent_timestamp")),
            List.copyOf(suppressions),
            mark(attributes, MARK),
            mark(attributes, ASKED)));
  }

  /** What keeps mail of single lists from the person. */
  static JsonArray listSuppressions(JsonObject attributes) {
    JsonObject marketing = marketing(attributes);
    return marketing != null && marketing.get("list_suppressions") instanceof JsonArray array
        ? array
        : new JsonArray();
  }

  private static @Nullable JsonObject marketing(JsonObject attributes) {
    return attributes.get("subscriptions") instanceof JsonObject subscriptions
            && subscriptions.get("email") instanceof JsonObject email
            && email.get("marketing") instanceof JsonObject marketing
        ? marketing
        : null;
  }

  private static Optional<Instant> mark(JsonObject attributes, String name) {
    return attributes.get("properties") instanceof JsonObject properties
        ? KlaviyoMapper.moment(KlaviyoMapper.text(properties, name))
        : Optional.empty();
  }

  boolean isSubscribed() {
    return consent.equals("SUBSCRIBED") && mailable;
  }

  boolean isOptedOut() {
    return consent.equals("UNSUBSCRIBED") || has("UNSUBSCRIBE");
  }

  boolean hasComplained() {
    return has("SPAM_COMPLAINT") || has("SPAM_REPORT");
  }

  /** True while a suppression of ours stands. */
  boolean isHeldBack() {
    return suppressions.stream().anyMatch(s -> s.reason().equals("USER_SUPPRESSED") && isOurs(s));
  }

  private boolean has(String reason) {
    return suppressions.stream().anyMatch(s -> s.reason().equals(reason));
  }

  /**
   * Why this person must not be made mailable though we hold a consent; empty where one may.
   *
   * @param evidence when that consent was given
   */
  Optional<String> objection(Instant evidence) {
    for (Suppression suppression : suppressions) {
      Optional<String> objection = objection(suppression, evidence);
      if (objection.isPresent()) {
        return objection;
      }
    }
    if (consent.equals("UNSUBSCRIBED") && !isBefore(since, evidence)) {
      return Optional.of("the person unsubscribed in Klaviyo" + when(since));
    }
    return Optional.empty();
  }

  private Optional<String> objection(Suppression suppression, Instant evidence) {
    return switch (suppression.reason()) {
      case "HARD_BOUNCE", "INVALID_EMAIL" ->
          Optional.of("mail to this address bounced in Klaviyo" + when(suppression.at()));
      case "SPAM_COMPLAINT", "SPAM_REPORT" ->
          Optional.of("the person called a mail spam in Klaviyo" + when(suppression.at()));
      case "USER_SUPPRESSED" ->
          isOurs(suppression) || isBefore(suppression.at(), evidence)
              ? Optional.empty()
              : Optional.of("the person was suppressed in Klaviyo" + when(suppression.at()));
      case "UNSUBSCRIBE" ->
          isBefore(suppression.at(), evidence)
              ? Optional.empty()
              : Optional.of("the person unsubscribed in Klaviyo" + when(suppression.at()));
      default -> Optional.of("the person is suppressed in Klaviyo for " + suppression.reason());
    };
  }

  /** True for the suppression that goes with our mark. */
  boolean isOurs(Suppression suppression) {
    return heldBackAt
        .flatMap(
            mark ->
                suppression
                    .at()
                    .map(at -> at.isAfter(mark.minus(SKEW)) && at.isBefore(mark.plus(JOB))))
        .orElse(false);
  }

  /**
   * True while the mark is fresh: a suppression that is asked for now is there before {@link
   * #isOurs} would take it for somebody else's.
   */
  boolean isMarkedAt(Instant now) {
    return heldBackAt
        .filter(mark -> !mark.isAfter(now.plus(SKEW)) && mark.isAfter(now.minus(FRESH)))
        .isPresent();
  }

  private static boolean isBefore(Optional<Instant> optOut, Instant evidence) {
    return optOut.map(at -> at.isBefore(evidence)).orElse(false);
  }

  private static String when(Optional<Instant> at) {
    return at.map(t -> " on " + t.toString().substring(0, 10)).orElse(", nobody knows when");
  }

  /** The neutral word for it. */
  Consent.State state() {
    if (hasComplained()) {
      return Consent.State.COMPLAINED;
    }
    if (isOptedOut()) {
      return Consent.State.UNSUBSCRIBED;
    }
    if (isSubscribed()) {
      return Consent.State.SUBSCRIBED;
    }
    // Somebody took our suppression off: to Klaviyo such a person is mailable.
    if (mailable && heldBackAt.isPresent()) {
      return Consent.State.SUBSCRIBED;
    }
    boolean onlyHeldBack = suppressions.stream().allMatch(this::isOurs);
    return onlyHeldBack ? Consent.State.UNKNOWN : Consent.State.SUPPRESSED;
  }
}
