package io.espalier.template;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.espalier.model.Attribute;
import io.espalier.model.Schema;
import io.espalier.model.ValueType;
import io.espalier.rule.Origin;
import io.espalier.rule.Place;
import io.espalier.rule.Rule;
import io.espalier.rule.RuleParser;
import io.espalier.template.MergeLanguage.Grouping;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LoweringTest {
  private static final Schema SCHEMA =
      Schema.of(
          List.of(
              attribute("n", Set.of("marketing", "service"), false),
              attribute("secret", Set.of("service"), true)),
          List.of(),
          Set.of("s"));

  private static Attribute attribute(String name, Set<String> purposes, boolean pii) {
    return new Attribute(
        name, ValueType.NUMBER, name, "demographic", pii, purposes, List.of(), null, Map.of());
  }

  private static Rule rule(String text) {
    return RuleParser.parse(text, Origin.of("x", text)).value().orElseThrow();
  }

  private static Template choice(String rule, int size) {
    Template body = new Template.Text("x".repeat(size), Context.HTML);
    return new Template.Choose(
        List.of(new Template.Branch(rule(rule), body, Place.file("x"))), Template.EMPTY);
  }

  private static List<String> explained(String rule, int size, Grouping grouping) {
    return Lowering.requirements(
            List.of(choice(rule, size)),
            ToyLanguage.able(grouping),
            SCHEMA,
            n -> SCHEMA.attribute(n).map(a -> new Field(n, n, a.type(), List.of())))
        .explanation();
  }

  private static String flag(String rule) {
    return Derived.flag(rule(rule), SCHEMA).attribute().name();
  }

  @Test
  void aBodyIsRepeatedWhileItIsSmall() {
    String either = "n == 1 or n == 2 or n == 3";
    assertEquals(List.of(either + ": native"), explained(either, 500, Grouping.ONE_TEST));
    assertEquals(
        List.of(either + ": synced as " + flag(either) + " (too long in toy)"),
        explained(either, 2_000, Grouping.ONE_TEST));
    assertEquals(List.of(either + ": native"), explained(either, 2_000, Grouping.PARENTHESES));
    assertEquals(List.of(either + ": native"), explained(either, 2_000, Grouping.AND_BEFORE_OR));
  }

  @Test
  void andNeedsNoRepetitionWhereThereIsNoOtherBody() {
    String both = "n > 1 and n < 5 and secret > 2";
    assertEquals(List.of(both + ": native"), explained(both, 50_000, Grouping.ONE_TEST));
  }

  @Test
  void alternativesThatWouldMultiplyAreAFlag() {
    String product =
        IntStream.range(0, 5)
            .mapToObj(i -> "(n == " + i + " or secret == " + i + ")")
            .collect(Collectors.joining(" and "));
    assertEquals(List.of(product + ": native"), explained(product, 10, Grouping.PARENTHESES));
    assertEquals(
        List.of(product + ": synced as " + flag(product) + " (too long in toy)"),
        explained(product, 10, Grouping.AND_BEFORE_OR));
  }

  @Test
  void oneConditionHasOneNameHoweverItIsWritten() {
    assertEquals("es_b96e0c48", flag("in_segment s"), "names live in ESPs: they never change");
    assertEquals(flag("in_segment s"), flag(" ( in_segment   s )"));
    assertNotEquals(flag("in_segment s"), flag("not in_segment s"));
  }

  @Test
  void aFlagIsGoodOnlyForWhatAllOfItsAttributesAre() {
    assertEquals(
        Set.of("marketing", "service"), Derived.flag(rule("n > 1"), SCHEMA).attribute().purposes());
    Attribute mixed = Derived.flag(rule("n > 1 or secret > 1"), SCHEMA).attribute();
    assertEquals(Set.of("service"), mixed.purposes());
    assertEquals(true, mixed.pii());
    assertEquals("Email condition: n > 1 or secret > 1", mixed.label());
  }

  @Test
  void aFieldThatDoesNotGoThereIsNotTestedThere() {
    Requirements needed =
        Lowering.requirements(
            List.of(choice("n > 1", 1)),
            ToyLanguage.able(Grouping.PARENTHESES),
            SCHEMA,
            n -> Optional.empty());
    assertEquals(Set.of(flag("n > 1")), needed.derived().keySet());
    assertEquals(Set.of(), needed.attributes());
  }
}
