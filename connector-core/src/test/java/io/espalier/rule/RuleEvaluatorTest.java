package io.espalier.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.espalier.model.Event;
import io.espalier.model.Profile;
import io.espalier.model.ProfileKey;
import io.espalier.model.Value;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RuleEvaluatorTest {
  private static final Instant NOW = Instant.parse("2026-03-31T12:00:00Z");
  private static final Moment MOMENT = new Moment(NOW, ZoneId.of("Europe/London"));
  private static final Profile NOBODY = profile(Map.of());

  private static Profile profile(Map<String, Value> values) {
    return new Profile(new ProfileKey("p"), values, Map.of("b", true));
  }

  private static Event order(String id, String time, Object... properties) {
    Map<String, Value> values = new HashMap<>();
    for (int i = 0; i < properties.length; i += 2) {
      values.put((String) properties[i], (Value) properties[i + 1]);
    }
    return new Event("order", id, Instant.parse(time), values);
  }

  private static Rule rule(String text) {
    Origin origin = Origin.of("rule", text);
    Parsed<Rule> parsed = RuleParser.parse(text, origin);
    assertEquals(List.of(), parsed.issues().stream().map(Issue::display).toList());
    Rule rule = parsed.value().orElseThrow();
    assertEquals(List.of(), RuleChecker.check(rule, RuleMaker.SCHEMA, origin));
    return rule;
  }

  private static boolean test(String text, Profile profile, Event... events) {
    return new RuleEvaluator(RuleMaker.SCHEMA, MOMENT, Map.of())
        .test(rule(text), profile, List.of(events));
  }

  private static Value value(String text, Event... events) {
    Operand operand = RuleParser.parseOperand(text, Origin.of("c", text)).value().orElseThrow();
    return new RuleEvaluator(RuleMaker.SCHEMA, MOMENT, Map.of())
        .value(operand, NOBODY, List.of(events));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "country == \"UK\"",
        "country != \"UK\"",
        "country not in [\"UK\"]",
        "vip == false",
        "vip != true",
        "tags has_none [\"a\"]",
        "spent < 5",
        "spent between -1 and 1",
        "country contains \"a\"",
        "country == city",
        "country != city",
        "exists country",
        "avg(order.amount) == 0",
        "last(order.ts) < now",
        "days_since_last(order) >= 0",
        "most_frequent(order.title) != \"x\"",
      })
  void missingValueComparesFalse(String text) {
    assertFalse(test(text, NOBODY));
    assertTrue(test("not (" + text + ")", NOBODY));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "count(order) == 0",
        "sum(order.amount) == 0",
        "distinct(order.title) == 0",
        "missing country",
        "missing max(order.amount)",
      })
  void countSumAndDistinctOfNothingAreNought(String text) {
    assertTrue(test(text, NOBODY));
  }

  @ParameterizedTest
  @CsvSource({
    "2026-03-01T12:00:00Z, true",
    "2026-03-01T11:59:59.999999Z, false",
    "2026-03-31T11:59:59.999999Z, true",
    "2026-03-31T12:00:00Z, false",
    "2026-04-01T12:00:00Z, false",
  })
  void windowIsHalfOpenAndEndsNow(String time, boolean seen) {
    assertEquals(seen, test("count(order, 30d) == 1", NOBODY, order("1", time)));
  }

  @Test
  void futureEventsAreNeverSeen() {
    Event future = order("1", "2026-04-01T00:00:00Z", "amount", Value.number(5));
    assertFalse(test("count(order) > 0 or exists last(order.ts)", NOBODY, future));
    assertFalse(
        test(
            "count(order, between 2026-01-01T00:00:00Z and 2027-01-01T00:00:00Z) > 0",
            NOBODY,
            future));
  }

  @Test
  void sameIdIsOneEventOfItsType() {
    Event first = order("1", "2026-03-01T00:00:00Z", "amount", Value.number(5));
    Event again = order("1", "2026-03-02T00:00:00Z", "amount", Value.number(7));
    Event view = new Event("view", "1", Instant.parse("2026-03-01T00:00:00Z"), Map.of());
    assertEquals(Value.number(5), value("sum(order.amount)", first, again, view));
    assertEquals(Value.number(1), value("count(view)", first, again, view));
  }

  @Test
  void lastIsOfTheLatestEventThatHasTheProperty() {
    Event old = order("1", "2026-03-01T00:00:00Z", "title", Value.text("old"));
    Event tie = order("2", "2026-03-01T00:00:00Z", "title", Value.text("tie"));
    Event bare = order("3", "2026-03-02T00:00:00Z");
    assertEquals(Value.text("tie"), value("last(order.title)", bare, tie, old));
    assertEquals(Value.text("old"), value("first(order.title)", tie, bare, old));
  }

  @Test
  void idsOfOneInstantAreOrderedByCodePoint() {
    Event high = order("\uD83D\uDE00", "2026-03-01T00:00:00Z", "title", Value.text("emoji"));
    Event low = order("\uE000", "2026-03-01T00:00:00Z", "title", Value.text("private"));
    assertEquals(Value.text("emoji"), value("last(order.title)", high, low));
  }

  @Test
  void averageIsRoundedHalfEven() {
    Event a = order("1", "2026-03-01T00:00:00Z", "amount", Value.number("0.000000001"));
    Event b = order("2", "2026-03-01T00:00:00Z", "amount", Value.number("0.000000002"));
    assertEquals(Value.number("0.000000002"), value("avg(order.amount)", a, b));
    Event none = order("3", "2026-03-01T00:00:00Z");
    assertEquals(Value.number("0.000000001"), value("avg(order.amount)", a, none));
  }

  @Test
  void mostFrequentFoldsAndBreaksTiesByTheAlphabet() {
    Event b = order("1", "2026-03-01T00:00:00Z", "title", Value.text("b"));
    Event upper = order("2", "2026-03-01T00:00:00Z", "title", Value.text("A"));
    Event lower = order("3", "2026-03-01T00:00:00Z", "title", Value.text("a"));
    assertEquals(Value.text("A"), value("most_frequent(order.title)", b, upper));
    assertEquals(Value.text("A"), value("most_frequent(order.title)", b, lower, upper));
  }

  @Test
  void daysSinceLastAreWholeDaysOf24Hours() {
    assertEquals(
        Value.number(0),
        value("days_since_last(order)", order("1", "2026-03-30T12:00:00.000001Z")));
    assertEquals(
        Value.number(1), value("days_since_last(order)", order("1", "2026-03-30T12:00:00Z")));
  }

  @Test
  void dateMeetsDatetimeByTheDayOfTheZone() {
    // In London it is already summer time: 23:30 UTC is the next day.
    Profile late =
        profile(
            Map.of(
                "seen", new Value.Moment(Instant.parse("2026-03-29T23:30:00Z")),
                "born", new Value.Day(LocalDate.parse("2026-03-30"))));
    assertTrue(test("seen == 2026-03-30", late));
    assertTrue(test("2026-03-30 <= seen and seen <= born and seen == born", late));
    assertFalse(test("seen < 2026-03-30", late));
    assertTrue(test("seen in [2026-03-30] and seen not in [2026-03-29]", late));
  }

  @Test
  void textIsFoldedUnlessExact() {
    Profile profile = profile(Map.of("country", Value.text("E\u0301COLE")));
    assertTrue(test("country == \"\u00e9cole\"", profile));
    assertFalse(test("country ==:cs \"\u00e9cole\"", profile));
    assertTrue(test("country ==:cs \"\u00c9COLE\"", profile));
    assertTrue(test("country matches \"^\u00c9[A-Z]+$\"", profile));
  }

  @Test
  void segmentWithoutARuleIsTheProfilesOwnEntry() {
    assertTrue(test("in_segment b and not in_segment a-1", NOBODY));
    RuleEvaluator evaluator =
        new RuleEvaluator(RuleMaker.SCHEMA, MOMENT, Map.of("b", rule("vip == true")));
    assertFalse(evaluator.test(rule("in_segment b"), NOBODY, List.of()));
  }

  @Test
  void circleOfSegmentsThrowsItsPath() {
    RuleEvaluator evaluator =
        new RuleEvaluator(
            RuleMaker.SCHEMA,
            MOMENT,
            Map.of("b", rule("in_segment a-1"), "a-1", rule("in_segment b")));
    assertEquals(
        "segments refer to one another in a circle: b -> a-1 -> b",
        assertThrows(
                IllegalArgumentException.class,
                () -> evaluator.test(rule("in_segment b"), NOBODY, List.of()))
            .getMessage());
  }

  @Test
  void sumThatDoesNotFitThrows() {
    Value huge = Value.number("9".repeat(29));
    Event a = order("1", "2026-03-01T00:00:00Z", "amount", huge);
    Event b = order("2", "2026-03-01T00:00:00Z", "amount", huge);
    assertEquals(
        "sum(order.amount) has more than 29 digits before the point",
        assertThrows(ArithmeticException.class, () -> value("sum(order.amount)", a, b))
            .getMessage());
  }

  @Property(tries = 500, shrinking = ShrinkingMode.OFF)
  void notDeMorganAndInHold(@ForAll long seed) {
    RuleMaker maker = new RuleMaker(seed);
    Profile profile = maker.profile("p");
    List<Event> events = maker.events();
    RuleEvaluator evaluator = new RuleEvaluator(RuleMaker.SCHEMA, maker.moment(), Map.of());
    Rule a = maker.rule();
    Rule b = maker.rule();
    boolean holdsA = evaluator.test(a, profile, events);
    assertEquals(!holdsA, evaluator.test(not(a), profile, events));
    assertEquals(
        evaluator.test(not(new Rule.And(List.of(a, b), Span.NONE)), profile, events),
        evaluator.test(new Rule.Or(List.of(not(a), not(b)), Span.NONE), profile, events));
    assertEquals(
        evaluator.test(not(new Rule.Or(List.of(a, b), Span.NONE)), profile, events),
        evaluator.test(new Rule.And(List.of(not(a), not(b)), Span.NONE), profile, events));
    if (a instanceof Rule.In in) {
      Value first = in.values().get(0);
      Operand literal = new Operand.Literal(first, Span.NONE);
      assertEquals(
          evaluator.test(
              new Rule.Compare(in.operand(), Comparison.EQUAL, literal, in.exact(), Span.NONE),
              profile,
              events),
          evaluator.test(
              new Rule.In(in.operand(), false, List.of(first), in.exact(), Span.NONE),
              profile,
              events));
      assertEquals(
          evaluator.value(in.operand(), profile, events).exists(),
          evaluator.test(
                  new Rule.In(in.operand(), true, in.values(), in.exact(), Span.NONE),
                  profile,
                  events)
              ^ evaluator.test(
                  new Rule.In(in.operand(), false, in.values(), in.exact(), Span.NONE),
                  profile,
                  events));
    }
  }

  private static Rule not(Rule rule) {
    return new Rule.Not(rule, Span.NONE);
  }
}
