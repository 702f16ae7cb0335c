package io.espalier.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.espalier.contract.reference.Twins;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Each rule bites: an adapter with one fault breaks the one rule that is about it. */
class TwinsTest {
  private static final Map<String, Subject> TWINS = Twins.all();

  @Test
  void everyRuleHasItsTwin() {
    List<String> numbers = IntStream.rangeClosed(1, 30).mapToObj("c%02d"::formatted).toList();
    assertEquals(numbers, Rules.all());
    assertEquals(new HashSet<>(numbers), TWINS.keySet());
  }

  @TestFactory
  Stream<DynamicTest> theRuleCatchesItsTwin() {
    return TWINS.entrySet().stream()
        .map(
            twin ->
                dynamicTest(
                    twin.getKey(),
                    () ->
                        assertTrue(
                            Rules.broken(twin.getKey(), twin.getValue()).isPresent(),
                            twin.getKey() + " does not bite")));
  }

  /** 30 twins by 30 rules; 80 s. */
  @TestFactory
  @EnabledIfSystemProperty(named = "espalier.long", matches = "true")
  Stream<DynamicTest> noOtherRuleDoes() {
    return TWINS.entrySet().stream()
        .map(
            twin ->
                dynamicTest(
                    twin.getKey(),
                    () -> {
                      StringBuilder row = new StringBuilder(twin.getKey() + " ");
                      List<String> caught = new ArrayList<>();
                      for (String rule : Rules.all()) {
                        boolean broken = Rules.broken(rule, twin.getValue()).isPresent();
                        row.append(broken ? " X" : " .");
                        if (broken) {
                          caught.add(rule);
                        }
                      }
                      System.out.println(row);
                      assertEquals(List.of(twin.getKey()), caught);
                    }));
  }
}
