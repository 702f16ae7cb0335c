package io.espalier.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.espalier.rule.Issue;
import io.espalier.rule.Origin;
import io.espalier.rule.Rule;
import io.espalier.rule.RuleChecker;
import io.espalier.rule.RuleMaker;
import io.espalier.rule.RuleParser;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** {@code idle-rules.txt}: a rule behind {@code ===}, below it all that is printed about it. */
class ProofCheckTest {
  private static final Map<String, Rule> SEGMENTS =
      Map.of("a-1", rule("spent > 5 and vip == true"), "b", rule("in_segment a-1 and spent < 9"));

  private static Rule rule(String text) {
    return RuleParser.parse(text, Origin.of("t", text)).value().orElseThrow();
  }

  private static String said(String text) {
    Origin origin = Origin.of("segments/x.yaml", text);
    Rule rule = rule(text);
    assertEquals(List.of(), RuleChecker.check(rule, RuleMaker.SCHEMA, origin));
    return ProofCheck.check(rule, RuleMaker.SCHEMA, SEGMENTS, origin).stream()
        .map(Issue::display)
        .collect(Collectors.joining("\n"));
  }

  @TestFactory
  Stream<DynamicTest> whatSaysNothingIsExplained() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    try (InputStream file = ProofCheckTest.class.getResourceAsStream("idle-rules.txt")) {
      String all = new String(file.readAllBytes(), StandardCharsets.UTF_8);
      Stream.of(all.split("(?m)^=== ", -1))
          .filter(part -> !part.isEmpty())
          .forEach(
              part -> {
                int end = part.indexOf('\n');
                String rule = part.substring(0, end);
                tests.add(
                    DynamicTest.dynamicTest(
                        rule,
                        () -> assertEquals(part.substring(end + 1).strip(), said(rule).strip())));
              });
    }
    return tests.stream();
  }
}
