package io.espalier.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.espalier.model.Event;
import io.espalier.model.Profile;
import io.espalier.rule.Origin;
import io.espalier.rule.Rule;
import io.espalier.rule.RuleEvaluator;
import io.espalier.rule.RuleMaker;
import io.espalier.rule.RuleParser;
import io.espalier.rule.RulePrinter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.statistics.Statistics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CasesTest {
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
          count(order, 30d) >= 2                | count(order, 31d) == 1
          count(order, 90d) == 0                | exists last(order.amount, 30d)
          missing last(order.ts)                | count(order) > 0
          count(order where gift == true) > 2   | count(order) < 3
          count(order) > 3                      | count(order) < 4
          last(order.ts, 30d) < now - 31d       | true
          days_since_last(order, 30d) > 30      | true
          last(order.ts) < now - 6mo            | last(order.ts) > now - 30d
          seen < now - 6mo                      | seen > now - 5mo
          born > today - 18y                    | born < today - 216mo
          city starts_with "ab"                 | city starts_with "ac"
          city starts_with "ab"                 | not city contains "A"
          city == "abc"                         | city ends_with "b"
          city ==:cs "Ab"                       | city contains:cs "a"
          tags has_any ["a"]                    | tags has_none ["A", "b"]
          tags has_all:cs ["a", "b"]            | not tags has_any ["B"]
          seen > 2026-03-05T00:00:00Z           | seen < 2026-03-01
          spent == score.outdoor                | missing spent
          spent < spent                         | true
          born > 2026-01-01                     | born < 2026-01-02
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
          count(order, 30d) >= 1                | count(order, 31d) == 2
          born == 2026-01-01                    | born == 2026-01-01
          born == 2026-01-01T12:00:00Z          | born == 2026-01-01T13:00:00Z
          born >= 2026-01-01T13:00:00Z          | born <= 2026-01-01T12:00:00Z
          country == "FR" or spent > 1          | country == "DE"
          """)
  void whatMayBothHoldIsNotCalledKnown(String a, String b) {
    assertEquals(List.of(false, false), both(a, b));
  }

  private static boolean disjoint(Rule a, Rule b) {
    return Cases.of(RuleMaker.SCHEMA, Map.of(), List.of(a, b)).areDisjoint(a, b);
  }

  private static List<Boolean> both(String a, String b) {
    return List.of(disjoint(rule(a), rule(b)), disjoint(rule(b), rule(a)));
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
        if (disjoint(a, b)) {
          people.forEach(
              (person, events) ->
                  assertFalse(
                      evaluator.test(a, person, events) && evaluator.test(b, person, events),
                      () -> RulePrinter.print(a) + "\n" + RulePrinter.print(b)));
        }
      }
    }
  }

  /**
   * The law that all proofs stand on. A case says what every single condition is; here the
   * evaluator says it, of people on whom the rules bite.
   */
  @Property(tries = 150)
  void everyPersonIsInSomeCase(@ForAll long seed) {
    int rounds = Boolean.getBoolean("espalier.long") ? 50 : 1;
    for (int round = 0; round < rounds; round++) {
      RuleMaker maker = new RuleMaker(seed + round);
      List<Rule> rules = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        rules.add(maker.rule(2, null));
      }
      Cases cases = Cases.of(RuleMaker.SCHEMA, Map.of(), rules);
      List<Rule> leaves = new ArrayList<>();
      rules.forEach(rule -> addLeaves(rule, leaves));
      RuleEvaluator evaluator = new RuleEvaluator(RuleMaker.SCHEMA, maker.moment(), Map.of());
      for (int i = 0; i < 12; i++) {
        Profile person = maker.profile("p" + i);
        List<Event> events = maker.events();
        int at = cases.possible();
        for (Rule leaf : leaves) {
          int condition = cases.condition(leaf);
          boolean holds = evaluator.test(leaf, person, events);
          at = cases.diagrams().and(at, holds ? condition : cases.diagrams().not(condition));
          assertTrue(
              at != Diagrams.FALSE,
              () -> RulePrinter.print(leaf) + " is " + holds + "\nof " + person + events);
        }
        for (Rule rule : rules) {
          boolean holds = evaluator.test(rule, person, events);
          int condition = cases.condition(rule);
          int other = holds ? condition : cases.diagrams().not(condition);
          assertEquals(at, cases.diagrams().and(at, other), () -> RulePrinter.print(rule));
        }
      }
    }
  }

  private static void addLeaves(Rule rule, List<Rule> leaves) {
    if (Anatomy.isLeaf(rule)) {
      leaves.add(rule);
    }
    Anatomy.parts(rule).forEach(part -> addLeaves(part, leaves));
  }

  @Property(tries = 80)
  void aWitnessFulfilsTheRule(@ForAll long seed) {
    RuleMaker maker = new RuleMaker(seed);
    Rule rule = maker.rule(2, null);
    Optional<Witness> witness = Witness.of(rule, RuleMaker.SCHEMA, Map.of(), maker.moment());
    RuleEvaluator evaluator = new RuleEvaluator(RuleMaker.SCHEMA, maker.moment(), Map.of());
    witness.ifPresent(
        w -> assertTrue(evaluator.test(rule, w.profile(), w.events()), RulePrinter.print(rule)));
    Statistics.label("witness found").collect(witness.isPresent());
    Statistics.label("witness found")
        .coverage(coverage -> coverage.check(true).percentage(share -> share > 45));
  }

  /** Forty segments, each in the next, and a list of thousands: seconds would be too long. */
  @Test
  void longChainsAndLongListsAreNoTrouble() {
    Map<String, Rule> segments = new java.util.LinkedHashMap<>();
    segments.put("s0", rule("vip == true"));
    for (int i = 1; i <= 40; i++) {
      segments.put(
          "s" + i,
          rule("in_segment s" + (i - 1) + " and not in_segment x or in_segment s" + (i - 1)));
    }
    Rule both = rule("in_segment s40 and vip == false");
    assertTrue(Cases.of(RuleMaker.SCHEMA, segments, List.of(both)).isImpossible(both));
    assertEquals(
        Optional.empty(), Witness.of(both, RuleMaker.SCHEMA, segments, new RuleMaker(1).moment()));
    Rule one = rule("in_segment s40 and spent > 3");
    assertTrue(Witness.of(one, RuleMaker.SCHEMA, segments, new RuleMaker(1).moment()).isPresent());

    StringBuilder list = new StringBuilder("\"a\"");
    for (int i = 0; i < 1_500; i++) {
      list.append(", \"item ").append(i).append('"');
    }
    Rule listed = rule("country in [" + list + "] and country not in [" + list + "]");
    assertTrue(Cases.of(RuleMaker.SCHEMA, Map.of(), List.of(listed)).isImpossible(listed));
    Rule longer = rule("country in [" + (list + ", ").repeat(4).replace("item", "it") + list + "]");
    assertFalse(Cases.of(RuleMaker.SCHEMA, Map.of(), List.of(longer)).isImpossible(longer));
  }

  @Test
  void constantsAtTheEndOfWhatCanBeCountedAreNoTrouble() {
    String most = "9".repeat(29);
    for (String text :
        List.of(
            "days_since_last(order) > " + most,
            "sum(order.amount) > " + most,
            "count(order) > " + most,
            "year(born) > 9998 and size(tags) > " + most,
            "born > 9999-12-30 and seen > 9999-12-31T23:59:59Z")) {
      Rule rule = rule(text);
      Witness.of(rule, RuleMaker.SCHEMA, Map.of(), new RuleMaker(1).moment());
      assertEquals(rule, Simplifier.simplify(rule, RuleMaker.SCHEMA).after());
    }
  }
}
