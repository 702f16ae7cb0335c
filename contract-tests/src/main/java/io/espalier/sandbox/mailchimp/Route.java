package io.espalier.sandbox.mailchimp;

import com.google.gson.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One method on one path of the API.
 *
 * @param pattern the path's parts after {@code /3.0}; a variable stands in braces
 * @param schema what the answer is, as the vendor names its schemas: {@code
 *     Lists/Members/Instance.json}
 * @param answer what a call yields, as JSON; null for an answer without body. Refusals are thrown.
 */
record Route(
    String method, List<String> pattern, String schema, Function<Call, @Nullable String> answer) {

  /** What shows of an answer is chosen when it stands. */
  static Route of(String method, String path, Function<Call, @Nullable JsonObject> answer) {
    return written(
        method,
        path,
        call -> {
          JsonObject all = answer.apply(call);
          if (all == null) {
            return null;
          }
          String text = Answers.print(Selection.of(call).from(all));
          return call.inside() ? AnswerText.escaped(text) : text;
        });
  }

  /** The answer holds only what was asked for, as {@link Call#answer} writes it. */
  static Route written(String method, String path, Function<Call, @Nullable String> answer) {
    List<String> pattern =
        List.of(path.split("/", -1)).stream().filter(part -> !part.isEmpty()).toList();
    return new Route(method, pattern, schema(method, pattern), answer);
  }

  private static String schema(String method, List<String> pattern) {
    String path =
        pattern.stream()
            .filter(part -> !variable(part))
            .map(
                part ->
                    Stream.of(part.split("-", -1))
                        .map(w -> w.substring(0, 1).toUpperCase(Locale.ROOT) + w.substring(1))
                        .collect(Collectors.joining()))
            .collect(Collectors.joining("/"));
    boolean one =
        pattern.isEmpty() || variable(pattern.get(pattern.size() - 1)) || !method.equals("GET");
    return (path.isEmpty() ? "Root" : path + (one ? "/Instance" : "/Collection")) + ".json";
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
