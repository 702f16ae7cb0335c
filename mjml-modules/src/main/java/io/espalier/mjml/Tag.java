package io.espalier.mjml;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * An opening tag as it stands in a file.
 *
 * @param start of its {@code <}
 * @param end after its {@code >}
 * @param closed by a slash in itself
 */
record Tag(
    Source source,
    String name,
    Map<String, Attribute> attributes,
    int start,
    int end,
    boolean closed) {

  /** {@code start} and {@code end} are those of the value, without its quotes. */
  record Attribute(String name, int start, int end, int nameStart) {}

  Optional<Attribute> attribute(String wanted) {
    return Optional.ofNullable(attributes.get(wanted));
  }

  /** The value with its references resolved. */
  Decoded value(Attribute attribute) {
    return Decoded.of(source, attribute.start(), attribute.end());
  }

  /** Just the {@code <name}, to point at. */
  int nameEnd() {
    return start + 1 + name.length();
  }

  /** The tag that opens at {@code <}; empty where none does, e.g. at {@code < 5}. */
  static Optional<Tag> at(Source source, int start) {
    String text = source.text();
    int at = start + 1;
    if (at >= text.length() || !isLetter(text.charAt(at))) {
      return Optional.empty();
    }
    while (at < text.length() && isName(text.charAt(at))) {
      at++;
    }
    String name = text.substring(start + 1, at).toLowerCase(Locale.ROOT);
    Map<String, Attribute> attributes = new LinkedHashMap<>();
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '>') {
        return Optional.of(new Tag(source, name, attributes, start, at + 1, false));
      } else if (text.startsWith("/>", at)) {
        return Optional.of(new Tag(source, name, attributes, start, at + 2, true));
      } else if (Character.isWhitespace(c) || c == '/') {
        at++;
      } else {
        at = attribute(text, at, attributes);
      }
    }
    return Optional.empty();
  }

  private static int attribute(String text, int start, Map<String, Attribute> attributes) {
    int at = start;
    while (at < text.length() && " \t\r\n=>/".indexOf(text.charAt(at)) < 0) {
      at++;
    }
    at = Math.max(at, start + 1);
    String name = text.substring(start, at);
    int equals = skip(text, at);
    if (equals >= text.length() || text.charAt(equals) != '=') {
      attributes.putIfAbsent(name, new Attribute(name, at, at, start));
      return at;
    }
    int from = skip(text, equals + 1);
    char quote = from < text.length() ? text.charAt(from) : ' ';
    int to;
    int after;
    if (quote == '"' || quote == '\'') {
      from++;
      int close = text.indexOf(quote, from);
      to = close < 0 ? text.length() : close;
      after = Math.min(text.length(), to + 1);
    } else {
      to = from;
      while (to < text.length() && " \t\r\n>".indexOf(text.charAt(to)) < 0) {
        to++;
      }
      after = to;
    }
    attributes.putIfAbsent(name, new Attribute(name, from, to, start));
    return after;
  }

  private static int skip(String text, int start) {
    int at = start;
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
    return at;
  }

  private static boolean isName(char c) {
    return isLetter(c) || (c >= '0' && c <= '9') || c == '-' || c == ':' || c == '_';
  }

  private static boolean isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }
}
