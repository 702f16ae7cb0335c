package io.espalier.template;

import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tags that are not for the ESP but for the mail client: AMP emails hold mustache, whose braces are
 * those of two of the merge languages. In a template its braces are letters of private use, which
 * no language knows; what is printed in their place is each language's {@link
 * MergeLanguage#mustache}.
 */
public final class Mustache {
  private static final char OPEN = '\uE000';
  private static final char CLOSE = '\uE001';
  private static final Pattern TAG = Pattern.compile(OPEN + "([^" + OPEN + CLOSE + "]*)" + CLOSE);

  private Mustache() {}

  /** Copy whose double braces are the mail client's; as long as before, less a letter a brace. */
  public static String hide(String copy) {
    return copy.replace("{{", String.valueOf(OPEN)).replace("}}", String.valueOf(CLOSE));
  }

  /**
   * A printed text with its mustache in place.
   *
   * @param protect a whole tag, braces included, as the ESP must be given it
   */
  public static String show(String printed, UnaryOperator<String> protect) {
    return TAG.matcher(printed)
        .replaceAll(tag -> Matcher.quoteReplacement(protect.apply("{{" + tag.group(1) + "}}")))
        .replace(String.valueOf(OPEN), "")
        .replace(String.valueOf(CLOSE), "");
  }
}
