package io.espalier.sync.project;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code watermark}, {@code key}, {@code lookback} and {@code deleted} of a source. */
final class WatermarkReader {
  private static final Pattern LOOKBACK = Pattern.compile("([0-9]{1,6}) ?(s|min|h|d)|0");

  private WatermarkReader() {}

  static Optional<Watermark> read(YamlMap map) {
    if (!map.has("watermark")) {
      for (String key : new String[] {"key", "lookback", "deleted"}) {
        if (map.has(key)) {
          map.keyError(
              key,
              "'" + key + "' says nothing without 'watermark'",
              "e.g. watermark: updated_at, or leave it out");
        }
      }
      return Optional.empty();
    }
    Optional<ColumnRef> column =
        map.required("watermark", "the column that grows whenever a row changes")
            .map(c -> new ColumnRef(c, map.place("watermark")));
    Optional<ColumnRef> key =
        map.required("key", "with 'watermark': the column that names a row, e.g. key: id")
            .map(c -> new ColumnRef(c, map.place("key")));
    Optional<Duration> lookback = map.text("lookback").flatMap(text -> lookback(map, text));
    Optional<ColumnRef> deleted =
        map.text("deleted").map(c -> new ColumnRef(c, map.place("deleted")));
    if (column.isEmpty() || key.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(new Watermark(column.get(), key.get(), lookback, deleted));
  }

  static Optional<Duration> lookback(YamlMap map, String text) {
    Matcher match = LOOKBACK.matcher(text.strip());
    if (!match.matches()) {
      map.error("lookback", "'" + text + "' is no lookback", "e.g. lookback: 10min, 2h, 1d or 0");
      return Optional.empty();
    }
    if (match.group(1) == null) {
      return Optional.of(Duration.ZERO);
    }
    long number = Long.parseLong(match.group(1));
    return Optional.of(
        switch (match.group(2)) {
          case "s" -> Duration.ofSeconds(number);
          case "min" -> Duration.ofMinutes(number);
          case "h" -> Duration.ofHours(number);
          default -> Duration.ofDays(number);
        });
  }
}
