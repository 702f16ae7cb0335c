package io.espalier.mjml;

import io.espalier.rule.Issue;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Reads a file of MJML, remembering where everything stands. The content of an ending tag (HTML,
 * which need not be well-formed) is left to {@link FragmentParser}.
 */
final class ElementParser {
  private final Source source;
  private final String text;
  private final List<Issue> issues;
  private int at;

  private ElementParser(Source source, List<Issue> issues) {
    this.source = source;
    this.text = source.text();
    this.issues = issues;
  }

  /** The elements of a file, e.g. one {@code mjml}, or the sections of a module. */
  static List<Element> parse(Source source, List<Issue> issues) {
    return new ElementParser(source, issues).elements(Optional.empty());
  }

  private List<Element> elements(Optional<Tag> parent) {
    List<Element> found = new ArrayList<>();
    while (at < text.length()) {
      if (text.charAt(at) != '<') {
        copy();
      } else if (text.startsWith("<!--", at)) {
        at = after("-->");
      } else if (text.startsWith("<!", at) || text.startsWith("<?", at)) {
        at = after(">");
      } else if (text.startsWith("</", at)) {
        if (closes(parent)) {
          return found;
        }
      } else {
        Optional<Tag> tag = Tag.at(source, at);
        if (tag.isEmpty()) {
          issues.add(
              Issue.error(
                  source.place(at, at + 1), "this tag is never finished", "close it with >"));
          at = text.length();
        } else {
          found.add(element(tag.get()));
        }
      }
    }
    parent.ifPresent(this::neverClosed);
    return found;
  }

  private Element element(Tag tag) {
    at = tag.end();
    if (tag.closed()) {
      return new Element(tag, List.of(), at, at, Scope.NONE);
    }
    if (Vocabulary.isEnding(tag.name())) {
      int close = closing(tag.name());
      if (close < 0) {
        neverClosed(tag);
        at = text.length();
        return new Element(tag, List.of(), tag.end(), tag.end(), Scope.NONE);
      }
      at = text.indexOf('>', close) + 1;
      return new Element(tag, List.of(), tag.end(), close, Scope.NONE);
    }
    List<Element> children = elements(Optional.of(tag));
    int close = text.lastIndexOf("</", Math.max(0, at - 1));
    return new Element(tag, children, tag.end(), Math.max(tag.end(), close), Scope.NONE);
  }

  /** Where the ending tag's content ends; -1 where it never does. */
  private int closing(String name) {
    for (int i = text.indexOf("</", at); i >= 0; i = text.indexOf("</", i + 2)) {
      int next = i + 2 + name.length();
      if (text.regionMatches(true, i + 2, name, 0, name.length())
          && next < text.length()
          && "> \t\r\n".indexOf(text.charAt(next)) >= 0) {
        return text.indexOf('>', next) < 0 ? -1 : i;
      }
    }
    return -1;
  }

  /** True where the closing tag here ends the parent; a stray one is reported and passed over. */
  private boolean closes(Optional<Tag> parent) {
    int start = at;
    at = after(">");
    String name = text.substring(start + 2, Math.max(start + 2, at - 1)).strip();
    name = name.toLowerCase(Locale.ROOT);
    if (parent.isPresent() && parent.get().name().equals(name)) {
      return true;
    }
    String mend =
        parent.map(p -> "close <" + p.name() + "> first, or take this out").orElse("take it out");
    issues.add(
        Issue.error(
            source.place(start, at), "</" + name + "> closes nothing that is open here", mend));
    return false;
  }

  private void copy() {
    int next = text.indexOf('<', at);
    int end = next < 0 ? text.length() : next;
    int from = at;
    while (from < end
        && (Character.isWhitespace(text.charAt(from)) || text.charAt(from) == '\ufeff')) {
      from++;
    }
    if (from < end) {
      int line = text.indexOf('\n', from);
      issues.add(
          Issue.error(
              source.place(from, line < 0 ? end : Math.min(line, end)),
              "this text stands in no element that shows text",
              "put it in <mj-text>"));
    }
    at = end;
  }

  private void neverClosed(Tag tag) {
    issues.add(
        Issue.error(
            source.place(tag.start(), tag.nameEnd()),
            "<" + tag.name() + "> is never closed",
            "close it with </" + tag.name() + ">"));
  }

  private int after(String end) {
    int found = text.indexOf(end, at);
    return found < 0 ? text.length() : found + end.length();
  }
}
