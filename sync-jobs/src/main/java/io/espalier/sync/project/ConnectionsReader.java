package io.espalier.sync.project;

import io.espalier.rule.Names;
import io.espalier.spi.Esp;
import io.espalier.spi.SettingSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads {@code connections:} and {@code hooks:}; what a connection may hold is each ESP's own word.
 */
final class ConnectionsReader {
  private ConnectionsReader() {}

  static Map<String, ConnectionSpec> read(YamlMap map, Map<String, Esp> esps) {
    Map<String, ConnectionSpec> connections = new LinkedHashMap<>();
    map.map("connections")
        .ifPresent(
            all -> {
              for (String id : all.keys()) {
                Esp esp = esps.get(id);
                if (esp == null) {
                  all.keyError(
                      id,
                      "unknown ESP '" + id + "'",
                      Names.suggestion(id, new java.util.TreeSet<>(esps.keySet())));
                } else {
                  all.map(id)
                      .ifPresent(c -> connections.put(id, connection(esp.id(), esp.settings(), c)));
                }
              }
            });
    return connections;
  }

  /**
   * {@code hooks: {klaviyo: {secret_env: KLAVIYO_HOOK_SECRET}}}.
   *
   * @param connected the ESPs that there are connections to
   */
  static Map<String, ConnectionSpec> hooks(
      YamlMap map, Map<String, Esp> esps, Set<String> connected) {
    Map<String, ConnectionSpec> hooks = new LinkedHashMap<>();
    map.map("hooks")
        .ifPresent(
            all -> {
              for (String id : all.keys()) {
                Esp esp = esps.get(id);
                if (esp == null || !connected.contains(id)) {
                  all.keyError(
                      id,
                      "there is no connection to '" + id + "', which is to call",
                      Names.suggestion(id, new java.util.TreeSet<>(connected)));
                } else if (esp.hookSettings().isEmpty()) {
                  all.keyError(id, esp.label() + " calls nobody", "remove it");
                } else {
                  all.map(id).ifPresent(c -> hooks.put(id, connection(id, esp.hookSettings(), c)));
                }
              }
            });
    return hooks;
  }

  private static ConnectionSpec connection(String id, List<SettingSpec> settings, YamlMap map) {
    Map<String, String> plain = new LinkedHashMap<>();
    Map<String, String> secrets = new LinkedHashMap<>();
    settings.stream().filter(SettingSpec::secret).forEach(s -> map.conceal(s.name()));
    for (SettingSpec setting : settings) {
      Optional<String> variable = map.text(setting.name() + "_env");
      variable.ifPresent(v -> secrets.put(setting.name(), v));
      if (setting.secret()) {
        if (map.keys().contains(setting.name())) {
          map.has(setting.name());
          map.error(
              setting.name(),
              "a secret is never written into a file",
              "use " + setting.name() + "_env: NAME_OF_A_VARIABLE");
        }
      } else {
        map.text(setting.name()).ifPresent(value -> plain.put(setting.name(), value));
      }
      if (setting.required()
          && !plain.containsKey(setting.name())
          && variable.isEmpty()
          && !map.keys().contains(setting.name())) {
        map.error(
            setting.name(),
            "'" + setting.name() + (setting.secret() ? "_env" : "") + "' is missing",
            setting.about());
      }
    }
    map.refuseOthers();
    return new ConnectionSpec(id, plain, secrets, map.place());
  }
}
