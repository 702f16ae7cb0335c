package io.espalier.sync.project;

import io.espalier.rule.Origin;
import io.espalier.rule.Parsed;
import io.espalier.rule.Place;
import io.espalier.rule.Rule;
import io.espalier.rule.RuleParser;
import io.espalier.rule.RuleTree;
import io.espalier.rule.RuleYaml;
import io.espalier.rule.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * A rule in a YAML file, in either of its forms.
 *
 * @param rule empty where something is wrong with it; the file has been told
 * @param origin of the spans in the rule
 * @param whole the place of all of it
 * @param structured in keys and lists, rather than an expression
 */
record YamlRule(Optional<Rule> rule, Origin origin, Place whole, boolean structured) {

  /** All of it: of an expression in a block, its first line rather than the mark before it. */
  Place all() {
    return origin instanceof YamlText text ? text.place(0, text.text().strip().length()) : whole;
  }

  static YamlRule read(YamlFile file, Node node) {
    Origin origin;
    Parsed<Rule> parsed;
    boolean structured = !(node instanceof ScalarNode);
    if (node instanceof ScalarNode scalar) {
      YamlText text = new YamlText(file, scalar);
      origin = text;
      parsed = RuleParser.parse(text.text(), text);
    } else {
      origin = Origin.of(file.name(), file.text());
      parsed = RuleYaml.read(tree(file.text(), node), origin);
    }
    file.tell(parsed.issues());
    return new YamlRule(parsed.value(), origin, file.place(node), structured);
  }

  private static RuleTree tree(String text, Node node) {
    Span span = new Span(offset(text, node.getStartMark()), offset(text, node.getEndMark()));
    if (node instanceof MappingNode mapping) {
      List<RuleTree.Entry> entries = new ArrayList<>();
      for (NodeTuple tuple : mapping.getValue()) {
        RuleTree key = tree(text, tuple.getKeyNode());
        RuleTree.Scalar word =
            key instanceof RuleTree.Scalar scalar
                ? scalar
                : new RuleTree.Scalar("", false, key.span());
        entries.add(new RuleTree.Entry(word, tree(text, tuple.getValueNode())));
      }
      return new RuleTree.Entries(entries, span);
    } else if (node instanceof SequenceNode sequence) {
      return new RuleTree.Items(
          sequence.getValue().stream().map(item -> tree(text, item)).toList(), span);
    }
    ScalarNode scalar = (ScalarNode) node;
    return new RuleTree.Scalar(
        scalar.getValue(), scalar.getScalarStyle() != ScalarStyle.PLAIN, span);
  }

  /** A mark counts code points. */
  static int offset(String text, Optional<Mark> mark) {
    return mark.map(m -> text.offsetByCodePoints(0, m.getIndex())).orElse(0);
  }
}
