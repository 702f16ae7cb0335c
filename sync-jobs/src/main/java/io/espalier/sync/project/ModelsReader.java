package io.espalier.sync.project;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads {@code models:}. Their SQL is parsed by the engine, later. */
final class ModelsReader {
  private ModelsReader() {}

  /**
   * @param tables the sources' names; receives the models'
   */
  static Map<String, ModelSpec> read(YamlMap map, Set<String> tables) {
    Map<String, ModelSpec> models = new LinkedHashMap<>();
    map.map("models")
        .ifPresent(
            all -> {
              for (String name : all.keys()) {
                SourcesReader.refuseReserved(all, name);
                if (!tables.add(name)) {
                  all.keyError(
                      name, "'" + name + "' is already a source", "give the model another name");
                }
                if (all.text(name).filter(sql -> !sql.isBlank()).isEmpty() && !all.isMap(name)) {
                  all.keyError(name, "model '" + name + "' has no SQL", "write one SELECT");
                  continue;
                }
                Optional<YamlText> sql = all.block(name);
                sql.ifPresent(
                    s -> models.put(name, new ModelSpec(name, s.text(), s, all.keyPlace(name))));
              }
            });
    return models;
  }
}
