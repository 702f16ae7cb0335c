package io.espalier.sandbox.mailchimp;

import com.google.gson.JsonObject;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One method on one path of the API.
 *
 * @param pattern the path's parts after {@code /3.0}; a variable stands in braces
 * @param answer what a call yields; null for an answer without body. Refusals are thrown.
 */
record Route(String method, List<String> pattern, Function<Call, @Nullable JsonObject> answer) {

  static Route of(String method, String path, Function<Call, @Nullable JsonObject> answer) {
    return new Route(
        method,
        List.of(path.split("/", -1)).stream().filter(part -> !part.isEmpty()).toList(),
        answer);
  }

  boolean matches(List<String> path) {
    if (path.size() != pattern.size()) {
      return false;
    }
    for (int i = 0; i < path.size(); i++) {
      if (!variable(pattern.get(i)) && !pattern.get(i).equals(path.get(i))) {
        return false;
      }
    }
    return true;
  }

  static boolean variable(String part) {
    return part.startsWith("{");
  }
}
