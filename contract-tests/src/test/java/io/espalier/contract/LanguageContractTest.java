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

  private static boolean isCaught(Equality equality, UnaryOperator<MergeLanguage> twin) {
    try {
      return equality.difference(twin, Equality.NOW).isPresent();
    } catch (AssertionError unlike) {
      assertTrue(String.valueOf(unlike.getMessage()).startsWith("d0"), unlike::toString);
      return true;
    }
  }
}
