package io.espalier.sandbox.mailchimp.merge;

import io.espalier.sandbox.mailchimp.merge.Token.Kind;
import java.util.ArrayList;
import java.util.List;

/** Cuts a template at {@code *|} and {@code |*}. What has no end is text. Case matters. */
final class Lexer {
  private static final String OPEN = "*|";
  private static final String CLOSE = "|*";

  private Lexer() {}

  static List<Token> tokens(String template) {
    List<Token> tokens = new ArrayList<>();
    int text = 0;
    int close = template.indexOf(CLOSE, 2);
    while (close >= 0) {
      // The nearest opener counts: an earlier one without an end of its own is text.
      int open = template.lastIndexOf(OPEN, close - OPEN.length());
      if (open >= text) {
        if (open > text) {
          tokens.add(text(template.substring(text, open)));
        }
        text = close + CLOSE.length();
        tokens.add(tag(template.substring(open, text)));
        close = template.indexOf(CLOSE, text + OPEN.length());
      } else {
        close = template.indexOf(CLOSE, close + 1);
      }
    }
    if (text < template.length()) {
      tokens.add(text(template.substring(text)));
    }
    return tokens;
  }

  private static Token text(String text) {
    return new Token(Kind.TEXT, text, text);
  }

  private static Token tag(String source) {
    String inner = source.substring(OPEN.length(), source.length() - CLOSE.length());
    return switch (inner) {
      case "ELSE:" -> new Token(Kind.ELSE, source, "");
      case "END:IF" -> new Token(Kind.END_IF, source, "");
      case "END:INTERESTED" -> new Token(Kind.END_INTERESTED, source, "");
      default -> keyword(source, inner);
    };
  }

  private static Token keyword(String source, String inner) {
    for (Kind kind : List.of(Kind.IF, Kind.IFNOT, Kind.ELSEIF, Kind.INTERESTED)) {
      String prefix = kind.name() + ":";
      if (inner.startsWith(prefix)) {
        return new Token(kind, source, inner.substring(prefix.length()));
      }
    }
    return new Token(Kind.TAG, source, inner);
  }
}
