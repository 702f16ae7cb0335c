package io.espalier.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.espalier.model.Event;
import io.espalier.model.Profile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DisjointTest {
  private static Rule rule(String text) {
    return RuleParser.parse(text, Origin.of("t", text)).value().orElseThrow();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          country == "FR"                       | country == "DE"
          country == "FR"                       | country in ["DE", "ES"]
          country == "FR"                       | country != "fr"
          country == "FR"                       | missing country
          "FR" == country                       | country not in ["FR", "DE"]
          country == "FR" and spent > 3         | vip == true and country == "DE"
          spent < 5                             | spent > 5
          spent < 5                             | spent >= 5
          spent <= 5                            | 5 < spent
          spent between 1 and 3                 | spent between 4 and 9
          spent == 7                            | spent < 7
          count(order, 30d) >= 2                | count(order, 30d) == 1
          vip == true                           | vip == false
          in_segment b                          | not in_segment b
          not (city == "x" or spent > 1)        | spent > 1 and vip == true
          country == "FR" or country == "DE"    | country == "ES" or spent < 0 and spent > 0
          false                                 | spent > 1
          """)
  void whatCannotBothHoldIsKnown(String a, String b) {
    assertEquals(List.of(true, true), both(a, b));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          country == "FR"                       | city == "DE"
          country == "FR"                       | not country == "DE"
          country !=:cs "FR"                    | country == "fr"
          spent <= 5                            | spent >= 5
          spent < 5                             | spent > 4
          count(order, 30d) >= 2                | count(order, 31d) == 1
          born == 2026-01-01                    | born == 2026-01-01
          born == 2026-01-01T12:00:00Z          | born == 2026-01-01T13:00:00Z
          born >= 2026-01-01T13:00:00Z          | born <= 2026-01-01T12:00:00Z
          country == "FR" or spent > 1          | country == "DE"
          """)
  void whatMayBothHoldIsNotCalledKnown(String a, String b) {
    assertEquals(List.of(false, false), both(a, b));
  }

  private static List<Boolean> both(String a, String b) {
    return List.of(
        Disjoint.areKnownToBe(rule(a), rule(b)), Disjoint.areKnownToBe(rule(b), rule(a)));
  }

  @Property(tries = 60, shrinking = ShrinkingMode.OFF)
  void nobodyMatchesTwoRulesThatAreKnownToBeDisjoint(@ForAll long seed) {
    RuleMaker maker = new RuleMaker(seed);
    RuleEvaluator evaluator = new RuleEvaluator(RuleMaker.SCHEMA, maker.moment(), Map.of());
    Map<Profile, List<Event>> people = new java.util.LinkedHashMap<>();
    for (int i = 0; i < 12; i++) {
      people.put(maker.profile("p" + i), maker.events());
    }
    List<Rule> rules = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      rules.add(maker.rule(2, null));
    }
    for (Rule a : rules) {
      for (Rule b : rules) {
        if (Disjoint.areKnownToBe(a, b)) {
          people.forEach(
              (person, events) ->
                  assertFalse(
                      evaluator.test(a, person, events) && evaluator.test(b, person, events),
                      () -> RulePrinter.print(a) + "\n" + RulePrinter.print(b)));
        }
      }
    }
  }
}
