package io.espalier.mailchimp;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A list in one text field: joined by commas; a comma within a text stands behind a backslash. */
final class ListText {
  private ListText() {}

  static String join(List<String> texts) {
    return texts.stream()
        .map(text -> text.replace("\\", "\\\\").replace(",", "\\,"))
        .collect(Collectors.joining(","));
  }

  static List<String> split(String joined) {
    List<String> texts = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < joined.length(); i++) {
      char c = joined.charAt(i);
      if (c == '\\' && i + 1 < joined.length()) {
        text.append(joined.charAt(++i));
      } else if (c == ',') {
        texts.add(text.toString());
        text.setLength(0);
      } else {
        text.append(c);
      }
    }
    texts.add(text.toString());
    return texts;
  }
}
