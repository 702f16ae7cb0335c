package io.espalier.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.espalier.model.Schema;
import io.espalier.model.ValueType;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RuleLanguageTest {

  private static Parsed<Rule> parse(String text) {
    return RuleParser.parse(text, Origin.of("rule", text));
  }

  @Property(tries = 2_000, shrinking = ShrinkingMode.OFF)
  void parseOfPrintIsTheRule(@ForAll long seed) {
    Rule rule = new RuleMaker(seed).rule();
    Parsed<Rule> parsed = parse(RulePrinter.print(rule));
    assertEquals(List.of(), parsed.issues(), () -> RulePrinter.print(rule));
    assertEquals(rule, parsed.value().orElseThrow());
  }

  @Property(tries = 200, shrinking = ShrinkingMode.OFF)
  void parseOfPrintIsTheOperand(@ForAll long seed) {
    for (Operand operand : new RuleMaker(seed).values().values()) {
      String text = RulePrinter.print(operand);
      assertEquals(
          Optional.of(operand), RuleParser.parseOperand(text, Origin.of("compute", text)).value());
    }
  }

  @Property(tries = 2_000)
  void anyTextGivesARuleOrOneIssue(@ForAll String text) {
    Parsed<Rule> parsed = parse(text);
    assertEquals(parsed.value().isPresent() ? 0 : 1, parsed.issues().size());
    parsed.issues().forEach(issue -> assertFalse(issue.display().isEmpty()));
  }

  @Property(tries = 3_000)
  void anyHeapOfWordsGivesARuleOrOneIssue(@ForAll("heaps") List<String> words) {
    String text = String.join(" ", words);
    Parsed<Rule> parsed = parse(text);
    assertEquals(parsed.value().isPresent() ? 0 : 1, parsed.issues().size());
    parsed
        .value()
        .ifPresent(rule -> assertEquals(Optional.of(rule), parse(RulePrinter.print(rule)).value()));
  }

  @Provide
  Arbitrary<List<String>> heaps() {
    return Arbitraries.of(
            "and",
            "or",
            "not",
            "(",
            ")",
            "[",
            "]",
            ",",
            "==",
            "!=",
            "<",
            ":cs",
            "in",
            "between",
            "contains",
            "has_any",
            "exists",
            "missing",
            "in_segment",
            "now",
            "today",
            "-",
            "+",
            "30d",
            "90d..30d",
            "..",
            "all",
            "since",
            "where",
            "count",
            "count(order)",
            "sum(",
            "order.amount",
            "country",
            "\"UK\"",
            "'x'",
            "5",
            "-5",
            "0.1",
            "true",
            "2026-01-31",
            "2026-01-31T00:00:00Z",
            "a-b",
            "sequence(",
            "then",
            "within",
            "consent(",
            "anniversary(",
            "in_list",
            "=",
            "&&",
            "\\",
            "\"",
            "é",
            "\uD800")
        .list()
        .ofMaxSize(14);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "country == \"UK\"",
        "country ==:cs \"UK\"",
        "not country == \"UK\"",
        "not not true",
        "a == 1 or b == 2 and not c == 3",
        "(a == 1 or b == 2) and not (c == 3 and d == 4)",
        "score.outdoor between -1 and 0.5 and vip == true",
        "country in [\"GB\", \"IE\"] and country not in:cs [\"gb\"]",
        "name starts_with \"a\" or name ends_with:cs \"\\\"\\\\\\n\" or name matches \"^a+$\"",
        "tags has_any [\"a\"] and tags has_all:cs [\"a\", \"b\"] and tags has_none [\"c\"]",
        "exists country and missing last(order.ts)",
        "in_segment 30d-lapsed and in_segment a-b",
        "last(order.ts) < now - 180d and born > today + 7d and seen <= now",
        "count(order where skus has_any [\"85099B\"], 180d) >= 3 and count(order, 30d) >= 1",
        "sum(order.amount, 90d..30d) > avg(order.amount, since 2026-01-01T00:00:00Z)",
        "distinct(order.sku, between 2026-01-01T00:00:00Z and 2026-02-01T00:00:00.123456Z) == 2",
        "most_frequent(view.sku) == \"x\" and days_since_last(view) < 12 and min(a.b, 6mo) == 0",
        "born == 2026-01-31 and seen >= 2026-01-31T09:30:00Z",
        "profile.now == \"x\" and count(order where event.in == \"x\") == 1",
        "true == vip and false",
        "in_list vip-2 and in_list \"My best\" and consent(email, marketing)",
        "sequence(view, then order) or sequence(view where sku == \"x\" and sku in [\"a\"], then not"
            + " order where amount > 5 within 1h, then view within 2w, 7d)",
        "anniversary(born, 0d..7d) and anniversary(first(order.ts), 1w..1mo)",
        "consent == \"x\" and sequence > 1",
        "size(tags) >= 3 and month(born) == 5 and weekday(last(order.ts)) in [6, 7] and day(born) =="
            + " day(seen) and year(born) < 1990",
        "count(order where month(due) == 12) > 1 and size == 3",
      })
  void canonicalTextIsPrintedAsItWasRead(String text) {
    Parsed<Rule> parsed = parse(text);
    assertEquals(List.of(), parsed.issues().stream().map(Issue::display).toList());
    assertEquals(text, RulePrinter.print(parsed.value().orElseThrow()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "profile.country=='UK'",
        "((country == \"UK\"))",
        "country\n  ==\n\"UK\"",
        "country == \"UK\" ",
      })
  void otherSpellingsAreTheSameRule(String text) {
    assertEquals(parse("country == \"UK\"").value(), parse(text).value());
  }

  @Test
  void notContainsIsKnownAndWithoutIt() {
    assertEquals(
        parse("exists city and not city contains:cs \"a\" or vip == true").value(),
        parse("city not contains:cs \"a\" or vip == true").value());
    assertEquals(
        parse("exists city and not city matches \"^a\"").value(),
        parse("city not matches \"^a\"").value());
  }

  @Test
  void defaultWindowIsAll() {
    assertEquals(parse("count(order) > 1").value(), parse("count(order, all) > 1").value());
  }

  @ParameterizedTest
  @ValueSource(strings = {"(", "not ", "count(order where ", "count(order where not ("})
  void endlessNestingIsAnIssueNotAnOverflow(String opening) {
    String display = parse(opening.repeat(50_000)).issues().get(0).display();
    assertEquals(
        "the rule is nested more than 100 deep",
        display.substring(display.indexOf("the rule"), display.indexOf('\n')));
  }

  @Test
  void longFlatRuleIsFine() {
    String text = "a == 1" + " and a == 1".repeat(20_000);
    assertEquals(List.of(), parse(text).issues());
  }

  @Test
  void typesOfValuesAreKnown() {
    Schema schema = RuleMaker.SCHEMA;
    assertEquals(Optional.of(ValueType.NUMBER), type("count(order)", schema));
    assertEquals(Optional.of(ValueType.DATETIME), type("last(order.ts)", schema));
    assertEquals(Optional.of(ValueType.LIST), type("first(order.skus, 30d)", schema));
    assertEquals(Optional.of(ValueType.DATE), type("today", schema));
    assertEquals(Optional.of(ValueType.TEXT), type("profile.country", schema));
    assertEquals(Optional.empty(), type("nothing_such", schema));
  }

  private static Optional<ValueType> type(String text, Schema schema) {
    Operand operand = RuleParser.parseOperand(text, Origin.of("c", text)).value().orElseThrow();
    return RuleChecker.typeOf(operand, schema);
  }
}
