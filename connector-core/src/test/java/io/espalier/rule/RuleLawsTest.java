package io.espalier.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import io.espalier.model.Event;
import io.espalier.model.Profile;
import io.espalier.model.Value;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.junit.jupiter.api.Test;

/**
 * What is true of every rule and every person; a counterexample is made small before it is told.
 */
class RuleLawsTest {
  private static final Map<String, Value> FILL =
      Map.of(
          "country", new Value.Text("UK"),
          "spent", Value.number(5),
          "vip", Value.flag(false),
          "born", new Value.Day(LocalDate.parse("2026-02-28")),
          "seen", new Value.Moment(Instant.parse("2026-03-01T00:00:00Z")));

  private interface Same {
    Rule of(Rule rule);
  }

  /** Sixty rules a try, twelve people each; under -Plong many more. */
  private static void hold(long seed, Smallest.Law law) {
    int rounds = Boolean.getBoolean("espalier.long") ? 40 : 1;
    for (int round = 0; round < rounds; round++) {
      RuleMaker maker = new RuleMaker(seed + round);
      for (int i = 0; i < 12; i++) {
        Profile person = maker.profile("p" + i);
        List<Event> events = maker.events();
        for (int j = 0; j < 5; j++) {
          Rule rule = maker.rule();
          try {
            if (!law.holds(rule, person, events)) {
              fail("" + Smallest.of(rule, person, events, law));
            }
          } catch (Exception e) {
            throw new AssertionError(RulePrinter.print(rule), e);
          }
        }
      }
    }
  }

  private static void same(long seed, Same a, Same b) {
    RuleEvaluator evaluator =
        new RuleEvaluator(RuleMaker.SCHEMA, new RuleMaker(seed).moment(), Map.of());
    hold(
        seed,
        (rule, person, events) ->
            evaluator.test(a.of(rule), person, events)
                == evaluator.test(b.of(rule), person, events));
  }

  private static Rule not(Rule rule) {
    return new Rule.Not(rule, Span.NONE);
  }

  @Property(tries = 20, shrinking = ShrinkingMode.OFF)
  void notIsPlainNegation(@ForAll long seed) {
    RuleEvaluator evaluator =
        new RuleEvaluator(RuleMaker.SCHEMA, new RuleMaker(seed).moment(), Map.of());
    hold(
        seed,
        (rule, person, events) ->
            evaluator.test(not(rule), person, events) != evaluator.test(rule, person, events));
  }

  @Property(tries = 20, shrinking = ShrinkingMode.OFF)
  void deMorgan(@ForAll long seed) {
    RuleMaker maker = new RuleMaker(seed + 1);
    Rule b = maker.rule(1, null);
    same(
        seed,
        a -> not(new Rule.And(List.of(a, b), Span.NONE)),
        a -> new Rule.Or(List.of(not(a), not(b)), Span.NONE));
    same(
        seed,
        a -> not(new Rule.Or(List.of(a, b), Span.NONE)),
        a -> new Rule.And(List.of(not(a), not(b)), Span.NONE));
  }

  @Property(tries = 20, shrinking = ShrinkingMode.OFF)
  void inAListIsEqualToOneOfIt(@ForAll long seed) {
    same(seed, rule -> rule, RuleLawsTest::withoutLists);
  }

  private static Rule withoutLists(Rule rule) {
    if (rule instanceof Rule.In in) {
      List<Rule> each = new ArrayList<>();
      for (Value value : in.values()) {
        each.add(
            new Rule.Compare(
                in.operand(),
                in.negated() ? Comparison.UNEQUAL : Comparison.EQUAL,
                new Operand.Literal(value, Span.NONE),
                in.exact(),
                Span.NONE));
      }
      return each.size() == 1
          ? each.get(0)
          : in.negated() ? new Rule.And(each, Span.NONE) : new Rule.Or(each, Span.NONE);
    } else if (rule instanceof Rule.Between between) {
      return new Rule.And(
          List.of(
              new Rule.Compare(
                  between.operand(), Comparison.AT_LEAST, between.low(), false, Span.NONE),
              new Rule.Compare(
                  between.operand(), Comparison.AT_MOST, between.high(), false, Span.NONE)),
          Span.NONE);
    } else if (rule instanceof Rule.And and) {
      return new Rule.And(and.parts().stream().map(p -> withoutLists(p)).toList(), Span.NONE);
    } else if (rule instanceof Rule.Or or) {
      return new Rule.Or(or.parts().stream().map(p -> withoutLists(p)).toList(), Span.NONE);
    }
    return rule instanceof Rule.Not not ? not(withoutLists(not.rule())) : rule;
  }

  @Property(tries = 30, shrinking = ShrinkingMode.OFF)
  void onMissingIsTheRuleOfThePersonFilledIn(@ForAll long seed) {
    RuleEvaluator evaluator =
        new RuleEvaluator(RuleMaker.SCHEMA, new RuleMaker(seed).moment(), Map.of());
    hold(
        seed,
        (rule, person, events) -> {
          Map<String, Value> filled = new HashMap<>(FILL);
          filled.putAll(person.attributes());
          Profile other = new Profile(person.key(), filled, person.segments(), person.consents());
          return evaluator.test(OnMissing.apply(rule, FILL), person, events)
              == evaluator.test(rule, other, events);
        });
  }

  @Test
  void aCounterexampleIsMadeSmall() {
    RuleMaker maker = new RuleMaker(7);
    Rule wrong = RuleParser.parse("spent > 5", Origin.of("t", "")).value().orElseThrow();
    Rule rule =
        new Rule.Or(
            List.of(
                maker.rule(), new Rule.And(List.of(maker.rule(), not(wrong)), Span.NONE), wrong),
            Span.NONE);
    Profile person = maker.profile("p");

    Smallest smallest =
        Smallest.of(
            rule, person, maker.events(), (r, p, e) -> !RulePrinter.print(r).contains("spent > 5"));

    assertEquals("spent > 5\nof {}\nwith []", smallest.toString());
  }
}
