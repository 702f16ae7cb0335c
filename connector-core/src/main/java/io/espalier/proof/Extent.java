package io.espalier.proof;

import io.espalier.model.EventType;
import io.espalier.rule.Duration;
import io.espalier.rule.Function;
import io.espalier.rule.Operand;
import io.espalier.rule.PartKind;
import io.espalier.rule.Window;
import java.math.BigDecimal;
import java.util.Optional;

/** Within which ends an aggregate can lie, whoever the person is. */
final class Extent {
  static final Extent ANY = new Extent(false, false, Optional.empty(), Optional.empty());

  /** A little before now, in hours: what an event's time is at most. */
  private static final BigDecimal BEFORE = new BigDecimal("-0.0000000001");

  private static final BigDecimal HOURS = BigDecimal.valueOf(24);

  final boolean whole;
  final boolean time;
  final Optional<BigDecimal> least;
  final Optional<BigDecimal> most;

  private Extent(
      boolean whole, boolean time, Optional<BigDecimal> least, Optional<BigDecimal> most) {
    this.whole = whole;
    this.time = time;
    this.least = least;
    this.most = most;
  }

  static Extent of(Operand operand) {
    if (operand instanceof Operand.Part part) {
      return switch (part.kind()) {
        case SIZE -> whole(0, Optional.empty());
        case YEAR -> whole(1, Optional.of(9999));
        case MONTH -> whole(1, Optional.of(12));
        case DAY -> whole(1, Optional.of(31));
        case WEEKDAY -> whole(1, Optional.of(7));
      };
    }
    if (!(operand instanceof Operand.Aggregate aggregate)) {
      return ANY;
    }
    return switch (aggregate.function()) {
      case COUNT, DISTINCT ->
          new Extent(true, false, Optional.of(BigDecimal.ZERO), Optional.empty());
      case DAYS_SINCE_LAST -> days(aggregate.window());
      case FIRST, LAST, MIN, MAX, MOST_FREQUENT ->
          aggregate.property().equals(Optional.of(EventType.TIME))
              ? times(aggregate.window())
              : ANY;
      case SUM, AVG -> ANY;
    };
  }

  private static Extent whole(int least, Optional<Integer> most) {
    return new Extent(
        true,
        false,
        Optional.of(BigDecimal.valueOf(least)),
        most.map(number -> BigDecimal.valueOf(number)));
  }

  /** Whole days; at most as many as the window is long. */
  private static Extent days(Window window) {
    Optional<BigDecimal> most = from(window).map(h -> h.negate().divideToIntegralValue(HOURS));
    Optional<BigDecimal> least = to(window).map(h -> h.negate().divideToIntegralValue(HOURS));
    return new Extent(true, false, Optional.of(least.orElse(BigDecimal.ZERO)), most);
  }

  /** Hours from now, before it. */
  private static Extent times(Window window) {
    return new Extent(false, true, from(window), Optional.of(to(window).orElse(BEFORE)));
  }

  private static Optional<BigDecimal> from(Window window) {
    if (window instanceof Window.Last last) {
      return ago(last.duration());
    }
    return window instanceof Window.Ago ago ? ago(ago.from()) : Optional.empty();
  }

  private static Optional<BigDecimal> to(Window window) {
    return window instanceof Window.Ago ago ? ago(ago.to()) : Optional.empty();
  }

  private static Optional<BigDecimal> ago(Duration duration) {
    return duration.isExact()
        ? Optional.of(BigDecimal.valueOf(-duration.hours()))
        : Optional.empty();
  }

  /** Of no event it is 0, so that it is never missing. */
  static boolean isAlways(Operand operand) {
    return operand instanceof Operand.Part part && part.kind() == PartKind.SIZE
        || operand instanceof Operand.Aggregate aggregate
            && (aggregate.function() == Function.COUNT
                || aggregate.function() == Function.SUM
                || aggregate.function() == Function.DISTINCT);
  }
}
