package io.espalier.mjml;

import io.espalier.model.Schema;
import io.espalier.rule.Issue;
import io.espalier.rule.Parsed;
import io.espalier.rule.Place;
import io.espalier.template.Context;
import io.espalier.template.Template;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** From a file to an email, through all the steps. */
final class EmailReader {
  private final Path modules;
  private final Schema schema;
  private final MjmlRenderer renderer;
  private final LiveParts live;
  private final ZoneId zone;

  EmailReader(Path modules, Schema schema, MjmlRenderer renderer, LiveParts live, ZoneId zone) {
    this.live = live;
    this.modules = modules;
    this.schema = schema;
    this.renderer = renderer;
    this.zone = zone;
  }

  Parsed<MjmlEmail> read(Path file, String displayName) {
    try {
      return read(new Source(displayName, Files.readString(file)), name(file));
    } catch (MalformedInputException e) {
      return failed(displayName, "the file is not UTF-8", "save it as UTF-8");
    } catch (IOException e) {
      return failed(displayName, "the file cannot be read", "does it exist?");
    }
  }

  private static Parsed<MjmlEmail> failed(String file, String message, String mend) {
    return new Parsed<>(Optional.empty(), List.of(Issue.error(Place.file(file), message, mend)));
  }

  private static Place place(Tag tag) {
    return tag.source().place(tag.start(), tag.nameEnd());
  }

  private static String name(Path file) {
    String name = String.valueOf(file.getFileName());
    int dot = name.lastIndexOf('.');
    return dot > 0 ? name.substring(0, dot) : name;
  }

  private Parsed<MjmlEmail> read(Source source, String name) {
    Reading reading = new Reading(schema);
    List<Element> parsed = ElementParser.parse(source, reading.issues());
    List<Element> elements = new Modules(modules, reading).use(parsed);
    Optional<Element> root = elements.stream().filter(e -> e.name().equals("mjml")).findFirst();
    if (root.isEmpty() || elements.size() > 1) {
      Place place =
          elements.isEmpty()
              ? Place.file(source.name())
              : place(elements.get(root.isEmpty() ? 0 : 1).tag());
      reading.issues().add(Issue.error(place, "an email is one <mjml>", "put all of it into that"));
      return new Parsed<>(Optional.empty(), reading.issues());
    }
    return read(root.get(), name, reading);
  }

  private Parsed<MjmlEmail> read(Element root, String name, Reading reading) {
    Reading twice = new Reading(schema);
    Template subject = plain(root, "mj-title", reading);
    Template preheader = plain(root, "mj-preview", twice);
    Shield shield = new Shield(Shield.prefix(texts(root)));
    LiveTags tags = new LiveTags(live, name);
    Composer composer = new Composer(reading, shield, subject, tags);
    org.w3c.dom.Document document = composer.compose(root);
    boolean block = isBlock(root.tag(), reading);
    if (!block) {
      lint(root, subject, reading);
    }
    if (reading.failed()) {
      return new Parsed<>(Optional.empty(), reading.issues());
    }
    String html;
    try {
      html = renderer.render(document);
    } catch (RuntimeException e) {
      String why = e.getClass().getSimpleName() + ": " + e.getMessage();
      Place place = Place.file(root.source().name());
      reading
          .issues()
          .add(
              Issue.error(
                  place, "the MJML cannot be rendered: " + why, "look for a wrong size or color"));
      return new Parsed<>(Optional.empty(), reading.issues());
    }
    Template whole = shield.restore(withPrologue(html, shield));
    return new Parsed<>(
        Optional.of(
            new MjmlEmail(
                name,
                subject,
                preheader,
                whole,
                PlainText.of(whole),
                amp(root, tags),
                schema,
                zone,
                block)),
        reading.issues());
  }

  private static boolean isBlock(Tag tag, Reading reading) {
    Optional<Tag.Attribute> kind = tag.attribute("kind");
    String word = kind.map(k -> tag.value(k).text().strip()).orElse("email");
    if (!word.equals("email") && !word.equals("block")) {
      Tag.Attribute written = kind.orElseThrow();
      reading.error(
          tag.source(),
          written.start(),
          written.end(),
          "there is no kind '" + word + "' of document",
          "write kind=\"block\" for a part of other emails, or leave it out");
    }
    return word.equals("block");
  }

  /** The AMP part, where the email has something to show in it that HTML cannot. */
  private Optional<Template> amp(Element root, LiveTags tags) {
    boolean lively = has(root, Vocabulary.LIVE);
    return lively
        ? Optional.of(live.document(new AmpComposer(new Reading(schema), tags).body(root)))
        : Optional.empty();
  }

  private static boolean has(Element element, String name) {
    return element.name().equals(name) || element.children().stream().anyMatch(c -> has(c, name));
  }

  private static String withPrologue(String html, Shield shield) {
    int body = html.indexOf('>', html.indexOf("<body")) + 1;
    return html.substring(0, body) + shield.hide(new Template.Prologue()) + html.substring(body);
  }

  private static Template plain(Element root, String wanted, Reading reading) {
    return root.children().stream()
        .filter(child -> child.name().equals("mj-head"))
        .flatMap(head -> head.children().stream())
        .filter(child -> child.name().equals(wanted))
        .findFirst()
        .map(e -> plain(e, reading))
        .orElse(Template.EMPTY);
  }

  private static Template plain(Element element, Reading reading) {
    String text = element.source().text();
    int start = element.contentStart();
    int end = element.contentEnd();
    while (start < end && Character.isWhitespace(text.charAt(start))) {
      start++;
    }
    while (end > start && Character.isWhitespace(text.charAt(end - 1))) {
      end--;
    }
    return FragmentParser.parse(
        element.source(), start, end, Context.PLAIN, reading, element.scope());
  }

  private static void lint(Element root, Template subject, Reading reading) {
    Tag tag = root.tag();
    if (subject.equals(Template.EMPTY)) {
      reading.warn(
          tag.source(),
          tag.start(),
          tag.nameEnd(),
          "the email has no subject",
          "write <mj-title>…</mj-title> into <mj-head>");
    }
    if (!reading.unsubscribes()) {
      reading.warn(
          tag.source(),
          tag.start(),
          tag.nameEnd(),
          "the email has no way to unsubscribe",
          "write <es-unsubscribe>Unsubscribe</es-unsubscribe> into its last <mj-text>");
    }
    if (!reading.addresses()) {
      reading.warn(
          tag.source(),
          tag.start(),
          tag.nameEnd(),
          "the email does not show the sender's postal address",
          "write <es-address/> into its last <mj-text>");
    }
  }

  private static List<String> texts(Element root) {
    Set<String> texts = new LinkedHashSet<>();
    List<Element> open = new ArrayList<>(List.of(root));
    while (!open.isEmpty()) {
      Element element = open.remove(open.size() - 1);
      texts.add(element.source().text());
      open.addAll(element.children());
    }
    return List.copyOf(texts);
  }
}
