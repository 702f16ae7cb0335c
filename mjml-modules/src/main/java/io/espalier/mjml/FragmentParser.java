package io.espalier.mjml;

import io.espalier.rule.Place;
import io.espalier.rule.Rule;
import io.espalier.template.Context;
import io.espalier.template.Template;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads HTML (or plain text) with our elements and outputs in it. Everything else is the author's
 * copy and stays as it is, well-formed or not.
 */
final class FragmentParser {
  private static final Pattern LINK = Pattern.compile("(?is)\\s*(https?:|mailto:|tel:)");

  private final Source source;
  private final String text;
  private final int end;
  private final Context base;
  private final Reading reading;
  private final HtmlState html = new HtmlState();
  private Scope scope;
  private int at;
  private boolean divided;

  private FragmentParser(
      Source source, int start, int end, Context base, Reading reading, Scope scope) {
    this.scope = scope;
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
  static Template parse(
      Source source, int start, int end, Context base, Reading reading, Scope scope) {
    return new FragmentParser(source, start, end, base, reading, scope).content(Optional.empty());
  }

  /** What a name shall stand for: copy and outputs, all of it plain. */
  static Template value(Source source, int start, int end, Reading reading, Scope scope) {
    FragmentParser parser = new FragmentParser(source, start, end, Context.PLAIN, reading, scope);
    List<Template> parts = parser.copyAndOutputs(Context.PLAIN);
    return parts.size() == 1 ? parts.get(0) : new Template.Sequence(parts);
  }

  /** An attribute's value: copy and outputs, fit for double quotes. */
  static Template attribute(Source source, int start, int end, Reading reading, Scope scope) {
    return new Template.Sequence(
        withLinks(
            new FragmentParser(source, start, end, Context.ATTRIBUTE, reading, scope)
                .copyAndOutputs(Context.ATTRIBUTE)));
  }

  private List<Template> copyAndOutputs(Context context) {
    List<Template> parts = new ArrayList<>();
    int copy = at;
    while (at < end) {
      if (text.startsWith("{{", at)) {
        flush(parts, copy);
        output(parts, context);
        copy = at;
      } else {
        at++;
      }
    }
    flush(parts, copy);
    return parts;
  }

  private Template content(Optional<Tag> parent) {
    Scope outer = scope;
    try {
      return inScope(parent);
    } finally {
      scope = outer;
    }
  }

  private Template inScope(Optional<Tag> parent) {
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
    return (rest && parent.name().equals(Vocabulary.IF))
        || (tag.name().equals(Vocabulary.EMPTY) && parent.name().equals(Vocabulary.EACH));
  }

  private void ours(Tag tag, List<Template> parts) {
    at = Math.min(end, tag.end());
    if (html.inTag()) {
      wrong(tag, "<" + tag.name() + "> cannot stand within a tag", "put it around the whole tag");
    }
    switch (tag.name()) {
      case Vocabulary.CHOOSE -> parts.add(choose(tag));
      case Vocabulary.IF -> parts.add(when(tag));
      case Vocabulary.EACH -> parts.add(each(tag));
      case Vocabulary.LET -> {
        scope = reading.let(tag, scope);
        skipContent(tag);
      }
      case Vocabulary.COUPON -> {
        coupon(tag, parts);
        skipContent(tag);
      }
      case Vocabulary.ADDRESS -> {
        reading.sawAddress();
        parts.add(new Template.Address(base));
        skipContent(tag);
      }
      case Vocabulary.UNSUBSCRIBE -> {
        reading.sawUnsubscribe();
        link(tag, new Template.Unsubscribe(), "Unsubscribe", parts);
      }
      case Vocabulary.PREFERENCES ->
          link(tag, new Template.Link(Template.Page.PREFERENCES), "Manage preferences", parts);
      case Vocabulary.VIEW_ONLINE ->
          link(tag, new Template.Link(Template.Page.VIEW_ONLINE), "View in browser", parts);
      case Vocabulary.SLOT, Vocabulary.CONTENT_HERE -> {
        wrong(tag, "<" + tag.name() + "> cannot stand within text", "put it between elements");
        skipContent(tag);
      }
      case Vocabulary.EMPTY -> {
        wrong(tag, "<es-empty> stands outside <es-each>", "put it into <es-each>, as the last");
        skipContent(tag);
      }
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

  private void link(Tag tag, Template page, String standard, List<Template> parts) {
    if (base == Context.PLAIN) {
      wrong(tag, "a link cannot stand in plain text", "put it in <mj-text>");
    }
    StringBuilder open = new StringBuilder("\"");
    for (Tag.Attribute attribute : tag.attributes().values()) {
      open.append(' ').append(attribute.name()).append("=\"");
      open.append(text, attribute.start(), attribute.end()).append('"');
    }
    parts.add(new Template.Text("<a href=\"", base));
    parts.add(page);
    parts.add(new Template.Text(open.append('>').toString(), base));
    parts.add(tag.closed() ? new Template.Text(standard, base) : content(Optional.of(tag)));
    parts.add(new Template.Text("</a>", base));
  }

  /** A code of each person's own, of a pool in the ESP or of a field, or one for everybody. */
  private void coupon(Tag tag, List<Template> parts) {
    Optional<String> pool = tag.attribute("pool").map(a -> tag.value(a).text().strip());
    Optional<String> standard = tag.attribute("default").map(a -> tag.value(a).text());
    Place place = source.place(tag.start(), tag.nameEnd());
    if (pool.isPresent()) {
      parts.add(new Template.Coupon(pool.get(), standard, base, place));
    } else if (tag.attribute("field").isPresent()) {
      Decoded name = tag.value(tag.attribute("field").get());
      Template output = reading.output(name, base, scope);
      parts.add(
          output instanceof Template.Output o
              ? new Template.Output(
                  o.attribute(), o.type(), o.filters(), standard, o.context(), o.place())
              : output);
    } else {
      wrong(
          tag,
          "<es-coupon> names neither a pool nor a field",
          "write <es-coupon pool=\"winter\" default=\"WELCOME10\"/>");
    }
  }

  /** Reads the body once for each item that may be shown, each time in another scope. */
  private Template each(Tag each) {
    Optional<String> list = reading.list(each);
    int most = list.isPresent() ? reading.most(each) : 1;
    Place place = source.place(each.start(), each.nameEnd());
    List<Template> bodies = new ArrayList<>();
    Template empty = Template.EMPTY;
    int start = at;
    Scope outer = scope;
    for (int number = 1; number <= most; number++) {
      int reported = reading.issues().size();
      at = start;
      scope = reading.item(each, outer, list.orElse(""), number);
      bodies.add(each.closed() ? Template.EMPTY : content(Optional.of(each)));
      scope = outer;
      if (divided) {
        Tag tag = Tag.at(source, at).orElseThrow();
        at = Math.min(end, tag.end());
        empty = tag.closed() ? Template.EMPTY : content(Optional.of(tag));
        if (!isBlank(content(Optional.of(each)))) {
          wrong(tag, "something stands behind </es-empty>", "put it before, or into it");
        }
      }
      if (number > 1) {
        reading.forget(reported);
      }
    }
    return list.isPresent() ? new Template.Each(list.get(), bodies, empty, place) : Template.EMPTY;
  }

  private Template choose(Tag choose) {
    List<Variant> variants = new ArrayList<>();
    Template otherwise = Template.EMPTY;
    boolean last = false;
    while (!choose.closed() && at < end) {
      Optional<Tag> tag = text.charAt(at) == '<' ? Tag.at(source, at) : Optional.empty();
      String name = tag.map(Tag::name).orElse("");
      if (text.startsWith("</es-", at)) {
        if (closes(Optional.of(choose))) {
          whole(choose, variants.isEmpty(), !last, reading);
          variants.sort(Comparator.comparingInt(Variant::priority));
          return new Template.Choose(
              variants.stream().flatMap(v -> v.branch().stream()).toList(), otherwise);
        }
      } else if (text.startsWith("<!--", at)) {
        int close = text.indexOf("-->", at);
        at = close < 0 ? end : Math.min(end, close + 3);
      } else if (tag.isPresent() && name.equals(Vocabulary.WHEN) && !last) {
        at = Math.min(end, tag.get().end());
        variants.add(variant(tag.get()));
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

  private record Variant(int priority, Optional<Template.Branch> branch) {}

  private Variant variant(Tag tag) {
    int priority = reading.priority(tag);
    Optional<Rule> rule = reading.variant(tag, scope);
    Template body = tag.closed() ? Template.EMPTY : content(Optional.of(tag));
    return new Variant(priority, rule.map(r -> new Template.Branch(r, body, testPlace(tag))));
  }

  /** Complains of a choice in which a part is missing. */
  static void whole(Tag choose, boolean noVariant, boolean noOtherwise, Reading reading) {
    if (noVariant) {
      reading.error(
          choose.source(),
          choose.start(),
          choose.nameEnd(),
          "<es-choose> has no <es-when>",
          "give it one");
    } else if (noOtherwise) {
      reading.error(
          choose.source(),
          choose.start(),
          choose.nameEnd(),
          "<es-choose> does not say what everybody else sees",
          "end it with <es-otherwise>…</es-otherwise>; with <es-otherwise/> they see nothing");
    }
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
    Optional<Rule> rule = reading.test(tag, scope);
    Template body = tag.closed() ? Template.EMPTY : content(Optional.of(tag));
    rule.ifPresent(r -> branches.add(new Template.Branch(r, body, testPlace(tag))));
  }

  static Place testPlace(Tag tag) {
    return tag.attribute("test")
        .map(test -> tag.source().place(test.start(), test.end()))
        .orElseGet(() -> tag.source().place(tag.start(), tag.nameEnd()));
  }

  private static boolean isBlank(Template template) {
    return template instanceof Template.Sequence s
        && s.parts().stream().allMatch(p -> p instanceof Template.Text t && t.copy().isBlank());
  }

  /** A link in HTML may hold more than one output: what its quotes held so far counts. */
  private void inQuotes(List<Template> parts) {
    List<Template> found = new ArrayList<>();
    String before = text.substring(html.quoteStart(), at);
    output(found, Context.ATTRIBUTE);
    List<Template> inLink = new ArrayList<>(List.of(new Template.Text(before, Context.ATTRIBUTE)));
    inLink.addAll(found);
    List<Template> linked = withLinks(inLink);
    parts.addAll(linked.subList(1, linked.size()));
  }

  private void htmlOutput(List<Template> parts) {
    if (base == Context.HTML && html.inStyle()) {
      int close = Braces.close(text, at, end);
      reading.error(
          source,
          at,
          close < 0 ? at + 2 : close + 2,
          "an output cannot stand in a style sheet",
          "choose between two classes: <es-if test=\"…\">");
      at = close < 0 ? at + 2 : close + 2;
    } else if (base == Context.HTML && html.inScript()) {
      output(parts, Context.JSON);
    } else if (base != Context.HTML || !html.inTag()) {
      output(parts, base);
    } else if (html.quote() == '"') {
      inQuotes(parts);
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

  private void output(List<Template> parts, Context context) {
    int close = Braces.close(text, at, end);
    if (close < 0) {
      reading.error(source, at, at + 2, "these braces are never closed", "close them with }}");
      at += 2;
      return;
    }
    Template output = reading.output(Decoded.of(source, at + 2, close), context, scope);
    parts.add(output);
    at = close + 2;
  }

  /** A person's value within a link is a part of it, whatever it holds. */
  private static List<Template> withLinks(List<Template> parts) {
    List<Template> flat = new ArrayList<>();
    for (Template part : parts) {
      flat.addAll(part instanceof Template.Sequence s ? s.parts() : List.of(part));
    }
    StringBuilder before = new StringBuilder();
    List<Template> linked = new ArrayList<>();
    for (Template part : flat) {
      boolean link = LINK.matcher(before).lookingAt();
      linked.add(
          link
                  && part instanceof Template.Output o
                  && (o.context() == Context.ATTRIBUTE || o.context() == Context.PATH)
              ? new Template.Output(
                  o.attribute(),
                  o.type(),
                  o.filters(),
                  o.fallback(),
                  before.indexOf("?") >= 0 && before.indexOf("#") < 0 ? Context.URL : Context.PATH,
                  o.place())
              : part);
      before.append(part instanceof Template.Text copy ? copy.copy() : "");
    }
    return linked;
  }

  private void flush(List<Template> parts, int from) {
    if (from < at) {
      String copy =
          switch (base) {
            case PLAIN -> Decoded.of(source, from, at).text().replaceAll("\\s+", " ");
            case ATTRIBUTE -> text.substring(from, at).replace("\"", "&quot;");
            case HTML, URL, PATH, JSON -> text.substring(from, at);
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
