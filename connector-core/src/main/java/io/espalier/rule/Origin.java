package io.espalier.rule;

/** Where a text came from: turns offsets in it into places in a user's file. */
@FunctionalInterface
public interface Origin {

  /** The place of {@code [start, end)} of the text; offsets in UTF-16 units. */
  Place place(int start, int end);

  default Place place(Span span) {
    return place(span.start(), span.end());
  }

  /** A text that is itself the whole file, or was typed on a command line. */
  static Origin of(String file, String text) {
    return (start, end) -> {
      int from = Math.min(start, text.length());
      int lineStart = text.lastIndexOf('\n', from - 1) + 1;
      int lineEnd = text.indexOf('\n', from);
      String line = text.substring(lineStart, lineEnd < 0 ? text.length() : lineEnd);
      int number = 1 + (int) text.substring(0, from).chars().filter(c -> c == '\n').count();
      int length = Math.max(1, Math.min(end, lineStart + line.length()) - from);
      return new Place(file, number, from - lineStart + 1, length, line);
    };
  }
}
