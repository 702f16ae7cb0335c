package io.espalier.sandbox.salesforcemc;

import io.espalier.sandbox.Switches;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * How long a data extension and its rows are kept, by its retention elements: rows one by one, or
 * all of them at a time, with the data extension or without it.
 */
final class Lifetime {
  private static final Map<String, ChronoUnit> UNITS =
      Map.of(
          "3", ChronoUnit.DAYS,
          "4", ChronoUnit.WEEKS,
          "5", ChronoUnit.MONTHS,
          "6", ChronoUnit.YEARS);

  /** When each row came, the oldest first; kept only where rows go one by one. */
  private final Map<String, Instant> came = new LinkedHashMap<>();

  private final List<String> fresh = new ArrayList<>();

  static boolean isByRow(Map<String, String> retention) {
    return isTrue(retention, "RowBasedRetention");
  }

  private static boolean isTrue(Map<String, String> retention, String name) {
    return retention.getOrDefault(name, "").equalsIgnoreCase("true");
  }

  /** A row was written. */
  void wrote(String key, Map<String, String> retention) {
    if (isByRow(retention)
        && (!came.containsKey(key) || isTrue(retention, "ResetRetentionPeriodOnImport"))) {
      fresh.add(key);
    }
  }

  void removed(String key) {
    came.remove(key);
    fresh.remove(key);
  }

  void cleared() {
    came.clear();
    fresh.clear();
  }

  /** The keys of rows whose time is over; rows written since the last look begin theirs now. */
  List<String> due(Map<String, String> retention, Instant now) {
    if (!isByRow(retention)) {
      return List.of();
    }
    for (String key : fresh) {
      came.remove(key);
      came.put(key, now);
    }
    fresh.clear();
    List<String> due = new ArrayList<>();
    Iterator<Map.Entry<String, Instant>> oldest = came.entrySet().iterator();
    while (oldest.hasNext()) {
      Map.Entry<String, Instant> row = oldest.next();
      if (after(row.getValue(), retention).filter(end -> !end.isAfter(now)).isEmpty()) {
        break;
      }
      due.add(row.getKey());
      oldest.remove();
    }
    return due;
  }

  private static Optional<Instant> after(Instant from, Map<String, String> retention) {
    ChronoUnit unit = UNITS.get(retention.getOrDefault("DataRetentionPeriodUnitOfMeasure", ""));
    int length = Numbers.whole(retention.getOrDefault("DataRetentionPeriodLength", ""), 0);
    return unit == null || length < 1
        ? Optional.empty()
        : Optional.of(
            LocalDateTime.ofInstant(from, Dates.CENTRAL)
                .plus(length, unit)
                .toInstant(Dates.CENTRAL));
  }

  /** When all rows go at once; empty for never. */
  static Optional<Instant> end(Map<String, String> retention, String created) {
    if (retention.isEmpty() || isByRow(retention)) {
      return Optional.empty();
    }
    String until = retention.getOrDefault("RetainUntil", "").strip();
    if (!until.isEmpty()) {
      return day(until).map(day -> day.atStartOfDay().toInstant(Dates.CENTRAL));
    }
    return created.isEmpty() ? Optional.empty() : after(Dates.instant(created), retention);
  }

  /** Whether the data extension goes with its rows. */
  static boolean goesWhole(Map<String, String> retention, Switches switches) {
    return isTrue(retention, "DeleteAtEndOfRetentionPeriod")
        == switches.on(SalesforceFact.END_OF_RETENTION_TAKES_THE_EXTENSION);
  }

  /** {@code 11/27/2026 12:00:00 AM}, or the day in ISO. */
  private static Optional<LocalDate> day(String text) {
    String first = text.split("[ T]", 2)[0];
    for (String pattern : List.of("M/d/uuuu", "uuuu-MM-dd")) {
      try {
        return Optional.of(
            LocalDate.parse(first, DateTimeFormatter.ofPattern(pattern, Locale.ROOT)));
      } catch (DateTimeException other) {
        continue;
      }
    }
    return Optional.empty();
  }
}
