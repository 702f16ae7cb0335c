package io.espalier.sandbox.klaviyo;

import org.jspecify.annotations.Nullable;

/**
 * What a person agreed to on one channel.
 *
 * @param consent {@code SUBSCRIBED} or {@code UNSUBSCRIBED}
 * @param timestamp when they said so
 * @param updated when the account learnt it
 */
record Permission(
    String consent,
    String timestamp,
    String updated,
    String method,
    @Nullable String customMethodDetail,
    boolean doubleOptIn) {

  static final String EMAIL = "email.marketing";
  static final String SUBSCRIBED = "SUBSCRIBED";
  static final String UNSUBSCRIBED = "UNSUBSCRIBED";
  static final String NEVER = "NEVER_SUBSCRIBED";
}
