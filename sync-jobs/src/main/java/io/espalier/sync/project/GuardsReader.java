package io.espalier.sync.project;

import io.espalier.rule.Names;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code guards:} and {@code store:}. */
final class GuardsReader {
  private static final Pattern PERCENT = Pattern.compile("([0-9]{1,3}(?:\\.[0-9]+)?) ?%");
  private static final Pattern MEMORY = Pattern.compile("([0-9]{1,6}) ?(MiB|GiB|MB|GB)");

  private GuardsReader() {}

  static Guards read(YamlMap map) {
    Guards standard = Guards.standard();
    return map.map("guards")
        .map(
            guards -> {
              double maxLeave = percent(guards, "max_leave").orElse(standard.maxLeave());
              int minRows = guards.whole("min_rows").orElse(standard.minRows());
              Guards read =
                  new Guards(
                      maxLeave,
                      Math.max(1, minRows),
                      percent(guards, Guards.MAX_SHRINK).orElse(standard.maxShrink()),
                      percent(guards, Guards.MISSING_JUMP).orElse(standard.missingJump()),
                      missing(guards),
                      percent(guards, Guards.SEGMENT_CHANGE).orElse(standard.segmentChange()),
                      time(guards, Guards.MAX_TIME).orElse(standard.maxTime()));
              guards.refuseOthers();
              return read;
            })
        .orElse(standard);
  }

  /** Names in {@code max_missing} that no attribute has. */
  static void checkAttributes(Guards guards, YamlMap map, Set<String> attributes) {
    if (guards.maxMissing().isEmpty()) {
      return;
    }
    map.map("guards")
        .flatMap(m -> m.map(Guards.MAX_MISSING))
        .ifPresent(
            m ->
                guards.maxMissing().keySet().stream()
                    .filter(name -> !attributes.contains(name))
                    .sorted()
                    .forEach(
                        name ->
                            m.keyError(
                                name,
                                "there is no attribute '" + name + "'",
                                Names.suggestion(name, attributes))));
  }

  private static Map<String, Double> missing(YamlMap guards) {
    Map<String, Double> shares = new LinkedHashMap<>();
    guards
        .map(Guards.MAX_MISSING)
        .ifPresent(
            map ->
                map.keys()
                    .forEach(
                        name -> percent(map, name).ifPresent(share -> shares.put(name, share))));
    return shares;
  }

  /** A {@link LengthOfTime}. */
  static Optional<Duration> time(YamlMap map, String key) {
    return map.text(key)
        .flatMap(
            text -> {
              Optional<Duration> time = LengthOfTime.parse(text);
              if (time.isEmpty()) {
                map.error(key, "'" + text + "' is no length of time", "e.g. " + key + ": 6h");
              }
              return time;
            });
  }

  static StoreSpec readStore(YamlMap map) {
    StoreSpec standard = StoreSpec.standard();
    return map.map("store")
        .map(
            store -> {
              Optional<String> memory = store.text("memory");
              store.refuseOthers();
              Optional<Long> amount = memory.flatMap(m -> memory(store, m));
              return amount.isPresent() ? new StoreSpec(amount.get()) : standard;
            })
        .orElse(standard);
  }

  private static Optional<Long> memory(YamlMap store, String text) {
    Matcher matcher = MEMORY.matcher(text);
    if (!matcher.matches()) {
      store.error("memory", "'" + text + "' is no amount of memory", "e.g. memory: 2GiB");
      return Optional.empty();
    }
    long amount = Long.parseLong(matcher.group(1));
    return Optional.of(matcher.group(2).startsWith("G") ? amount * 1024 : amount);
  }

  private static Optional<Double> percent(YamlMap map, String key) {
    return map.text(key)
        .flatMap(
            text -> {
              Matcher matcher = PERCENT.matcher(text);
              if (matcher.matches() && Double.parseDouble(matcher.group(1)) <= 100) {
                return Optional.of(Double.parseDouble(matcher.group(1)) / 100);
              }
              map.error(key, "'" + key + "' must be a share such as 30%, not '" + text + "'", "");
              return Optional.empty();
            });
  }
}
