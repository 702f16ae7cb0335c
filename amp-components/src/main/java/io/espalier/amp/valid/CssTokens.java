package io.espalier.amp.valid;

import io.espalier.amp.valid.CssToken.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Cuts CSS into tokens, as CSS Syntax 3 does, as far as a validator of emails needs it. */
final class CssTokens {
  /** Something that no token can be made of. */
  record Broken(String code, int offset, String message) {}

  private final String css;
  private final List<CssToken> tokens = new ArrayList<>();
  private final List<Broken> broken = new ArrayList<>();
  private int at;

  private CssTokens(String css) {
    this.css = css;
  }

  static CssTokens of(String css) {
    CssTokens tokens = new CssTokens(css);
    while (tokens.at < css.length()) {
      tokens.next();
    }
    int end = Math.max(0, css.length() - 1);
    tokens.tokens.add(new CssToken(Kind.EOF, "", end, css.length()));
    return tokens;
  }

  /** Without comments; the last one is the end. */
  List<CssToken> tokens() {
    return tokens;
  }

  List<Broken> broken() {
    return broken;
  }

  private void next() {
    int start = at;
    char c = css.charAt(at);
    if (css.startsWith("/*", at)) {
      comment(start);
    } else if (Character.isWhitespace(c)) {
      while (at < css.length() && Character.isWhitespace(css.charAt(at))) {
        at++;
      }
      add(Kind.SPACE, " ", start);
    } else if (c == '"' || c == '\'') {
      string(start, c);
    } else if (c == '@' && names(at + 1)) {
      at++;
      add(Kind.AT, name().toLowerCase(Locale.ROOT), start);
    } else if (c == '#' && at + 1 < css.length() && isName(css.charAt(at + 1))) {
      at++;
      add(Kind.HASH, name(), start);
    } else if (number(at)) {
      numeral(start);
    } else if (css.startsWith("<!--", at) || css.startsWith("-->", at)) {
      at += c == '<' ? 4 : 3;
      add(Kind.DELIM, css.substring(start, at), start);
    } else if (names(at)) {
      word(start);
    } else {
      at++;
      add(
          switch (c) {
            case ':' -> Kind.COLON;
            case ';' -> Kind.SEMICOLON;
            case ',' -> Kind.COMMA;
            case '(', '[', '{' -> Kind.OPEN;
            case ')', ']', '}' -> Kind.CLOSE;
            default -> Kind.DELIM;
          },
          String.valueOf(c),
          start);
    }
  }

  private void comment(int start) {
    int close = css.indexOf("*/", start + 2);
    if (close >= 0) {
      at = close + 2;
      return;
    }
    broken.add(
        new Broken(
            "CSS_SYNTAX_UNTERMINATED_COMMENT", Math.max(0, start - 1), "a comment never ends"));
    at = css.length();
    add(Kind.BROKEN, "", at - 1);
  }

  private void string(int start, char quote) {
    at++;
    StringBuilder text = new StringBuilder();
    while (at < css.length() && css.charAt(at) != quote && css.charAt(at) != '\n') {
      if (css.charAt(at) == '\\' && at + 1 < css.length()) {
        at++;
      }
      text.append(css.charAt(at++));
    }
    if (at < css.length() && css.charAt(at) == quote) {
      at++;
      add(Kind.STRING, text.toString(), start);
    } else {
      broken.add(new Broken("CSS_SYNTAX_UNTERMINATED_STRING", start, "a string never ends"));
      add(Kind.BROKEN, text.toString(), start);
    }
  }

  private void numeral(int start) {
    at++;
    while (at < css.length() && (Character.isDigit(css.charAt(at)) || css.charAt(at) == '.')) {
      at++;
    }
    if (at < css.length() && css.charAt(at) == '%') {
      at++;
    } else if (names(at)) {
      name();
    }
    add(Kind.NUMBER, css.substring(start, at), start);
  }

  private void word(int start) {
    String name = name();
    if (at >= css.length() || css.charAt(at) != '(') {
      add(Kind.IDENT, name, start);
      return;
    }
    at++;
    int value = at;
    while (value < css.length() && Character.isWhitespace(css.charAt(value))) {
      value++;
    }
    boolean quoted = value < css.length() && "\"'".indexOf(css.charAt(value)) >= 0;
    if (!name.equalsIgnoreCase("url") || quoted) {
      add(Kind.FUNCTION, name.toLowerCase(Locale.ROOT), start);
      return;
    }
    int close = css.indexOf(')', value);
    String url = css.substring(value, close < 0 ? css.length() : close).strip();
    at = close < 0 ? css.length() : close + 1;
    if (url.indexOf('"') >= 0 || url.indexOf('\'') >= 0 || url.indexOf('(') >= 0) {
      broken.add(new Broken("CSS_SYNTAX_BAD_URL", start, "a URL holds a quote or a bracket"));
      add(Kind.BROKEN, url, start);
    } else {
      add(Kind.URL, url, start);
    }
  }

  private String name() {
    StringBuilder name = new StringBuilder();
    while (at < css.length()) {
      char c = css.charAt(at);
      if (c == '\\' && at + 1 < css.length() && css.charAt(at + 1) != '\n') {
        at++;
        name.append(css.charAt(at++));
      } else if (isName(c)) {
        name.append(c);
        at++;
      } else {
        break;
      }
    }
    return name.toString();
  }

  private boolean names(int i) {
    if (i >= css.length()) {
      return false;
    }
    char c = css.charAt(i);
    if (c == '-') {
      return i + 1 < css.length()
          && (css.charAt(i + 1) == '-'
              || css.charAt(i + 1) == '\\'
              || isNameStart(css.charAt(i + 1)));
    }
    return isNameStart(c) || (c == '\\' && i + 1 < css.length() && css.charAt(i + 1) != '\n');
  }

  private boolean number(int i) {
    int first = i;
    char c = css.charAt(first);
    if ((c == '+' || c == '-') && first + 1 < css.length()) {
      first++;
      c = css.charAt(first);
    }
    if (c == '.' && first + 1 < css.length()) {
      c = css.charAt(first + 1);
    }
    return c >= '0' && c <= '9';
  }

  private static boolean isNameStart(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c >= 0x80;
  }

  private static boolean isName(char c) {
    return isNameStart(c) || (c >= '0' && c <= '9') || c == '-';
  }

  private void add(Kind kind, String text, int start) {
    tokens.add(new CssToken(kind, text, start, at));
  }
}
