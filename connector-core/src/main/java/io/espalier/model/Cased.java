package io.espalier.model;

import java.text.Normalizer;
import java.util.HashMap;
import java.util.Map;

/**
 * How text is compared: after NFC, and code point by code point in lower case unless exact.
 *
 * <p>The folding is by single code points and the same on every JDK and in the embedded engine: no
 * locale, no final sigma, no dotted-i expansion, and the lower cases of Unicode 14 (measured
 * against every code point of DuckDB 2.0.0, November 2026; JDK 17 knows Unicode 13).
 */
public final class Cased {

  // Lower cases that came with Unicode 14: first, last, what to add.
  private static final int[][] FOURTEEN = {
    {0x2C2F, 0x2C2F, 0x30},
    {0xA7C0, 0xA7C0, 1},
    {0xA7D0, 0xA7D0, 1},
    {0xA7D6, 0xA7D6, 1},
    {0xA7D8, 0xA7D8, 1},
    {0x10570, 0x1057A, 0x27},
    {0x1057C, 0x1058A, 0x27},
    {0x1058C, 0x10592, 0x27},
    {0x10594, 0x10595, 0x27},
  };

  // Letters that came later and that a newer JDK would fold.
  private static final int[][] LATER = {
    {0xA7CB, 0xA7CF},
    {0xA7D2, 0xA7D5},
    {0xA7DA, 0xA7DD},
    {0x10D50, 0x10D65},
    {0x16EA0, 0x16EB8},
    {0x1C89, 0x1C89},
  };

  private static final Map<Integer, Integer> EXCEPTIONS = exceptions();

  private Cased() {}

  private static Map<Integer, Integer> exceptions() {
    Map<Integer, Integer> exceptions = new HashMap<>();
    for (int[] range : FOURTEEN) {
      for (int point = range[0]; point <= range[1]; point++) {
        exceptions.put(point, point + range[2]);
      }
    }
    for (int[] range : LATER) {
      for (int point = range[0]; point <= range[1]; point++) {
        exceptions.put(point, point);
      }
    }
    return Map.copyOf(exceptions);
  }

  /** The form of a text under which equal means equal. */
  public static String fold(String text) {
    String nfc = nfc(text);
    StringBuilder folded = new StringBuilder(nfc.length());
    nfc.codePoints().map(Cased::fold).forEach(folded::appendCodePoint);
    return folded.toString();
  }

  /** The lower case of one code point. */
  public static int fold(int point) {
    if (point < 0x1C80) {
      return Character.toLowerCase(point);
    }
    Integer exception = EXCEPTIONS.get(point);
    return exception == null ? Character.toLowerCase(point) : exception;
  }

  /** The composed form, for an exact comparison. */
  public static String nfc(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFC);
  }

  /**
   * Compares by code points: the order of the texts' UTF-8 bytes, which is the embedded engine's.
   */
  public static int compare(String a, String b) {
    int at = 0;
    while (at < a.length() && at < b.length()) {
      int left = a.codePointAt(at);
      int right = b.codePointAt(at);
      if (left != right) {
        return Integer.compare(left, right);
      }
      at += Character.charCount(left);
    }
    return Integer.compare(a.length(), b.length());
  }
}
