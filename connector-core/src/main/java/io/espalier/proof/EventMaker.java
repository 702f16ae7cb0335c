package io.espalier.proof;

import io.espalier.model.Event;
import io.espalier.model.EventType;
import io.espalier.model.Profile;
import io.espalier.model.ProfileKey;
import io.espalier.model.Schema;
import io.espalier.model.Value;
import io.espalier.model.ValueType;
import io.espalier.rule.Function;
import io.espalier.rule.Moment;
import io.espalier.rule.Operand;
import io.espalier.rule.Rule;
import io.espalier.rule.RuleEvaluator;
import io.espalier.rule.Window;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Makes events under which aggregates come out as a case has them; more or less, by chance. */
final class EventMaker {
  private static final int MOST = 200;
  private static final int MOST_DAYS = 700_000;

  private final Schema schema;
  private final Moment moment;
  private final RuleEvaluator evaluator;
  private final Random chance;
  private final List<Event> events = new ArrayList<>();
  private final Map<Rule, Optional<Cases>> wheres = new HashMap<>();

  EventMaker(Schema schema, Moment moment, RuleEvaluator evaluator, Random chance) {
    this.schema = schema;
    this.moment = moment;
    this.evaluator = evaluator;
    this.chance = chance;
  }

  List<Event> events(Subjects subjects, int[] values) {
    for (Subject subject : subjects.all().values()) {
      if (subject.operand instanceof Operand.Aggregate aggregate) {
        subject
            .sample(values, moment, chance)
            .ifPresent(value -> bring(aggregate, value, subject.isPresent(values)));
      }
    }
    for (Rule plain : subjects.plains().keySet()) {
      int variable = subjects.plains().getOrDefault(plain, -1);
      if (plain instanceof Rule.Sequence sequence && values[variable] == 1) {
        follow(sequence);
      }
    }
    return List.copyOf(events);
  }

  private Value now(Operand.Aggregate aggregate) {
    Profile nobody = new Profile(new ProfileKey("somebody"), Map.of(), Map.of(), Map.of());
    return evaluator.value(aggregate, nobody, events);
  }

  private void bring(Operand.Aggregate aggregate, Value wanted, boolean there) {
    Value value = now(aggregate);
    if (!there || value.equals(wanted)) {
      return;
    }
    switch (aggregate.function()) {
      case COUNT, DISTINCT -> {
        BigDecimal missing = number(wanted).subtract(number(value));
        for (int i = 0; i < missing.min(BigDecimal.valueOf(MOST)).intValue(); i++) {
          Optional<Value> each =
              aggregate.function() == Function.DISTINCT
                  ? aggregate.property().map(p -> numbered(aggregate, p, events.size()))
                  : Optional.empty();
          add(aggregate, each, time(aggregate.window()));
        }
      }
      case SUM -> {
        Value rest = new Value.Number(number(wanted).subtract(number(value)));
        add(aggregate, Optional.of(rest), time(aggregate.window()));
      }
      case DAYS_SINCE_LAST -> {
        long days = number(wanted).min(BigDecimal.valueOf(MOST_DAYS)).longValue();
        long seconds = days * 86_400 + (chance.nextBoolean() ? 1 : 0);
        add(aggregate, Optional.empty(), moment.now().minusSeconds(Math.max(1, seconds)));
      }
      case AVG, MIN, MAX, FIRST, LAST, MOST_FREQUENT -> {
        boolean time = aggregate.property().equals(Optional.of(EventType.TIME));
        Instant at =
            time && wanted instanceof Value.Moment when ? when.moment() : time(aggregate.window());
        add(aggregate, time ? Optional.empty() : Optional.of(wanted), at);
      }
    }
  }

  private Value numbered(Operand.Aggregate aggregate, String property, int i) {
    ValueType type =
        schema.event(aggregate.event()).map(e -> e.properties().get(property)).orElse(null);
    if (type == null) {
      return Value.NOTHING;
    }
    return switch (type) {
      case NUMBER -> Value.number(i);
      case TEXT -> new Value.Text("item " + i);
      case LIST -> new Value.TextList(List.of("item " + i));
      case BOOL -> Value.flag(i % 2 == 0);
      case DATE -> new Value.Day(moment.today().minusDays(i));
      case DATETIME -> new Value.Moment(moment.now().minusSeconds(i * 60L));
    };
  }

  private static BigDecimal number(Value value) {
    return value instanceof Value.Number number ? number.number() : BigDecimal.ZERO;
  }

  private void add(Operand.Aggregate aggregate, Optional<Value> property, Instant time) {
    Map<String, Value> properties = new LinkedHashMap<>(fulfilling(aggregate));
    property
        .filter(Value::exists)
        .ifPresent(value -> properties.put(aggregate.property().orElseThrow(), value));
    add(aggregate.event(), properties, time);
  }

  private void add(String event, Map<String, Value> properties, Instant time) {
    properties.remove(EventType.TIME);
    events.add(new Event(event, "e" + (events.size() + 1), time, properties));
  }

  private Map<String, Value> fulfilling(Operand.Aggregate aggregate) {
    return aggregate.where().map(w -> fulfilling(aggregate.event(), w)).orElse(Map.of());
  }

  /** Properties of an event that fulfils a condition. */
  private Map<String, Value> fulfilling(String event, Rule where) {
    Optional<Cases> cases = wheres.computeIfAbsent(where, w -> cases(event, w));
    Map<String, Value> properties = new LinkedHashMap<>();
    if (cases.isPresent() && !cases.get().isImpossible(where)) {
      int[] values = cases.get().pick(cases.get().condition(where), chance);
      for (Subject subject : cases.get().subjects().all().values()) {
        if (subject.operand instanceof Operand.Attribute property) {
          subject
              .sample(values, moment, chance)
              .ifPresent(value -> properties.put(property.name(), value));
        }
      }
    }
    return properties;
  }

  private Optional<Cases> cases(String event, Rule where) {
    return schema.event(event).map(type -> Cases.of(schema, type, List.of(where)));
  }

  /** Some time in a window, often at one of its ends. */
  private Instant time(Window window) {
    Window.Bounds bounds = window.at(moment);
    Instant last = bounds.to().minusSeconds(1);
    Instant first = bounds.from().orElse(last.minus(Duration.ofDays(400)));
    long seconds = Math.max(0, Duration.between(first, last).getSeconds());
    return switch (chance.nextInt(4)) {
      case 0 -> last;
      case 1 -> first;
      default -> first.plusSeconds((long) (chance.nextDouble() * seconds));
    };
  }

  /** The steps one after the other, as slowly as they may be, up to now. */
  private void follow(Rule.Sequence sequence) {
    Instant at = time(sequence.window()).minusSeconds(60);
    for (Rule.Step step : sequence.steps()) {
      if (!step.negated()) {
        Map<String, Value> properties =
            step.where()
                .map(where -> fulfilling(step.event(), where))
                .orElse(new LinkedHashMap<>());
        add(step.event(), new LinkedHashMap<>(properties), at);
        at = at.plusSeconds(1);
      } else if (step.within().isPresent()) {
        at = at.plusSeconds(step.within().get().hours() * 3_600 + 1);
      }
    }
  }
}
