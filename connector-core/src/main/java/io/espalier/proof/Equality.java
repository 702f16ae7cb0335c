package io.espalier.proof;

import io.espalier.model.Schema;
import io.espalier.rule.Moment;
import io.espalier.rule.Rule;
import io.espalier.rule.RuleEvaluator;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/**
 * How it was shown that two rules hold for the same people.
 *
 * @param cases how many there are to tell apart; in each of them both hold, or neither
 * @param questions how many questions a case answers
 * @param oneByOne whether each case was looked at on its own; otherwise by decision diagram alone
 * @param people how many made-up people {@link RuleEvaluator} was asked about
 */
public record Equality(BigInteger cases, int questions, boolean oneByOne, int people) {
  private static final BigInteger ONE_BY_ONE = BigInteger.valueOf(200_000);
  private static final int PEOPLE = 200;

  /**
   * Shows it, or throws.
   *
   * @param before asked of the made-up people only
   * @param a the same, but for conditions on events that were shown to be equal
   * @throws IllegalStateException where a way of showing it fails
   */
  static Equality show(Rule before, Rule a, Rule b, Cases cases, Schema schema) {
    Diagrams diagrams = cases.diagrams();
    if (!cases.areEqual(a, b)) {
      throw new IllegalStateException("the rules differ in some case");
    }
    BigInteger count = cases.count();
    boolean oneByOne = count.compareTo(ONE_BY_ONE) <= 0;
    if (oneByOne) {
      diagrams.each(
          cases.possible(),
          values -> {
            if (holds(a, cases, values) != holds(b, cases, values)) {
              throw new IllegalStateException("the rules differ in a case");
            }
          });
    }
    return new Equality(count, cases.questions(), oneByOne, people(before, b, cases, schema));
  }

  /** By the meaning of {@code and}, {@code or} and {@code not}, rather than by a diagram. */
  private static boolean holds(Rule rule, Cases cases, int[] values) {
    if (rule instanceof Rule.And and) {
      return and.parts().stream().allMatch(part -> holds(part, cases, values));
    } else if (rule instanceof Rule.Or or) {
      return or.parts().stream().anyMatch(part -> holds(part, cases, values));
    } else if (rule instanceof Rule.Not not) {
      return !holds(not.rule(), cases, values);
    }
    return cases.diagrams().holds(cases.condition(rule), values);
  }

  private static int people(Rule a, Rule b, Cases cases, Schema schema) {
    Moment moment = new Moment(Instant.parse("2026-01-01T12:00:00Z"), ZoneOffset.UTC);
    RuleEvaluator evaluator = new RuleEvaluator(schema, moment, Map.of());
    Random chance = new Random(20_261_127);
    MadeUp madeUp = new MadeUp(schema, moment, cases, evaluator, chance);
    List<Integer> sides = List.of(cases.condition(b), cases.not(b), cases.possible());
    int people = 0;
    for (int i = 0; i < PEOPLE; i++) {
      int side = sides.get(i % sides.size());
      if (side != Diagrams.FALSE) {
        try {
          MadeUp.Somebody somebody = madeUp.of(cases.pick(side, chance));
          if (evaluator.test(a, somebody.profile(), somebody.events())
              != evaluator.test(b, somebody.profile(), somebody.events())) {
            throw new IllegalStateException("the rules differ for a made-up person");
          }
          people++;
        } catch (ArithmeticException | DateTimeException outOfRange) {
          // A constant near the end of what can be counted: this is nobody.
        }
      }
    }
    return people;
  }

  /** As printed for a person. */
  public String display() {
    return String.format(
        Locale.ROOT,
        "equal: the same answer in all %,d cases that %s apart, %s; and for %d" + " made-up people",
        cases,
        questions == 1 ? "1 question tells" : questions + " questions tell",
        oneByOne ? "each looked at" : "by decision diagram",
        people);
  }
}
