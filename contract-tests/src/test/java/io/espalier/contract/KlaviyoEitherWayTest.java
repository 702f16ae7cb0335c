package io.espalier.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.espalier.sandbox.Turned;
import io.espalier.sandbox.klaviyo.KlaviyoFact;
import io.espalier.sandbox.klaviyo.KlaviyoSandboxProvider;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The adapter keeps every rule on whichever side Klaviyo turns out to be. */
class KlaviyoEitherWayTest {

  private static Subject turned(KlaviyoFact fact) {
    return Subject.onBoard(
            "klaviyo",
            Map.of(),
            Map.entry("api_key", "pk_00000000000000000000000000000000ff"),
            100,
            ChronoUnit.MICROS,
            "bücher.example",
            5_000)
        .in(new Turned(new KlaviyoSandboxProvider(), fact));
  }

  @ParameterizedTest
  @EnumSource(KlaviyoFact.class)
  @EnabledIfSystemProperty(named = "espalier.long", matches = "true")
  void everyRuleIsKeptOnTheOtherSide(KlaviyoFact fact) {
    Subject subject = turned(fact);
    List<String> broken = new ArrayList<>();
    for (String rule : Rules.all()) {
      Optional<Throwable> fault = Rules.broken(rule, subject);
      fault.ifPresent(why -> broken.add(rule + ": " + why));
    }
    assertEquals(List.of(), broken);
  }

  /** Not of dates: a text that reads as one prints as the moment that it became. */
  @ParameterizedTest
  @EnumSource(
      value = KlaviyoFact.class,
      names = {"ABSENT_LOOKUP_IS_NONE", "NULL_PRINTS_NOTHING", "BACKSLASH_ESCAPES_IN_TEMPLATES"})
  void everyModuleSaysTheSameOnTheOtherSide(KlaviyoFact fact) {
    boolean all = Boolean.getBoolean("espalier.long");
    try (Equality equality =
        EqualityLawTest.equality(turned(fact), 20_261_127L, all ? 40 : 15, 5, all ? 125 : 25)) {
      assertEquals(Optional.empty(), equality.difference());
      assertTrue(equality.pairs() > 300, "only " + equality.pairs());
    }
  }
}
