package io.espalier.rule;

/**
 * A piece of a rule's text.
 *
 * @param text as written; of a {@link Kind#TEXT} what stands between the quotes, unescaped
 */
record Token(Kind kind, String text, int start, int end) {

  enum Kind {
    WORD,
    TEXT,
    NUMBER,
    DATE,
    DATETIME,
    DURATION,
    SYMBOL,
    END
  }

  boolean is(String symbolOrWord) {
    return (kind == Kind.SYMBOL || kind == Kind.WORD) && text.equals(symbolOrWord);
  }

  Span span() {
    return new Span(start, end);
  }

  /** For a message: what was found. */
  String found() {
    return switch (kind) {
      case END -> "the end";
      case TEXT -> "the text \"" + shown() + "\"";
      case NUMBER -> "the number " + shown();
      case DATE -> "the date " + text;
      case DATETIME -> "the datetime " + text;
      case DURATION -> "the duration " + text;
      case WORD, SYMBOL -> "'" + shown() + "'";
    };
  }

  private String shown() {
    int points = text.codePointCount(0, text.length());
    String head = points > 40 ? text.substring(0, text.offsetByCodePoints(0, 40)) + "..." : text;
    return head.replace("\n", "\\n").replace("\r", "\\r");
  }
}
