package io.espalier.proof;

import io.espalier.model.EventType;
import io.espalier.rule.Comparison;
import io.espalier.rule.Duration;
import io.espalier.rule.Function;
import io.espalier.rule.Operand;
import io.espalier.rule.Window;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * What aggregates of the same events have to do with each other: a wider window counts no fewer,
 * and there is a last event exactly where the count is not 0.
 */
final class AggregateFacts {
  private AggregateFacts() {}

  /** Lets counts tell 0 from more where another aggregate of the same events depends on it. */
  static void note(Collection<Subject> subjects) {
    for (Subject count : subjects) {
      if (isCount(count)
          && subjects.stream().anyMatch(s -> s != count && !isCount(s) && isWithin(s, count))) {
        ((OrderedSubject) count).note(0);
      }
    }
  }

  static int of(Collection<Subject> subjects, Diagrams diagrams) {
    List<Subject> aggregates = new ArrayList<>(subjects);
    aggregates.removeIf(s -> !(s.operand instanceof Operand.Aggregate));
    int facts = Diagrams.TRUE;
    for (Subject inner : aggregates) {
      for (Subject outer : aggregates) {
        if (inner != outer && isWithin(inner, outer)) {
          facts = diagrams.and(facts, between(inner, outer, diagrams));
        }
      }
    }
    return facts;
  }

  private static boolean isCount(Subject subject) {
    return subject.operand instanceof Operand.Aggregate a && a.function() == Function.COUNT;
  }

  /** There exactly where there is an event, whatever the event holds. */
  private static boolean isOfEvents(Subject subject) {
    Operand.Aggregate a = (Operand.Aggregate) subject.operand;
    return a.function() == Function.DAYS_SINCE_LAST
        || !Extent.isAlways(a) && a.property().equals(Optional.of(EventType.TIME));
  }

  /** Whether every event that the first sees is seen by the second. */
  private static boolean isWithin(Subject inner, Subject outer) {
    return inner.operand instanceof Operand.Aggregate a
        && outer.operand instanceof Operand.Aggregate b
        && a.event().equals(b.event())
        && (b.where().isEmpty() || a.where().equals(b.where()))
        && isWithin(a.window(), b.window());
  }

  private static boolean isWithin(Window a, Window b) {
    if (b instanceof Window.All || a.equals(b)) {
      return true;
    } else if (a instanceof Window.Last inner && b instanceof Window.Last outer) {
      return isShorter(inner.duration(), outer.duration());
    } else if (a instanceof Window.Ago inner && b instanceof Window.Last outer) {
      return isShorter(inner.from(), outer.duration());
    } else if (a instanceof Window.Ago inner && b instanceof Window.Ago outer) {
      return isShorter(inner.from(), outer.from()) && isShorter(outer.to(), inner.to());
    } else if (a instanceof Window.Since inner && b instanceof Window.Since outer) {
      return !inner.start().isBefore(outer.start());
    }
    return a instanceof Window.Fixed inner
        && b instanceof Window.Since outer
        && !inner.start().isBefore(outer.start());
  }

  private static boolean isShorter(Duration a, Duration b) {
    Mark of = Mark.of(Optional.of(new Operand.Shift(true, a)));
    Mark other = Mark.of(Optional.of(new Operand.Shift(true, b)));
    return of.equals(other) || of.isBefore(other);
  }

  private static int between(Subject inner, Subject outer, Diagrams diagrams) {
    if (isCount(inner) && isCount(outer)) {
      return noFewer((OrderedSubject) inner, (OrderedSubject) outer, diagrams);
    } else if (isCount(outer)) {
      if (Extent.isAlways(inner.operand)) {
        return Diagrams.TRUE;
      }
      int some = outer.compare(Comparison.GREATER, literal(0), false);
      int facts = diagrams.or(diagrams.not(inner.present()), some);
      boolean both = isWithin(outer, inner) && isOfEvents(inner);
      return both ? diagrams.and(facts, diagrams.or(diagrams.not(some), inner.present())) : facts;
    } else if (!Extent.isAlways(inner.operand) && !isCount(inner) && isOfEvents(outer)) {
      return diagrams.or(diagrams.not(inner.present()), outer.present());
    }
    return Diagrams.TRUE;
  }

  private static Operand literal(long number) {
    return new Operand.Literal(io.espalier.model.Value.number(number), io.espalier.rule.Span.NONE);
  }

  private static int noFewer(OrderedSubject inner, OrderedSubject outer, Diagrams diagrams) {
    if (inner.scaleVariable().isEmpty() || outer.scaleVariable().isEmpty()) {
      return Diagrams.TRUE;
    }
    int few = inner.scaleVariable().get();
    int many = outer.scaleVariable().get();
    int facts = Diagrams.TRUE;
    for (int place = 0; place < inner.scale().places(); place++) {
      int at = place;
      Optional<BigDecimal> least = inner.scale().low(place);
      int given = diagrams.is(few, p -> p == at);
      int then =
          diagrams.is(
              many,
              p ->
                  least.isEmpty()
                      || outer
                          .scale()
                          .high(p)
                          .map(h -> h.compareTo(least.get()) >= 0)
                          .orElse(true));
      facts = diagrams.and(facts, diagrams.or(diagrams.not(given), then));
    }
    return facts;
  }
}
