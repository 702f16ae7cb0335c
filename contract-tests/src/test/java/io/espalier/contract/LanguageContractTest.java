package io.espalier.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.espalier.template.MergeLanguage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each broken twin of each language is caught by the rule that it breaks. */
class LanguageContractTest {

  /** That change anything at all in the poorest of the languages. */
  private static final int LEAST_MUTANTS = 20;

  static List<Subject> subjects() {
    return Languages.SUBJECTS;
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void everyBrokenTwinIsCaught(Subject subject) {
    List<String> missed = new ArrayList<>();
    try (Equality equality = EqualityLawTest.equality(subject, 3, 40, 15, 50)) {
      assertEquals(Optional.empty(), equality.difference(), "the good one");
      for (Map.Entry<String, UnaryOperator<MergeLanguage>> twin : LanguageTwins.all().entrySet()) {
        if (!isCaught(equality, twin.getValue())) {
          missed.add(twin.getKey());
        }
      }
    }
    assertEquals(List.of(), missed);
  }

  /** Any slip in any printing method changes what somebody sees, or is refused. */
  @ParameterizedTest
  @MethodSource("subjects")
  void everyMutantOfEveryPrintingMethodIsCaught(Subject subject) {
    List<String> missed = new ArrayList<>();
    int caught = 0;
    try (Equality equality = EqualityLawTest.equality(subject, 7, 25, 8, 50)) {
      for (Mutants.Mutant mutant : Mutants.all()) {
        boolean seen = isCaught(equality, mutant.twin());
        caught += seen ? 1 : 0;
        if (!seen && mutant.bites().get() > 0) {
          missed.add(mutant.name());
        }
      }
    }
    assertEquals(List.of(), missed);
    assertTrue(caught >= LEAST_MUTANTS, "only " + caught);
  }

  private static boolean isCaught(Equality equality, UnaryOperator<MergeLanguage> twin) {
    try {
      return equality.differenceWherePrintedOtherwise(twin).isPresent();
    } catch (AssertionError unlike) {
      assertTrue(String.valueOf(unlike.getMessage()).startsWith("d0"), unlike::toString);
      return true;
    }
  }
}
