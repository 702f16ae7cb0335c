package io.espalier.rule;

import io.espalier.model.Event;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Looks for the events of a sequence among a person's, by trying them all: the definition. */
final class SequenceSearch {
  private final List<Rule.Step> steps;
  private final Window.Bounds bounds;
  private final Moment moment;
  private final List<List<Instant>> times = new ArrayList<>();
  private final Set<Dead> dead = new HashSet<>();

  /** From this event on, the steps from that one on are not to be had. */
  private record Dead(int step, Instant after) {}

  SequenceSearch(Rule.Sequence rule, Person person) {
    this.steps = rule.steps();
    this.moment = person.moment();
    this.bounds = rule.window().at(moment);
    for (Rule.Step step : steps) {
      List<Event> events = PersonValues.events(person, step.event(), step.where());
      times.add(events.stream().map(Event::time).sorted().toList());
    }
  }

  boolean found() {
    return times.get(0).stream().anyMatch(first -> bounds.holds(first) && goesOn(first, 1));
  }

  private boolean goesOn(Instant after, int from) {
    Dead here = new Dead(from, after);
    if (dead.contains(here)) {
      return false;
    }
    boolean found = search(after, from);
    if (!found) {
      dead.add(here);
    }
    return found;
  }

  private boolean search(Instant after, int from) {
    List<Integer> absentUntilNext = new ArrayList<>();
    for (int i = from; i < steps.size(); i++) {
      Rule.Step step = steps.get(i);
      if (!step.negated()) {
        return next(after, i, absentUntilNext);
      } else if (step.within().isEmpty()) {
        absentUntilNext.add(i);
      } else {
        Instant end = step.within().get().from(after, true, moment.zone());
        if (end.isAfter(moment.now()) || any(i, after, end.plusNanos(1))) {
          return false;
        }
      }
    }
    return absentUntilNext.stream().noneMatch(i -> any(i, after, moment.now()));
  }

  private boolean next(Instant after, int step, List<Integer> absent) {
    for (Instant time : times.get(step)) {
      boolean inTime =
          steps
              .get(step)
              .within()
              .map(d -> !time.isAfter(d.from(after, true, moment.zone())))
              .orElse(true);
      if (time.isAfter(after)
          && inTime
          && absent.stream().noneMatch(i -> any(i, after, time))
          && goesOn(time, step + 1)) {
        return true;
      }
    }
    return false;
  }

  /** Whether an event of a step lies after one instant and before another. */
  private boolean any(int step, Instant after, Instant before) {
    return times.get(step).stream().anyMatch(t -> t.isAfter(after) && t.isBefore(before));
  }
}
