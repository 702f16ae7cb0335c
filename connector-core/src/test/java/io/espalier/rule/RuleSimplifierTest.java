package io.espalier.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.espalier.model.Event;
import io.espalier.model.Profile;
import io.espalier.model.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuleSimplifierTest {
  private static final Schema SCHEMA = RuleMaker.SCHEMA;

  // Few values and many tests of each, so that they meet.
  private static final List<String> TESTS =
      List.of(
          "spent > 3",
          "spent >= 3",
          "spent < 1",
          "spent <= 1000",
          "spent between 1 and 3",
          "spent == 1",
          "spent != 1",
          "spent in [0, 1]",
          "spent not in [1, 2]",
          "exists spent",
          "missing spent",
          "country == \"UK\"",
          "country != \"uk\"",
          "country ==:cs \"UK\"",
          "country in [\"UK\", \"France\"]",
          "country not in:cs [\"Uk\"]",
          "country contains \"k\"",
          "missing country",
          "vip == true",
          "vip != true",
          "vip == false",
          "exists vip",
          "count(order) > 0",
          "count(order) < 1",
          "count(order) >= 2",
          "count(order) >= 0",
          "days_since_last(order, 30d) <= 30",
          "missing days_since_last(order, 30d)",
          "born < today",
          "born >= today - 1d",
          "born == 2026-03-31",
          "seen < now",
          "seen >= now - 1d",
          "seen > today - 30d",
          "seen >= 2026-03-31T12:00:00Z",
          "seen == 2026-03-31",
          "last(order.ts) < now",
          "tags has_any [\"a\", \"UK\"]",
          "tags has_none [\"uk\", \"A\"]",
          "tags has_all [\"UK\"]",
          "tags has_any [\"uk\"]",
          "in_list uk",
          "in_segment a-1",
          "consent(email, marketing)",
          "anniversary(born, 0d..7d)",
          "sequence(view, then order)",
          "true",
          "false");

  private static Rule rule(String text) {
    return RuleParser.parse(text, Origin.of("rule", text)).value().orElseThrow();
  }

  /** Six tests of one or two values, joined at random. */
  private static Rule dense(Random random) {
    List<Rule> tests = new ArrayList<>();
    int at = random.nextInt(TESTS.size());
    int other = random.nextInt(TESTS.size());
    for (int i = 0; i < 6; i++) {
      int near = (random.nextBoolean() ? at : other) + random.nextInt(5);
      tests.add(rule(TESTS.get(near % TESTS.size())));
    }
    return dense(random, tests, 3);
  }

  private static Rule dense(Random random, List<Rule> tests, int depth) {
    if (depth == 0 || random.nextInt(5) == 0) {
      return tests.get(random.nextInt(tests.size()));
    } else if (random.nextInt(4) == 0) {
      return new Rule.Not(dense(random, tests, depth - 1), Span.NONE);
    }
    String joint = random.nextBoolean() ? "and" : "or";
    List<Rule> parts = new ArrayList<>();
    for (int i = 0; i < 2 + random.nextInt(2); i++) {
      RuleParser.addFlat(parts, dense(random, tests, depth - 1), joint);
    }
    return joint.equals("and") ? new Rule.And(parts, Span.NONE) : new Rule.Or(parts, Span.NONE);
  }

  private static void everybody(long seed, String said, Rule a, Rule b) {
    RuleMaker maker = new RuleMaker(seed);
    RuleEvaluator evaluator = new RuleEvaluator(SCHEMA, maker.moment(), Map.of());
    PeopleMaker near = new PeopleMaker(SCHEMA, List.of(a), maker.moment(), seed);
    for (int i = 0; i < 24; i++) {
      PeopleMaker.Made made = near.person();
      Profile profile = i % 2 == 0 ? maker.profile("p") : made.profile();
      List<Event> events = i % 2 == 0 ? maker.events() : made.events();
      assertEquals(
          evaluator.test(a, profile, events),
          evaluator.test(b, profile, events),
          () -> said + "\nof " + profile + "\n" + events + "\nat " + maker.moment());
    }
  }

  private static int rounds() {
    return Boolean.getBoolean("espalier.long") ? 50 : 1;
  }

  @Property(tries = 3_000, shrinking = ShrinkingMode.OFF)
  void simplerRuleIsEqualAndNeverLarger(@ForAll long seed) {
    for (int round = 0; round < rounds(); round++) {
      Rule rule = dense(new Random(seed + round));
      Rule simpler = RuleSimplifier.simplify(rule, SCHEMA);
      String said = RulePrinter.print(rule) + "\n-> " + RulePrinter.print(simpler);
      assertTrue(RuleSimplifier.size(simpler) <= RuleSimplifier.size(rule), said);
      everybody(seed + round, said, rule, simpler);
      RuleEquality.Answer answer =
          RuleEquality.compare(rule, simpler, SCHEMA, new RuleMaker(seed).moment());
      assertTrue(answer.equal(), () -> said + "\n" + answer.how());
    }
  }

  @Property(tries = 1_000, shrinking = ShrinkingMode.OFF)
  void simplerFormOfAnyRuleIsEqual(@ForAll long seed) {
    for (int round = 0; round < rounds(); round++) {
      Rule rule = new RuleMaker(seed + round).rule();
      Rule simpler = RuleSimplifier.simplify(rule, SCHEMA);
      String said = RulePrinter.print(rule) + "\n-> " + RulePrinter.print(simpler);
      assertTrue(RuleSimplifier.size(simpler) <= RuleSimplifier.size(rule), said);
      everybody(seed + round, said, rule, simpler);
    }
  }

  @Property(tries = 2_000, shrinking = ShrinkingMode.OFF)
  void whatIsCalledImpossibleOrAlwaysTrueIsSoForEverybody(@ForAll long seed) {
    Rule rule = dense(new Random(seed));
    Reasoning reasoning = new Reasoning(new Claims(SCHEMA, null));
    for (boolean value : List.of(true, false)) {
      if (reasoning.refuted(new Reasoning.Part(rule, value), Facts.NONE)) {
        everybody(seed, RulePrinter.print(rule), rule, new Rule.Constant(!value, Span.NONE));
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "spent > 5 and spent > 3 | spent > 5",
        "spent > 5 or spent > 3 | spent > 3",
        "spent >= 1 and spent <= 5 | spent between 1 and 5",
        "spent < 3 and spent > 5 | false",
        "vip == true or spent < 3 and spent > 5 | vip == true",
        "vip == true and (vip == true or spent > 3) | vip == true",
        "vip == true or vip == true and spent > 3 | vip == true",
        "vip == true and spent > 3 or vip == true and spent < 1"
            + " | vip == true and (spent > 3 or spent < 1)",
        "country == \"UK\" or country == \"FR\" or country == \"DE\""
            + " | country in [\"UK\", \"FR\", \"DE\"]",
        "country != \"UK\" and country != \"FR\" | country not in [\"UK\", \"FR\"]",
        "not not vip == true | vip == true",
        "not exists spent | missing spent",
        "exists spent and spent > 3 | spent > 3",
        "spent > 3 or not spent > 3 | true",
        "spent > 3 or not exists spent | spent > 3 or missing spent",
        "count(order) >= 0 and vip == true | vip == true",
        "vip == true and (spent > 3 or vip != true) | vip == true and spent > 3",
        "not country == \"UK\" | not country == \"UK\"",
        "count(order where amount > 5 and amount > 3) > 1"
            + " | count(order where amount > 5 and amount > 3) > 1",
      })
  void smallerRuleIsFound(String rule, String simpler) {
    assertEquals(simpler, RulePrinter.print(RuleSimplifier.simplify(rule(rule), SCHEMA)));
  }

  @Test
  void equalityIsShownByEveryCase() {
    Rule rule = rule("spent > 5 and (spent > 3 or vip == true)");
    Moment moment = new RuleMaker(1).moment();
    RuleEquality.Answer answer = RuleEquality.compare(rule, rule("spent > 5"), SCHEMA, moment);
    assertEquals(
        new RuleEquality.Answer(
            true,
            true,
            "equal in each of the 6 cases that 3 conditions can make (2 are against one another)"),
        answer);
  }

  @Test
  void differenceIsShownByACase() {
    Moment moment = new RuleMaker(1).moment();
    RuleEquality.Answer answer =
        RuleEquality.compare(rule("spent > 5"), rule("spent >= 5"), SCHEMA, moment);
    assertEquals(
        new RuleEquality.Answer(false, true, "they differ where not spent > 5 and spent >= 5"),
        answer);
  }

  @Test
  void manyConditionsAreComparedByPeople() {
    StringBuilder text = new StringBuilder("spent == 0");
    for (int i = 1; i <= 20; i++) {
      text.append(" or spent == ").append(i);
    }
    Rule rule = rule(text.toString());
    Moment moment = new RuleMaker(1).moment();
    Rule simpler = RuleSimplifier.simplify(rule, SCHEMA);
    RuleEquality.Answer answer = RuleEquality.compare(rule, simpler, SCHEMA, moment);
    assertTrue(answer.equal(), answer.how());
    assertFalse(answer.exhaustive());
    assertFalse(
        RuleEquality.compare(rule, rule("spent > 5"), SCHEMA, moment).equal(), "must differ");
  }
}
