package io.espalier.template;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What one ESP must hold for templates to work there.
 *
 * @param derived by attribute name, in the order met: what is to be computed and synced beyond the
 *     declared attributes
 * @param attributes declared attributes that are read as they are
 * @param explanation one line for each condition and formatted output: native, or synced and why
 */
public record Requirements(
    Map<String, Derived> derived, Set<String> attributes, List<String> explanation) {

  public static final Requirements NONE = new Requirements(Map.of(), Set.of(), List.of());

  public Requirements {
    derived = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(derived));
    attributes = java.util.Collections.unmodifiableSet(new LinkedHashSet<>(attributes));
    explanation = List.copyOf(explanation);
  }

  /** Both together; what is the same is there once. */
  public Requirements and(Requirements other) {
    Map<String, Derived> allDerived = new LinkedHashMap<>(derived);
    other.derived.forEach(
        (name, needed) -> {
          Derived before = allDerived.putIfAbsent(name, needed);
          if (before != null && !before.source().equals(needed.source())) {
            throw new IllegalStateException(
                "two formulas have one name, " + name + ": change a space in one of them");
          }
        });
    Set<String> allAttributes = new LinkedHashSet<>(attributes);
    allAttributes.addAll(other.attributes);
    List<String> lines = new ArrayList<>(explanation);
    lines.addAll(other.explanation);
    return new Requirements(allDerived, allAttributes, lines);
  }
}
