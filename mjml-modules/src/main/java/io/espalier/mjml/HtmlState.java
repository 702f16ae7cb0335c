package io.espalier.mjml;

import java.util.Locale;

/** Where in HTML we are: text, a tag, a quoted value in a tag. */
final class HtmlState {
  private boolean tag;
  private char quote;
  private int quoteStart;
  private String name = "";
  private String raw = "";

  /** Passes the character at this offset. */
  void next(String text, int at) {
    char c = text.charAt(at);
    if (!raw.isEmpty() && !text.regionMatches(true, at, "</" + raw, 0, raw.length() + 2)) {
      return;
    } else if (!tag) {
      char after = at + 1 < text.length() ? text.charAt(at + 1) : ' ';
      tag = c == '<' && (Character.isLetter(after) || after == '/');
      name = tag ? name(text, at + 1) : name;
      raw = "";
    } else if (quote != 0) {
      if (c == quote) {
        quote = 0;
      }
    } else if (c == '"' || c == '\'') {
      quote = c;
      quoteStart = at + 1;
    } else if (c == '>') {
      tag = false;
      raw = name.equals("style") || name.equals("script") ? name : "";
    }
  }

  private static String name(String text, int start) {
    int end = start;
    while (end < text.length() && Character.isLetterOrDigit(text.charAt(end))) {
      end++;
    }
    return text.substring(start, end).toLowerCase(Locale.ROOT);
  }

  boolean inStyle() {
    return raw.equals("style");
  }

  /** In a script: of those, an email can hold data only. */
  boolean inScript() {
    return raw.equals("script");
  }

  boolean inTag() {
    return tag;
  }

  /** The open quote; 0 where there is none. */
  char quote() {
    return quote;
  }

  /** Where the quoted value begins. */
  int quoteStart() {
    return quoteStart;
  }
}
