package io.espalier.sandbox.salesforcemc.ampscript;

import io.espalier.sandbox.RenderException;
import io.espalier.sandbox.salesforcemc.ampscript.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Cuts a message into text and code. Blocks leave no trace of their own: between two statements it
 * makes no difference whether there is {@code ]%% … %%[} or nothing.
 */
final class Lexer {
  private static final Pattern TAG = Pattern.compile("%%([A-Za-z_][A-Za-z0-9_ ]*)%%");
  private static final Pattern SCRIPT =
      Pattern.compile(
          "<script\\b(?=[^>]*\\blanguage\\s*=\\s*[\"']?ampscript)(?=[^>]*\\brunat\\s*=)[^>]*>",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern SCRIPT_END =
      Pattern.compile("</script\\s*>", Pattern.CASE_INSENSITIVE);

  private final String source;
  private final Disputed disputed;
  private final List<Token> tokens = new ArrayList<>();
  private int at;
  private int codeEnd;

  Lexer(String source, Disputed disputed) {
    this.source = source;
    this.disputed = disputed;
  }

  List<Token> tokens() {
    StringBuilder text = new StringBuilder();
    int textAt = 0;
    Matcher tag = TAG.matcher(source);
    Matcher script = SCRIPT.matcher(source);
    while (at < source.length()) {
      char c = source.charAt(at);
      boolean block = c == '%' && source.startsWith("%%[", at);
      boolean inline = c == '%' && source.startsWith("%%=", at);
      boolean scripted = c == '<' && script.region(at, source.length()).lookingAt();
      boolean named = c == '%' && !block && !inline && tag.region(at, source.length()).lookingAt();
      if (!block && !inline && !scripted && !named) {
        text.append(c);
        at++;
        continue;
      }
      if (text.length() > 0) {
        tokens.add(new Token(Kind.HTML, text.toString(), textAt));
        text.setLength(0);
      }
      if (named) {
        tokens.add(new Token(Kind.STRING_TAG, tag.group(1).strip(), at));
        at = tag.end();
      } else if (scripted) {
        at = script.end();
        code("</script>");
      } else {
        at += 3;
        if (inline) {
          tokens.add(new Token(Kind.INLINE_OPEN, "%%=", at - 3));
        }
        code(inline ? "=%%" : "]%%");
      }
      textAt = at;
    }
    if (text.length() > 0) {
      tokens.add(new Token(Kind.HTML, text.toString(), textAt));
    }
    tokens.add(new Token(Kind.END, "", at));
    return tokens;
  }

  private void code(String end) {
    int opened = at;
    codeEnd = disputed.stringsHideDelimiters() ? source.length() : source.indexOf(end, at);
    if (end.equals("]%%") && at < source.length() && source.charAt(at) == '[') {
      int header = source.indexOf(']', at);
      at = header < 0 ? source.length() : header + 1;
    }
    while (at < source.length()) {
      char c = source.charAt(at);
      if (source.startsWith(end, at) || (end.startsWith("<") && c == '<' && scriptEnds())) {
        at += end.startsWith("<") ? source.indexOf('>', at) + 1 - at : end.length();
        if (end.equals("=%%")) {
          tokens.add(new Token(Kind.INLINE_CLOSE, end, at - 3));
        }
        return;
      }
      if (Character.isWhitespace(c) || c == '\u00A0') {
        at++;
      } else if (source.startsWith("/*", at)) {
        int close = source.indexOf("*/", at + 2);
        if (close < 0) {
          throw error("a comment is not closed", at);
        }
        at = close + 2;
      } else {
        token(c);
      }
    }
    throw error("a script block is not closed by " + end, opened);
  }

  private boolean scriptEnds() {
    return SCRIPT_END.matcher(source).region(at, source.length()).lookingAt();
  }

  private void token(char c) {
    int from = at;
    if (c == '"' || c == '\'') {
      tokens.add(new Token(Kind.TEXT, string(c), from));
    } else if (c == '@') {
      at++;
      take(Kind.VARIABLE, from);
      if (at == from + 1) {
        throw error("a variable has no name", from);
      }
    } else if (isDigit(c) || (c == '.' && isDigit(peek(1))) || (c == '-' && startsNumber())) {
      number(from);
    } else if (Character.isLetter(c) || c == '_') {
      take(Kind.WORD, from);
    } else if (c == '[') {
      int close = source.indexOf(']', at);
      if (close < 0) {
        throw error("an attribute's name is not closed by ]", from);
      }
      tokens.add(new Token(Kind.BRACKETED, source.substring(at + 1, close).strip(), from));
      at = close + 1;
    } else {
      punctuation(c, from);
    }
  }

  private void punctuation(char c, int from) {
    String two = source.substring(at, Math.min(source.length(), at + 2));
    if (two.equals("==") || two.equals("!=") || two.equals("<=") || two.equals(">=")) {
      tokens.add(new Token(Kind.OPERATOR, two, from));
      at += 2;
      return;
    }
    at++;
    switch (c) {
      case '<', '>' -> tokens.add(new Token(Kind.OPERATOR, String.valueOf(c), from));
      case '=' -> tokens.add(new Token(Kind.ASSIGN, "=", from));
      case '(' -> tokens.add(new Token(Kind.OPEN, "(", from));
      case ')' -> tokens.add(new Token(Kind.CLOSE, ")", from));
      case ',' -> tokens.add(new Token(Kind.COMMA, ",", from));
      default -> throw error("the character " + c + " has no meaning here", from);
    }
  }

  private void take(Kind kind, int from) {
    while (at < source.length()
        && (Character.isLetterOrDigit(source.charAt(at)) || source.charAt(at) == '_')) {
      at++;
    }
    tokens.add(
        new Token(kind, source.substring(kind == Kind.VARIABLE ? from + 1 : from, at), from));
  }

  private String string(char quote) {
    int from = at;
    StringBuilder text = new StringBuilder();
    at++;
    while (at < source.length() && at < codeEnd) {
      char c = source.charAt(at);
      if (c == quote) {
        if (peek(1) != quote) {
          at++;
          return text.toString();
        }
        at++;
      }
      text.append(c);
      at++;
    }
    throw error("a string is not closed by " + quote, from);
  }

  private void number(int from) {
    at++;
    while (isDigit(peek(0)) || peek(0) == '.') {
      at++;
    }
    String text = source.substring(from, at);
    if (text.indexOf('.') != text.lastIndexOf('.')) {
      throw error("a number has two points", from);
    }
    tokens.add(new Token(Kind.NUMBER, text, from));
  }

  private boolean startsNumber() {
    return isDigit(peek(1)) || (peek(1) == '.' && isDigit(peek(2)));
  }

  private char peek(int ahead) {
    return at + ahead < source.length() ? source.charAt(at + ahead) : '\0';
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private RenderException error(String what, int where) {
    return Failures.syntax(source, what, where);
  }
}
