package io.espalier.proof;

import io.espalier.rule.Rule;
import java.util.List;

/**
 * A rule and an equal one that is no longer.
 *
 * @param after equal to {@code before} where nothing smaller was found
 * @param steps what was done, a sentence each
 * @param equality how it was shown that both are the same
 */
public record Simplified(Rule before, Rule after, List<String> steps, Equality equality) {
  public Simplified {
    steps = List.copyOf(steps);
  }

  public boolean isSmaller() {
    return !before.equals(after);
  }
}
