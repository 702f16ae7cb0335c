package io.espalier.proof;

import io.espalier.model.Value;
import io.espalier.rule.Comparison;
import io.espalier.rule.Moment;
import io.espalier.rule.Operand;
import io.espalier.rule.Rule;
import io.espalier.rule.Span;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * One value that rules speak of, and how its cases are told apart. Asked about everything twice:
 * first it notes what it is compared with, then, settled, it answers with conditions.
 */
abstract class Subject {
  final Operand operand;
  final Diagrams diagrams;
  private final boolean always;
  private boolean settled;
  private int presence = -1;
  private boolean asked;

  Subject(Operand operand, boolean always, Diagrams diagrams) {
    this.operand = operand;
    this.always = always;
    this.diagrams = diagrams;
  }

  /** Nothing new is noted from now on. */
  final void settle() {
    if (asked && !always) {
      presence = diagrams.variable(2);
    }
    settled = true;
    settleValues();
  }

  final boolean settled() {
    return settled;
  }

  /** That there is a value. */
  final int present() {
    asked = true;
    if (always) {
      return Diagrams.TRUE;
    }
    return settled ? diagrams.is(presence, there -> there == 1) : Diagrams.FALSE;
  }

  final boolean isPresent(int[] values) {
    return always || presence >= 0 && values[presence] == 1;
  }

  abstract void settleValues();

  /** What is true of every person, whatever the rules say. */
  abstract int facts();

  /** The comparison with a constant. */
  abstract int compare(Comparison comparison, Operand constant, boolean exact);

  /** That it is one of some constants. */
  int in(List<Value> values, boolean exact) {
    int any = Diagrams.FALSE;
    for (Value value : values) {
      Operand constant = new Operand.Literal(value, Span.NONE);
      any = diagrams.or(any, compare(Comparison.EQUAL, constant, exact));
    }
    return any;
  }

  int text(Rule.TextTest rule) {
    throw new IllegalArgumentException("not a text: the rule was not checked");
  }

  int list(Rule.ListTest rule) {
    throw new IllegalArgumentException("not a list: the rule was not checked");
  }

  /** Some value in a case; the case may not be as simple, so that it is to be verified. */
  abstract Optional<Value> sample(int[] values, Moment moment, Random chance);

  /** The scale of plain numbers, where this is one and is compared with any. */
  Optional<Integer> scaleVariable() {
    return Optional.empty();
  }
}
