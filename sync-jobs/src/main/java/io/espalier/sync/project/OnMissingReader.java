package io.espalier.sync.project;

import io.espalier.model.Attribute;
import io.espalier.model.Schema;
import io.espalier.model.Value;
import io.espalier.model.ValueType;
import io.espalier.rule.Names;
import io.espalier.rule.Operand;
import io.espalier.rule.Origin;
import io.espalier.rule.Rule;
import io.espalier.rule.RuleChecker;
import io.espalier.rule.RuleParser;
import io.espalier.rule.Uses;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads {@code on_missing: {score: 0}}: what a segment takes a missing attribute for. */
final class OnMissingReader {
  private OnMissingReader() {}

  static Map<String, Value> read(Optional<YamlMap> given, Rule rule, Schema schema) {
    Map<String, Value> values = new LinkedHashMap<>();
    given.ifPresent(
        map -> {
          for (String name : map.keys()) {
            Optional<Attribute> attribute = schema.attribute(name);
            if (attribute.isEmpty()) {
              map.keyError(
                  name,
                  "unknown attribute '" + name + "'",
                  Names.suggestion(name, schema.attributes().keySet()));
            } else {
              value(map, attribute.get(), schema).ifPresent(value -> values.put(name, value));
              if (!Uses.of(List.of(rule)).attributes().contains(name)) {
                map.warning(name, "the rule does not use '" + name + "'", "take it out");
              }
            }
          }
        });
    return values;
  }

  private static Optional<Value> value(YamlMap map, Attribute attribute, Schema schema) {
    String name = attribute.name();
    Optional<String> text = map.required(name, "e.g. " + name + ": " + example(attribute.type()));
    if (text.isEmpty()) {
      return Optional.empty();
    } else if (attribute.type() == ValueType.LIST) {
      map.error(name, "a list has no value for 'missing'", "has_none and size tell it apart");
      return Optional.empty();
    } else if (attribute.type() == ValueType.TEXT) {
      return Optional.of(Value.text(text.get()));
    }
    Optional<Value> value =
        RuleParser.parseOperand(text.get(), Origin.of("on_missing", text.get()))
            .value()
            .filter(operand -> operand instanceof Operand.Literal)
            .filter(o -> RuleChecker.typeOf(o, schema).equals(Optional.of(attribute.type())))
            .map(operand -> ((Operand.Literal) operand).value());
    if (value.isEmpty()) {
      map.error(
          name,
          "'" + name + "' is a " + attribute.type().word() + ", and '" + text.get() + "' is none",
          "e.g. " + name + ": " + example(attribute.type()));
    }
    return value;
  }

  private static String example(ValueType type) {
    return switch (type) {
      case NUMBER -> "0";
      case BOOL -> "false";
      case DATE -> "2000-01-31";
      case DATETIME -> "2000-01-31T00:00:00Z";
      case TEXT, LIST -> "unknown";
    };
  }
}
