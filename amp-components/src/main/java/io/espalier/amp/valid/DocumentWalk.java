package io.espalier.amp.valid;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Attribute;
import org.jsoup.nodes.DataNode;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.DocumentType;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.Range;
import org.jsoup.nodes.TextNode;
import org.jsoup.parser.ParseError;
import org.jsoup.parser.Parser;
import org.jspecify.annotations.Nullable;

/** Goes through one document, tag by tag. */
final class DocumentWalk {
  private static final Set<String> EMAIL = Set.of("⚡4email", "amp4email");

  private final String html;
  private final Problems problems = new Problems();
  private final WholeDocument whole = new WholeDocument(problems);
  private final boolean strict;
  private final Document document;
  private final Parser parser;
  private int inlineBytes;
  private int sheetBytes;

  DocumentWalk(String html) {
    this.html = html;
    this.parser = Parser.htmlParser().setTrackPosition(true).setTrackErrors(200);
    this.document = Jsoup.parse(html, "", parser);
    Element root = document.firstElementChild();
    this.strict = root != null && root.hasAttr("data-css-strict");
  }

  List<AmpProblem> problems() {
    Frame root = new Frame("$root", null, new Problems.Spot(1, 0));
    Frame outer = root;
    for (Node node : document.childNodes()) {
      if (node instanceof DocumentType type) {
        outer = doctype(type, root);
      } else if (node instanceof Element element) {
        element(element, outer);
      }
    }
    duplicates();
    whole.finish(end(), html.getBytes(StandardCharsets.UTF_8).length, sheetBytes, inlineBytes);
    return problems.sorted();
  }

  private Frame doctype(DocumentType type, Frame root) {
    Frame frame = new Frame("!doctype", root, spot(type.sourceRange()));
    TagRule rule = Rules.get().tags().getOrDefault("!doctype", List.of()).get(0);
    if (!type.name().equalsIgnoreCase("html") || !type.publicId().isEmpty()) {
      problems.error(
          frame.spot, "INVALID_DOCTYPE_HTML", "the document must begin with '<!doctype html>'");
    }
    frame.rule = Optional.of(rule);
    frame.sound = true;
    whole.saw(rule, frame.spot, problems);
    return frame;
  }

  private void element(Element element, Frame outer) {
    String tag = element.normalName();
    Range range = element.sourceRange();
    Frame frame = new Frame(tag, outer, range.isTracked() ? spot(range) : lastSpot(element));
    Map<String, String> attributes = new LinkedHashMap<>();
    for (Attribute attribute : element.attributes()) {
      attributes.put(attribute.getKey().toLowerCase(Locale.ROOT), attribute.getValue());
    }
    boolean made = !range.isTracked() || range.start().equals(range.end());
    if (made && tag.equals("body")) {
      manufactured(element, frame);
    }
    Optional<Problems> judged =
        new TagJudge(strict, whole).judge(frame, attributes, first(element), made);
    boolean sound = judged.isPresent() && !judged.get().failed();
    frame.sound = sound;
    if (tag.equals("html")) {
      email(attributes, frame);
    }
    childOf(frame, outer);
    if (attributes.containsKey("style") && frame.rule.isPresent()) {
      inlineStyle(frame, attributes.getOrDefault("style", ""));
    }
    if (frame.rule.isEmpty() && !tag.equals("script")) {
      return;
    }
    if (frame.sound) {
      frame.rule.flatMap(TagRule::text).ifPresent(text -> text(element, frame, text));
    }
    element.children().forEach(child -> element(child, frame));
    frame
        .rule
        .flatMap(TagRule::children)
        .filter(c -> frame.sound && c.count() > 0)
        .filter(c -> c.count() != frame.children)
        .ifPresent(
            c ->
                problems.error(
                    frame.spot,
                    "INCORRECT_NUM_CHILD_TAGS",
                    "<"
                        + tag
                        + "> has "
                        + frame.children
                        + " children; it must have "
                        + c.count()));
  }

  private void email(Map<String, String> attributes, Frame frame) {
    if (attributes.keySet().stream().noneMatch(EMAIL::contains)) {
      problems.error(
          frame.spot, "MANDATORY_ATTR_MISSING", "<html> has no '⚡4email': it is no AMP email");
    } else if (!strict) {
      problems.warning(
          frame.spot,
          "AMP_EMAIL_MISSING_STRICT_CSS_ATTR",
          "<html> has no 'data-css-strict'; this may become an error");
    }
  }

  private void manufactured(Element body, Frame frame) {
    boolean content =
        !body.children().isEmpty()
            || body.textNodes().stream().anyMatch(text -> !text.isBlank())
            || html.isBlank();
    if (content) {
      problems.error(
          frame.spot,
          "DISALLOWED_MANUFACTURED_BODY",
          "text or a tag of the body stands outside of the body");
    }
  }

  private void childOf(Frame frame, Frame outer) {
    Optional<TagRule.Children> children =
        outer.sound ? outer.rule.flatMap(TagRule::children) : Optional.empty();
    boolean first = outer.children++ == 0;
    if (children.isEmpty()) {
      return;
    }
    String name = "<" + frame.tag + ">";
    List<String> firsts = children.get().first();
    List<String> each = children.get().each();
    if (!each.isEmpty() && !each.contains(frame.tag)) {
      problems.error(
          frame.spot,
          "DISALLOWED_CHILD_TAG_NAME",
          name + " cannot stand in <" + outer.tag + ">, only " + String.join(", ", each));
    } else if (first && !firsts.isEmpty() && !firsts.contains(frame.tag)) {
      problems.error(
          frame.spot,
          "DISALLOWED_FIRST_CHILD_TAG_NAME",
          name + " cannot be the first in <" + outer.tag + ">, only " + String.join(", ", firsts));
    }
  }

  private void inlineStyle(Frame frame, String style) {
    int bytes = style.getBytes(StandardCharsets.UTF_8).length;
    inlineBytes += bytes;
    if (bytes > Rules.get().inlineBytes()) {
      problems.error(
          frame.spot,
          "INLINE_STYLE_TOO_LONG",
          WholeDocument.size(
              "the inline style of <" + frame.tag + ">", bytes, Rules.get().inlineBytes()));
    } else {
      new Css(style, strict, offset -> frame.spot, problems).inline(frame.tag);
    }
  }

  private void text(Element element, Frame frame, TagRule.Text rule) {
    String text = element.data();
    int bytes = text.getBytes(StandardCharsets.UTF_8).length;
    String name = "the text of <" + frame.tag + ">";
    if (rule.matches().isPresent() && !rule.matches().get().matcher(text).matches()) {
      problems.error(
          frame.spot,
          "MANDATORY_CDATA_MISSING_OR_INCORRECT",
          name + " must be 'body{visibility:hidden}'");
      return;
    }
    if (rule.css()) {
      sheetBytes += bytes;
    }
    if (rule.bytes() > 0 && bytes > rule.bytes()) {
      problems.error(
          frame.spot,
          rule.css() ? "STYLESHEET_TOO_LONG" : "INLINE_SCRIPT_TOO_LONG",
          WholeDocument.size(rule.css() ? "the style sheet" : name, bytes, rule.bytes()));
      return;
    }
    rule.never()
        .forEach(
            (what, pattern) -> {
              if (pattern.matcher(text).find()) {
                problems.error(
                    frame.spot, "CDATA_VIOLATES_DENYLIST", name + " may not hold " + what);
              }
            });
    if (rule.css()) {
      int start = frame.spot.line();
      new Css(text, strict, offset -> within(text, offset, start), problems).sheet();
    } else if (first(element).contains("json") && !JsonText.isJson(text)) {
      Problems.Spot end = frame.spot;
      if (element.childNodeSize() > 0) {
        end = within(html, Math.max(0, element.childNode(0).sourceRange().end().pos() - 1), 1);
      }
      problems.warning(end, "INVALID_JSON_CDATA", name + " is no JSON");
    }
  }

  /** Lines go on from the tag's; the first line's columns count from the text's beginning. */
  private static Problems.Spot within(String text, int offset, int startLine) {
    int line = startLine;
    int lineStart = 0;
    for (int i = 0; i < offset && i < text.length(); i++) {
      if (text.charAt(i) == '\n') {
        line++;
        lineStart = i + 1;
      }
    }
    return new Problems.Spot(line, offset - lineStart);
  }

  private static String first(Element element) {
    return element.attr("type").toLowerCase(Locale.ROOT);
  }

  private void duplicates() {
    for (ParseError error : parser.getErrors()) {
      if (error.getErrorMessage().contains("duplicate attribute")) {
        int open = html.lastIndexOf('<', Math.max(0, error.getPosition() - 1));
        problems.warning(
            within(html, Math.max(0, open), 1),
            "DUPLICATE_ATTRIBUTE",
            "a tag has one attribute twice");
      }
    }
  }

  private Problems.Spot lastSpot(Element made) {
    Node next = made.childNodeSize() > 0 ? firstSolid(made) : null;
    return next == null ? new Problems.Spot(1, 0) : spot(next.sourceRange());
  }

  private static @Nullable Node firstSolid(Element made) {
    for (Node node : made.childNodes()) {
      boolean blank = node instanceof TextNode text && text.isBlank();
      if (!blank && !(node instanceof DataNode) && node.sourceRange().isTracked()) {
        return node;
      }
    }
    return null;
  }

  /** By the offset: a parser's own column goes astray where its buffer ends. */
  private Problems.Spot spot(Range range) {
    return range.isTracked() ? within(html, range.start().pos(), 1) : new Problems.Spot(1, 0);
  }

  private Problems.Spot end() {
    Problems.Spot end = within(html, html.length(), 1);
    return end.column() == 0 ? end : new Problems.Spot(end.line(), end.column() - 1);
  }
}
