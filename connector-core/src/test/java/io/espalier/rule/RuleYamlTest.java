package io.espalier.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class RuleYamlTest {
  private static Rule rule(String text) {
    return RuleParser.parse(text, Origin.of("rule", text)).value().orElseThrow();
  }

  private static Parsed<Rule> read(String yaml) {
    return RuleYaml.read(YamlTree.of(yaml), Origin.of("segments/x.yaml", yaml));
  }

  private static String yaml(Rule rule) {
    return String.join("\n", RuleTreeText.lines(RuleYaml.write(rule)));
  }

  @Property(tries = 1_500, shrinking = ShrinkingMode.OFF)
  void yamlOfARuleIsThatRule(@ForAll long seed) {
    int rounds = Boolean.getBoolean("espalier.long") ? 20 : 1;
    for (int round = 0; round < rounds; round++) {
      Rule rule = new RuleMaker(seed + round).rule();
      String yaml = yaml(rule);
      Parsed<Rule> parsed = read(yaml);
      assertEquals(List.of(), parsed.issues().stream().map(Issue::display).toList(), yaml);
      assertEquals(rule, parsed.value().orElseThrow(), yaml);
      assertEquals(yaml, yaml(parsed.value().orElseThrow()));
    }
  }

  @Property(tries = 500, shrinking = ShrinkingMode.OFF)
  void treeOfARuleIsThatRuleWithoutAnyText(@ForAll long seed) {
    Rule rule = new RuleMaker(seed).rule();
    assertEquals(
        Optional.of(rule), RuleYaml.read(RuleYaml.write(rule), Origin.of("r", "")).value());
  }

  @Property(tries = 500, shrinking = ShrinkingMode.OFF)
  void eitherFormUnderAKeyOfAFileIsThatRule(@ForAll long seed) {
    RuleMaker maker = new RuleMaker(seed);
    Rule rule = maker.rule(2 + maker.random.nextInt(3), null);
    for (boolean structured : List.of(true, false)) {
      String file = String.join("\n", RuleYaml.entry("where", rule, structured)) + "\nnext: 1\n";
      RuleTree.Entries tree = (RuleTree.Entries) YamlTree.of(file);
      assertEquals(2, tree.entries().size(), file);
      Parsed<Rule> parsed = RuleYaml.read(tree.entries().get(0).value(), Origin.of("f", file));
      assertEquals(List.of(), parsed.issues().stream().map(Issue::display).toList(), file);
      assertEquals(Optional.of(rule), parsed.value(), file);
    }
  }

  @Test
  void longExpressionIsBrokenAtItsJoints() {
    Rule rule =
        rule(
            "count(order where title == \"a long title\", 30d) > 3 and (country in [\"GB\", \"IE\"]"
                + " or count(order where title == \"another title\", all) >= 12 or vip == true)"
                + " and not (vip == true and exists country)");
    assertEquals(
        """
        where: |
          count(order where title == "a long title", 30d) > 3
          and (country in ["GB", "IE"] or count(order where title == "another title") >= 12 or vip == true)
          and not (vip == true and exists country)""",
        String.join("\n", RuleYaml.entry("where", rule, false)));
  }

  @Test
  void theFormOfTheManualIsTheExpressionOfTheManual() {
    String yaml =
        """
        all:
          - {count: product_viewed, where: {category: outdoor}, within: 30d, gt: 3}
          - not: {exists_event: order, within: 30d}
          - {attr: country, in: [GB, IE]}
          - any:
              - {attr: score.outdoor, gte: 60}
              - {in_segment: loyalty_gold}
          - {attr: last_order, lt: now - 180d}
        """;
    String expression =
        "count(product_viewed where category == \"outdoor\", 30d) > 3"
            + " and not count(order, 30d) >= 1 and country in [\"GB\", \"IE\"]"
            + " and (score.outdoor >= 60 or in_segment loyalty_gold)"
            + " and last_order < now - 180d";
    assertEquals(Optional.of(rule(expression)), read(yaml).value());
    assertEquals(
        yaml.replace(
            "- not: {exists_event: order, within: 30d}",
            "- {not: {exists_event: order, within: 30d}}"),
        yaml(rule(expression)) + "\n");
  }

  @Test
  void expressionsStandAmongConditions() {
    String yaml = "any:\n  - count(order, 30d) > 3\n  - {attr: vip, eq: true}\n  - false\n";
    assertEquals(
        Optional.of(rule("count(order, 30d) > 3 or vip == true or false")), read(yaml).value());
  }

  @Test
  void quotesMakeATextOfWhatLooksLikeSomethingElse() {
    assertEquals(
        Optional.of(
            rule("a in [\"5\", 5, \"true\", true, \"now\", 2026-01-31, \"2026-01-31\", \"NO\"]")),
        read("{attr: a, in: ['5', 5, 'true', true, 'now', 2026-01-31, '2026-01-31', NO]}").value());
  }

  @TestFactory
  Stream<DynamicTest> wrongRuleIsExplained() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    try (InputStream file = RuleYamlTest.class.getResourceAsStream("wrong-yaml-rules.txt")) {
      String all = new String(file.readAllBytes(), StandardCharsets.UTF_8);
      Stream.of(all.split("(?m)^=== ", -1))
          .filter(part -> !part.isEmpty())
          .forEach(
              part -> {
                int end = part.indexOf('\n');
                String yaml = part.substring(0, end).replace("\\n", "\n");
                String expected = part.substring(end + 1).stripTrailing();
                tests.add(
                    DynamicTest.dynamicTest(
                        "rule: " + yaml,
                        () ->
                            assertEquals(
                                expected,
                                read(yaml).issues().stream()
                                    .map(Issue::display)
                                    .collect(Collectors.joining("\n")))));
              });
    }
    assertTrue(tests.size() >= 15);
    return tests.stream();
  }
}
