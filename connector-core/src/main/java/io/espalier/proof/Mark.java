package io.espalier.proof;

import io.espalier.rule.Duration;
import io.espalier.rule.Operand;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * A constant on a scale: between {@code low} and {@code high}, which are the same but where the
 * calendar decides.
 *
 * @param months where the calendar decides: how many months from the origin; empty otherwise
 */
record Mark(BigDecimal low, BigDecimal high, Optional<Long> months) {
  private static final BigDecimal AVERAGE = new BigDecimal("730.485");
  private static final BigDecimal SLACK = BigDecimal.valueOf(96);

  static Mark at(BigDecimal place) {
    return new Mark(place.stripTrailingZeros(), place.stripTrailingZeros(), Optional.empty());
  }

  static Mark at(long place) {
    return at(BigDecimal.valueOf(place));
  }

  /** Hours after now, or after the beginning of today. */
  static Mark of(Optional<Operand.Shift> shift) {
    if (shift.isEmpty()) {
      return at(0);
    }
    Duration duration = shift.get().duration();
    long sign = shift.get().plus() ? 1 : -1;
    if (duration.isExact()) {
      return at(sign * duration.hours());
    }
    long months = sign * duration.amount() * (duration.unit() == Duration.Unit.YEAR ? 12L : 1L);
    BigDecimal middle = AVERAGE.multiply(BigDecimal.valueOf(months));
    return new Mark(middle.subtract(SLACK), middle.add(SLACK), Optional.of(months));
  }

  boolean isExact() {
    return months.isEmpty();
  }

  /** Whether it is known that this lies before another, on whatever day. */
  boolean isBefore(Mark other) {
    return high.compareTo(other.low) < 0
        || months.isPresent() && other.months.isPresent() && months.get() < other.months.get();
  }
}
