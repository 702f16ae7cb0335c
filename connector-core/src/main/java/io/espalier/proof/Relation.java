package io.espalier.proof;

import io.espalier.rule.Comparison;

/** How one value stands to another, neither a constant: less, equal, greater. */
final class Relation {
  private final Diagrams diagrams;
  private int variable = -1;

  Relation(Diagrams diagrams) {
    this.diagrams = diagrams;
  }

  void settle() {
    variable = diagrams.variable(3);
  }

  int holds(Comparison comparison) {
    return variable < 0
        ? Diagrams.FALSE
        : diagrams.is(variable, value -> comparison.holds(value - 1));
  }
}
