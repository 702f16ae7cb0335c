package io.espalier.template;

import io.espalier.model.Event;
import io.espalier.model.Profile;
import io.espalier.model.Value;
import io.espalier.rule.Rule;
import io.espalier.rule.RuleEvaluator;
import java.time.ZoneId;
import java.util.List;
import java.util.function.Predicate;

/** The value of a derived attribute for one person. */
public final class DerivedValues {
  private DerivedValues() {}

  /**
   * @param events of this person
   * @param zone the project's
   */
  public static Value of(
      Derived derived, Profile profile, List<Event> events, RuleEvaluator rules, ZoneId zone) {
    return of(derived, profile, rule -> rules.test(rule, profile, events), zone);
  }

  /**
   * @param holds what the rule evaluator, or SQL in its stead, says of this person
   */
  public static Value of(Derived derived, Profile profile, Predicate<Rule> holds, ZoneId zone) {
    if (derived.source() instanceof Derived.FlagOf flag) {
      return Value.text(holds.test(flag.rule()) ? Derived.YES : Derived.NO);
    }
    Derived.TextOf text = (Derived.TextOf) derived.source();
    return Formats.apply(profile.get(text.attribute()), text.filters(), zone)
        .map(Value::text)
        .orElse(Value.NOTHING);
  }
}
