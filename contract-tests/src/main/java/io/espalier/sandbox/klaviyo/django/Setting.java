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
 * @param nullPrintsNothing whether an output of None is empty; else it is {@code None}
 * @param literalsEscape whether a backslash in a literal escapes its quote and itself
 * @param shop what the account has to offer
 */
public record Setting(
    ZonedDateTime now,
    String unsubscribeUrl,
    String preferencesUrl,
    String webViewUrl,
    String currency,
    AbsentLookup absentLookup,
    boolean nullPrintsNothing,
    boolean literalsEscape,
    Shop shop) {

  /** One of an empty shop where None prints itself and a backslash escapes, as in stock Django. */
  public Setting(
      ZonedDateTime now,
      String unsubscribeUrl,
      String preferencesUrl,
      String webViewUrl,
      String currency,
      AbsentLookup absentLookup) {
    this(
        now,
        unsubscribeUrl,
        preferencesUrl,
        webViewUrl,
        currency,
        absentLookup,
        false,
        true,
        Shop.EMPTY);
  }

  /** Which of the two Klaviyo does is not documented; both print nothing or {@code None}. */
  public enum AbsentLookup {
    EMPTY_TEXT,
    NONE
  }
}
