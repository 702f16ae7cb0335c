package io.espalier.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a person sees of every module in every ESP is what the evaluator says: the contract's rules
 * d02, d03, d04 and d09 at large.
 */
class EqualityLawTest {
  /** Some 11,000 pairs each. */
  private static final int ROUNDS = Boolean.getBoolean("espalier.long") ? 92 : 1;

  private static final int MODULES = 40;
  private static final int LINES = 20;
  private static final int PEOPLE = 125;

  static List<Subject> subjects() {
    return Languages.SUBJECTS;
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void everyModuleSaysToEverybodyInEveryEspWhatTheEvaluatorSays(Subject subject) {
    int pairs = 0;
    for (int round = 0; round < ROUNDS; round++) {
      long seed = 20_261_127L + round;
      try (Equality equality = equality(subject, seed, MODULES, LINES, PEOPLE)) {
        assertEquals(Optional.empty(), equality.difference(), "seed " + seed);
        pairs += equality.pairs();
      }
    }
    assertTrue(pairs >= 10_000 * ROUNDS, "only " + pairs);
    if (ROUNDS > 1) {
      System.out.println(subject.esp().id() + ": " + pairs + " pairs, no difference");
    }
  }

  /** What is not said to be as old as the sync is right a second later, and a month. */
  @ParameterizedTest
  @MethodSource("subjects")
  void whatDoesNotAgeIsRightWheneverItIsSent(Subject subject) {
    try (Equality equality = equality(subject, 5, 25, 0, 25)) {
      for (Duration later : List.of(Duration.ofSeconds(1), Duration.ofDays(30))) {
        assertEquals(
            Optional.empty(), equality.difference(l -> l, Equality.NOW.plus(later)), "" + later);
      }
      assertTrue(equality.pairs() > 500, "only " + equality.pairs());
    }
  }

  static Equality equality(Subject subject, long seed, int modules, int lines, int people) {
    ModuleMaker maker = new ModuleMaker(seed);
    PersonMaker persons = new PersonMaker(seed, Equality.NOW);
    return new Equality(
        subject,
        Stream.concat(maker.small().stream(), Stream.generate(maker::module).limit(modules))
            .toList(),
        Stream.generate(maker::line).limit(lines).toList(),
        IntStream.range(0, people).mapToObj(persons::person).toList());
  }
}
