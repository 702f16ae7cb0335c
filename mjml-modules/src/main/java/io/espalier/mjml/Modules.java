package io.espalier.mjml;

import io.espalier.rule.Names;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
    return use(elements, List.of());
  }

  /**
   * @param open the modules that we are in, the outermost first
   */
  private List<Element> use(List<Element> elements, List<String> open) {
    List<Element> used = new ArrayList<>();
    for (Element element : elements) {
      if (element.name().equals(Vocabulary.USE)) {
        used.addAll(module(element.tag(), open));
      } else {
        used.add(element.with(use(element.children(), open)));
      }
    }
    return used;
  }

  private List<Element> module(Tag tag, List<String> open) {
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
      return use(ElementParser.parse(source, reading.issues()), inner);
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
