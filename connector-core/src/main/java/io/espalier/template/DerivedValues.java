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
   * @param profile needs the attributes that the source shows
   * @param holds what the rule evaluator, or SQL in its stead, says of this person
   */
  public static Value of(Derived derived, Profile profile, Predicate<Rule> holds, ZoneId zone) {
    Derived.Source source = derived.source();
    if (source instanceof Derived.FlagOf flag) {
      return Value.text(holds.test(flag.rule()) ? Derived.YES : Derived.NO);
    } else if (source instanceof Derived.TextOf text) {
      return Formats.apply(profile.get(text.attribute()), text.filters(), zone)
          .map(Value::text)
          .orElse(Value.NOTHING);
    } else if (source instanceof Derived.ChoiceOf choice) {
      int first = 0;
      while (first < choice.rules().size() && !holds.test(choice.rules().get(first))) {
        first++;
      }
      return Value.text("b" + (first == choice.rules().size() ? 0 : first + 1));
    } else if (source instanceof Derived.LineOf line) {
      return Value.text(new TemplateEvaluator(holds, profile, zone).render(line.line()));
    } else if (source instanceof Derived.CountOf count) {
      int items = Formats.items(profile.get(count.attribute())).size();
      return Value.text("n" + Math.min(count.most(), items));
    }
    Derived.DueOf due = (Derived.DueOf) source;
    return Due.at(profile.get(due.attribute()), due.comparison(), due.clock(), zone)
        .map(due.form()::write)
        .map(Value::text)
        .orElse(Value.NOTHING);
  }
}
