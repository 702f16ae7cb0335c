package io.espalier.sync.project;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads {@code models:}. Their SQL is parsed by the engine, later. */
final class ModelsReader {
  private ModelsReader() {}

  static Map<String, ModelSpec> read(YamlMap map, Set<String> sources) {
    Map<String, ModelSpec> models = new LinkedHashMap<>();
    map.map("models")
        .ifPresent(
            all -> {
              for (String name : all.keys()) {
                if (sources.contains(name)) {
                  all.keyError(
                      name, "'" + name + "' is already a source", "give the model another name");
                }
                all.text(name);
                Optional<YamlText> sql = all.block(name);
                sql.ifPresent(
                    s -> models.put(name, new ModelSpec(name, s.text(), s, all.keyPlace(name))));
              }
            });
    return models;
  }
}
