package io.espalier.mjml;

import io.espalier.rule.Origin;
import java.util.Map;

/**
 * A part of a file with its character references resolved, each character knowing where it stands.
 */
record Decoded(String text, Origin origin) {
  private static final Map<String, String> NAMED =
      Map.of("lt", "<", "gt", ">", "amp", "&", "quot", "\"", "apos", "'", "nbsp", "\u00a0");

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
