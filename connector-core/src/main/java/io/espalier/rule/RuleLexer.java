package io.espalier.rule;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Cuts a rule's text into tokens, one at a time: what a piece is depends on where it stands. */
final class RuleLexer {
  private static final Pattern WORD =
      Pattern.compile("[A-Za-z_][A-Za-z0-9_]*(?:\\.[A-Za-z0-9_]+)*");
  private static final Pattern SEGMENT = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]*");
  private static final Pattern DATETIME =
      Pattern.compile(
          "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]+(?:\\.[0-9]+)?(?:Z|[+-][0-9]{2}:[0-9]{2})?");
  private static final Pattern DATE = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");
  private static final Pattern DURATION = Pattern.compile("[0-9]+(?:h|d|w|mo|y)");
  private static final Pattern NUMBER = Pattern.compile("[0-9]+(?:\\.[0-9]+)?");
  private static final Pattern WORDY = Pattern.compile("[0-9]+([A-Za-z]+)");
  private static final Pattern NUMBER_LIKE = Pattern.compile("[0-9][A-Za-z0-9_.]*");

  // The longest first. Those of other languages are here to be named in a message.
  private static final List<String> SYMBOLS =
      List.of(
          "==", "!=", "<>", "<=", ">=", "..", "&&", "||", ":cs", "<", ">", "=", "!", "(", ")", "[",
          "]", ",", "+", "-");

  private final String text;

  RuleLexer(String text) {
    this.text = text;
  }

  /** The token at or after an offset. */
  Token at(int offset) {
    int start = skipSpace(offset);
    if (start >= text.length()) {
      return new Token(Token.Kind.END, "", text.length(), text.length());
    }
    char c = text.charAt(start);
    if (c == '"' || c == '\'') {
      return quoted(start, c);
    }
    if (c >= '0' && c <= '9') {
      return digits(start);
    }
    Matcher word = WORD.matcher(text).region(start, text.length());
    if (word.lookingAt()) {
      return token(Token.Kind.WORD, start, word.end());
    }
    for (String symbol : SYMBOLS) {
      if (text.startsWith(symbol, start) && endsHere(symbol, start + symbol.length())) {
        return token(Token.Kind.SYMBOL, start, start + symbol.length());
      }
    }
    int point = text.codePointAt(start);
    Span span = new Span(start, start + Character.charCount(point));
    throw new SyntaxError(
        span, "found " + named(point) + ", which no rule may hold here", mendFor(point));
  }

  private static String mendFor(int point) {
    if (point == '%') {
      return "a share is a plain number, as the attribute holds it: 50 or 0.5";
    }
    return Character.getType(point) == Character.CURRENCY_SYMBOL
        ? "an amount is a plain number, in the currency that the attribute holds"
        : "";
  }

  /** The id of a segment at or after an offset: there, and only there, {@code -} joins words. */
  Token segmentAt(int offset) {
    int start = skipSpace(offset);
    Matcher id = SEGMENT.matcher(text).region(start, text.length());
    return id.lookingAt() ? token(Token.Kind.WORD, start, id.end()) : at(offset);
  }

  static boolean isSegment(String text) {
    return SEGMENT.matcher(text).matches();
  }

  private boolean endsHere(String symbol, int end) {
    return !symbol.equals(":cs") || end >= text.length() || !isWordPart(text.charAt(end));
  }

  private int skipSpace(int offset) {
    int at = offset;
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    return at;
  }

  private Token digits(int start) {
    for (Token.Kind kind :
        List.of(Token.Kind.DATETIME, Token.Kind.DATE, Token.Kind.DURATION, Token.Kind.NUMBER)) {
      Matcher matcher = shape(kind).matcher(text).region(start, text.length());
      if (matcher.lookingAt()
          && (matcher.end() == text.length() || !isWordPart(text.charAt(matcher.end())))) {
        return token(kind, start, matcher.end());
      }
    }
    Matcher like = NUMBER_LIKE.matcher(text).region(start, text.length());
    int end = like.lookingAt() ? like.end() : start + 1;
    String found = text.substring(start, end);
    throw new SyntaxError(
        new Span(start, end),
        "'" + found + "' is not a number, a date or a duration",
        unit(found)
            .map(unit -> "did you mean " + found.replaceAll("[^0-9]", "") + unit + "?")
            .orElse(
                "a number is written out, as 1000 or 0.5; a duration is a whole number and h, d, w,"
                    + " mo or y"));
  }

  /** The unit that other words mean. */
  private static Optional<String> unit(String found) {
    Matcher parts = WORDY.matcher(found);
    if (!parts.matches()) {
      return Optional.empty();
    }
    return switch (parts.group(1).toLowerCase(Locale.ROOT)) {
      case "hour", "hours", "hr", "hrs" -> Optional.of("h");
      case "day", "days" -> Optional.of("d");
      case "week", "weeks", "wk" -> Optional.of("w");
      case "m", "mon", "month", "months" -> Optional.of("mo");
      case "year", "years", "yr", "a" -> Optional.of("y");
      default -> Optional.empty();
    };
  }

  private static Pattern shape(Token.Kind kind) {
    return switch (kind) {
      case DATETIME -> DATETIME;
      case DATE -> DATE;
      case DURATION -> DURATION;
      default -> NUMBER;
    };
  }

  private static boolean isWordPart(char c) {
    return c == '_' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
  }

  private Token quoted(int start, char quote) {
    StringBuilder unescaped = new StringBuilder();
    int at = start + 1;
    while (at < text.length() && text.charAt(at) != '\n') {
      char c = text.charAt(at);
      if (c == quote) {
        Span span = new Span(start, at + 1);
        refuseHalfCharacters(unescaped, span);
        return new Token(Token.Kind.TEXT, unescaped.toString(), start, at + 1);
      }
      if (c == '\\' && at + 1 < text.length()) {
        unescaped.append(unescape(at));
        at += 2;
      } else {
        unescaped.append(c);
        at++;
      }
    }
    throw new SyntaxError(
        new Span(start, start + 1), "this text has no closing " + quote, "close it with " + quote);
  }

  private char unescape(int at) {
    char c = text.charAt(at + 1);
    return switch (c) {
      case '\\', '"', '\'' -> c;
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      default ->
          throw new SyntaxError(
              new Span(at, at + 1 + Character.charCount(text.codePointAt(at + 1))),
              "unknown escape in a text: a backslash before " + named(text.codePointAt(at + 1)),
              "a backslash itself is written \\\\; known escapes: \\\\ \\\" \\' \\n \\r \\t");
    };
  }

  private static void refuseHalfCharacters(CharSequence text, Span span) {
    boolean half = text.codePoints().anyMatch(point -> point >= 0xD800 && point <= 0xDFFF);
    if (half) {
      throw new SyntaxError(span, "this text holds half a character", "write it anew");
    }
  }

  private static String named(int point) {
    return point < 0x20 || Character.getType(point) == Character.SURROGATE || point == 0x7F
        ? String.format("U+%04X", point)
        : "'" + Character.toString(point) + "'";
  }

  private Token token(Token.Kind kind, int start, int end) {
    return new Token(kind, text.substring(start, end), start, end);
  }
}
