package io.espalier.mjml;

import io.espalier.rule.Place;
import io.espalier.rule.Rule;
import io.espalier.template.Context;
import io.espalier.template.Template;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The body of the AMP part: the same elements in the same order, in the HTML and CSS that AMP4EMAIL
 * allows. MJML's own output never is: it needs Outlook's conditions, {@code !important} and {@code
 * img}.
 */
final class AmpComposer {
  private final Reading reading;
  private final LiveTags live;
  private final Map<String, Map<String, String>> defaults = new LinkedHashMap<>();

  /**
   * @param reading of its own: whatever is wrong was reported when the HTML was made
   */
  AmpComposer(Reading reading, LiveTags live) {
    this.reading = reading;
    this.live = live;
  }

  Template body(Element mjml) {
    List<Template> parts = new ArrayList<>();
    for (Element child : mjml.children()) {
      if (child.name().equals("mj-head")) {
        child.children().stream()
            .filter(c -> c.name().equals("mj-attributes"))
            .forEach(this::defaults);
      }
    }
    mjml.children().stream()
        .filter(child -> child.name().equals("mj-body"))
        .forEach(body -> element(body, parts));
    return new Template.Sequence(parts);
  }

  private void defaults(Element attributes) {
    for (Element element : attributes.children()) {
      String name = element.name();
      if (name.equals("mj-class")) {
        name = "." + raw(element, "name").orElse("");
      }
      Map<String, String> of = defaults.computeIfAbsent(name, n -> new LinkedHashMap<>());
      element.tag().attributes().values().forEach(a -> of.put(a.name(), value(element, a)));
    }
  }

  private void element(Element element, List<Template> parts) {
    switch (element.name()) {
      case Vocabulary.IF -> parts.add(when(element));
      case Vocabulary.CHOOSE -> parts.add(choose(element));
      case Vocabulary.EACH -> parts.add(each(element));
      case Vocabulary.LIVE ->
          live.of(element.tag(), reading).ifPresent(rendering -> parts.add(rendering.amp()));
      case "mj-body" -> box(element, "es-body", "margin:0 auto;" + width(element), parts);
      case "mj-wrapper", "mj-section", "mj-hero" -> box(element, "es-section", "", parts);
      case "mj-group", "mj-column" -> box(element, "es-column", column(element), parts);
      case "mj-text", "mj-table" -> text(element, parts);
      case "mj-button" -> link(element, "es-call", parts);
      case "mj-navbar-link", "mj-social-element" -> link(element, "es-link", parts);
      case "mj-image", "mj-carousel-image" -> image(element, parts);
      case "mj-divider" -> html(parts, "<hr class=\"es-line\">\n");
      case "mj-spacer" ->
          html(parts, "<div style=\"height:" + size(element, "height", "20") + "px\"></div>\n");
      case "mj-raw" -> parts.add(fragment(element));
      case "mj-accordion" -> around("<amp-accordion>\n", element, "</amp-accordion>\n", parts);
      case "mj-accordion-element" -> around("<section>\n", element, "</section>\n", parts);
      case "mj-accordion-title" -> wrap("<h3 class=\"es-head\">", element, "</h3>\n", parts);
      case "mj-accordion-text" -> wrap("<div class=\"es-text\">", element, "</div>\n", parts);
      case "mj-carousel" ->
          around(
              "<amp-carousel type=\"slides\" layout=\"fixed-height\" height=\"300\" width=\"auto\">\n",
              element,
              "</amp-carousel>\n",
              parts);
      default -> element.children().forEach(child -> element(child, parts));
    }
  }

  private void box(Element element, String css, String more, List<Template> parts) {
    String style =
        more + style(element, "background-color", "padding", "border-radius", "text-align");
    html(parts, "<div class=\"" + css + "\"" + attribute(style) + ">\n");
    element.children().forEach(child -> element(child, parts));
    html(parts, "</div>\n");
  }

  private void around(String open, Element element, String close, List<Template> parts) {
    html(parts, open);
    element.children().forEach(child -> element(child, parts));
    html(parts, close);
  }

  private void wrap(String open, Element element, String close, List<Template> parts) {
    html(parts, open);
    parts.add(fragment(element));
    html(parts, close);
  }

  private void text(Element element, List<Template> parts) {
    boolean table = element.name().equals("mj-table");
    String style =
        style(element, "color", "font-family", "font-size", "font-weight", "line-height", "padding")
            + align(element);
    html(parts, "<div class=\"es-text\"" + attribute(style) + ">");
    html(parts, table ? "<table role=\"presentation\" cellpadding=\"0\" cellspacing=\"0\">" : "");
    parts.add(fragment(element));
    html(parts, table ? "</table></div>\n" : "</div>\n");
  }

  private void link(Element element, String css, List<Template> parts) {
    String style =
        style(element, "color", "background-color", "font-family", "font-size", "border-radius")
            + said(element, "inner-padding").map(p -> "padding:" + p + ";").orElse("");
    html(parts, "<p class=\"es-text\"" + attribute(align(element)) + "><a class=\"" + css + "\"");
    html(parts, attribute(style) + " href=\"");
    parts.add(output(element, "href"));
    html(parts, "\">");
    parts.add(fragment(element));
    html(parts, "</a></p>\n");
  }

  /** AMP wants to know a height; where MJML's author left it to the picture, it is fitted in. */
  private void image(Element element, List<Template> parts) {
    String width = size(element, "width", "");
    String height = size(element, "height", "");
    String sizes =
        width.isEmpty() || height.isEmpty()
            ? "layout=\"fixed-height\" width=\"auto\" height=\""
                + (height.isEmpty() ? "240" : height)
            : "layout=\"intrinsic\" width=\"" + width + "\" height=\"" + height;
    boolean linked = element.tag().attribute("href").isPresent();
    if (linked) {
      html(parts, "<a href=\"");
      parts.add(output(element, "href"));
      html(parts, "\">");
    }
    html(parts, "<amp-img class=\"es-image\" " + sizes + "\" src=\"");
    parts.add(output(element, "src"));
    html(parts, "\" alt=\"");
    parts.add(output(element, "alt"));
    html(parts, "\"></amp-img>" + (linked ? "</a>\n" : "\n"));
  }

  private Template fragment(Element element) {
    return FragmentParser.parse(
        element.source(),
        element.contentStart(),
        element.contentEnd(),
        Context.HTML,
        reading,
        element.scope());
  }

  private Template output(Element element, String name) {
    Optional<Tag.Attribute> attribute = element.tag().attribute(name);
    return attribute
        .map(
            a ->
                FragmentParser.attribute(
                    element.source(), a.start(), a.end(), reading, element.scope()))
        .orElse(Template.EMPTY);
  }

  private Template when(Element when) {
    List<Element> own = new ArrayList<>();
    List<Element> rest = new ArrayList<>();
    for (Element child : when.children()) {
      boolean other =
          child.name().equals(Vocabulary.ELSEIF) || child.name().equals(Vocabulary.ELSE);
      (other ? rest : own).add(child);
    }
    List<Template.Branch> branches = new ArrayList<>();
    branch(when, own, branches);
    Template otherwise = Template.EMPTY;
    for (Element child : rest) {
      if (child.name().equals(Vocabulary.ELSEIF)) {
        branch(child, child.children(), branches);
      } else {
        otherwise = all(child.children());
      }
    }
    return new Template.Choose(branches, otherwise);
  }

  private Template choose(Element choose) {
    List<Template.Branch> branches = new ArrayList<>();
    choose.children().stream()
        .filter(child -> child.name().equals(Vocabulary.WHEN))
        .sorted(Comparator.comparingInt(child -> reading.priority(child.tag())))
        .forEach(child -> branch(child, child.children(), branches));
    Template otherwise =
        choose.children().stream()
            .filter(child -> child.name().equals(Vocabulary.OTHERWISE))
            .findFirst()
            .map(child -> all(child.children()))
            .orElse(Template.EMPTY);
    return new Template.Choose(branches, otherwise);
  }

  private Template each(Element each) {
    List<Template> bodies = new ArrayList<>();
    Template empty = Template.EMPTY;
    for (Element child : each.children()) {
      if (child.name().equals(Vocabulary.EMPTY)) {
        empty = all(child.children());
      } else {
        bodies.add(all(child.children()));
      }
    }
    Place place = each.source().place(each.tag().start(), each.tag().nameEnd());
    return new Template.Each(reading.list(each.tag()).orElse(""), bodies, empty, place);
  }

  private void branch(Element of, List<Element> children, List<Template.Branch> branches) {
    Tag tag = of.tag();
    Optional<Rule> rule =
        tag.name().equals(Vocabulary.WHEN)
            ? reading.variant(tag, of.scope())
            : reading.test(tag, of.scope());
    Place place = tag.source().place(tag.start(), tag.nameEnd());
    rule.ifPresent(r -> branches.add(new Template.Branch(r, all(children), place)));
  }

  private Template all(List<Element> children) {
    List<Template> parts = new ArrayList<>();
    children.forEach(child -> element(child, parts));
    return new Template.Sequence(parts);
  }

  /** What an attribute says, on the element or as a default of the head. */
  private Optional<String> said(Element element, String name) {
    Optional<String> own = raw(element, name);
    if (own.isPresent()) {
      return own;
    }
    Optional<String> ofClass =
        raw(element, "mj-class").map(c -> defaults.getOrDefault("." + c, Map.of()).get(name));
    return ofClass
        .or(() -> Optional.ofNullable(defaults.getOrDefault(element.name(), Map.of()).get(name)))
        .or(() -> Optional.ofNullable(defaults.getOrDefault("mj-all", Map.of()).get(name)));
  }

  private static Optional<String> raw(Element element, String name) {
    return element.tag().attribute(name).map(a -> value(element, a));
  }

  private static String value(Element element, Tag.Attribute attribute) {
    return element.tag().value(attribute).text();
  }

  private String style(Element element, String... names) {
    StringBuilder style = new StringBuilder();
    for (String name : names) {
      said(element, name)
          .filter(value -> !value.contains("\""))
          .ifPresent(value -> style.append(name).append(':').append(value).append(';'));
    }
    return style.toString();
  }

  private String align(Element element) {
    return said(element, "align").map(a -> "text-align:" + a + ";").orElse("");
  }

  private String width(Element element) {
    return "max-width:" + size(element, "width", "600") + "px;";
  }

  private String column(Element element) {
    return said(element, "width")
        .filter(w -> w.matches("[0-9.]+(%|px)"))
        .map(w -> "width:" + w + ";")
        .orElse("");
  }

  private String size(Element element, String name, String otherwise) {
    return said(element, name)
        .map(value -> value.replaceAll("px$", ""))
        .filter(value -> value.matches("[0-9]+"))
        .orElse(otherwise);
  }

  private static String attribute(String style) {
    return style.isEmpty()
        ? ""
        : " style=\"" + style.replace("&", "&amp;").replace("\"", "&quot;") + "\"";
  }

  private static void html(List<Template> parts, String copy) {
    parts.add(new Template.Text(copy, Context.HTML));
  }
}
