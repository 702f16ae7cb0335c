package io.espalier.sandbox.salesforcemc;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes XML elements, escaped. */
final class XmlText {
  private final StringBuilder out = new StringBuilder();

  XmlText open(String name) {
    out.append('<').append(name).append('>');
    return this;
  }

  XmlText openTyped(String name, String type) {
    out.append('<').append(name).append(" xsi:type=\"");
    escape(type);
    out.append("\">");
    return this;
  }

  XmlText close(String name) {
    out.append("</").append(name).append('>');
    return this;
  }

  /** An element with text; {@code xsi:nil} for null, empty for empty text. */
  XmlText leaf(String name, @Nullable String text) {
    if (text == null) {
      out.append('<').append(name).append(" xsi:nil=\"true\" />");
    } else if (text.isEmpty()) {
      out.append('<').append(name).append(" />");
    } else {
      open(name);
      escape(text);
      close(name);
    }
    return this;
  }

  XmlText raw(XmlText other) {
    out.append(other.out);
    return this;
  }

  /** Properties named by dotted paths, as elements in elements. */
  XmlText tree(Map<String, @Nullable String> properties) {
    Map<String, Map<String, @Nullable String>> nested = new LinkedHashMap<>();
    properties.forEach(
        (path, text) -> {
          int dot = path.indexOf('.');
          if (dot < 0) {
            leaf(path, text);
          } else {
            nested
                .computeIfAbsent(path.substring(0, dot), any -> new LinkedHashMap<>())
                .put(path.substring(dot + 1), text);
          }
        });
    nested.forEach((name, inner) -> open(name).tree(inner).close(name));
    return this;
  }

  private void escape(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> out.append("&amp;");
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '"' -> out.append("&quot;");
        case '\r' -> out.append("&#xD;");
        default -> {
          // What XML 1.0 cannot carry is left out.
          if (c >= ' ' ? c != '\uFFFE' && c != '\uFFFF' : c == '\n' || c == '\t') {
            out.append(c);
          }
        }
      }
    }
  }

  @Override
  public String toString() {
    return out.toString();
  }
}
