package io.espalier.proof;

import io.espalier.model.Value;
import io.espalier.model.ValueType;
import io.espalier.rule.Comparison;
import io.espalier.rule.Moment;
import io.espalier.rule.Operand;
import io.espalier.rule.Span;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/** A number, a date or a datetime: it lies somewhere among the constants. */
final class OrderedSubject extends Subject {
  private static final BigDecimal DAY_HOURS = BigDecimal.valueOf(24);
  private static final BigDecimal BILLION = BigDecimal.valueOf(1_000_000_000);

  /** What kind of constants: only of one kind is the order known. */
  private enum Kind {
    /** Numbers; days for a date; instants for a datetime, in seconds. */
    VALUE,
    /** The day of a datetime, of which only the zone knows when it begins. */
    DAY,
    /** Hours from now. */
    NOW,
    /** Hours from the beginning of today. */
    TODAY,
    /** The day of an instant: of each on its own. */
    ALONE
  }

  private record Key(Kind kind, String alone) {}

  private record Placed(Scale scale, int variable, Key key) {}

  private final ValueType type;
  private final Extent extent;
  private final Map<Key, Set<Mark>> marks = new LinkedHashMap<>();
  private final List<Placed> scales = new ArrayList<>();

  OrderedSubject(Operand operand, ValueType type, Diagrams diagrams) {
    super(operand, Extent.isAlways(operand), diagrams);
    this.type = type;
    this.extent = Extent.of(operand);
  }

  /** A number to be told apart from others, whatever the rules compare. */
  void note(long number) {
    marks.computeIfAbsent(new Key(Kind.VALUE, ""), k -> new LinkedHashSet<>()).add(Mark.at(number));
  }

  boolean isNoted() {
    return !marks.isEmpty();
  }

  @Override
  void settleValues() {
    marks.forEach(
        (key, all) -> {
          for (Scale scale : Scale.of(all, step(key))) {
            limit(scale, key);
            scales.add(new Placed(scale, diagrams.variable(scale.places()), key));
          }
        });
  }

  private Optional<BigDecimal> step(Key key) {
    return switch (key.kind()) {
      case VALUE ->
          extent.whole || type == ValueType.DATE ? Optional.of(BigDecimal.ONE) : Optional.empty();
      case DAY -> Optional.of(BigDecimal.ONE);
      case TODAY -> Optional.of(DAY_HOURS);
      case NOW, ALONE -> Optional.empty();
    };
  }

  private void limit(Scale scale, Key key) {
    if (key.kind() == Kind.VALUE && extent.whole || key.kind() == Kind.NOW && extent.time) {
      scale.limit(extent.least, extent.most);
    } else if (key.kind() == Kind.TODAY && extent.time) {
      scale.limit(Optional.empty(), Optional.of(BigDecimal.ZERO));
    }
  }

  @Override
  int facts() {
    int facts = Diagrams.TRUE;
    for (Placed placed : scales) {
      int possible = diagrams.is(placed.variable(), placed.scale()::isPossible);
      facts = diagrams.and(facts, diagrams.or(diagrams.not(present()), possible));
      int first = diagrams.is(placed.variable(), place -> place == 0);
      facts = diagrams.and(facts, diagrams.or(present(), first));
    }
    return diagrams.and(facts, daysAndInstants());
  }

  /** An instant well after a day is on a later day in every zone. */
  private int daysAndInstants() {
    int facts = Diagrams.TRUE;
    for (Placed instants : scales) {
      for (Placed days : scales) {
        if (type == ValueType.DATETIME
            && instants.key().kind() == Kind.VALUE
            && days.key().kind() == Kind.DAY) {
          facts = diagrams.and(facts, apart(instants, days));
        }
      }
    }
    return facts;
  }

  private int apart(Placed instants, Placed days) {
    BigDecimal dayLength = BigDecimal.valueOf(86_400);
    int facts = Diagrams.TRUE;
    for (Mark instant : instants.scale().marks()) {
      for (Mark day : days.scale().marks()) {
        BigDecimal at = instant.low().divide(dayLength, 9, RoundingMode.FLOOR);
        if (at.compareTo(day.low().add(BigDecimal.valueOf(2))) > 0) {
          facts = together(facts, instants, instant, days, day, Comparison.AT_LEAST);
        } else if (at.compareTo(day.low().subtract(BigDecimal.ONE)) < 0) {
          facts = together(facts, instants, instant, days, day, Comparison.AT_MOST);
        }
      }
    }
    return facts;
  }

  private int together(
      int facts, Placed instants, Mark instant, Placed days, Mark day, Comparison side) {
    Comparison beyond = side == Comparison.AT_LEAST ? Comparison.GREATER : Comparison.LESS;
    int given = diagrams.is(instants.variable(), p -> instants.scale().holds(p, side, instant));
    int then = diagrams.is(days.variable(), p -> days.scale().holds(p, beyond, day));
    int rule = diagrams.or(diagrams.not(diagrams.and(present(), given)), then);
    return diagrams.and(facts, rule);
  }

  @Override
  int compare(Comparison comparison, Operand constant, boolean exact) {
    Key key = key(constant);
    Mark mark = mark(constant);
    int there = present();
    if (!settled()) {
      marks.computeIfAbsent(key, k -> new LinkedHashSet<>()).add(mark);
      return Diagrams.FALSE;
    }
    for (Placed placed : scales) {
      if (placed.key().equals(key) && placed.scale().has(mark)) {
        return diagrams.and(
            there, diagrams.is(placed.variable(), p -> placed.scale().holds(p, comparison, mark)));
      }
    }
    throw new IllegalStateException("a constant that was not noted");
  }

  /** At once: a list may be long. */
  @Override
  int in(List<Value> values, boolean exact) {
    if (!settled()) {
      return super.in(values, exact);
    }
    int any = Diagrams.FALSE;
    for (Placed placed : scales) {
      Set<Mark> sought = new HashSet<>();
      for (Value value : values) {
        Operand constant = new Operand.Literal(value, Span.NONE);
        if (key(constant).equals(placed.key())) {
          sought.add(mark(constant));
        }
      }
      List<Mark> all = placed.scale().marks();
      int one = diagrams.is(placed.variable(), p -> p % 2 == 1 && sought.contains(all.get(p / 2)));
      any = diagrams.or(any, one);
    }
    return diagrams.and(present(), any);
  }

  private Key key(Operand constant) {
    boolean date = type == ValueType.DATE;
    if (constant instanceof Operand.Today) {
      return new Key(Kind.TODAY, "");
    } else if (constant instanceof Operand.Now now) {
      if (!date) {
        return new Key(Kind.NOW, "");
      }
      // The day of now is today; that of another instant is known to the zone only.
      return now.shift().isEmpty()
          ? new Key(Kind.TODAY, "")
          : new Key(Kind.ALONE, now.shift().toString());
    }
    Value value = ((Operand.Literal) constant).value();
    if (date && value instanceof Value.Moment moment) {
      return new Key(Kind.ALONE, moment.toString());
    }
    return new Key(!date && value instanceof Value.Day ? Kind.DAY : Kind.VALUE, "");
  }

  private static Mark mark(Operand constant) {
    if (constant instanceof Operand.Today today) {
      return Mark.of(today.shift());
    } else if (constant instanceof Operand.Now now) {
      return Mark.of(now.shift());
    }
    Value value = ((Operand.Literal) constant).value();
    if (value instanceof Value.Day day) {
      return Mark.at(day.day().toEpochDay());
    } else if (value instanceof Value.Moment moment) {
      return Mark.at(seconds(moment.moment()));
    }
    return Mark.at(((Value.Number) value).number());
  }

  private static BigDecimal seconds(Instant instant) {
    return BigDecimal.valueOf(instant.getEpochSecond())
        .add(BigDecimal.valueOf(instant.getNano()).divide(BILLION));
  }

  @Override
  Optional<Integer> scaleVariable() {
    return scales.stream()
        .filter(placed -> placed.key().kind() == Kind.VALUE)
        .map(Placed::variable)
        .findFirst();
  }

  /** The scale behind {@link #scaleVariable}. */
  Scale scale() {
    return scales.stream()
        .filter(placed -> placed.key().kind() == Kind.VALUE)
        .map(Placed::scale)
        .findFirst()
        .orElseThrow();
  }

  @Override
  Optional<Value> sample(int[] values, Moment moment, Random chance) {
    if (!isPresent(values)) {
      return Optional.empty();
    }
    if (scales.isEmpty()) {
      return Optional.of(of(Kind.VALUE, BigDecimal.ONE, moment));
    }
    Placed placed = scales.get(chance.nextInt(scales.size()));
    BigDecimal sample = placed.scale().sample(values[placed.variable()]);
    return Optional.of(of(placed.key().kind(), sample, moment));
  }

  private Value of(Kind kind, BigDecimal sample, Moment moment) {
    if (type == ValueType.NUMBER) {
      return new Value.Number(sample);
    }
    long whole = sample.longValue();
    return switch (kind) {
      case VALUE ->
          type == ValueType.DATE
              ? new Value.Day(LocalDate.ofEpochDay(whole))
              : new Value.Moment(Instant.ofEpochSecond(whole));
      case DAY -> onDay(LocalDate.ofEpochDay(whole));
      case ALONE -> onDay(moment.today());
      case NOW -> new Value.Moment(moment.now().plusSeconds(hours(sample)));
      case TODAY -> onDay(moment.today().plusDays(Math.floorDiv(whole, 24L)));
    };
  }

  private static long hours(BigDecimal hours) {
    return hours.multiply(BigDecimal.valueOf(3_600)).longValue();
  }

  private Value onDay(LocalDate day) {
    return type == ValueType.DATE
        ? new Value.Day(day)
        : new Value.Moment(day.atTime(12, 0).toInstant(ZoneOffset.UTC));
  }
}
