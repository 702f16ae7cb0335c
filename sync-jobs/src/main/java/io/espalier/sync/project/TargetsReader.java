package io.espalier.sync.project;

import io.espalier.rule.Names;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads {@code targets:}. */
final class TargetsReader {
  private static final List<String> KINDS = List.of("jsonl");

  private TargetsReader() {}

  /**
   * @param tables the names of all sources and models
   */
  static Map<String, TargetSpec> read(YamlMap map, Set<String> tables) {
    Map<String, TargetSpec> targets = new LinkedHashMap<>();
    map.map("targets")
        .ifPresent(
            all -> {
              for (String name : all.keys()) {
                if (!name.matches("[A-Za-z0-9_-]+")) {
                  all.keyError(
                      name,
                      "'" + name + "' cannot name a target",
                      "use letters, digits, _ and - only");
                }
                all.map(name)
                    .flatMap(own -> target(name, own, tables, targets))
                    .ifPresent(target -> targets.put(name, target));
              }
            });
    return targets;
  }

  private static Optional<TargetSpec> target(
      String name, YamlMap map, Set<String> tables, Map<String, TargetSpec> others) {
    String kind = map.text("kind").orElse("jsonl");
    if (!KINDS.contains(kind)) {
      map.error("kind", "unknown kind '" + kind + "'", "a target is jsonl: JSON Lines in a file");
    }
    Optional<String> from = map.required("from", "the source or model whose rows it gets");
    from.filter(table -> !tables.contains(table))
        .ifPresent(
            table ->
                map.error(
                    "from",
                    "there is no source or model '" + table + "'",
                    Names.suggestion(table, tables)));
    Optional<String> path = map.required("path", "the file to write, relative to the project");
    for (TargetSpec other : others.values()) {
      if (path.filter(other.path()::equals).isPresent()) {
        map.error(
            "path",
            "'" + other.name() + "' is written to this file already",
            "give each target a file of its own");
      }
    }
    map.refuseOthers();
    return from.flatMap(table -> path.map(file -> new TargetSpec(name, table, file, map.place())));
  }
}
