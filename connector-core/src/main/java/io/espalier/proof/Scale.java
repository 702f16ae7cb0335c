package io.espalier.proof;

import io.espalier.rule.Comparison;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The places where a value may lie with regard to constants in a known order: below the first, at
 * it, between it and the second … Place {@code 2i + 1} is the constant {@code i}, every even place
 * the gap below it.
 */
final class Scale {
  private final List<Mark> marks;
  private final Optional<BigDecimal> step;
  private Optional<BigDecimal> least = Optional.empty();
  private Optional<BigDecimal> most = Optional.empty();

  private Scale(List<Mark> marks, Optional<BigDecimal> step) {
    this.marks = marks;
    this.step = step;
  }

  /**
   * Scales on which all constants stand; one where their order is known.
   *
   * @param step values are whole multiples of it; empty where they are not
   */
  static List<Scale> of(Set<Mark> marks, Optional<BigDecimal> step) {
    List<Mark> sorted = sorted(marks);
    if (isOrdered(sorted)) {
      return List.of(new Scale(sorted, step));
    }
    Set<Mark> exact = new LinkedHashSet<>(marks);
    exact.removeIf(mark -> !mark.isExact());
    Set<Mark> calendar = new LinkedHashSet<>(marks);
    calendar.removeIf(Mark::isExact);
    return List.of(new Scale(sorted(exact), step), new Scale(sorted(calendar), step));
  }

  private static List<Mark> sorted(Set<Mark> marks) {
    List<Mark> sorted = new ArrayList<>(marks);
    sorted.sort((a, b) -> a.low().compareTo(b.low()));
    return sorted;
  }

  private static boolean isOrdered(List<Mark> sorted) {
    for (int i = 0; i < sorted.size(); i++) {
      for (int j = i + 1; j < sorted.size(); j++) {
        if (!sorted.get(i).isBefore(sorted.get(j))) {
          return false;
        }
      }
    }
    return true;
  }

  /** Both ends included; exact constants only are judged by them. */
  void limit(Optional<BigDecimal> from, Optional<BigDecimal> to) {
    least = from;
    most = to;
  }

  boolean has(Mark mark) {
    return marks.contains(mark);
  }

  List<Mark> marks() {
    return marks;
  }

  int places() {
    return 2 * marks.size() + 1;
  }

  boolean holds(int place, Comparison comparison, Mark mark) {
    return comparison.holds(Integer.compare(place, 2 * marks.indexOf(mark) + 1));
  }

  /** Whether some value may lie there. */
  boolean isPossible(int place) {
    Optional<BigDecimal> low = low(place);
    Optional<BigDecimal> high = high(place);
    if (low.isEmpty() || high.isEmpty()) {
      return true;
    }
    int sign = low.get().compareTo(high.get());
    // A gap is open: its ends are not in it.
    boolean open = place % 2 == 0 && step.isEmpty() && places() > 1;
    return open ? sign < 0 : sign <= 0;
  }

  /** The least value at a place, as far as it is known. */
  Optional<BigDecimal> low(int place) {
    if (place % 2 == 1) {
      BigDecimal at = marks.get(place / 2).low();
      return Optional.of(later(onStep(at, RoundingMode.CEILING), least));
    }
    if (place == 0) {
      return least;
    }
    BigDecimal below = marks.get(place / 2 - 1).low();
    BigDecimal next = step.map(s -> onStep(below, RoundingMode.FLOOR).add(s)).orElse(below);
    return Optional.of(later(next, least));
  }

  /** The greatest value at a place, as far as it is known. */
  Optional<BigDecimal> high(int place) {
    if (place % 2 == 1) {
      BigDecimal at = marks.get(place / 2).high();
      return Optional.of(earlier(onStep(at, RoundingMode.FLOOR), most));
    }
    if (place == places() - 1) {
      return most;
    }
    BigDecimal above = marks.get(place / 2).high();
    BigDecimal last = step.map(s -> onStep(above, RoundingMode.CEILING).subtract(s)).orElse(above);
    return Optional.of(earlier(last, most));
  }

  private BigDecimal onStep(BigDecimal value, RoundingMode mode) {
    return step.map(s -> value.divide(s, 0, mode).multiply(s)).orElse(value);
  }

  private static BigDecimal later(BigDecimal a, Optional<BigDecimal> b) {
    return b.map(a::max).orElse(a);
  }

  private static BigDecimal earlier(BigDecimal a, Optional<BigDecimal> b) {
    return b.map(a::min).orElse(a);
  }

  /** Some value at a place: a constant, or one beside it. */
  BigDecimal sample(int place) {
    BigDecimal unit = step.orElse(BigDecimal.ONE);
    Optional<BigDecimal> low = low(place);
    Optional<BigDecimal> high = high(place);
    if (place % 2 == 1) {
      return marks.get(place / 2).low();
    } else if (low.isPresent() && high.isPresent()) {
      BigDecimal middle = low.get().add(high.get()).divide(BigDecimal.valueOf(2));
      BigDecimal whole = middle.setScale(0, RoundingMode.FLOOR);
      boolean inside = whole.compareTo(low.get()) > 0 && whole.compareTo(high.get()) < 0;
      return step.isPresent()
          ? onStep(middle, RoundingMode.FLOOR).max(low.get())
          : inside ? whole : middle;
    } else if (low.isPresent()) {
      return step.isPresent() ? low.get() : low.get().add(unit);
    } else if (high.isPresent()) {
      return step.isPresent() ? high.get() : high.get().subtract(unit);
    }
    return BigDecimal.ZERO;
  }
}
