package io.espalier.mjml;

import io.espalier.rule.Place;
import io.espalier.rule.Rule;
import io.espalier.template.Context;
import io.espalier.template.Template;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Node;

/** Makes of our elements a document for the renderer, with tokens for all that it must not see. */
final class Composer {
  private static final Pattern ATTRIBUTE = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]*");

  private final Reading reading;
  private final Shield shield;
  private final Document document;
  private final Template title;
  private final LiveTags live;

  /**
   * @param title the subject, whose outputs the HTML's title shows as they are for nobody
   */
  Composer(Reading reading, Shield shield, Template title, LiveTags live) {
    this.live = live;
    this.reading = reading;
    this.shield = shield;
    this.title = title;
    try {
      this.document = DocumentBuilderFactory.newInstance().newDocumentBuilder().newDocument();
    } catch (ParserConfigurationException e) {
      throw new IllegalStateException("every Java can make an empty document", e);
    }
  }

  Document compose(Element root) {
    element(root, "", document);
    return document;
  }

  /**
   * @param parent the MJML element around it
   */
  private void element(Element element, String parent, Node into) {
    Set<String> allowed = Vocabulary.children(parent);
    if (Vocabulary.isOurs(element.name())) {
      ours(element, parent, into);
      return;
    }
    if (!allowed.isEmpty() && !allowed.contains(element.name())) {
      misplaced(element, parent, allowed);
      return;
    }
    org.w3c.dom.Element made = document.createElement(element.name());
    into.appendChild(made);
    attributes(element, made);
    if (Vocabulary.isEnding(element.name())) {
      made.appendChild(document.createTextNode(shield.hide(content(element))));
    }
    element.children().forEach(child -> element(child, element.name(), made));
    if (element.name().equals("mj-section")) {
      warnOfWidths(element);
    }
  }

  private void misplaced(Element element, String parent, Set<String> allowed) {
    Tag tag = element.tag();
    if (!Vocabulary.known().contains(element.name())) {
      reading.unknown(tag);
      return;
    }
    reading.error(
        tag.source(),
        tag.start(),
        tag.nameEnd(),
        "<" + element.name() + "> cannot stand in <" + parent + ">",
        "there may stand: " + String.join(", ", allowed.stream().sorted().toList()));
  }

  private Template content(Element element) {
    Source source = element.source();
    int start = element.contentStart();
    int end = element.contentEnd();
    if (element.name().equals("mj-style")) {
      return new Template.Text(source.text().substring(start, end), Context.HTML);
    }
    if (element.name().equals("mj-title")) {
      return new Template.Text(withoutOutputs(title), Context.HTML);
    }
    return FragmentParser.parse(source, start, end, Context.HTML, reading, element.scope());
  }

  /** A title for the HTML's head, which no mail client shows: what is said to nobody known. */
  private static String withoutOutputs(Template template) {
    StringBuilder text = new StringBuilder();
    if (template instanceof Template.Sequence s) {
      s.parts().forEach(part -> text.append(withoutOutputs(part)));
    } else if (template instanceof Template.Text t) {
      text.append(escaped(t.copy()));
    } else if (template instanceof Template.Output o) {
      text.append(escaped(o.fallback().orElse("")));
    } else if (template instanceof Template.Choose c) {
      text.append(withoutOutputs(c.otherwise()));
    }
    return text.toString();
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
  }

  private void attributes(Element element, org.w3c.dom.Element made) {
    Tag tag = element.tag();
    for (Tag.Attribute attribute : tag.attributes().values()) {
      String raw = tag.source().text().substring(attribute.start(), attribute.end());
      if (!ATTRIBUTE.matcher(attribute.name()).matches()) {
        int end = attribute.nameStart() + attribute.name().length();
        reading.error(
            tag.source(),
            attribute.nameStart(),
            end,
            "'" + attribute.name() + "' is no attribute",
            "is there a quote too many, or one missing, before it?");
        continue;
      }
      boolean whole = Vocabulary.OUTPUT_ATTRIBUTES.contains(attribute.name());
      if (whole && !raw.isEmpty()) {
        Template value =
            FragmentParser.attribute(
                tag.source(), attribute.start(), attribute.end(), reading, element.scope());
        made.setAttribute(attribute.name(), shield.hide(value));
      } else if (raw.contains("{{")) {
        Template value =
            FragmentParser.value(
                tag.source(), attribute.start(), attribute.end(), reading, element.scope());
        Optional<String> known = known(value);
        if (known.isPresent()) {
          set(element, made, attribute, known.get());
          continue;
        }
        reading.error(
            tag.source(),
            attribute.start(),
            attribute.end(),
            "an output cannot stand in '" + attribute.name() + "'",
            "it can in " + String.join(", ", Vocabulary.OUTPUT_ATTRIBUTES));
      } else {
        set(element, made, attribute, tag.value(attribute).text());
      }
    }
  }

  private void set(
      Element element, org.w3c.dom.Element made, Tag.Attribute attribute, String value) {
    made.setAttribute(attribute.name(), value);
    if (element.name().startsWith("mj-") && Sizes.isWrong(attribute.name(), value)) {
      reading.warn(
          element.tag().source(),
          attribute.start(),
          attribute.end(),
          "'" + attribute.name() + "' is no size: \"" + value + "\"",
          Sizes.mend(attribute.name(), value));
    }
  }

  /** The text, where it is the same for everybody. */
  private static Optional<String> known(Template value) {
    if (value instanceof Template.Text text) {
      return Optional.of(text.copy());
    } else if (value instanceof Template.Sequence sequence) {
      StringBuilder text = new StringBuilder();
      for (Template part : sequence.parts()) {
        Optional<String> one = known(part);
        if (one.isEmpty()) {
          return one;
        }
        text.append(one.get());
      }
      return Optional.of(text.toString());
    }
    return Optional.empty();
  }

  private void ours(Element element, String parent, Node into) {
    Tag tag = element.tag();
    switch (element.name()) {
      case Vocabulary.CHOOSE, Vocabulary.IF, Vocabulary.EACH -> {
        if (Vocabulary.CONDITIONAL.contains(parent)) {
          int choice = shield.choice();
          if (element.name().equals(Vocabulary.EACH)) {
            each(element, choice, parent, into);
            return;
          }
          if (element.name().equals(Vocabulary.IF)) {
            when(element, choice, parent, into);
          } else {
            choose(element, choice, parent, into);
          }
          raw(shield.end(choice), into);
        } else {
          wrong(
              tag,
              "<" + element.name() + "> cannot stand in <" + parent + ">",
              "it can in "
                  + String.join(", ", Vocabulary.CONDITIONAL.stream().sorted().toList())
                  + ", and in text");
        }
      }
      case Vocabulary.LIVE -> live(tag, parent, into);
      case Vocabulary.WHEN, Vocabulary.OTHERWISE ->
          wrong(tag, "<" + tag.name() + "> stands outside <es-choose>", "put it into <es-choose>");
      case Vocabulary.ELSE, Vocabulary.ELSEIF ->
          wrong(tag, "<" + tag.name() + "> stands outside <es-if>", "put it into <es-if>");
      case Vocabulary.ADDRESS,
          Vocabulary.UNSUBSCRIBE,
          Vocabulary.PREFERENCES,
          Vocabulary.VIEW_ONLINE,
          Vocabulary.COUPON ->
          wrong(tag, "<" + tag.name() + "> stands in text only", "put it in <mj-text>");
      case Vocabulary.EMPTY ->
          wrong(tag, "<es-empty> stands outside <es-each>", "put it into <es-each>, as the last");
      case Vocabulary.SLOT ->
          wrong(
              tag, "<es-slot> stands outside a module", "put it at the top of modules/<name>.mjml");
      case Vocabulary.CONTENT_HERE ->
          wrong(tag, "<es-content> stands outside a module", "it stands for what <es-use> holds");
      default -> reading.unknown(tag);
    }
  }

  /** The HTML fallback, with the paddings of a text. */
  private void live(Tag tag, String parent, Node into) {
    if (!Vocabulary.LIVELY.contains(parent)) {
      wrong(tag, "<es-live> cannot stand in <" + parent + ">", "put it into an <mj-column>");
      return;
    }
    live.of(tag, reading)
        .ifPresent(
            rendering -> {
              org.w3c.dom.Element text = document.createElement("mj-text");
              into.appendChild(text);
              text.appendChild(document.createTextNode(shield.hide(rendering.html())));
            });
  }

  private void choose(Element choose, int choice, String parent, Node into) {
    List<Element> variants = new ArrayList<>();
    Optional<Element> last = Optional.empty();
    for (Element child : choose.children()) {
      if (child.name().equals(Vocabulary.WHEN) && last.isEmpty()) {
        variants.add(child);
      } else if (child.name().equals(Vocabulary.OTHERWISE) && last.isEmpty()) {
        last = Optional.of(child);
      } else {
        wrong(
            child.tag(),
            "only <es-when>, and one <es-otherwise> as the last, may stand in <es-choose>",
            "move it into one of them");
      }
    }
    variants.sort(Comparator.comparingInt(child -> reading.priority(child.tag())));
    for (Element child : variants) {
      Optional<Rule> rule = reading.variant(child.tag(), child.scope());
      rule.ifPresent(
          r -> raw(shield.branch(choice, rule, FragmentParser.testPlace(child.tag())), into));
      child.children().forEach(inner -> element(inner, parent, into));
    }
    last.ifPresent(
        child -> {
          otherwise(child, choice, into);
          child.children().forEach(inner -> element(inner, parent, into));
        });
    FragmentParser.whole(choose.tag(), variants.isEmpty(), last.isEmpty(), reading);
  }

  /** The copies of the body were made with the modules. */
  private void each(Element each, int choice, String parent, Node into) {
    Optional<String> list = reading.list(each.tag());
    Place place = each.source().place(each.tag().start(), each.tag().nameEnd());
    for (Element child : each.children()) {
      raw(
          child.name().equals(Vocabulary.EMPTY)
              ? shield.branch(choice, Optional.empty(), place)
              : shield.item(choice, place),
          into);
      child.children().forEach(inner -> element(inner, parent, into));
    }
    raw(shield.end(choice, list.orElse("")), into);
  }

  private void when(Element when, int choice, String parent, Node into) {
    branch(when, choice, into);
    boolean divided = false;
    boolean last = false;
    for (Element child : when.children()) {
      boolean elseif = child.name().equals(Vocabulary.ELSEIF);
      if (!last && (elseif || child.name().equals(Vocabulary.ELSE))) {
        divided = true;
        last = !elseif;
        if (elseif) {
          branch(child, choice, into);
        } else {
          otherwise(child, choice, into);
        }
        child.children().forEach(inner -> element(inner, parent, into));
      } else if (divided) {
        wrong(
            child.tag(),
            "<" + child.name() + "> stands behind the other branches",
            "put it before <es-elseif> and <es-else>, or into one");
      } else {
        element(child, parent, into);
      }
    }
  }

  private void branch(Element child, int choice, Node into) {
    Optional<Rule> rule = reading.test(child.tag(), child.scope());
    rule.ifPresent(
        r -> raw(shield.branch(choice, rule, FragmentParser.testPlace(child.tag())), into));
  }

  private void otherwise(Element child, int choice, Node into) {
    Place place = child.source().place(child.tag().start(), child.tag().nameEnd());
    raw(shield.branch(choice, Optional.empty(), place), into);
  }

  private void raw(String token, Node into) {
    org.w3c.dom.Element raw = document.createElement("mj-raw");
    raw.appendChild(document.createTextNode(token));
    into.appendChild(raw);
  }

  /** MJML shares a section's width among all of its columns, those not chosen included. */
  private void warnOfWidths(Element section) {
    List<Element> columns = new ArrayList<>();
    section.children().stream()
        .filter(child -> Vocabulary.isOurs(child.name()))
        .forEach(child -> columns(child, columns));
    columns.stream()
        .filter(column -> column.tag().attribute("width").isEmpty())
        .forEach(
            column ->
                reading.warn(
                    column.source(),
                    column.tag().start(),
                    column.tag().nameEnd(),
                    "a column that is not always there has no width of its own",
                    "give it a width; otherwise the section is shared among all the columns"));
  }

  private static void columns(Element within, List<Element> found) {
    for (Element child : within.children()) {
      if (child.name().equals("mj-column")) {
        found.add(child);
      } else {
        columns(child, found);
      }
    }
  }

  private void wrong(Tag tag, String message, String mend) {
    reading.error(tag.source(), tag.start(), tag.nameEnd(), message, mend);
  }
}
