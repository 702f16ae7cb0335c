package io.espalier.sandbox;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The sides that one sandbox takes on what its vendor's documents leave open.
 *
 * @param turned {@link DisputedFact#word} → on or off, for those that somebody chose
 */
public record Switches(Map<String, Boolean> turned) {
  public Switches {
    turned = Map.copyOf(turned);
  }

  /** Every fact in its usual position. */
  public static Switches usual() {
    return new Switches(Map.of());
  }

  /** With one fact in this position. */
  public Switches with(DisputedFact fact, boolean on) {
    Map<String, Boolean> more = new LinkedHashMap<>(turned);
    more.put(fact.word(), on);
    return new Switches(more);
  }

  /** With each of these facts in the position that is not its usual one. */
  public Switches opposite(Collection<? extends DisputedFact> facts) {
    Switches turnedRound = this;
    for (DisputedFact fact : facts) {
      turnedRound = turnedRound.with(fact, !fact.usual());
    }
    return turnedRound;
  }

  public boolean on(DisputedFact fact) {
    return turned.getOrDefault(fact.word(), fact.usual());
  }

  /**
   * Makes sure that whatever was chosen exists.
   *
   * @throws IllegalArgumentException naming the unknown one and all that there are
   */
  public void mustBeAmong(Collection<? extends DisputedFact> facts) {
    for (String word : turned.keySet()) {
      if (facts.stream().noneMatch(fact -> fact.word().equals(word))) {
        throw new IllegalArgumentException(
            "no disputed fact is called '%s'; there are %s"
                .formatted(word, facts.stream().map(DisputedFact::word).sorted().toList()));
      }
    }
  }
}
