package io.espalier.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** A tree out of YAML, by a reader that knows nothing of rules. */
final class YamlTree {
  private final String text;

  private YamlTree(String text) {
    this.text = text;
  }

  static RuleTree of(String text) {
    LoadSettings settings = LoadSettings.builder().setAllowDuplicateKeys(true).build();
    return new YamlTree(text).tree(new Compose(settings).composeString(text).orElseThrow());
  }

  private RuleTree tree(Node node) {
    if (node instanceof MappingNode mapping) {
      List<RuleTree.Entry> entries = new ArrayList<>();
      for (NodeTuple tuple : mapping.getValue()) {
        RuleTree.Scalar key = (RuleTree.Scalar) tree(tuple.getKeyNode());
        entries.add(new RuleTree.Entry(key, tree(tuple.getValueNode())));
      }
      return new RuleTree.Entries(entries, span(node));
    } else if (node instanceof SequenceNode sequence) {
      return new RuleTree.Items(sequence.getValue().stream().map(this::tree).toList(), span(node));
    }
    ScalarNode scalar = (ScalarNode) node;
    boolean quoted = scalar.getScalarStyle() != ScalarStyle.PLAIN;
    return new RuleTree.Scalar(scalar.getValue(), quoted, span(node));
  }

  private Span span(Node node) {
    return new Span(offset(node.getStartMark()), offset(node.getEndMark()));
  }

  private int offset(Optional<Mark> mark) {
    return text.offsetByCodePoints(0, mark.orElseThrow().getIndex());
  }
}
