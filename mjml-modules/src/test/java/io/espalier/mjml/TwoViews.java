package io.espalier.mjml;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** HTML as Outlook on Windows sees it, and as everyone else does: both must be well-formed. */
final class TwoViews {
  private TwoViews() {}

  private static final Pattern OUTLOOK_ONLY =
      Pattern.compile("<!--\\[if (?!!mso)[^\\]]*]>(.*?)<!\\[endif]-->", Pattern.DOTALL);
  private static final Pattern OTHERS_ONLY =
      Pattern.compile("<!--\\[if !mso[^\\]]*]><!-->(.*?)<!--<!\\[endif]-->", Pattern.DOTALL);
  private static final Pattern TAG =
      Pattern.compile("<(/?)([a-z][a-z0-9:]*)((?:\"[^\"]*\"|[^\">])*)>", Pattern.DOTALL);
  private static final Set<String> VOID = Set.of("br", "img", "meta", "link", "hr", "input");

  static void assertWhole(String html) {
    balanced(OTHERS_ONLY.matcher(OUTLOOK_ONLY.matcher(html).replaceAll("")).replaceAll("$1"), html);
    balanced(OTHERS_ONLY.matcher(OUTLOOK_ONLY.matcher(html).replaceAll("$1")).replaceAll(""), html);
  }

  private static void balanced(String view, String html) {
    assertEquals(-1, view.indexOf("[endif]"), () -> "a comment is cut: " + html);
    Deque<String> open = new ArrayDeque<>();
    String body = view.substring(view.indexOf("<body"), view.indexOf("</html>"));
    for (Matcher tag = TAG.matcher(body); tag.find(); ) {
      String name = tag.group(2);
      if (VOID.contains(name) || tag.group(3).endsWith("/")) {
        continue;
      }
      if (tag.group(1).isEmpty()) {
        open.push(name);
      } else {
        String closed = name;
        assertEquals(open.pop(), closed, () -> "wrong order in " + view);
      }
    }
    assertEquals(0, open.size(), () -> "left open: " + open + " in " + view);
  }
}
