package io.espalier.rule;

import io.espalier.model.Event;
import io.espalier.model.Profile;
import io.espalier.model.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes a counterexample of a law smaller, as long as it stays one. */
public record Smallest(Rule rule, Profile person, List<Event> events) {

  /** A law about a rule and a person. */
  @FunctionalInterface
  public interface Law {
    boolean holds(Rule rule, Profile person, List<Event> events) throws Exception;
  }

  /** What of a counterexample is needed; its text is the witness to be read. */
  public static Smallest of(Rule rule, Profile person, List<Event> events, Law law) {
    Smallest smallest = new Smallest(rule, person, events);
    Optional<Smallest> next = Optional.of(smallest);
    while (next.isPresent()) {
      smallest = next.get();
      next = smallest.smaller().stream().filter(s -> s.breaks(law)).findFirst();
    }
    return smallest;
  }

  private boolean breaks(Law law) {
    try {
      return !law.holds(rule, person, events);
    } catch (Exception e) {
      return false;
    }
  }

  private List<Smallest> smaller() {
    List<Smallest> all = new ArrayList<>();
    smaller(rule).forEach(r -> all.add(new Smallest(r, person, events)));
    for (String name : person.attributes().keySet()) {
      Map<String, Value> fewer = new HashMap<>(person.attributes());
      fewer.remove(name);
      all.add(
          new Smallest(
              rule,
              new Profile(person.key(), fewer, person.segments(), person.consents()),
              events));
    }
    for (int i = 0; i < events.size(); i++) {
      List<Event> fewer = new ArrayList<>(events);
      fewer.remove(i);
      all.add(new Smallest(rule, person, List.copyOf(fewer)));
    }
    return all;
  }

  static List<Rule> smaller(Rule rule) {
    List<Rule> all = new ArrayList<>();
    if (rule instanceof Rule.And and) {
      joined(and.parts(), true, all);
    } else if (rule instanceof Rule.Or or) {
      joined(or.parts(), false, all);
    } else if (rule instanceof Rule.Not not) {
      all.add(not.rule());
      smaller(not.rule()).forEach(r -> all.add(new Rule.Not(r, Span.NONE)));
    }
    return all;
  }

  private static void joined(List<Rule> parts, boolean and, List<Rule> all) {
    all.addAll(parts);
    for (int i = 0; i < parts.size(); i++) {
      List<Rule> fewer = new ArrayList<>(parts);
      fewer.remove(i);
      if (fewer.size() > 1) {
        all.add(and ? new Rule.And(fewer, Span.NONE) : new Rule.Or(fewer, Span.NONE));
      }
      for (Rule part : smaller(parts.get(i))) {
        List<Rule> other = new ArrayList<>(parts);
        other.set(i, part);
        all.add(and ? new Rule.And(other, Span.NONE) : new Rule.Or(other, Span.NONE));
      }
    }
  }

  @Override
  public String toString() {
    return RulePrinter.print(rule) + "\nof " + person.attributes() + "\nwith " + events;
  }
}
