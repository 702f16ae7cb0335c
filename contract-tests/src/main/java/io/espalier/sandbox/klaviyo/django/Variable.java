package io.espalier.sandbox.klaviyo.django;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A number, or a name with its dotted steps. */
final class Variable {
  private final @Nullable Object literal;
  private final List<String> steps;

  private Variable(@Nullable Object literal, List<String> steps) {
    this.literal = literal;
    this.steps = steps;
  }

  static Variable of(String text) {
    Object number = number(text);
    if (number != null) {
      return new Variable(number, List.of());
    }
    if (text.startsWith("_") || text.contains("._")) {
      throw new TemplateFault(
          "Variables and attributes may not begin with underscores: '" + text + "'");
    }
    return new Variable(null, List.of(text.split("\\.", -1)));
  }

  private static @Nullable Object number(String text) {
    try {
      if (text.contains(".") || text.contains("e") || text.contains("E")) {
        boolean real =
            text.matches("[-+]?(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)(?:[eE][-+]?[0-9]+)?")
                && !text.endsWith(".");
        return real ? (Object) Double.valueOf(text) : null;
      }
      return text.matches("[-+]?[0-9]+") ? whole(new BigInteger(text)) : null;
    } catch (NumberFormatException notNumber) {
      return null;
    }
  }

  private static Object whole(BigInteger value) {
    return value.bitLength() < 64 ? (Object) value.longValue() : value;
  }

  /** The value; {@link Scope#ABSENT} where a step leads nowhere. */
  @Nullable Object resolve(Scope scope) {
    if (steps.isEmpty()) {
      return literal;
    }
    Object value = scope.get(steps.get(0));
    for (String step : steps.subList(1, steps.size())) {
      value = step(value, step);
    }
    return value;
  }

  /** A member of a map, an item of a list or a character of a text; or absent. */
  static @Nullable Object step(@Nullable Object value, String step) {
    if (value instanceof Map<?, ?> map) {
      return map.containsKey(step) ? map.get(step) : method(map, step);
    }
    if (!step.matches("[0-9]{1,9}")) {
      return Scope.ABSENT;
    }
    int index = Integer.parseInt(step);
    if (value instanceof List<?> list) {
      return index < list.size() ? list.get(index) : Scope.ABSENT;
    }
    if (Python.isText(value)) {
      int[] points = Python.text(value).codePoints().toArray();
      return index < points.length ? Character.toString(points[index]) : Scope.ABSENT;
    }
    return Scope.ABSENT;
  }

  private static Object method(Map<?, ?> map, String name) {
    return switch (name) {
      case "keys" -> new ArrayList<Object>(map.keySet());
      case "values" -> new ArrayList<Object>(map.values());
      case "items" -> {
        List<Object> pairs = new ArrayList<>();
        map.forEach(
            (key, value) -> {
              List<@Nullable Object> pair = new ArrayList<>();
              pair.add(key);
              pair.add(value);
              pairs.add(pair);
            });
        yield pairs;
      }
      default -> Scope.ABSENT;
    };
  }
}
