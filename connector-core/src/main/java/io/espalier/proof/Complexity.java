package io.espalier.proof;

import io.espalier.rule.Rule;

/**
 * How hard a rule is to read.
 *
 * @param depth 1 for a single condition; one more for each {@code and}, {@code or}, {@code not} and
 *     {@code where} around it
 * @param leaves single conditions, those within a {@code where} as well
 */
public record Complexity(int depth, int leaves) {
  public static Complexity of(Rule rule) {
    return new Complexity(Anatomy.depth(rule), Anatomy.allLeaves(rule));
  }
}
