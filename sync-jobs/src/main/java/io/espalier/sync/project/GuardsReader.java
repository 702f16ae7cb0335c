package io.espalier.sync.project;

import java.util.Optional;
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
              guards.refuseOthers();
              return new Guards(maxLeave, Math.max(1, minRows));
            })
        .orElse(standard);
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
