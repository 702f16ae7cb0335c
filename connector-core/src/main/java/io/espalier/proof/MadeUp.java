package io.espalier.proof;

import io.espalier.model.Attribute;
import io.espalier.model.Consent;
import io.espalier.model.Event;
import io.espalier.model.Profile;
import io.espalier.model.ProfileKey;
import io.espalier.model.Schema;
import io.espalier.model.Value;
import io.espalier.model.ValueType;
import io.espalier.rule.Moment;
import io.espalier.rule.Operand;
import io.espalier.rule.PartKind;
import io.espalier.rule.Rule;
import io.espalier.rule.RuleEvaluator;
import io.espalier.rule.Span;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

  /** Dates and lists of which only a part is asked for. */
  private void parts(int[] values, Map<String, Value> attributes) {
    Map<String, LocalDate> days = new LinkedHashMap<>();
    for (Subject subject : cases.subjects().all().values()) {
      Optional<Value> sample = subject.sample(values, moment, chance);
      if (subject.operand instanceof Operand.Part part
          && part.of() instanceof Operand.Attribute of
          && sample.orElse(Value.NOTHING) instanceof Value.Number number
          && (!attributes.containsKey(of.name()) || days.containsKey(of.name()))) {
        int n = Math.max(0, Math.min(9999, number.number().intValue()));
        LocalDate day = days.getOrDefault(of.name(), LocalDate.of(1990, 1, 1));
        if (part.kind() == PartKind.SIZE) {
          attributes.put(of.name(), Value.list(Collections.nCopies(Math.min(n, 100), "item")));
          continue;
        }
        day =
            switch (part.kind()) {
              case YEAR -> day.withYear(Math.max(1, n));
              case MONTH -> day.withMonth(Math.max(1, Math.min(12, n)));
              case DAY -> day.plusDays(Math.max(1, Math.min(28, n)) - (long) day.getDayOfMonth());
              case WEEKDAY -> day.plusDays(Math.floorMod(n - day.getDayOfWeek().getValue(), 7));
              case SIZE -> day;
            };
        days.put(of.name(), day);
        ValueType type = schema.attribute(of.name()).map(Attribute::type).orElse(ValueType.DATE);
        attributes.put(
            of.name(),
            type == ValueType.DATE
                ? new Value.Day(day)
                : new Value.Moment(day.atTime(12, 0).toInstant(ZoneOffset.UTC)));
      }
    }
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
    parts(values, attributes);
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
