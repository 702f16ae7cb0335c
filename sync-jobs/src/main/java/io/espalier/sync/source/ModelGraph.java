package io.espalier.sync.source;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.espalier.rule.Issue;
import io.espalier.rule.Names;
import io.espalier.sync.project.IdentitySpec;
import io.espalier.sync.project.ModelSpec;
import io.espalier.sync.project.Project;
import io.espalier.sync.store.Engine;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Which table each model reads, by the engine's own parser; and no circles. */
final class ModelGraph {
  private final Map<String, Set<String>> reads = new LinkedHashMap<>();
  private final Map<String, ModelSpec> models;

  private ModelGraph(Map<String, ModelSpec> models) {
    this.models = models;
  }

  static ModelGraph of(Project project, Engine engine, Collection<Issue> issues) {
    ModelGraph graph = new ModelGraph(project.models());
    Set<String> known = new TreeSet<>(project.models().keySet());
    known.addAll(project.sources().keySet());
    if (project.profile().identity().isPresent()) {
      known.addAll(List.of(IdentitySpec.TABLE, IdentitySpec.KEYS));
    }
    for (ModelSpec model : project.models().values()) {
      graph.reads.put(model.name(), tables(model, known, engine, issues));
    }
    if (issues.isEmpty()) {
      graph.refuseCircles(issues);
    }
    return graph;
  }

  Set<String> reads(String model) {
    return reads.getOrDefault(model, Set.of());
  }

  String sql(String model) {
    ModelSpec spec = models.get(model);
    return spec == null ? "" : trimmed(spec.sql());
  }

  private static String trimmed(String sql) {
    return sql.stripTrailing().replaceFirst(";\\s*$", "");
  }

  private static Set<String> tables(
      ModelSpec model, Set<String> known, Engine engine, Collection<Issue> issues) {
    String json =
        engine
            .first("select json_serialize_sql(?)", row -> row.getString(1), trimmed(model.sql()))
            .orElse("{}");
    JsonObject parsed = JsonParser.parseString(json).getAsJsonObject();
    if (parsed.get("error").getAsBoolean()) {
      issues.add(syntaxError(model, parsed));
      return Set.of();
    }
    if (parsed.getAsJsonArray("statements").size() != 1) {
      issues.add(
          Issue.error(
              model.place(),
              "model '" + model.name() + "' holds several statements",
              "a model is one SELECT"));
      return Set.of();
    }
    List<JsonObject> tables = new ArrayList<>();
    walk(parsed, Set.of(), tables);
    Set<String> reads = new LinkedHashSet<>();
    for (JsonObject table : tables) {
      String name = table.get("table_name").getAsString();
      if (known.contains(name)) {
        reads.add(name);
      } else {
        issues.add(
            Issue.error(
                place(model, table, name),
                "model '"
                    + model.name()
                    + "' reads '"
                    + name
                    + "', and there is no such source or model",
                Names.suggestion(name, known)));
      }
    }
    return reads;
  }

  private static io.espalier.rule.Place place(ModelSpec model, JsonObject table, String name) {
    int offset = characters(model.sql(), table.get("query_location").getAsLong());
    return model.origin().place(offset, offset + name.length());
  }

  private static Issue syntaxError(ModelSpec model, JsonObject parsed) {
    String message = parsed.get("error_message").getAsString();
    boolean another = message.startsWith("Only SELECT");
    int offset =
        parsed.has("position")
            ? characters(model.sql(), Long.parseLong(parsed.get("position").getAsString()))
            : 0;
    return Issue.error(
        model.origin().place(offset, offset + 1),
        "model '" + model.name() + "': " + (another ? "this is no SELECT" : message),
        another ? "a model is one SELECT" : "");
  }

  /** The engine counts UTF-8 bytes. */
  private static int characters(String sql, long bytes) {
    byte[] utf8 = sql.getBytes(StandardCharsets.UTF_8);
    if (bytes < 0 || bytes > utf8.length) {
      return 0;
    }
    return new String(utf8, 0, (int) bytes, StandardCharsets.UTF_8).length();
  }

  /**
   * @param commonNames what WITH has given a name to here; inside its own definition such a name
   *     means a table again, as in {@code with orders as (select * from orders) ...}
   */
  private static void walk(JsonElement element, Set<String> commonNames, List<JsonObject> tables) {
    if (element.isJsonArray()) {
      element.getAsJsonArray().forEach(e -> walk(e, commonNames, tables));
    } else if (element.isJsonObject()) {
      JsonObject object = element.getAsJsonObject();
      JsonElement type = object.get("type");
      boolean table =
          type != null && type.isJsonPrimitive() && type.getAsString().equals("BASE_TABLE");
      if (table && !commonNames.contains(object.get("table_name").getAsString())) {
        tables.add(object);
      }
      Set<String> names = new LinkedHashSet<>(commonNames);
      // Inside its definition a recursive name means itself.
      if (object.has("cte_name")) {
        names.add(object.get("cte_name").getAsString());
      }
      if (object.has("cte_map")) {
        for (JsonElement entry : object.getAsJsonObject("cte_map").getAsJsonArray("map")) {
          walk(entry.getAsJsonObject().get("value"), names, tables);
          names.add(entry.getAsJsonObject().get("key").getAsString());
        }
      }
      object.entrySet().stream()
          .filter(e -> !e.getKey().equals("cte_map"))
          .forEach(e -> walk(e.getValue(), names, tables));
    }
  }

  private void refuseCircles(Collection<Issue> issues) {
    Set<String> done = new LinkedHashSet<>();
    for (String model : reads.keySet()) {
      follow(model, new ArrayList<>(), done, issues);
    }
  }

  private void follow(String model, List<String> path, Set<String> done, Collection<Issue> issues) {
    if (path.contains(model)) {
      List<String> circle = new ArrayList<>(path.subList(path.indexOf(model), path.size()));
      circle.add(model);
      ModelSpec first = models.get(model);
      if (first != null) {
        issues.add(
            Issue.error(
                first.place(),
                "models read each other in a circle: " + String.join(" -> ", circle),
                "one of them must read a source instead"));
      }
      return;
    }
    if (!reads.containsKey(model) || !done.add(model)) {
      return;
    }
    path.add(model);
    reads(model).forEach(next -> follow(next, path, done, issues));
    path.remove(path.size() - 1);
  }
}
