package io.espalier.proof;

import io.espalier.model.Event;
import io.espalier.model.Profile;
import io.espalier.model.Schema;
import io.espalier.model.Value;
import io.espalier.rule.Moment;
import io.espalier.rule.Operand;
import io.espalier.rule.Rule;
import io.espalier.rule.RuleEvaluator;
import io.espalier.rule.RulePrinter;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * A made-up person who fulfils a rule: the proof that somebody could. Found by walking from a case
 * to values and events, and always verified by {@link RuleEvaluator}.
 *
 * @param values what the rule speaks of, as the rule writes it, and what that is for the person
 */
public record Witness(Profile profile, List<Event> events, Map<String, String> values) {
  private static final int TRIES = 300;

  /**
   * Somebody who fulfils a rule; empty where none was found, which proves nothing.
   *
   * @param segments the rules that {@code in_segment} means, by id
   */
  public static Optional<Witness> of(
      Rule rule, Schema schema, Map<String, Rule> segments, Moment moment) {
    try {
      Cases cases = Cases.of(schema, segments, List.of(rule));
      return cases.isImpossible(rule)
          ? Optional.empty()
          : new Search(rule, schema, segments, moment, cases).found();
    } catch (TooManyCases tooMany) {
      return Optional.empty();
    }
  }

  /** {@code country = "France", count(order, 30d) = 2, city is missing}. */
  public String shown() {
    List<String> shown = new ArrayList<>();
    values.forEach((name, value) -> shown.add(name + value));
    return String.join(", ", shown);
  }

  private static final class Search {
    private final Rule rule;
    private final Schema schema;
    private final Moment moment;
    private final Cases cases;
    private final RuleEvaluator evaluator;
    private final Random chance = new Random(20_261_127);

    Search(Rule rule, Schema schema, Map<String, Rule> segments, Moment moment, Cases cases) {
      this.rule = rule;
      this.schema = schema;
      this.moment = moment;
      this.cases = cases;
      this.evaluator = new RuleEvaluator(schema, moment, segments);
    }

    Optional<Witness> found() {
      MadeUp madeUp = new MadeUp(schema, moment, cases, evaluator, chance);
      int condition = cases.condition(rule);
      for (int i = 0; i < TRIES; i++) {
        try {
          MadeUp.Somebody somebody = madeUp.of(cases.pick(condition, chance));
          Profile profile = somebody.profile();
          List<Event> events = somebody.events();
          if (evaluator.test(rule, profile, events)) {
            return Optional.of(new Witness(profile, events, shown(profile, events)));
          }
        } catch (ArithmeticException | DateTimeException outOfRange) {
          // A constant near the end of what can be counted: this is nobody.
        }
      }
      return Optional.empty();
    }

    private Map<String, String> shown(Profile profile, List<Event> events) {
      Map<String, String> shown = new LinkedHashMap<>();
      for (Operand operand : cases.subjects().all().keySet()) {
        Value value = evaluator.value(operand, profile, events);
        shown.put(
            RulePrinter.print(operand), value.exists() ? " = " + printed(value) : " is missing");
      }
      for (Rule plain : cases.subjects().plains().keySet()) {
        boolean holds = evaluator.test(plain, profile, events);
        shown.put(RulePrinter.print(plain), holds ? "" : " is false");
      }
      return shown;
    }

    private static String printed(Value value) {
      return value instanceof Value.TextList list
          ? "[" + String.join(", ", list.texts()) + "]"
          : RulePrinter.print(value);
    }
  }
}
