package io.espalier.proof;

import io.espalier.model.Consent;
import io.espalier.model.Event;
import io.espalier.model.Profile;
import io.espalier.model.ProfileKey;
import io.espalier.model.Schema;
import io.espalier.model.Value;
import io.espalier.rule.Moment;
import io.espalier.rule.Operand;
import io.espalier.rule.Rule;
import io.espalier.rule.RuleEvaluator;
import io.espalier.rule.Span;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Makes people up for cases, as far as values and events can be found that go together. */
final class MadeUp {
  record Somebody(Profile profile, List<Event> events) {}

  private final Schema schema;
  private final Moment moment;
  private final Cases cases;
  private final RuleEvaluator evaluator;
  private final Random chance;

  MadeUp(Schema schema, Moment moment, Cases cases, RuleEvaluator evaluator, Random chance) {
    this.schema = schema;
    this.moment = moment;
    this.cases = cases;
    this.evaluator = evaluator;
    this.chance = chance;
  }

  Somebody of(int[] values) {
    List<Event> events =
        new EventMaker(schema, moment, evaluator, chance).events(cases.subjects(), values);
    Map<String, Value> attributes = new LinkedHashMap<>();
    for (Subject subject : cases.subjects().all().values()) {
      if (subject.operand instanceof Operand.Attribute attribute) {
        subject
            .sample(values, moment, chance)
            .ifPresent(value -> attributes.put(attribute.name(), value));
      }
    }
    Map<String, Consent.State> consents = new LinkedHashMap<>();
    Map<String, Boolean> segments = new LinkedHashMap<>();
    cases
        .subjects()
        .plains()
        .forEach(
            (plain, variable) -> {
              boolean holds = values[variable] == 1;
              if (plain instanceof Rule.Consented consented && holds) {
                consents.put(consented.channel(), Consent.State.SUBSCRIBED);
              } else if (plain instanceof Rule.InSegment in) {
                segments.put(in.segment(), holds);
              }
            });
    ProfileKey key = new ProfileKey("somebody");
    Profile profile = new Profile(key, attributes, segments, consents);
    for (String name : schema.attributes().keySet()) {
      Operand named = new Operand.Attribute(name, Span.NONE);
      Operand computed = cases.subjects().canonical(named);
      if (!computed.equals(named)) {
        attributes.put(name, evaluator.value(computed, profile, events));
      }
    }
    return new Somebody(new Profile(key, attributes, segments, consents), events);
  }
}
