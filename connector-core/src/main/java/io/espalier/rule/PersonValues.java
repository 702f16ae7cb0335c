package io.espalier.rule;

import io.espalier.model.Event;
import io.espalier.model.EventType;
import io.espalier.model.Schema;
import io.espalier.model.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What each value is for one person. */
final class PersonValues implements Operand.Visitor<Value> {
  private final Schema schema;
  private final Moment moment;
  private final Person person;

  PersonValues(Schema schema, Moment moment, Person person) {
    this.schema = schema;
    this.moment = moment;
    this.person = person;
  }

  @Override
  public Value attribute(Operand.Attribute operand) {
    if (schema.attribute(operand.name()).isEmpty()) {
      throw new IllegalArgumentException(
          "unknown attribute '" + operand.name() + "': the rule was not checked");
    }
    return person.profile().get(operand.name());
  }

  @Override
  public Value literal(Operand.Literal operand) {
    return operand.value();
  }

  @Override
  public Value now(Operand.Now operand) {
    return new Value.Moment(operand.at(moment));
  }

  @Override
  public Value today(Operand.Today operand) {
    return new Value.Day(operand.at(moment));
  }

  @Override
  public Value aggregate(Operand.Aggregate operand) {
    EventType type =
        schema
            .event(operand.event())
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "unknown event '" + operand.event() + "': the rule was not checked"));
    Window.Bounds bounds = operand.window().at(moment);
    List<Event> seen =
        events(person, type.name(), operand.where()).stream()
            .filter(event -> bounds.holds(event.time()))
            .toList();
    return new Aggregation(operand, moment).of(seen);
  }

  @Override
  public Value part(Operand.Part operand) {
    return operand.kind().of(operand.of().accept(this), person.days());
  }

  /** The events before now of one type that fulfil a condition; each id once. */
  static List<Event> events(Person person, String type, Optional<Rule> where) {
    Moment moment = person.moment();
    Set<String> ids = new HashSet<>();
    List<Event> seen = new ArrayList<>();
    for (Event event : person.events()) {
      boolean once = event.type().equals(type) && ids.add(event.id());
      if (once
          && event.time().isBefore(moment.now())
          && where.map(w -> w.accept(new OneEvent(event, moment, person))).orElse(true)) {
        seen.add(event);
      }
    }
    return seen;
  }

  /** A property of an event; its time under {@link EventType#TIME}. */
  static Value property(Event event, String name) {
    return name.equals(EventType.TIME)
        ? new Value.Moment(event.time())
        : event.properties().getOrDefault(name, Value.NOTHING);
  }

  /** Conditions within a {@code where}. */
  private static final class OneEvent extends Conditions implements Operand.Visitor<Value> {
    private final Event event;
    private final Moment moment;

    OneEvent(Event event, Moment moment, Person person) {
      super(person.days(), moment);
      this.event = event;
      this.moment = moment;
    }

    @Override
    Value value(Operand operand) {
      return operand.accept(this);
    }

    @Override
    public Boolean inSegment(Rule.InSegment rule) {
      throw new IllegalArgumentException("in_segment within a 'where': the rule was not checked");
    }

    @Override
    public Boolean inList(Rule.InList rule) {
      throw new IllegalArgumentException("in_list within a 'where': the rule was not checked");
    }

    @Override
    public Boolean consented(Rule.Consented rule) {
      throw new IllegalArgumentException("consent within a 'where': the rule was not checked");
    }

    @Override
    public Boolean sequence(Rule.Sequence rule) {
      throw new IllegalArgumentException("a sequence within a 'where': the rule was not checked");
    }

    @Override
    public Value attribute(Operand.Attribute operand) {
      return property(event, operand.name());
    }

    @Override
    public Value literal(Operand.Literal operand) {
      return operand.value();
    }

    @Override
    public Value now(Operand.Now operand) {
      return new Value.Moment(operand.at(moment));
    }

    @Override
    public Value today(Operand.Today operand) {
      return new Value.Day(operand.at(moment));
    }

    @Override
    public Value part(Operand.Part operand) {
      return operand.kind().of(operand.of().accept(this), days());
    }

    @Override
    public Value aggregate(Operand.Aggregate operand) {
      throw new IllegalArgumentException("an aggregate within a 'where': the rule was not checked");
    }
  }
}
