package io.espalier.sandbox.klaviyo.django;

import java.time.ZonedDateTime;

/**
 * What surrounds a rendering.
 *
 * @param now in the account's time zone
 * @param unsubscribeUrl the recipient's own
 * @param preferencesUrl the recipient's own
 * @param webViewUrl the recipient's own
 * @param currency the sign before an amount
 * @param absentLookup what {@code lookup} gives for a key that is not there
 */
public record Setting(
    ZonedDateTime now,
    String unsubscribeUrl,
    String preferencesUrl,
    String webViewUrl,
    String currency,
    AbsentLookup absentLookup) {

  /** Which of the two Klaviyo does is not documented; both print nothing or {@code None}. */
  public enum AbsentLookup {
    EMPTY_TEXT,
    NONE
  }
}
