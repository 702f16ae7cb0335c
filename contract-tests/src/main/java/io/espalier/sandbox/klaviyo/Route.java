package io.espalier.sandbox.klaviyo;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
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

  /** The same below {@code relationships}: of what this one shows, type and id alone. */
  Route references() {
    int end = template.lastIndexOf('/');
    return of(
        method,
        template.substring(0, end) + "/relationships" + template.substring(end),
        quota,
        call -> bare(handler.apply(call)));
  }

  private static Answer bare(Answer answer) {
    JsonObject shown = answer.body();
    JsonElement data = shown == null ? JsonNull.INSTANCE : shown.get("data");
    JsonObject document = new JsonObject();
    if (data.isJsonArray()) {
      JsonArray references = new JsonArray();
      data.getAsJsonArray().forEach(one -> references.add(reference(one)));
      document.add("data", references);
    } else {
      document.add("data", reference(data));
    }
    if (shown != null && shown.has("links")) {
      document.add("links", shown.get("links"));
    }
    return new Answer(answer.status(), document);
  }

  private static JsonElement reference(JsonElement resource) {
    return resource instanceof JsonObject one
        ? Links.reference(one.get("type").getAsString(), one.get("id").getAsString())
        : JsonNull.INSTANCE;
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
