package io.espalier.sandbox.klaviyo.django;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** for, cycle, ifchanged. */
final class LoopTags {
  private LoopTags() {}

  static void addTo(Map<String, Tag> tags) {
    tags.put("for", LoopTags::loop);
    tags.put("cycle", LoopTags::cycle);
    tags.put("ifchanged", LoopTags::ifChanged);
  }

  private static Node loop(Parser parser, List<String> words) {
    boolean reversed = words.get(words.size() - 1).equals("reversed");
    int in = words.size() - (reversed ? 3 : 2);
    if (in < 2 || !words.get(in).equals("in")) {
      throw new TemplateFault("'for' statements should use the format 'for x in y'");
    }
    List<String> names = List.of(String.join(" ", words.subList(1, in)).split(" *, *", -1));
    for (String name : names) {
      if (!name.matches("[^\\s\"'|]+")) {
        throw new TemplateFault("'for' tag received an invalid argument: " + name);
      }
    }
    FilterExpression sequence = FilterExpression.parse(words.get(in + 1));
    Body body = parser.bodyUntil(Set.of("empty", "endfor"));
    Body empty =
        parser.end().command().equals("empty") ? parser.bodyUntil(Set.of("endfor")) : new Body();
    return (scope, out) -> {
      List<@Nullable Object> items = items(sequence.resolveForTest(scope));
      if (reversed) {
        Collections.reverse(items);
      }
      if (items.isEmpty()) {
        empty.render(scope, out);
        return;
      }
      Object parent = scope.get("forloop");
      scope.push();
      for (int i = 0; i < items.size(); i++) {
        scope.set("forloop", position(i, items.size(), parent));
        assign(scope, names, items.get(i));
        body.render(scope, out);
      }
      scope.pop();
    };
  }

  private static Map<String, @Nullable Object> position(
      int index, int size, @Nullable Object parent) {
    Map<String, @Nullable Object> position = new HashMap<>();
    position.put("counter", (long) index + 1);
    position.put("counter0", (long) index);
    position.put("revcounter", (long) size - index);
    position.put("revcounter0", (long) size - index - 1);
    position.put("first", index == 0);
    position.put("last", index == size - 1);
    position.put("parentloop", Scope.ABSENT.equals(parent) ? new HashMap<>() : parent);
    return position;
  }

  private static void assign(Scope scope, List<String> names, @Nullable Object item) {
    if (names.size() == 1) {
      scope.set(names.get(0), item);
      return;
    }
    List<@Nullable Object> parts = Python.hasLength(item) ? items(item) : List.of();
    if (parts.size() != names.size()) {
      throw new TemplateFault(
          "Need "
              + names.size()
              + " values to unpack in for loop; got "
              + (parts.isEmpty() ? 1 : parts.size())
              + ".");
    }
    for (int i = 0; i < names.size(); i++) {
      scope.set(names.get(i), parts.get(i));
    }
  }

  /** What a loop goes over: a list's items, a map's keys, a text's characters, nothing for None. */
  static List<@Nullable Object> items(@Nullable Object value) {
    List<@Nullable Object> items = new ArrayList<>();
    if (value == null) {
      return items;
    }
    if (value instanceof List<?> list) {
      items.addAll(list);
    } else if (value instanceof Map<?, ?> map) {
      items.addAll(map.keySet());
    } else if (Python.isText(value)) {
      Python.text(value).codePoints().forEach(point -> items.add(Character.toString(point)));
    } else {
      throw new TemplateFault("'" + Python.text(value) + "' object is not iterable");
    }
    return items;
  }

  private static Node cycle(Parser parser, List<String> words) {
    if (words.size() < 3) {
      throw new TemplateFault("'cycle' tag requires at least two arguments");
    }
    List<FilterExpression> values = new ArrayList<>();
    words.subList(1, words.size()).forEach(word -> values.add(FilterExpression.parse(word)));
    return (scope, out) -> {
      int turn = (int) scope.memory().getOrDefault(values, 0);
      scope.memory().put(values, turn + 1);
      out.append(Escaping.printed(values.get(turn % values.size()).resolve(scope), scope));
    };
  }

  private static Node ifChanged(Parser parser, List<String> words) {
    List<FilterExpression> watched = new ArrayList<>();
    words.subList(1, words.size()).forEach(word -> watched.add(FilterExpression.parse(word)));
    Body body = parser.bodyUntil(Set.of("else", "endifchanged"));
    Body otherwise =
        parser.end().command().equals("else")
            ? parser.bodyUntil(Set.of("endifchanged"))
            : new Body();
    return (scope, out) -> {
      String text = watched.isEmpty() ? body.text(scope) : "";
      List<@Nullable Object> now = new ArrayList<>();
      now.add(text);
      watched.forEach(expression -> now.add(expression.resolveForTest(scope)));
      Object before = scope.memory().get(body);
      if (before == null || !Comparison.equal(before, now)) {
        scope.memory().put(body, now);
        if (watched.isEmpty()) {
          out.append(text);
        } else {
          body.render(scope, out);
        }
      } else {
        otherwise.render(scope, out);
      }
    };
  }
}
