package io.espalier.sync.project;

import io.espalier.rule.Names;
import io.espalier.rule.Place;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * A mapping in a YAML file. Each look-up says what is wrong with the value, at its place, and gives
 * empty; {@link #refuseOthers} then names the keys that nobody asked for.
 */
final class YamlMap {
  private final YamlFile file;
  private final MappingNode node;
  private final Map<String, NodeTuple> entries = new LinkedHashMap<>();
  private final Set<String> asked = new TreeSet<>();

  YamlMap(YamlFile file, MappingNode node) {
    this.file = file;
    this.node = node;
    for (NodeTuple tuple : node.getValue()) {
      if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
        file.error(tuple.getKeyNode(), "a key must be a plain word", "");
      } else if (entries.putIfAbsent(key.getValue(), tuple) != null) {
        file.error(key, "'" + key.getValue() + "' is given twice", "remove one of the two");
      }
    }
  }

  YamlFile file() {
    return file;
  }

  Place place() {
    return file.place(node);
  }

  Set<String> keys() {
    return entries.keySet();
  }

  boolean has(String key) {
    asked.add(key);
    return entries.containsKey(key);
  }

  /** The place of a key's value, or of the whole mapping where the key is absent. */
  Place place(String key) {
    NodeTuple tuple = entries.get(key);
    return tuple == null ? place() : file.place(tuple.getValueNode());
  }

  Place keyPlace(String key) {
    NodeTuple tuple = entries.get(key);
    return tuple == null ? place() : file.place(tuple.getKeyNode());
  }

  void error(String key, String message, String mend) {
    NodeTuple tuple = entries.get(key);
    file.error(tuple == null ? node : tuple.getValueNode(), message, mend);
  }

  /** The key's value is a secret, or holds one: no message shows it. */
  void conceal(String key) {
    NodeTuple tuple = entries.get(key);
    if (tuple != null && tuple.getValueNode() instanceof ScalarNode scalar) {
      file.conceal(scalar.getValue());
    }
  }

  /** Points at the key itself: it is the key that is wrong, not its value. */
  void keyError(String key, String message, String mend) {
    NodeTuple tuple = entries.get(key);
    file.error(tuple == null ? node : tuple.getKeyNode(), message, mend);
  }

  void warning(String key, String message, String mend) {
    NodeTuple tuple = entries.get(key);
    file.warning(tuple == null ? node : tuple.getKeyNode(), message, mend);
  }

  /** A scalar's text; empty where the key is absent or its value is null. */
  Optional<String> text(String key) {
    return value(key)
        .flatMap(
            value -> {
              if (value instanceof ScalarNode scalar) {
                return scalar.getTag().equals(Tag.NULL)
                    ? Optional.empty()
                    : Optional.of(scalar.getValue());
              }
              file.error(value, "'" + key + "' must be one value", "");
              return Optional.empty();
            });
  }

  /** The text of a key that must be there. */
  Optional<String> required(String key, String mend) {
    if (!has(key)) {
      file.error(node, "'" + key + "' is missing", mend);
      return Optional.empty();
    }
    Optional<String> text = text(key).filter(t -> !t.isBlank());
    if (text.isEmpty() && value(key).filter(v -> v instanceof ScalarNode).isPresent()) {
      error(key, "'" + key + "' is empty", mend);
    }
    return text;
  }

  Optional<YamlText> block(String key) {
    return value(key)
        .filter(v -> v instanceof ScalarNode)
        .map(v -> new YamlText(file, (ScalarNode) v));
  }

  /** A rule in either of its forms, read; what is wrong with it is told. */
  Optional<YamlRule> rule(String key, String mend) {
    if (!has(key)) {
      file.error(node, "'" + key + "' is missing", mend);
      return Optional.empty();
    }
    boolean empty =
        value(key)
            .filter(v -> v instanceof ScalarNode)
            .map(v -> v.getTag().equals(Tag.NULL) || ((ScalarNode) v).getValue().isBlank())
            .orElse(false);
    if (empty) {
      error(key, "'" + key + "' is empty", mend);
      return Optional.empty();
    }
    return value(key).map(v -> YamlRule.read(file, v));
  }

  /** A key and its value as they stand; the first where the key is given twice. */
  Optional<NodeTuple> entry(String key) {
    return Optional.ofNullable(entries.get(key));
  }

  Optional<Integer> whole(String key) {
    return text(key)
        .flatMap(
            text -> {
              if (text.matches("[0-9]{1,9}")) {
                return Optional.of(Integer.valueOf(text));
              }
              error(key, "'" + key + "' must be a whole number, not '" + text + "'", "");
              return Optional.empty();
            });
  }

  Optional<Boolean> flag(String key) {
    return text(key)
        .flatMap(
            text -> {
              if (text.equals("true") || text.equals("false")) {
                return Optional.of(Boolean.valueOf(text));
              }
              error(key, "'" + key + "' must be true or false, not '" + text + "'", "");
              return Optional.empty();
            });
  }

  Optional<YamlMap> map(String key) {
    return value(key)
        .flatMap(
            value -> {
              if (value instanceof MappingNode mapping) {
                return Optional.of(new YamlMap(file, mapping));
              }
              if (value.getTag().equals(Tag.NULL)) {
                keyError(key, "'" + key + "' is empty", "write something below it, or remove it");
              } else {
                file.error(value, "'" + key + "' must be 'name: value' pairs", "");
              }
              return Optional.empty();
            });
  }

  /** A list of texts; one text stands for a list of one. */
  List<String> texts(String key) {
    List<String> texts = new ArrayList<>();
    value(key)
        .ifPresent(
            value -> {
              List<Node> items =
                  value instanceof SequenceNode sequence ? sequence.getValue() : List.of(value);
              for (Node item : items) {
                if (item instanceof ScalarNode scalar) {
                  if (!scalar.getTag().equals(Tag.NULL)) {
                    texts.add(scalar.getValue());
                  }
                } else {
                  file.error(item, "'" + key + "' must be a list of plain values", "");
                }
              }
            });
    return texts;
  }

  /** A list of mappings. */
  List<YamlMap> maps(String key) {
    List<YamlMap> maps = new ArrayList<>();
    value(key)
        .ifPresent(
            value -> {
              if (!(value instanceof SequenceNode sequence)) {
                file.error(value, "'" + key + "' must be a list", "start each item with '- '");
                return;
              }
              for (Node item : sequence.getValue()) {
                if (item instanceof MappingNode mapping) {
                  maps.add(new YamlMap(file, mapping));
                } else {
                  file.error(item, "an item of '" + key + "' must be 'name: value' pairs", "");
                }
              }
            });
    return maps;
  }

  /** True where the key's value is a list that is not empty, whatever it holds. */
  boolean isListOfMore(String key) {
    return value(key)
        .filter(v -> v instanceof SequenceNode list && !list.getValue().isEmpty())
        .isPresent();
  }

  /** True where the key's value is itself a mapping. */
  boolean isMap(String key) {
    return value(key).filter(v -> v instanceof MappingNode).isPresent();
  }

  private Optional<Node> value(String key) {
    asked.add(key);
    return Optional.ofNullable(entries.get(key)).map(NodeTuple::getValueNode);
  }

  /** Names every key that nobody asked for, with the nearest one that somebody did. */
  void refuseOthers() {
    entries.forEach(
        (key, tuple) -> {
          if (!asked.contains(key)) {
            file.error(
                tuple.getKeyNode(), "unknown key '" + key + "'", Names.suggestion(key, asked));
          }
        });
  }
}
