package io.espalier.proof;

import io.espalier.model.Value;
import io.espalier.rule.Comparison;
import io.espalier.rule.Moment;
import io.espalier.rule.Operand;
import java.util.Optional;
import java.util.Random;

/** A value that is true or false. */
final class FlagSubject extends Subject {
  private int flag = -1;
  private boolean compared;

  FlagSubject(Operand operand, Diagrams diagrams) {
    super(operand, false, diagrams);
  }

  @Override
  void settleValues() {
    if (compared) {
      flag = diagrams.variable(2);
    }
  }

  @Override
  int facts() {
    return compared
        ? diagrams.or(present(), diagrams.is(flag, value -> value == 0))
        : Diagrams.TRUE;
  }

  @Override
  int compare(Comparison comparison, Operand constant, boolean exact) {
    compared = true;
    int there = present();
    if (!settled()) {
      return Diagrams.FALSE;
    }
    boolean wanted = ((Value.Flag) ((Operand.Literal) constant).value()).flag();
    int same = diagrams.is(flag, value -> comparison.holds(Boolean.compare(value == 1, wanted)));
    return diagrams.and(there, same);
  }

  @Override
  Optional<Value> sample(int[] values, Moment moment, Random chance) {
    boolean sample = flag < 0 ? chance.nextBoolean() : values[flag] == 1;
    return isPresent(values) ? Optional.of(Value.flag(sample)) : Optional.empty();
  }
}
