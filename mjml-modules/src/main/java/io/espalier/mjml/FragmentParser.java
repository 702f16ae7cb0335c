package io.espalier.mjml;

import io.espalier.rule.Place;
import io.espalier.rule.Rule;
import io.espalier.template.Context;
import io.espalier.template.Template;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads HTML (or plain text) with our elements and outputs in it. Everything else is the author's
 * copy and stays as it is, well-formed or not.
 */
final class FragmentParser {
  private final Source source;
  private final String text;
  private final int end;
  private final Context base;
  private final Reading reading;
  private final HtmlState html = new HtmlState();
  private int at;
  private boolean divided;

  private FragmentParser(Source source, int start, int end, Context base, Reading reading) {
    this.source = source;
    this.text = source.text();
    this.at = start;
    this.end = end;
    this.base = base;
    this.reading = reading;
  }

  /**
   * The part {@code [start, end)} of a file.
   *
   * @param base HTML or PLAIN; plain text has its character references resolved
   */
  static Template parse(Source source, int start, int end, Context base, Reading reading) {
    return new FragmentParser(source, start, end, base, reading).content(Optional.empty());
  }

  /** An attribute's value: copy and outputs, fit for double quotes. */
  static Template attribute(Source source, int start, int end, Reading reading) {
    FragmentParser parser = new FragmentParser(source, start, end, Context.ATTRIBUTE, reading);
    List<Template> parts = new ArrayList<>();
    int copy = start;
    while (parser.at < end) {
      if (parser.text.startsWith("{{", parser.at)) {
        parser.flush(parts, copy);
        parser.output(parts, Context.ATTRIBUTE, start);
        copy = parser.at;
      } else {
        parser.at++;
      }
    }
    parser.flush(parts, copy);
    return new Template.Sequence(parts);
  }

  private Template content(Optional<Tag> parent) {
    List<Template> parts = new ArrayList<>();
    int copy = at;
    while (at < end) {
      if (text.startsWith("{{", at)) {
        flush(parts, copy);
        htmlOutput(parts);
        copy = at;
      } else if (text.startsWith("</es-", at)) {
        flush(parts, copy);
        if (closes(parent)) {
          divided = false;
          return new Template.Sequence(parts);
        }
        copy = at;
      } else if (text.startsWith("<es-", at)) {
        flush(parts, copy);
        Optional<Tag> tag = Tag.at(source, at);
        if (tag.isPresent() && parent.isPresent() && divides(tag.get(), parent.get())) {
          divided = true;
          return new Template.Sequence(parts);
        }
        tag.ifPresentOrElse(t -> ours(t, parts), () -> at++);
        copy = at;
      } else {
        html.next(text, at);
        at++;
      }
    }
    flush(parts, copy);
    divided = false;
    parent.ifPresent(
        tag ->
            reading.error(
                source,
                tag.start(),
                tag.nameEnd(),
                "<" + tag.name() + "> is never closed",
                "close it with </" + tag.name() + ">"));
    return new Template.Sequence(parts);
  }

  /** The rest of a choice is read by the choice. */
  private static boolean divides(Tag tag, Tag parent) {
    boolean rest = tag.name().equals(Vocabulary.ELSE) || tag.name().equals(Vocabulary.ELSEIF);
    return rest && parent.name().equals(Vocabulary.IF);
  }

  private void ours(Tag tag, List<Template> parts) {
    at = Math.min(end, tag.end());
    if (html.inTag()) {
      wrong(tag, "<" + tag.name() + "> cannot stand within a tag", "put it around the whole tag");
    }
    switch (tag.name()) {
      case Vocabulary.CHOOSE -> parts.add(choose(tag));
      case Vocabulary.IF -> parts.add(when(tag));
      case Vocabulary.ADDRESS -> {
        reading.sawAddress();
        parts.add(new Template.Address());
        skipContent(tag);
      }
      case Vocabulary.UNSUBSCRIBE -> unsubscribe(tag, parts);
      case Vocabulary.LIVE -> {
        wrong(tag, "a live block cannot stand within text", "put <es-live> into an <mj-column>");
        skipContent(tag);
      }
      case Vocabulary.USE ->
          wrong(tag, "a module cannot stand within text", "put <es-use> between elements");
      case Vocabulary.WHEN, Vocabulary.OTHERWISE -> {
        wrong(tag, "<" + tag.name() + "> stands outside <es-choose>", "put it into <es-choose>");
        skipContent(tag);
      }
      case Vocabulary.ELSE, Vocabulary.ELSEIF -> {
        wrong(tag, "<" + tag.name() + "> stands outside <es-if>", "put it into <es-if>");
        skipContent(tag);
      }
      default -> {
        reading.unknown(tag);
        skipContent(tag);
      }
    }
  }

  private void skipContent(Tag tag) {
    if (!tag.closed()) {
      content(Optional.of(tag));
    }
  }

  private void unsubscribe(Tag tag, List<Template> parts) {
    if (base == Context.PLAIN) {
      wrong(tag, "a link cannot stand in plain text", "put it in <mj-text>");
    }
    reading.sawUnsubscribe();
    StringBuilder open = new StringBuilder("\"");
    for (Tag.Attribute attribute : tag.attributes().values()) {
      open.append(' ').append(attribute.name()).append("=\"");
      open.append(text, attribute.start(), attribute.end()).append('"');
    }
    parts.add(new Template.Text("<a href=\"", base));
    parts.add(new Template.Unsubscribe());
    parts.add(new Template.Text(open.append('>').toString(), base));
    parts.add(tag.closed() ? new Template.Text("Unsubscribe", base) : content(Optional.of(tag)));
    parts.add(new Template.Text("</a>", base));
  }

  private Template choose(Tag choose) {
    List<Template.Branch> branches = new ArrayList<>();
    Template otherwise = Template.EMPTY;
    boolean last = false;
    while (!choose.closed() && at < end) {
      Optional<Tag> tag = text.charAt(at) == '<' ? Tag.at(source, at) : Optional.empty();
      String name = tag.map(Tag::name).orElse("");
      if (text.startsWith("</es-", at)) {
        if (closes(Optional.of(choose))) {
          return new Template.Choose(branches, otherwise);
        }
      } else if (text.startsWith("<!--", at)) {
        int close = text.indexOf("-->", at);
        at = close < 0 ? end : Math.min(end, close + 3);
      } else if (tag.isPresent() && name.equals(Vocabulary.WHEN) && !last) {
        at = Math.min(end, tag.get().end());
        branch(tag.get(), branches);
      } else if (tag.isPresent() && name.equals(Vocabulary.OTHERWISE) && !last) {
        at = Math.min(end, tag.get().end());
        otherwise = tag.get().closed() ? otherwise : content(tag);
        last = true;
      } else if (Character.isWhitespace(text.charAt(at))) {
        at++;
      } else {
        stray();
      }
    }
    wrong(choose, "<es-choose> is never closed", "close it with </es-choose>");
    return Template.EMPTY;
  }

  private void stray() {
    int next = text.indexOf('<', at + 1);
    int stop = next < 0 ? end : Math.min(end, next);
    reading.error(
        source,
        at,
        stop,
        "only <es-when>, and one <es-otherwise> as the last, may stand in <es-choose>",
        "move it into one of them");
    at = stop;
  }

  private Template when(Tag when) {
    List<Template.Branch> branches = new ArrayList<>();
    branch(when, branches);
    Template otherwise = Template.EMPTY;
    while (!when.closed() && divided) {
      Tag tag = Tag.at(source, at).orElseThrow();
      at = Math.min(end, tag.end());
      if (tag.name().equals(Vocabulary.ELSEIF)) {
        branch(tag, branches);
      } else {
        otherwise = tag.closed() ? Template.EMPTY : content(Optional.of(tag));
      }
      Template rest = content(Optional.of(when));
      if (!isBlank(rest)) {
        wrong(tag, "something stands behind </" + tag.name() + ">", "put it before, or into it");
      }
    }
    return new Template.Choose(branches, otherwise);
  }

  private void branch(Tag tag, List<Template.Branch> branches) {
    Optional<Rule> rule = reading.test(tag);
    Template body = tag.closed() ? Template.EMPTY : content(Optional.of(tag));
    rule.ifPresent(r -> branches.add(new Template.Branch(r, body, testPlace(tag))));
  }

  static Place testPlace(Tag tag) {
    Tag.Attribute test = tag.attribute("test").orElseThrow();
    return tag.source().place(test.start(), test.end());
  }

  private static boolean isBlank(Template template) {
    return template instanceof Template.Sequence s
        && s.parts().stream().allMatch(p -> p instanceof Template.Text t && t.copy().isBlank());
  }

  private void htmlOutput(List<Template> parts) {
    if (base != Context.HTML || !html.inTag()) {
      output(parts, base, at);
    } else if (html.quote() == '"') {
      output(parts, Context.ATTRIBUTE, html.quoteStart());
    } else {
      int close = Braces.close(text, at, end);
      reading.error(
          source,
          at,
          close < 0 ? at + 2 : close + 2,
          "an output within a tag stands in double quotes only",
          "write attribute=\"{{ … }}\"");
      at = close < 0 ? at + 2 : close + 2;
    }
  }

  /**
   * @param valueStart where the text begins that this output is a part of
   */
  private void output(List<Template> parts, Context context, int valueStart) {
    int close = Braces.close(text, at, end);
    if (close < 0) {
      reading.error(source, at, at + 2, "these braces are never closed", "close them with }}");
      at += 2;
      return;
    }
    Template output = reading.output(Decoded.of(source, at + 2, close), context);
    parts.add(output);
    String before = text.substring(valueStart, at);
    if (output instanceof Template.Output o
        && o.context() == Context.ATTRIBUTE
        && before.matches("(?s)https?:.*")) {
      reading.warn(
          source,
          at,
          close + 2,
          "this value becomes a part of a link as it is",
          "write {{ " + o.attribute() + " | url }}");
    }
    at = close + 2;
  }

  private void flush(List<Template> parts, int from) {
    if (from < at) {
      String copy =
          switch (base) {
            case PLAIN -> Decoded.of(source, from, at).text().replaceAll("\\s+", " ");
            case ATTRIBUTE -> text.substring(from, at).replace("\"", "&quot;");
            case HTML, URL, JSON -> text.substring(from, at);
          };
      parts.add(new Template.Text(copy, base));
    }
  }

  private boolean closes(Optional<Tag> parent) {
    int start = at;
    int close = text.indexOf('>', at);
    at = close < 0 ? end : Math.min(end, close + 1);
    String name = text.substring(start + 2, Math.max(start + 2, at - 1)).strip();
    if (parent.isPresent() && parent.get().name().equals(name)) {
      return true;
    }
    reading.error(
        source,
        start,
        at,
        "</" + name + "> closes nothing that is open here",
        parent.map(p -> "close <" + p.name() + "> first, or take this out").orElse("take it out"));
    return false;
  }

  private void wrong(Tag tag, String message, String mend) {
    reading.error(source, tag.start(), tag.nameEnd(), message, mend);
  }
}
