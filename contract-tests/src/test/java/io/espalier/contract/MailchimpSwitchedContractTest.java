package io.espalier.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.espalier.sandbox.DisputedFact;
import io.espalier.sandbox.Switches;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Whatever Mailchimp turns out to do where its documents are silent, the rules are kept. */
class MailchimpSwitchedContractTest {
  private static final Subject SUBJECT =
      Subject.onBoard(
              "mailchimp",
              Map.of("audience", "Customers"),
              Map.entry("api_key", "00000000000000000000000000000000-us1"),
              1_000,
              ChronoUnit.MICROS,
              "example.com",
              255)
          .mostAtOnce(10);

  /** These take away what the rules are about, instead of doing it in another way. */
  private static final Set<String> LIMITS =
      Set.of("custom-templates-need-a-plan", "segments-take-more-than-five", "tags-show-late");

  private static List<? extends DisputedFact> facts() {
    return SUBJECT.sandbox().disputed().stream()
        .filter(fact -> !LIMITS.contains(fact.word()))
        .toList();
  }

  /** 28 rules once; half a minute. */
  @Test
  @EnabledIfSystemProperty(named = "espalier.long", matches = "true")
  void rulesAreKeptOnTheOtherSideOfAllSwitchesTogether() {
    assertEquals(Map.of(), broken(Switches.usual().opposite(facts())));
  }

  /** 28 rules for each of some forty switches; a quarter of an hour: {@code -Despalier.each}. */
  @TestFactory
  @EnabledIfSystemProperty(named = "espalier.each", matches = "true")
  Stream<DynamicTest> rulesAreKeptOnTheOtherSideOfEachSwitch() {
    return facts().stream()
        .map(
            fact ->
                dynamicTest(
                    fact.word(),
                    () ->
                        assertEquals(
                            Map.of(), broken(Switches.usual().with(fact, !fact.usual())))));
  }

  private static Map<String, String> broken(Switches switches) {
    Subject other = SUBJECT.with(switches);
    Map<String, String> broken = new TreeMap<>();
    for (String rule : Rules.all()) {
      Rules.broken(rule, other).ifPresent(why -> broken.put(rule, String.valueOf(why)));
    }
    return broken;
  }
}
