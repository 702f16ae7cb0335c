package io.espalier.sync.project;

import io.espalier.rule.Issue;
import io.espalier.rule.Rule;
import io.espalier.rule.RuleYaml;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.events.CommentEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.nodes.CollectionNode;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Formats the {@code where} of a segment's file, and leaves everything else as it stands. */
public final class RuleFile {
  private static final String WHERE = "where";

  /** How the rule is to stand in the file. */
  public enum Form {
    AS_IT_IS,
    YAML,
    EXPRESSION
  }

  /**
   * @param after equal to {@code before} where there is nothing to do, or nothing can be done
   * @param issues what is wrong with the file, or why its rule was left alone
   */
  public record Formatted(String before, String after, List<Issue> issues) {
    public boolean changed() {
      return !before.equals(after);
    }
  }

  private RuleFile() {}

  /**
   * @param name the file as the user would name it
   */
  public static Formatted format(Path file, String name, Form form) {
    return format(file, name, form, rule -> rule);
  }

  /** The file with another rule in the place of its own, in the same form. */
  public static Formatted replace(Path file, String name, Rule rule) {
    return format(file, name, Form.AS_IT_IS, own -> rule);
  }

  private static Formatted format(
      Path file, String name, Form form, UnaryOperator<Rule> replacement) {
    List<Issue> issues = new ArrayList<>();
    Optional<YamlMap> map = YamlFile.read(file, name, issues);
    if (map.isEmpty()) {
      return new Formatted("", "", issues);
    }
    YamlFile yaml = map.get().file();
    String before = yaml.text();
    Optional<NodeTuple> entry = map.get().entry(WHERE);
    if (entry.isEmpty()) {
      return new Formatted(before, before, issues);
    }
    Node value = entry.get().getValueNode();
    YamlRule read = YamlRule.read(yaml, value);
    if (read.rule().isEmpty()) {
      return new Formatted(before, before, issues);
    }
    boolean structured = form == Form.YAML || form == Form.AS_IT_IS && read.structured();
    int start = YamlRule.offset(before, entry.get().getKeyNode().getStartMark());
    int end = end(before, start, value);
    String after =
        before.substring(0, start)
            + String.join(
                "\n", RuleYaml.entry(WHERE, replacement.apply(read.rule().get()), structured))
            + before.substring(end);
    if (after.equals(before)) {
      return new Formatted(before, before, issues);
    }
    if (start > 0 && before.charAt(start - 1) != '\n' || hasComment(before, start, end)) {
      issues.add(
          Issue.warning(
              read.whole(),
              "the rule is left as it is: formatting would lose what stands beside it",
              "move the comment above 'where'"));
      return new Formatted(before, before, issues);
    }
    return new Formatted(before, after, issues);
  }

  /** Behind the last character of a value: the end mark of a block lies at the next key. */
  private static int end(String text, int start, Node node) {
    int end = Math.max(start, lastEnd(text, node));
    while (end > start && Character.isWhitespace(text.charAt(end - 1))) {
      end--;
    }
    return end;
  }

  private static int lastEnd(String text, Node node) {
    boolean block =
        node instanceof CollectionNode<?> collection
            && collection.getFlowStyle() == FlowStyle.BLOCK;
    if (block && node instanceof MappingNode mapping && !mapping.getValue().isEmpty()) {
      List<NodeTuple> tuples = mapping.getValue();
      return lastEnd(text, tuples.get(tuples.size() - 1).getValueNode());
    } else if (block && node instanceof SequenceNode list && !list.getValue().isEmpty()) {
      return lastEnd(text, list.getValue().get(list.getValue().size() - 1));
    }
    return YamlRule.offset(text, node.getEndMark());
  }

  private static boolean hasComment(String text, int start, int end) {
    int lineEnd = text.indexOf('\n', end);
    int until = lineEnd < 0 ? text.length() : lineEnd;
    LoadSettings settings =
        LoadSettings.builder().setParseComments(true).setAllowDuplicateKeys(true).build();
    for (Event event : new Parse(settings).parseString(text)) {
      if (event instanceof CommentEvent comment) {
        int at = YamlRule.offset(text, comment.getStartMark());
        if (at >= start && at < until && text.startsWith("#", at)) {
          return true;
        }
      }
    }
    return false;
  }
}
