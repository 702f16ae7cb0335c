package io.espalier.sandbox.mailchimp;

import com.google.gson.JsonObject;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One method on one path of the API.
 *
 * @param pattern the path's parts after {@code /3.0}; a variable stands in braces
 * @param answer what a call yields, as JSON; null for an answer without body. Refusals are thrown.
 */
record Route(String method, List<String> pattern, Function<Call, @Nullable String> answer) {

  /** What shows of an answer is chosen when it stands. */
  static Route of(String method, String path, Function<Call, @Nullable JsonObject> answer) {
    return written(
        method,
        path,
        call -> {
          JsonObject all = answer.apply(call);
          return all == null ? null : Answers.print(Selection.of(call).from(all));
        });
  }

  /** The answer holds only what was asked for, as {@link Call#answer} writes it. */
  static Route written(String method, String path, Function<Call, @Nullable String> answer) {
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
