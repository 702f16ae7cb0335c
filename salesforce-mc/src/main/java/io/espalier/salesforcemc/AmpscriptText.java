package io.espalier.salesforcemc;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Texts as AMPscript literals. Single quotes only, so that they may stand in an attribute. */
final class AmpscriptText {
  /** What opens AMPscript, and what opens the older template language that runs first. */
  private static final Pattern OPENER = Pattern.compile("%(?=%)|\\{(?=[{%])");

  private AmpscriptText() {}

  /** An expression that is this text; no opener stands in it, wherever it ends up. */
  static String literal(String text) {
    List<String> parts = new ArrayList<>();
    Matcher opener = OPENER.matcher(text);
    int from = 0;
    while (opener.find()) {
      parts.add(quoted(text.substring(from, opener.end())));
      from = opener.end();
    }
    parts.add(quoted(text.substring(from)));
    return parts.size() == 1 ? parts.get(0) : "Concat(" + String.join(",", parts) + ")";
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  /** A pattern of .NET that matches this text only, whole. */
  static String pattern(String text) {
    StringBuilder pattern = new StringBuilder("\\A");
    text.codePoints()
        .forEach(
            c -> {
              if (c < 128 && !Character.isLetterOrDigit(c) && c != ' ') {
                pattern.append(c < ' ' ? String.format("\\x%02x", c) : "\\" + (char) c);
              } else {
                pattern.appendCodePoint(c);
              }
            });
    return pattern.append("\\z").toString();
  }
}
