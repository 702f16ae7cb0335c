package io.espalier.sync.project;

import io.espalier.rule.Names;
import io.espalier.sync.project.DriftSpec.Policy;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads {@code drift:} of the profile, {@code drift: {fields: ours, names: theirs}}, and of single
 * attributes, {@code drift: theirs}.
 */
final class DriftReader {
  private static final List<String> ALL = List.of("ours", "theirs", "report");
  private static final List<String> TWO = List.of("ours", "report");

  private final Map<String, Policy> byField = new LinkedHashMap<>();

  /** The policy of one attribute, where it declares one. */
  void attribute(String name, YamlMap map) {
    if (map.has("drift")) {
      policy(map, "drift", ALL, "").ifPresent(policy -> byField.put(name, policy));
    }
  }

  DriftSpec read(YamlMap profile) {
    Optional<YamlMap> map = profile.has("drift") ? profile.map("drift") : Optional.empty();
    DriftSpec spec =
        new DriftSpec(
            byField,
            of(map, "fields", ALL, ""),
            of(map, "memberships", ALL, ""),
            of(map, "names", ALL, ""),
            of(
                map,
                "definitions",
                TWO,
                "what they deleted cannot be kept and filled; take the segment or the attribute out of the ESP instead"),
            of(map, "people", ALL, ""),
            of(
                map,
                "consent",
                TWO,
                "consent is what the consent ledger says; record what the person said in the source"));
    map.ifPresent(YamlMap::refuseOthers);
    return spec;
  }

  private static Policy of(Optional<YamlMap> map, String key, List<String> words, String why) {
    return map.filter(m -> m.has(key))
        .flatMap(m -> policy(m, key, words, why))
        .orElse(Policy.REPORT);
  }

  private static Optional<Policy> policy(YamlMap map, String key, List<String> words, String why) {
    Optional<String> word = map.text(key);
    Optional<Policy> policy = word.flatMap(Policy::of);
    if (word.isPresent() && !words.contains(word.get())) {
      map.error(
          key,
          policy.isPresent()
              ? "'" + key + "' has no policy '" + word.get() + "'"
              : "unknown policy '" + word.get() + "'",
          policy.isPresent() ? why : Names.suggestion(word.get(), words));
      return Optional.empty();
    }
    return policy;
  }
}
