package io.espalier.sync.serve;

import io.espalier.sync.project.LiveSpec;
import io.espalier.sync.project.ModelSpec;
import io.espalier.sync.project.Project;
import io.espalier.sync.project.WrongInput;
import io.espalier.sync.source.Rejects;
import io.espalier.sync.source.Tables;
import io.espalier.sync.store.Engine;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A table of the project, or a query over its tables, read anew each time. */
final class TableBackend implements Catalog.Backend {
  private static final String TABLE = "live_catalog";

  private final Project project;
  private final LiveSpec.Catalog spec;

  TableBackend(Project project, LiveSpec.Catalog spec) {
    this.project = project;
    this.spec = spec;
  }

  @Override
  public boolean whole() {
    return true;
  }

  @Override
  public Map<String, Map<String, String>> load(String key) {
    boolean query = spec.kind() == LiveSpec.Catalog.Kind.SQL;
    String name = query ? TABLE : spec.from();
    Project read = query ? withModel() : project;
    try (Engine engine = Engine.inMemory(256);
        Rejects rejects = new Rejects(Optional.empty())) {
      Map<String, String> columns = new Tables(read, engine, rejects).load(name);
      String keyColumn =
          columns.keySet().stream()
              .filter(c -> c.equalsIgnoreCase(spec.key()))
              .findFirst()
              .orElseThrow(
                  () ->
                      new WrongInput(
                          io.espalier.rule.Place.file("live.yaml"),
                          "the catalog has no column '" + spec.key() + "'",
                          "there are: " + String.join(", ", columns.keySet())));
      StringBuilder select =
          new StringBuilder("select cast(" + Engine.quote(keyColumn) + " as varchar)");
      columns
          .keySet()
          .forEach(c -> select.append(", cast(").append(Engine.quote(c)).append(" as varchar)"));
      Map<String, Map<String, String>> rows = new LinkedHashMap<>();
      engine.each(
          select + " from " + Engine.quote(name),
          row -> {
            String id = row.getString(1);
            if (id == null) {
              return;
            }
            Map<String, String> values = new LinkedHashMap<>();
            int column = 2;
            for (String c : columns.keySet()) {
              String value = row.getString(column++);
              if (value != null) {
                values.put(c, value);
              }
            }
            rows.putIfAbsent(id, values);
          });
      return rows;
    }
  }

  private Project withModel() {
    Map<String, ModelSpec> models = new LinkedHashMap<>(project.models());
    models.put(TABLE, ModelSpec.of(TABLE, spec.from(), "live.yaml"));
    return project.withModels(models);
  }
}
