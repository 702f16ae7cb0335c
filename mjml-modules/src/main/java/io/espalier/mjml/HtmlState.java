package io.espalier.mjml;

/** Where in HTML we are: text, a tag, a quoted value in a tag. */
final class HtmlState {
  private boolean tag;
  private char quote;
  private int quoteStart;

  /** Passes the character at this offset. */
  void next(String text, int at) {
    char c = text.charAt(at);
    if (!tag) {
      char after = at + 1 < text.length() ? text.charAt(at + 1) : ' ';
      tag = c == '<' && (Character.isLetter(after) || after == '/');
    } else if (quote != 0) {
      if (c == quote) {
        quote = 0;
      }
    } else if (c == '"' || c == '\'') {
      quote = c;
      quoteStart = at + 1;
    } else if (c == '>') {
      tag = false;
    }
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
