package io.espalier.sandbox.klaviyo;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A person as conditions see them.
 *
 * @param attributes as a profile shows them: {@code email}, …, {@code properties}
 * @param joins since when they are in a list or segment of an id; null where they are not
 */
record SegmentSubject(
    JsonObject attributes,
    Consents consents,
    Function<String, @Nullable Instant> joins,
    List<Occurrence> occurrences) {

  /** Since when they are in this list or segment; null where they are not. */
  @Nullable Instant joined(String group) {
    return joins.apply(group);
  }

  /**
   * An event of a metric.
   *
   * @param metric its id
   * @param time whole seconds
   * @param value null where the event has none
   */
  record Occurrence(
      String metric, Instant time, JsonObject properties, @Nullable BigDecimal value) {

    static Occurrence of(StoredEvent event) {
      JsonObject properties = JsonParser.parseString(event.properties()).getAsJsonObject();
      JsonElement value = properties.get("$value");
      return new Occurrence(
          event.metric(),
          Instant.ofEpochSecond(event.second()),
          properties,
          value == null || value.isJsonNull() ? null : value.getAsBigDecimal());
    }
  }
}
