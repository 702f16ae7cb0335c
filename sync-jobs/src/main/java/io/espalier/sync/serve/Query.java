package io.espalier.sync.serve;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Names and values of a query, or of a form's body; the first of equal names counts. */
record Query(Map<String, String> values) {

  /**
   * @throws IllegalArgumentException where a per cent sign is followed by no two digits
   */
  static Query of(@Nullable String raw) {
    Map<String, String> values = new LinkedHashMap<>();
    if (raw != null) {
      for (String pair : List.of(raw.split("&", -1))) {
        int equals = pair.indexOf('=');
        String name = equals < 0 ? pair : pair.substring(0, equals);
        String value = equals < 0 ? "" : pair.substring(equals + 1);
        if (!name.isEmpty()) {
          values.putIfAbsent(decoded(name), decoded(value));
        }
      }
    }
    return new Query(values);
  }

  Optional<String> get(String name) {
    return Optional.ofNullable(values.get(name));
  }

  /** These, and of the others what is not among them. */
  Query or(Query others) {
    Map<String, String> all = new LinkedHashMap<>(others.values);
    all.putAll(values);
    return new Query(all);
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
