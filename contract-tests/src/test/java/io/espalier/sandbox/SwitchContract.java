package io.espalier.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Every switch of a sandbox is shown in both positions: one question, two answers.
 *
 * <p>To add a switch: a constant in the sandbox's enum of {@link DisputedFact}, {@code
 * switches.on(FACT)} where it matters, and a {@link Case} here. A switch without a case fails.
 */
public abstract class SwitchContract {

  /**
   * What shows a switch.
   *
   * @param on the answer where it is on
   * @param off the answer where it is off; another one
   */
  public record Case(DisputedFact fact, String on, String off, Question question) {}

  /** Asked once with the switch on and once with it off; a refusal's text is an answer too. */
  @FunctionalInterface
  public interface Question {
    String ask(Switches switches) throws Exception;
  }

  protected abstract SandboxProvider provider();

  protected abstract List<Case> cases();

  /** Asks a fresh sandbox that is started with these switches. */
  protected final String ask(Switches switches, Function<Sandbox, String> question) {
    try (Sandbox sandbox = provider().start(SandboxOptions.fresh().with(switches))) {
      return question.apply(sandbox);
    }
  }

  @TestFactory
  Stream<DynamicTest> bothPositionsShow() {
    return cases().stream()
        .map(
            shown ->
                dynamicTest(
                    shown.fact().word(),
                    () -> {
                      assertNotEquals(shown.on(), shown.off());
                      assertEquals(
                          shown.on(),
                          shown.question().ask(Switches.usual().with(shown.fact(), true)),
                          "on: " + shown.fact().on());
                      assertEquals(
                          shown.off(),
                          shown.question().ask(Switches.usual().with(shown.fact(), false)),
                          "off: " + shown.fact().off());
                    }));
  }

  @Test
  void everySwitchHasACase() {
    Set<DisputedFact> facts = new HashSet<>(provider().disputed());
    Set<DisputedFact> shown = new HashSet<>();
    cases().forEach(c -> shown.add(c.fact()));
    assertEquals(facts, shown);
  }
}
