package io.espalier.mjml;

import io.espalier.model.Schema;
import io.espalier.rule.Issue;
import io.espalier.rule.Names;
import io.espalier.rule.Parsed;
import io.espalier.rule.Place;
import io.espalier.template.Context;
import io.espalier.template.Mustache;
import io.espalier.template.Template;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * An AMP body that an author wrote by hand, {@code emails/winter.amp}: HTML of AMP4EMAIL with our
 * elements in it. Braces in a {@code template} are the mail client's mustache; everywhere else they
 * are outputs, as in MJML. A {@code style} at its beginning becomes the style sheet.
 */
public final class AmpFile {
  private static final Pattern TEMPLATE =
      Pattern.compile("(?is)<template\\b[^>]*>.*?</template\\s*>");
  private static final Pattern STYLE = Pattern.compile("(?is)\\A\\s*<style>(.*?)</style>");
  private static final Pattern OURS = Pattern.compile("<es-(use|live)\\b[^>]*?/?>(?:</es-\\1>)?");
  private static final String ENDING = ".amp";

  private final Path modules;
  private final Reading reading;
  private final LiveTags live;

  private AmpFile(Path modules, Reading reading, LiveTags live) {
    this.modules = modules;
    this.reading = reading;
    this.live = live;
  }

  /**
   * What the file holds.
   *
   * @param css of its style sheet; empty without one
   */
  public record Written(Template body, String css) {}

  /**
   * @param modules the folder of {@code <es-use module="…"/>}, whose files end in {@code .amp}
   * @param displayName the file as the user would name it, for issues
   */
  public static Parsed<Written> read(
      Path file, Path modules, String displayName, Schema schema, LiveParts live) {
    Reading reading = new Reading(schema);
    String name = String.valueOf(file.getFileName()).replaceFirst("\\.amp$", "");
    try {
      String text = Files.readString(file);
      Matcher style = STYLE.matcher(text);
      String css = "";
      if (style.find()) {
        css = style.group(1);
        text = blank(text, style.end()) + text.substring(style.end());
      }
      AmpFile reader = new AmpFile(modules, reading, new LiveTags(live, name));
      Template body = reader.parse(new Source(displayName, text), List.of());
      return new Parsed<>(
          reading.failed() ? Optional.empty() : Optional.of(new Written(body, css)),
          reading.issues());
    } catch (IOException e) {
      Issue issue =
          Issue.error(Place.file(displayName), "the file cannot be read", "save it as UTF-8");
      return new Parsed<>(Optional.empty(), List.of(issue));
    }
  }

  /** As long, with the same lines, and nothing in them. */
  private static String blank(String text, int end) {
    return text.substring(0, end).replaceAll("[^\n]", " ");
  }

  private Template parse(Source source, List<String> open) {
    Matcher template = TEMPLATE.matcher(source.text());
    StringBuilder hidden = new StringBuilder();
    while (template.find()) {
      template.appendReplacement(hidden, Matcher.quoteReplacement(Mustache.hide(template.group())));
    }
    template.appendTail(hidden);
    Source shown = new Source(source.name(), hidden.toString());
    Matcher ours = OURS.matcher(shown.text());
    List<Template> pieces = new ArrayList<>();
    StringBuilder copy = new StringBuilder();
    while (ours.find()) {
      Tag tag = Tag.at(shown, ours.start()).orElseThrow();
      pieces.add(piece(tag, open));
      ours.appendReplacement(copy, "\uE002" + (pieces.size() - 1) + "\uE003");
    }
    ours.appendTail(copy);
    Source whole = new Source(source.name(), copy.toString());
    Template parsed =
        FragmentParser.parse(whole, 0, whole.text().length(), Context.HTML, reading, Scope.NONE);
    return new Pieces(pieces).into(parsed);
  }

  private Template piece(Tag tag, List<String> open) {
    if (tag.name().equals(Vocabulary.LIVE)) {
      return live.of(tag, reading).map(LiveParts.Rendering::amp).orElse(Template.EMPTY);
    }
    Optional<String> name = tag.attribute("module").map(a -> tag.value(a).text());
    Set<String> known = names();
    if (name.isEmpty() || !known.contains(name.get()) || open.contains(name.get())) {
      reading.error(
          tag.source(),
          tag.start(),
          tag.nameEnd(),
          name.map(
                  n ->
                      open.contains(n)
                          ? "module '" + n + "' uses itself"
                          : "unknown module '" + n + "'")
              .orElse("<es-use> names no module"),
          name.map(n -> Names.suggestion(n, known)).orElse("write module=\"header\""));
      return Template.EMPTY;
    }
    String shown = modules.getFileName() + "/" + name.get() + ENDING;
    try {
      List<String> inner = new ArrayList<>(open);
      inner.add(name.get());
      return parse(
          new Source(shown, Files.readString(modules.resolve(name.get() + ENDING))), inner);
    } catch (IOException e) {
      reading.error(
          tag.source(), tag.start(), tag.nameEnd(), shown + " cannot be read", "save it as UTF-8");
      return Template.EMPTY;
    }
  }

  private Set<String> names() {
    Set<String> names = new TreeSet<>();
    if (Files.isDirectory(modules)) {
      try (Stream<Path> files = Files.list(modules)) {
        files
            .map(f -> String.valueOf(f.getFileName()))
            .filter(f -> f.endsWith(ENDING))
            .forEach(f -> names.add(f.substring(0, f.length() - ENDING.length())));
      } catch (IOException e) {
        return names;
      }
    }
    return names;
  }

  /** Puts modules and live blocks back where their marks stand. */
  private record Pieces(List<Template> pieces) {
    private static final Pattern MARK = Pattern.compile("\uE002(\\d+)\uE003");

    Template into(Template template) {
      if (template instanceof Template.Sequence sequence) {
        return new Template.Sequence(sequence.parts().stream().map(this::into).toList());
      } else if (template instanceof Template.Choose choose) {
        List<Template.Branch> branches =
            choose.branches().stream()
                .map(b -> new Template.Branch(b.test(), into(b.body()), b.place()))
                .toList();
        return new Template.Choose(branches, into(choose.otherwise()));
      } else if (template instanceof Template.Text text) {
        List<Template> parts = new ArrayList<>();
        Matcher mark = MARK.matcher(text.copy());
        int at = 0;
        while (mark.find()) {
          parts.add(new Template.Text(text.copy().substring(at, mark.start()), text.context()));
          parts.add(pieces.get(Integer.parseInt(mark.group(1))));
          at = mark.end();
        }
        parts.add(new Template.Text(text.copy().substring(at), text.context()));
        return new Template.Sequence(parts);
      }
      if (template instanceof Template.Each each) {
        List<Template> bodies = each.bodies().stream().map(this::into).toList();
        return new Template.Each(each.attribute(), bodies, into(each.empty()), each.place());
      }
      return template;
    }
  }
}
