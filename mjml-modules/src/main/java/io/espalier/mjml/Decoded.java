package io.espalier.mjml;

import io.espalier.rule.Origin;
import java.util.Map;

/**
 * A part of a file with its character references resolved, each character knowing where it stands.
 */
record Decoded(String text, Origin origin) {
  /** In the place of a condition that was wrong, and told so. */
  static final Decoded TRUE = new Decoded("true", Origin.of("", "true"));

  private static final Map<String, String> NAMED =
      Map.ofEntries(
          Map.entry("lt", "<"),
          Map.entry("gt", ">"),
          Map.entry("amp", "&"),
          Map.entry("quot", "\""),
          Map.entry("apos", "'"),
          Map.entry("nbsp", "\u00a0"),
          Map.entry("zwnj", "\u200c"),
          Map.entry("shy", "\u00ad"),
          Map.entry("copy", "\u00a9"),
          Map.entry("reg", "\u00ae"),
          Map.entry("trade", "\u2122"),
          Map.entry("euro", "\u20ac"),
          Map.entry("middot", "\u00b7"),
          Map.entry("bull", "\u2022"),
          Map.entry("hellip", "\u2026"),
          Map.entry("ndash", "\u2013"),
          Map.entry("mdash", "\u2014"),
          Map.entry("lsquo", "\u2018"),
          Map.entry("rsquo", "\u2019"),
          Map.entry("ldquo", "\u201c"),
          Map.entry("rdquo", "\u201d"),
          Map.entry("rarr", "\u2192"),
          Map.entry("larr", "\u2190"),
          Map.entry("times", "\u00d7"));

  /** The part {@code [start, end)}; what is no known reference stays as it is. */
  static Decoded of(Source source, int start, int end) {
    String raw = source.text();
    StringBuilder text = new StringBuilder();
    int[] offsets = new int[end - start + 1];
    int at = start;
    while (at < end) {
      int semicolon = raw.charAt(at) == '&' ? raw.indexOf(';', at) : -1;
      String resolved =
          semicolon > 0 && semicolon < end ? resolve(raw.substring(at + 1, semicolon)) : "";
      int next = resolved.isEmpty() ? at + 1 : semicolon + 1;
      String piece = resolved.isEmpty() ? raw.substring(at, next) : resolved;
      for (int i = 0; i < piece.length(); i++) {
        offsets[text.length() + i] = at;
      }
      text.append(piece);
      at = next;
    }
    offsets[text.length()] = end;
    int last = text.length();
    Origin origin =
        (from, to) -> source.place(offsets[Math.min(from, last)], offsets[Math.min(to, last)]);
    return new Decoded(text.toString(), origin);
  }

  /** A text with its character references resolved. */
  static String plain(String text) {
    return of(new Source("", text), 0, text.length()).text();
  }

  private static String resolve(String name) {
    if (!name.startsWith("#")) {
      return NAMED.getOrDefault(name, "");
    }
    try {
      boolean hex = name.startsWith("#x") || name.startsWith("#X");
      int code =
          hex ? Integer.parseInt(name.substring(2), 16) : Integer.parseInt(name.substring(1));
      return code > 0 && Character.isValidCodePoint(code) ? Character.toString(code) : "";
    } catch (NumberFormatException e) {
      return "";
    }
  }
}
