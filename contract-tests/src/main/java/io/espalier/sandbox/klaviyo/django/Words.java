package io.espalier.sandbox.klaviyo.django;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A tag's words: split at white space, except inside quotes. */
final class Words {
  private static final Pattern WORD =
      Pattern.compile(
          "(?:[^\\s'\"]*+(?:(?:\"[^\"\\\\]*+(?:\\\\.[^\"\\\\]*+)*+\""
              + "|'[^'\\\\]*+(?:\\\\.[^'\\\\]*+)*+')[^\\s'\"]*+)++)|\\S+",
          Pattern.UNICODE_CHARACTER_CLASS);

  private Words() {}

  static List<String> of(String content) {
    List<String> words = new ArrayList<>();
    Matcher matcher = WORD.matcher(content);
    while (matcher.find()) {
      words.add(matcher.group());
    }
    return words;
  }
}
