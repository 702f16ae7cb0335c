package io.espalier.sandbox.klaviyo.django;

/**
 * A piece of a template.
 *
 * @param content of a tag or variable: what is between the braces, stripped
 * @param line from 1
 */
record Token(Kind kind, String content, int line) {
  enum Kind {
    TEXT,
    VARIABLE,
    BLOCK,
    COMMENT
  }

  /** A tag's first word. */
  String command() {
    int end = 0;
    while (end < content.length() && !Character.isWhitespace(content.charAt(end))) {
      end++;
    }
    return content.substring(0, end);
  }
}
