package io.espalier.mjml;

import io.espalier.rule.Names;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Puts the modules in the place of {@code <es-use module="header"/>}. */
final class Modules {
  private static final String ENDING = ".mjml";

  private final Path folder;
  private final Reading reading;

  Modules(Path folder, Reading reading) {
    this.folder = folder;
    this.reading = reading;
  }

  List<Element> use(List<Element> elements) {
    return use(elements, Scope.NONE, new Inside(List.of(), Optional.empty()));
  }

  /**
   * Where we are.
   *
   * @param open the modules that we are in, the outermost first
   * @param content what the innermost was given between its tags; empty outside of modules
   */
  private record Inside(List<String> open, Optional<List<Element>> content) {}

  private List<Element> use(List<Element> elements, Scope outer, Inside inside) {
    Scope scope = outer;
    List<Element> used = new ArrayList<>();
    for (Element element : elements) {
      if (element.name().equals(Vocabulary.USE)) {
        used.addAll(module(element, scope, inside));
      } else if (element.name().equals(Vocabulary.LET)) {
        scope = reading.let(element.tag(), scope);
      } else if (element.name().equals(Vocabulary.EACH)) {
        used.add(each(element, scope, inside));
      } else if (element.name().equals(Vocabulary.CONTENT_HERE) && inside.content().isPresent()) {
        used.addAll(inside.content().get());
      } else {
        used.add(element.with(use(element.children(), scope, inside), scope));
      }
    }
    return used;
  }

  /** Its children become one copy of the body for each item, and what is shown without any. */
  private Element each(Element each, Scope scope, Inside inside) {
    Tag tag = each.tag();
    List<Element> body = new ArrayList<>();
    List<Element> copies = new ArrayList<>();
    List<Element> empty = new ArrayList<>();
    for (Element child : each.children()) {
      if (child.name().equals(Vocabulary.EMPTY)) {
        empty.add(child.with(use(child.children(), scope, inside), scope));
      } else {
        body.add(child);
      }
    }
    Optional<String> list = reading.list(tag);
    int most = reading.most(tag);
    for (int number = 1; number <= most && list.isPresent(); number++) {
      Scope item = reading.item(tag, scope, list.get(), number);
      Tag copy = new Tag(tag.source(), Vocabulary.ITEM, Map.of(), tag.start(), tag.end(), false);
      copies.add(
          new Element(copy, use(body, item, inside), each.contentStart(), each.contentEnd(), item));
    }
    copies.addAll(empty);
    return each.with(copies, scope);
  }

  private List<Element> module(Element element, Scope scope, Inside inside) {
    Tag tag = element.tag();
    List<String> open = inside.open();
    if (tag.attribute("module").isEmpty()) {
      wrong(tag, tag.start(), tag.nameEnd(), "<es-use> names no module", "write module=\"header\"");
      return List.of();
    }
    Tag.Attribute attribute = tag.attribute("module").get();
    String name = tag.value(attribute).text();
    if (open.contains(name)) {
      List<String> path = new ArrayList<>(open.subList(open.indexOf(name), open.size()));
      path.add(name);
      wrong(
          tag,
          attribute.start(),
          attribute.end(),
          "module '" + name + "' uses itself: " + String.join(" -> ", path),
          "take one of these <es-use> out");
      return List.of();
    }
    Set<String> known = names();
    if (!known.contains(name)) {
      wrong(
          tag,
          attribute.start(),
          attribute.end(),
          "unknown module '" + name + "'",
          Names.suggestion(name, known));
      return List.of();
    }
    String shown = folder.getFileName() + "/" + name + ENDING;
    try {
      Source source = new Source(shown, Files.readString(folder.resolve(name + ENDING)));
      List<String> inner = new ArrayList<>(open);
      inner.add(name);
      List<Element> parsed = ElementParser.parse(source, reading.issues());
      Scope slots = new Slots(reading).fill(name, parsed, tag, scope);
      List<Element> rest = parsed.stream().filter(e -> !e.name().equals(Vocabulary.SLOT)).toList();
      List<Element> content = use(element.children(), scope, inside);
      return use(rest, slots, new Inside(inner, Optional.of(content)));
    } catch (MalformedInputException e) {
      wrong(tag, attribute.start(), attribute.end(), shown + " is not UTF-8", "save it as UTF-8");
    } catch (IOException e) {
      wrong(tag, attribute.start(), attribute.end(), shown + " cannot be read", "");
    }
    return List.of();
  }

  private Set<String> names() {
    Set<String> names = new TreeSet<>();
    if (Files.isDirectory(folder)) {
      try (Stream<Path> files = Files.list(folder)) {
        files
            .map(file -> String.valueOf(file.getFileName()))
            .filter(file -> file.endsWith(ENDING))
            .forEach(file -> names.add(file.substring(0, file.length() - ENDING.length())));
      } catch (IOException e) {
        return names;
      }
    }
    return names;
  }

  private void wrong(Tag tag, int start, int end, String message, String mend) {
    reading.error(tag.source(), start, end, message, mend);
  }
}
