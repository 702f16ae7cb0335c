package io.espalier.rule;

import io.espalier.model.Consent;
import io.espalier.model.Event;
import io.espalier.model.Profile;
import io.espalier.model.Schema;
import io.espalier.model.Value;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Conditions on one person at one moment. */
final class Person extends Conditions {
  private final Map<String, Rule> segments;
  private final Profile profile;
  private final List<Event> events;
  private final PersonValues values;
  private final Set<String> underWay = new LinkedHashSet<>();

  /** Each segment once, however often it is named. */
  private final Map<String, Boolean> known = new HashMap<>();

  Person(
      Schema schema,
      Moment moment,
      LocalDays days,
      Map<String, Rule> segments,
      Profile profile,
      List<Event> events) {
    super(days, moment);
    this.segments = segments;
    this.profile = profile;
    this.events = events;
    this.values = new PersonValues(schema, moment, this);
  }

  Profile profile() {
    return profile;
  }

  List<Event> events() {
    return events;
  }

  @Override
  Value value(Operand operand) {
    return operand.accept(values);
  }

  @Override
  public Boolean consented(Rule.Consented rule) {
    return profile.consents().get(rule.channel()) == Consent.State.SUBSCRIBED;
  }

  @Override
  public Boolean sequence(Rule.Sequence rule) {
    return new SequenceSearch(rule, this).found();
  }

  @Override
  public Boolean inSegment(Rule.InSegment rule) {
    Rule meant = segments.get(rule.segment());
    if (meant == null) {
      return profile.segments().getOrDefault(rule.segment(), false);
    }
    Boolean there = known.get(rule.segment());
    if (there != null) {
      return there;
    }
    if (!underWay.add(rule.segment())) {
      throw new IllegalArgumentException(
          "segments refer to one another in a circle: "
              + String.join(" -> ", underWay)
              + " -> "
              + rule.segment());
    }
    boolean in = meant.accept(this);
    underWay.remove(rule.segment());
    known.put(rule.segment(), in);
    return in;
  }
}
