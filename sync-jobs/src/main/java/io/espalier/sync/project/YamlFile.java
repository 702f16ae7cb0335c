package io.espalier.sync.project;

import io.espalier.rule.Issue;
import io.espalier.rule.Place;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.Tag;

/** One YAML file, read to nodes that know where they stand. */
final class YamlFile {
  private final String name;
  private final String text;
  private final List<String> lines;
  private final Collection<Issue> issues;
  private final Set<String> secrets = new LinkedHashSet<>();

  private YamlFile(String name, String text, Collection<Issue> issues) {
    this.name = name;
    this.text = text;
    this.lines = List.of(text.split("\n", -1));
    this.issues = issues;
  }

  /**
   * Reads a file whose top level is a mapping.
   *
   * @param name the file as the user would name it
   * @param issues receives what is wrong with it
   */
  static Optional<YamlMap> read(Path file, String name, Collection<Issue> issues) {
    String text;
    try {
      text = withoutMark(Files.readString(file));
    } catch (MalformedInputException e) {
      issues.add(Issue.error(Place.file(name), "the file is not UTF-8", "save it as UTF-8"));
      return Optional.empty();
    } catch (IOException e) {
      issues.add(
          Issue.error(
              Place.file(name),
              Files.exists(file) ? "the file cannot be read" : "there is no such file",
              Files.exists(file) ? "" : "write it, or start with 'espalier init'"));
      return Optional.empty();
    }
    YamlFile yaml = new YamlFile(name, text, issues);
    try {
      LoadSettings settings =
          LoadSettings.builder().setLabel(name).setAllowDuplicateKeys(true).build();
      Optional<Node> root = new Compose(settings).composeString(text);
      if (root.isEmpty() || root.get().getTag().equals(Tag.NULL)) {
        issues.add(Issue.error(Place.file(name), "the file is empty", ""));
        return Optional.empty();
      }
      if (root.get() instanceof MappingNode mapping) {
        return Optional.of(new YamlMap(yaml, mapping));
      }
      issues.add(
          Issue.error(yaml.place(root.get()), "expected 'key: value' lines at the top level", ""));
    } catch (MarkedYamlEngineException e) {
      Place place = e.getProblemMark().map(m -> yaml.place(m, 1)).orElse(Place.file(name));
      issues.add(Issue.error(place, "not valid YAML: " + e.getProblem(), ""));
    } catch (YamlEngineException e) {
      issues.add(Issue.error(Place.file(name), "not valid YAML: " + e.getMessage(), ""));
    }
    return Optional.empty();
  }

  private static String withoutMark(String text) {
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }

  /** From now on this value is starred out wherever a message shows its line. */
  void conceal(String secret) {
    if (!secret.isBlank()) {
      secrets.add(secret);
    }
  }

  /** The issues with every concealed value starred out, earlier ones included. */
  List<Issue> concealed(List<Issue> all) {
    return all.stream().map(this::concealed).toList();
  }

  private Issue concealed(Issue issue) {
    Place place = issue.place();
    String source = place.source();
    for (String secret : secrets) {
      source = source.replace(secret, "*".repeat(secret.length()));
    }
    return source.equals(place.source()) || !place.file().equals(name)
        ? issue
        : new Issue(
            issue.severity(),
            new Place(place.file(), place.line(), place.column(), place.length(), source),
            issue.message(),
            issue.mend());
  }

  void error(Node node, String message, String mend) {
    issues.add(Issue.error(place(node), message, mend));
  }

  void tell(Collection<Issue> found) {
    issues.addAll(found);
  }

  void warning(Node node, String message, String mend) {
    issues.add(Issue.warning(place(node), message, mend));
  }

  Place place(Node node) {
    return node.getStartMark()
        .map(
            start -> {
              int end =
                  node.getEndMark()
                      .filter(m -> m.getLine() == start.getLine())
                      .map(Mark::getColumn)
                      .orElse(line(start.getLine()).stripTrailing().length());
              return place(start, Math.max(1, end - start.getColumn()));
            })
        .orElse(Place.file(name));
  }

  Place place(int line, int column, int length) {
    return new Place(name, line + 1, column + 1, Math.max(1, length), line(line));
  }

  private Place place(Mark mark, int length) {
    return place(mark.getLine(), mark.getColumn(), length);
  }

  String name() {
    return name;
  }

  String text() {
    return text;
  }

  String line(int number) {
    return number < lines.size() ? lines.get(number).replace("\r", "") : "";
  }

  int lineCount() {
    return lines.size();
  }
}
