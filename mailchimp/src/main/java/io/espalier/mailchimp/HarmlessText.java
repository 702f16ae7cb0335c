package io.espalier.mailchimp;

import java.util.regex.Pattern;

/**
 * A value that no email executes or obeys, and that looks as it was: where {@code *|}, {@code |*}
 * or the beginning of an HTML tag stands, a sign of no width (U+2060) keeps the two apart.
 *
 * <p>Whether Mailchimp escapes values is not documented, and no escape for its own signs exists
 * (vendor's merge tag pages, 2026-11-23): so neither may ever stand in a value.
 */
final class HarmlessText {
  private static final char JOINER = '\u2060';

  private static final Pattern APART =
      Pattern.compile("(?<=\\*)(?=\\|)|(?<=\\|)(?=\\*)|(?<=<)(?=[A-Za-z/!?])");

  private static final Pattern JOINED =
      Pattern.compile("(?<=\\*)\u2060(?=\\|)|(?<=\\|)\u2060(?=\\*)|(?<=<)\u2060(?=[A-Za-z/!?])");

  private HarmlessText() {}

  /** To be sent. */
  static String of(String text) {
    return APART.matcher(text).replaceAll(String.valueOf(JOINER));
  }

  /** As it was before it was sent. */
  static String undone(String held) {
    return held.indexOf(JOINER) < 0 ? held : JOINED.matcher(held).replaceAll("");
  }

  /** True where nothing had to be kept apart. */
  static boolean isHarmless(String text) {
    return !APART.matcher(text).find();
  }
}
