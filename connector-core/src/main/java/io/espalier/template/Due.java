package io.espalier.template;

import io.espalier.model.Value;
import io.espalier.rule.Comparison;
import io.espalier.rule.Duration;
import io.espalier.rule.LocalDays;
import io.espalier.rule.Operand;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * When the answer of a comparison with the clock changes. {@code last_order >= now - 30d} is true
 * before one instant and false from it on, so that this instant, once synced, lets the ESP answer
 * whenever it sends.
 *
 * <p>To the second, as the ESPs' clocks are. Months and years move no instant by one length, so
 * there is none for them.
 */
final class Due {
  private static final Map<ZoneId, LocalDays> DAYS = new ConcurrentHashMap<>();

  private Due() {}

  /** True where the comparison {@code value ? clock} has one instant of change. */
  static boolean isSayable(Comparison comparison, Operand clock) {
    boolean ordered = comparison != Comparison.EQUAL && comparison != Comparison.UNEQUAL;
    if (clock instanceof Operand.Now now) {
      return ordered && now.shift().map(s -> s.duration().isExact()).orElse(true);
    } else if (clock instanceof Operand.Today today) {
      return ordered
          && today
              .shift()
              .map(s -> s.duration().isExact() && s.duration().unit() != Duration.Unit.HOUR)
              .orElse(true);
    }
    return false;
  }

  /** True where the comparison holds before the instant, false where it holds from it on. */
  static boolean holdsBefore(Comparison comparison) {
    return comparison == Comparison.AT_LEAST || comparison == Comparison.GREATER;
  }

  /**
   * The instant, in seconds since 1970: before it the comparison holds, or from it on, as {@link
   * #holdsBefore} says. Empty where the value is missing, and then it never holds.
   */
  static Optional<Long> at(Value value, Comparison comparison, Operand clock, ZoneId zone) {
    // x >= c and x < c change together, and so do x > c and x <= c.
    boolean past = comparison == Comparison.AT_LEAST || comparison == Comparison.LESS;
    if (clock instanceof Operand.Now now) {
      long shift = now.shift().map(s -> seconds(s)).orElse(0L);
      if (value instanceof Value.Moment m) {
        Instant moved = m.moment().minusSeconds(shift);
        boolean whole = moved.getNano() == 0;
        return Optional.of(moved.getEpochSecond() + (past || !whole ? 1 : 0));
      }
      return value instanceof Value.Day d
          ? Optional.of(start(past ? d.day().plusDays(1) : d.day(), zone) - shift)
          : Optional.empty();
    }
    Optional<LocalDate> day =
        value instanceof Value.Day d
            ? Optional.of(d.day())
            : value instanceof Value.Moment m
                ? Optional.of(days(zone).day(m.moment()))
                : Optional.empty();
    long shift = ((Operand.Today) clock).shift().map(s -> seconds(s) / 86_400).orElse(0L);
    return day.map(d -> start(d.minusDays(shift).plusDays(past ? 1 : 0), zone));
  }

  private static long seconds(Operand.Shift shift) {
    long length = shift.duration().hours() * 3_600;
    return shift.plus() ? length : -length;
  }

  /** From when on it is this day or a later one. */
  static long start(LocalDate day, ZoneId zone) {
    return days(zone)
        .start(day)
        .orElseGet(() -> day.atStartOfDay(zone).toInstant())
        .getEpochSecond();
  }

  private static LocalDays days(ZoneId zone) {
    return DAYS.computeIfAbsent(zone, LocalDays::of);
  }
}
