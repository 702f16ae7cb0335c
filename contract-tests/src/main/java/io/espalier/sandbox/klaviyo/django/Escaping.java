package io.espalier.sandbox.klaviyo.django;

import org.jspecify.annotations.Nullable;

/** Autoescape. */
final class Escaping {
  private Escaping() {}

  /** A value as an output prints it. */
  static String printed(@Nullable Object value, Scope scope) {
    if (value == null && scope.setting().nullPrintsNothing()) {
      return "";
    }
    return value instanceof Safe || !scope.autoescape()
        ? Python.text(value)
        : html(Python.text(value));
  }

  static String html(String text) {
    StringBuilder escaped = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> escaped.append("&amp;");
        case '<' -> escaped.append("&lt;");
        case '>' -> escaped.append("&gt;");
        case '"' -> escaped.append("&quot;");
        case '\'' -> escaped.append("&#x27;");
        default -> escaped.append(c);
      }
    }
    return escaped.toString();
  }
}
