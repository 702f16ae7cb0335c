package io.espalier.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.espalier.model.Attribute;
import io.espalier.model.EventType;
import io.espalier.model.Schema;
import io.espalier.model.ValueType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** {@code wrong-rules.txt}: a rule behind {@code ===}, below it all that is printed about it. */
class WrongRulesTest {
  private static Schema schema() {
    Map<String, ValueType> order = new LinkedHashMap<>();
    order.put("amount", ValueType.NUMBER);
    order.put("skus", ValueType.LIST);
    order.put("title", ValueType.TEXT);
    return Schema.of(
        List.of(
            Attribute.of("country", ValueType.TEXT),
            Attribute.of("spent", ValueType.NUMBER),
            Attribute.of("vip", ValueType.BOOL),
            Attribute.of("born", ValueType.DATE),
            Attribute.of("last_order", ValueType.DATETIME),
            Attribute.of("tags", ValueType.LIST)),
        List.of(new EventType("order", order)),
        Set.of("lapsed", "bag-fans"));
  }

  private static String said(String text) {
    Origin origin = Origin.of("segments/x.yaml", text);
    Parsed<Rule> parsed = RuleParser.parse(text, origin);
    List<Issue> issues = new ArrayList<>(parsed.issues());
    parsed.value().ifPresent(rule -> issues.addAll(RuleChecker.check(rule, schema(), origin)));
    return issues.stream().map(Issue::display).collect(Collectors.joining("\n"));
  }

  @TestFactory
  Stream<DynamicTest> wrongRuleIsExplained() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    try (InputStream file = WrongRulesTest.class.getResourceAsStream("wrong-rules.txt")) {
      String all = new String(file.readAllBytes(), StandardCharsets.UTF_8);
      Stream.of(all.split("(?m)^=== ", -1))
          .filter(part -> !part.isEmpty())
          .forEach(
              part -> {
                int end = part.indexOf('\n');
                String rule = part.substring(0, end).replace("\\n", "\n");
                String expected = part.substring(end + 1).stripTrailing();
                tests.add(
                    DynamicTest.dynamicTest(
                        "rule: " + rule, () -> assertEquals(expected, said(rule))));
              });
    }
    assertTrue(tests.size() >= 40);
    return tests.stream();
  }

  @Test
  void everyIssueOfARuleIsToldAtOnce() {
    String said = said("contry == \"UK\" and vip > true or count(ordr) > \"x\"");
    assertEquals(4, said.lines().filter(line -> line.contains(": error: ")).count(), said);
  }

  @Test
  void circleOfSegmentsIsNamedAsAPath() {
    Map<String, Rule> rules =
        Map.of(
            "a", parsed("in_segment b and true"),
            "b", parsed("not (in_segment c or in_segment d)"),
            "c", parsed("in_segment a"),
            "d", parsed("true"),
            "e", parsed("in_segment e"));
    assertEquals(List.of("a -> b -> c -> a", "e -> e"), RuleChecker.segmentCycles(rules));
  }

  @Test
  void diamondOfSegmentsIsNoCircle() {
    Map<String, Rule> rules =
        Map.of(
            "a", parsed("in_segment b or in_segment c"),
            "b", parsed("in_segment d"),
            "c", parsed("in_segment d"),
            "d", parsed("true"));
    assertEquals(List.of(), RuleChecker.segmentCycles(rules));
  }

  private static Rule parsed(String text) {
    return RuleParser.parse(text, Origin.of("r", text)).value().orElseThrow();
  }
}
