package io.espalier.mjml;

/** Finds where an output ends. */
final class Braces {
  private Braces() {}

  /**
   * The offset of the closing braces that belong to those at {@code open}; -1 where none do. Braces
   * in quotes close nothing.
   */
  static int close(String text, int open, int end) {
    char quote = 0;
    for (int i = open + 2; i < end; i++) {
      char c = text.charAt(i);
      if (quote != 0) {
        if (c == '\\') {
          i++;
        } else if (c == quote) {
          quote = 0;
        }
      } else if (c == '"' || c == '\'') {
        quote = c;
      } else if (c == '}' && i + 1 < end && text.charAt(i + 1) == '}') {
        return i;
      } else if (c == '{' && i + 1 < end && text.charAt(i + 1) == '{') {
        return -1;
      }
    }
    return -1;
  }
}
