package io.espalier.rule;

/** The place of a parser in a text: this token and the one after it. */
final class TokenStream {
  private static final int MAX_DEPTH = 100;

  private final RuleLexer lexer;
  private Token now = new Token(Token.Kind.END, "", 0, 0);
  private int lastEnd;
  private int depth;

  TokenStream(String text) {
    lexer = new RuleLexer(text);
  }

  void start() {
    now = lexer.at(0);
  }

  Token now() {
    return now;
  }

  /** The token after this one. */
  Token next() {
    return lexer.at(now.end());
  }

  Token skip() {
    Token skipped = now;
    lastEnd = now.end();
    now = lexer.at(now.end());
    return skipped;
  }

  boolean take(String symbolOrWord) {
    if (now.is(symbolOrWord)) {
      skip();
      return true;
    }
    return false;
  }

  void expect(String symbolOrWord, String expected) {
    if (!take(symbolOrWord)) {
      throw unexpected(expected, "");
    }
  }

  /** Stands on {@code in_segment}; reads the id behind it. */
  Token takeSegment() {
    Token id = lexer.segmentAt(now.end());
    if (id.kind() != Token.Kind.WORD) {
      throw new SyntaxError(
          id.span(), "found " + id.found() + ", expected the id of a segment", "");
    }
    lastEnd = id.end();
    now = lexer.at(id.end());
    return id;
  }

  /** Stands on {@code in_list}; reads the id, or the name in quotes, behind it. */
  Token takeList() {
    Token list = lexer.segmentAt(now.end());
    if (list.kind() != Token.Kind.WORD && list.kind() != Token.Kind.TEXT) {
      throw new SyntaxError(
          list.span(), "found " + list.found() + ", expected the id or the name of a list", "");
    }
    lastEnd = list.end();
    now = lexer.at(list.end());
    return list;
  }

  /** From an offset to the end of the last token read. */
  Span since(int start) {
    return new Span(start, lastEnd);
  }

  SyntaxError unexpected(String expected, String mend) {
    return new SyntaxError(now.span(), "found " + now.found() + ", expected " + expected, mend);
  }

  /** One parenthesis, {@code not} or {@code where} deeper; bounded, so that no text overflows. */
  void enter() {
    if (++depth > MAX_DEPTH) {
      throw new SyntaxError(
          now.span(),
          "the rule is nested more than " + MAX_DEPTH + " deep",
          "make a part of it a segment of its own and write in_segment");
    }
  }

  void leave() {
    depth--;
  }
}
