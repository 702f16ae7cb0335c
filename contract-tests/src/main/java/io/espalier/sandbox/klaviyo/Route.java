package io.espalier.sandbox.klaviyo;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** One operation of the API: a method, a path with {@code {variables}}, its quota, its handler. */
record Route(
    String method,
    String template,
    List<String> parts,
    Quota quota,
    Function<Call, Answer> handler) {

  static Route of(String method, String template, Quota quota, Function<Call, Answer> handler) {
    List<String> parts = new ArrayList<>();
    for (String part : List.of(template.split("/", -1))) {
      if (!part.isEmpty()) {
        parts.add(part);
      }
    }
    return new Route(method, template, List.copyOf(parts), quota, handler);
  }

  /** The path's variables; empty where the path is another. */
  Optional<Map<String, String>> match(List<String> path) {
    if (path.size() != parts.size()) {
      return Optional.empty();
    }
    Map<String, String> variables = new HashMap<>();
    for (int i = 0; i < parts.size(); i++) {
      String part = parts.get(i);
      if (part.startsWith("{")) {
        variables.put(part.substring(1, part.length() - 1), path.get(i));
      } else if (!part.equals(path.get(i))) {
        return Optional.empty();
      }
    }
    return Optional.of(variables);
  }
}
