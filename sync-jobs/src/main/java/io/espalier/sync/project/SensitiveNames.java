package io.espalier.sync.project;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Names under which sensitive data often go, in English. */
final class SensitiveNames {
  private static final Map<String, List<String>> WORDS = words();

  private SensitiveNames() {}

  private static Map<String, List<String>> words() {
    Map<String, List<String>> words = new LinkedHashMap<>();
    words.put("ethnicity", List.of("ethnicity", "ethnic", "race", "racial"));
    words.put("politics", List.of("politics", "political"));
    words.put("religion", List.of("religion", "religious", "faith", "denomination"));
    words.put("union", List.of("union"));
    words.put("genetic", List.of("genetic", "genome", "dna"));
    words.put("biometric", List.of("biometric", "fingerprint"));
    words.put(
        "health",
        List.of(
            "health",
            "medical",
            "diagnosis",
            "disability",
            "disabled",
            "pregnant",
            "pregnancy",
            "allergy",
            "allergies",
            "medication"));
    words.put("sexuality", List.of("sexuality", "sexual", "orientation"));
    words.put("criminal", List.of("criminal", "conviction"));
    return words;
  }

  /** The category that a name speaks of; empty where none is known. */
  static Optional<String> categoryOf(String name) {
    List<String> parts = List.of(name.split("[._]", -1));
    return WORDS.entrySet().stream()
        .filter(entry -> entry.getValue().stream().anyMatch(parts::contains))
        .map(Map.Entry::getKey)
        .findFirst();
  }
}
