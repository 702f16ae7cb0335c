package io.espalier.rule;

import io.espalier.model.Attribute;
import io.espalier.model.Consent;
import io.espalier.model.Event;
import io.espalier.model.EventType;
import io.espalier.model.Profile;
import io.espalier.model.ProfileKey;
import io.espalier.model.Schema;
import io.espalier.model.Value;
import io.espalier.model.ValueType;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Makes people whose values lie on, and right beside, the constants of certain rules. */
final class PeopleMaker {
  private final Schema schema;
  private final Moment moment;
  private final Random random;
  private final Map<ValueType, List<Value>> constants = new HashMap<>();
  private final List<Instant> edges = new ArrayList<>();
  private final Uses uses;
  private int made;

  record Made(Profile profile, List<Event> events) {}

  PeopleMaker(Schema schema, Collection<Rule> rules, Moment moment, long seed) {
    this.schema = schema;
    this.moment = moment;
    this.random = new Random(seed);
    this.uses = Uses.of(rules);
    edges.add(moment.now());
    rules.forEach(this::collect);
  }

  private void collect(Rule rule) {
    Wheres.parts(rule).forEach(this::collect);
    Wheres.operands(rule).forEach(this::collect);
    Wheres.of(rule).keySet().forEach(this::collect);
    if (rule instanceof Rule.In in) {
      in.values().forEach(this::constant);
    } else if (rule instanceof Rule.TextTest test) {
      constant(Value.text(test.text()));
    } else if (rule instanceof Rule.ListTest test) {
      test.texts().forEach(text -> constant(Value.text(text)));
    } else if (rule instanceof Rule.InList in) {
      constant(Value.text(in.list()));
    } else if (rule instanceof Rule.Sequence sequence) {
      edge(sequence.window());
    }
  }

  private void collect(Operand operand) {
    if (operand instanceof Operand.Literal literal) {
      constant(literal.value());
    } else if (operand instanceof Operand.Now now) {
      constant(new Value.Moment(now.at(moment)));
    } else if (operand instanceof Operand.Today today) {
      constant(new Value.Day(today.at(moment)));
    } else if (operand instanceof Operand.Aggregate aggregate) {
      edge(aggregate.window());
    }
  }

  private void constant(Value value) {
    if (value.exists()) {
      constants.computeIfAbsent(Check.typeOf(value), t -> new ArrayList<>()).add(value);
      if (value instanceof Value.Moment instant) {
        edges.add(instant.moment());
      }
    }
  }

  private void edge(Window window) {
    Window.Bounds bounds = window.at(moment);
    edges.add(bounds.to());
    bounds.from().ifPresent(edges::add);
  }

  Made person() {
    Map<String, Value> values = new HashMap<>();
    for (Attribute attribute : schema.attributes().values()) {
      if (uses.attributes().contains(attribute.name()) && chance(75)) {
        values.put(attribute.name(), value(attribute.type()));
      }
    }
    Map<String, Boolean> segments = new HashMap<>();
    uses.segments().forEach(id -> segments.put(id, random.nextBoolean()));
    List<Event> events = new ArrayList<>();
    for (String name : uses.events()) {
      schema.event(name).ifPresent(type -> events(type, events));
    }
    Consent.State consent = chance(50) ? Consent.State.SUBSCRIBED : Consent.State.UNSUBSCRIBED;
    ProfileKey key = new ProfileKey("p" + made++);
    Profile profile = new Profile(key, values, segments, Map.of(Consent.EMAIL, consent));
    return new Made(profile, events);
  }

  private void events(EventType type, List<Event> events) {
    int count = random.nextInt(6);
    for (int i = 0; i < count; i++) {
      Map<String, Value> properties = new HashMap<>();
      type.properties()
          .forEach(
              (name, of) -> {
                if (chance(80)) {
                  properties.put(name, value(of));
                }
              });
      events.add(new Event(type.name(), type.name() + i, instant(), properties));
    }
  }

  private boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }

  private <T> T pick(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  private Instant instant() {
    long hours = pick(List.of(0L, -1L, 1L, -24L, -24L * 20, -24L * 200));
    return pick(edges).plus(hours, ChronoUnit.HOURS);
  }

  private Value value(ValueType type) {
    List<Value> known = constants.getOrDefault(type, List.of());
    Value near = known.isEmpty() ? Value.NOTHING : pick(known);
    return switch (type) {
      case TEXT -> near.exists() && chance(80) ? near : new Value.Text("else");
      case NUMBER -> {
        BigDecimal from = near instanceof Value.Number n ? n.number() : BigDecimal.ZERO;
        yield new Value.Number(from.add(BigDecimal.valueOf(random.nextInt(5) - 2)));
      }
      case BOOL -> Value.flag(random.nextBoolean());
      case DATE -> {
        int days = random.nextInt(5) - 2 - (chance(30) ? 365 : 0);
        yield new Value.Day(
            (near instanceof Value.Day d ? d.day() : moment.today()).plusDays(days));
      }
      case DATETIME -> new Value.Moment(instant());
      case LIST -> list();
    };
  }

  private Value list() {
    List<Value> known = constants.getOrDefault(ValueType.TEXT, List.of());
    List<String> texts =
        new ArrayList<>(List.of(chance(20) || known.isEmpty() ? "else" : pick(known).plain()));
    if (!known.isEmpty() && chance(50)) {
      texts.add(pick(known).plain());
    }
    return new Value.TextList(texts);
  }
}
