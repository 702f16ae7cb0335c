package io.espalier.amp.valid;

import io.espalier.amp.valid.CssToken.Kind;
import java.util.List;
import java.util.Locale;

/** The selectors before a block of declarations. */
final class CssSelectors {
  /** Takes what is wrong. */
  interface Report {
    void error(CssToken token, String code, String message);
  }

  private final List<CssToken> tokens;
  private final boolean strict;
  private final Report report;
  private int at;

  /**
   * @param tokens the last one is the end
   */
  CssSelectors(List<CssToken> tokens, boolean strict, Report report) {
    this.tokens = tokens;
    this.strict = strict;
    this.report = report;
  }

  void check() {
    spaces();
    if (peek().is(Kind.EOF)) {
      report.error(peek(), "CSS_SYNTAX_MISSING_SELECTOR", "a selector is missing");
      return;
    }
    if (!complex()) {
      return;
    }
    while (peek().is(Kind.COMMA)) {
      at++;
      spaces();
      if (!complex()) {
        return;
      }
    }
    if (!peek().is(Kind.EOF)) {
      report.error(
          peek(),
          "CSS_SYNTAX_UNPARSED_INPUT_REMAINS_IN_SELECTOR",
          "the selector is not understood");
    }
  }

  /** Compounds with combinators between them; false where something is wrong. */
  private boolean complex() {
    if (!starts(at)) {
      boolean end = peek().is(Kind.EOF);
      report.error(
          peek(),
          end ? "CSS_SYNTAX_MISSING_SELECTOR" : "CSS_SYNTAX_NOT_A_SELECTOR_START",
          end ? "a selector is missing" : "no selector begins so");
      return false;
    }
    if (!compound()) {
      return false;
    }
    while (true) {
      boolean space = spaces();
      boolean combinator =
          peek().is(Kind.DELIM) && ">+~".contains(peek().text()) && !peek().text().isEmpty();
      if (combinator) {
        at++;
        spaces();
      } else if (!space || !starts(at)) {
        return true;
      }
      if (!starts(at)) {
        boolean end = peek().is(Kind.EOF);
        report.error(
            peek(),
            end ? "CSS_SYNTAX_MISSING_SELECTOR" : "CSS_SYNTAX_NOT_A_SELECTOR_START",
            "a selector is missing after '" + ">+~" + "'");
        return false;
      }
      if (!compound()) {
        return false;
      }
    }
  }

  private boolean starts(int i) {
    CssToken token = tokens.get(i);
    return switch (token.kind()) {
      case IDENT, HASH, COLON -> true;
      case OPEN -> token.text().equals("[");
      case DELIM ->
          token.text().equals("*")
              || token.text().equals("|")
              || (token.text().equals(".") && tokens.get(i + 1).is(Kind.IDENT));
      default -> false;
    };
  }

  private boolean compound() {
    boolean first = true;
    while (starts(at) && (first || !isType(peek()))) {
      first = false;
      CssToken token = tokens.get(at);
      if (token.is(Kind.COLON)) {
        if (!pseudo()) {
          return false;
        }
      } else if (token.is(Kind.OPEN)) {
        if (!attribute()) {
          return false;
        }
      } else {
        at += token.is(Kind.DELIM, ".") ? 2 : 1;
      }
    }
    return true;
  }

  private static boolean isType(CssToken token) {
    return token.is(Kind.IDENT) || token.is(Kind.DELIM, "*") || token.is(Kind.DELIM, "|");
  }

  private boolean pseudo() {
    CssToken colon = tokens.get(at++);
    boolean element = peek().is(Kind.COLON);
    at += element ? 1 : 0;
    CssToken name = peek();
    if (!name.is(Kind.IDENT) && !name.is(Kind.FUNCTION)) {
      report.error(
          colon, "CSS_SYNTAX_ERROR_IN_PSEUDO_SELECTOR", "a name is missing after the colon");
      return false;
    }
    at++;
    if (name.is(Kind.FUNCTION)) {
      int depth = 1;
      while (depth > 0 && !peek().is(Kind.EOF)) {
        depth += peek().is(Kind.OPEN) || peek().is(Kind.FUNCTION) ? 1 : 0;
        depth -= peek().is(Kind.CLOSE) ? 1 : 0;
        at++;
      }
    }
    String text = name.text().toLowerCase(Locale.ROOT);
    if (strict && element) {
      report.error(
          colon, "CSS_SYNTAX_DISALLOWED_PSEUDO_ELEMENT", "'::" + text + "' is not for email");
    } else if (strict && !Rules.get().pseudoClasses().contains(text)) {
      report.error(colon, "CSS_SYNTAX_DISALLOWED_PSEUDO_CLASS", "':" + text + "' is not for email");
    }
    return true;
  }

  private boolean attribute() {
    CssToken open = tokens.get(at++);
    spaces();
    CssToken name = peek();
    boolean closed = false;
    while (!peek().is(Kind.EOF) && !closed) {
      closed = peek().is(Kind.CLOSE, "]");
      at++;
    }
    if (!name.is(Kind.IDENT) || !closed) {
      report.error(open, "CSS_SYNTAX_INVALID_ATTR_SELECTOR", "the attribute's selector is wrong");
      return false;
    }
    String text = name.text().toLowerCase(Locale.ROOT);
    if (strict && !Rules.get().selectorAttributes().contains(text)) {
      report.error(
          open,
          "CSS_SYNTAX_DISALLOWED_ATTR_SELECTOR",
          "CSS of an email may not look at the attribute '" + text + "'");
    }
    return true;
  }

  private boolean spaces() {
    boolean any = false;
    while (peek().is(Kind.SPACE)) {
      at++;
      any = true;
    }
    return any;
  }

  private CssToken peek() {
    return tokens.get(at);
  }
}
