package io.espalier.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
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
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.statistics.Statistics;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SimplifierLawTest {
  private static Rule rule(String text) {
    return RuleParser.parse(text, Origin.of("t", text)).value().orElseThrow();
  }

  /** Rules whose parts have much to do with each other. */
  private static Rule entangled(RuleMaker maker, Random random) {
    List<Rule> leaves = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      leaves.add(maker.rule(0, null));
    }
    String[] more = {
      "spent > 3",
      "spent > 5",
      "spent <= 5",
      "spent == 5",
      "missing spent",
      "country == \"UK\"",
      "country in [\"uk\", \"DE\"]",
      "country !=:cs \"uk\"",
      "count(order, 30d) >= 1",
      "count(order, 90d) >= 2",
      "count(order where amount > 5 and amount > 7, 90d) < 3",
      "vip == true",
      "vip == false",
      "tags has_any [\"a\", \"b\"]",
      "tags has_none [\"a\"]",
      "in_segment b",
      "last(order.ts) < now - 30d"
    };
    for (int i = 0; i < 4; i++) {
      leaves.add(rule(more[random.nextInt(more.length)]));
    }
    return entangled(leaves, random, 3);
  }

  private static Rule entangled(List<Rule> leaves, Random random, int depth) {
    if (depth == 0 || random.nextInt(5) == 0) {
      return leaves.get(random.nextInt(leaves.size()));
    } else if (random.nextInt(5) == 0) {
      return new Rule.Not(entangled(leaves, random, depth - 1), io.espalier.rule.Span.NONE);
    }
    List<Rule> parts = new ArrayList<>();
    for (int i = 0; i < 2 + random.nextInt(2); i++) {
      parts.add(entangled(leaves, random, depth - 1));
    }
    return Merges.joined(parts, random.nextBoolean());
  }

  @Property(tries = 60)
  void theSmallerRuleHoldsForTheSamePeople(@ForAll long seed) {
    int rounds = Boolean.getBoolean("espalier.long") ? 20 : 1;
    for (int round = 0; round < rounds; round++) {
      RuleMaker maker = new RuleMaker(seed + round);
      Rule rule = entangled(maker, new Random(seed + round));
      Simplified simplified = Simplifier.simplify(rule, RuleMaker.SCHEMA);
      Rule after = simplified.after();
      assertTrue(Complexity.of(after).leaves() <= Complexity.of(rule).leaves());
      // What is printed is what was proved.
      assertEquals(after, rule(RulePrinter.print(after)));
      RuleEvaluator evaluator = new RuleEvaluator(RuleMaker.SCHEMA, maker.moment(), Map.of());
      for (int i = 0; i < 12; i++) {
        Profile person = maker.profile("p" + i);
        List<Event> events = maker.events();
        assertEquals(
            evaluator.test(rule, person, events),
            evaluator.test(after, person, events),
            () -> RulePrinter.print(rule) + "\n" + RulePrinter.print(after) + "\nof " + person);
      }
      Statistics.label("smaller").collect(simplified.isSmaller());
      Statistics.label("one by one").collect(simplified.equality().oneByOne());
    }
    Statistics.label("smaller").coverage(c -> c.check(true).percentage(share -> share > 30));
  }

  /** A second time there is nothing left to do. */
  @Property(tries = 20)
  void theSmallerRuleIsNotMadeSmallerAgain(@ForAll long seed) {
    Rule rule = entangled(new RuleMaker(seed), new Random(seed));
    Rule once = Simplifier.simplify(rule, RuleMaker.SCHEMA).after();
    assertEquals(
        RulePrinter.print(once),
        RulePrinter.print(Simplifier.simplify(once, RuleMaker.SCHEMA).after()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          spent > 3 and spent > 5                               | spent > 5
          spent > 3 or spent > 5                                | spent > 3
          spent < 3 or spent == 3                               | spent <= 3
          spent >= 3 and spent <= 5                             | spent between 3 and 5
          spent != 5 or spent == 5                              | exists spent
          exists spent and spent != 5                           | spent != 5
          not not vip == true                                   | vip == true
          not (missing vip)                                     | exists vip
          not count(order) >= 1                                 | count(order) < 1
          not country == "FR"                                   | not country == "FR"
          country == "FR" or country == "fr" or country in ["DE"] | country in ["FR", "DE"]
          country != "FR" and country not in ["DE", "de"]       | country not in ["FR", "DE"]
          country in ["FR", "DE"] and country != "fr"           | country == "DE"
          country == "FR" and vip == true or country == "FR" and spent > 3 | country == "FR" and (vip == true or spent > 3)
          (vip == true or spent > 3) and (vip == true or city == "x") | vip == true or spent > 3 and city == "x"
          vip == true or vip == true and spent > 3              | vip == true
          vip == true or not vip == true and spent > 3          | vip == true or spent > 3
          count(order, 30d) >= 2 and count(order, 90d) >= 1     | count(order, 30d) >= 2
          count(order where amount > 3 and amount > 5) > 1      | count(order where amount > 5) > 1
          count(order where amount > 3 or not amount > 3) > 1   | count(order) > 1
          tags has_any ["a"] or tags has_any ["b", "A"]         | tags has_any ["a", "b"]
          count(order) >= 0 and spent > 3                       | spent > 3
          spent < 3 and spent > 5 or vip == true                | vip == true
          in_segment b or in_segment b and vip == true          | in_segment b
          city starts_with "ab" and city contains "a"           | city starts_with "ab"
          vip == true                                           | vip == true
          not (not vip == true or not spent > 3)                | vip == true and spent > 3
          """)
  void small(String before, String after) {
    assertEquals(
        after, RulePrinter.print(Simplifier.simplify(rule(before), RuleMaker.SCHEMA).after()));
  }
}
