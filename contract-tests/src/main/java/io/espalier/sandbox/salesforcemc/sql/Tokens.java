package io.espalier.sandbox.salesforcemc.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The words of a query, and where one is in them. */
final class Tokens {
  private static final Pattern TOKEN =
      Pattern.compile(
          "\\s*(?:(?<bracket>\\[(?:[^\\]]|\\]\\])+\\])|(?<text>[Nn]?'(?:[^']|'')*')"
              + "|(?<number>-?[0-9]+(?:\\.[0-9]+)?)|(?<word>[A-Za-z_][A-Za-z0-9_]*)"
              + "|(?<sign><>|<=|>=|[=<>(),.+*]))",
          Pattern.DOTALL);

  /** A comment, or a literal or name in which none begins. */
  private static final Pattern COMMENT =
      Pattern.compile(
          "'(?:[^']|'')*'|\\[(?:[^\\]]|\\]\\])+\\]|--[^\\r\\n]*|/\\*.*?\\*/", Pattern.DOTALL);

  enum Kind {
    NAME,
    TEXT,
    NUMBER,
    WORD,
    SIGN,
    END
  }

  record Token(Kind kind, String text) {}

  private final List<Token> tokens = new ArrayList<>();
  private int at;

  Tokens(String query) {
    String text =
        COMMENT.matcher(query).replaceAll(found -> comment(found.group())).stripTrailing();
    Matcher matcher = TOKEN.matcher(text);
    int from = 0;
    while (from < text.length()) {
      if (!matcher.find(from) || matcher.start() != from) {
        throw new SqlFault("Incorrect syntax near position " + from + ".");
      }
      tokens.add(token(matcher));
      from = matcher.end();
    }
    tokens.add(new Token(Kind.END, ""));
  }

  private static String comment(String found) {
    return found.startsWith("--") || found.startsWith("/*") ? " " : Matcher.quoteReplacement(found);
  }

  private static Token token(Matcher matcher) {
    String bracket = matcher.group("bracket");
    String text = matcher.group("text");
    if (bracket != null) {
      return new Token(Kind.NAME, bracket.substring(1, bracket.length() - 1).replace("]]", "]"));
    } else if (text != null) {
      return new Token(
          Kind.TEXT, text.substring(text.indexOf('\'') + 1, text.length() - 1).replace("''", "'"));
    } else if (matcher.group("number") != null) {
      return new Token(Kind.NUMBER, matcher.group("number"));
    } else if (matcher.group("word") != null) {
      return new Token(Kind.WORD, matcher.group("word").toUpperCase(Locale.ROOT));
    }
    return new Token(Kind.SIGN, matcher.group("sign"));
  }

  int mark() {
    return at;
  }

  void back(int mark) {
    at = mark;
  }

  Token peek() {
    return tokens.get(at);
  }

  Token next() {
    return tokens.get(at == tokens.size() - 1 ? at : at++);
  }

  boolean take(String text) {
    Token token = peek();
    boolean taken =
        (token.kind() == Kind.WORD || token.kind() == Kind.SIGN) && token.text().equals(text);
    at += taken ? 1 : 0;
    return taken;
  }

  void expect(String text) {
    if (!take(text)) {
      throw new SqlFault("Incorrect syntax near '" + peek().text() + "'; expected '" + text + "'.");
    }
  }

  String expect(Kind kind) {
    Token token = next();
    if (token.kind() != kind) {
      throw new SqlFault("Incorrect syntax near '" + token.text() + "'.");
    }
    return token.text();
  }
}
