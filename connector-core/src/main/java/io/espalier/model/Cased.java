package io.espalier.model;

import java.text.Normalizer;

/**
 * How text is compared: after NFC, and code point by code point in lower case unless exact.
 *
 * <p>The folding is by single code points, so that it is the same here and in the embedded engine:
 * no locale, no final sigma, no dotted-i expansion.
 */
public final class Cased {
  private Cased() {}

  /** The form of a text under which equal means equal. */
  public static String fold(String text) {
    String nfc = nfc(text);
    StringBuilder folded = new StringBuilder(nfc.length());
    nfc.codePoints().map(Character::toLowerCase).forEach(folded::appendCodePoint);
    return folded.toString();
  }

  /** The composed form, for an exact comparison. */
  public static String nfc(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFC);
  }
}
