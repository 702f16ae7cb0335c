package io.espalier.klaviyo;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.espalier.model.Event;
import io.espalier.model.Value;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/**
 * An event ⇄ one element of a bulk creation. Limits: github.com/klaviyo/openapi 2026-07-15 and
 * developers.klaviyo.com, events_api_overview, read 2026-11-23.
 */
final class KlaviyoEventMapper {
  /** Where Klaviyo shows an event's {@code unique_id}. */
  static final String EVENT_ID = "$event_id";

  private static final int NAME = 127;
  private static final int ID = 255;
  private static final int PROPERTIES = 400;
  private static final int TEXT_BYTES = 100_000;
  private static final int ITEMS = 4_000;
  private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");
  private static final Duration LATEST = Duration.ofDays(365);

  /** What is older is history: it is recorded, and sets off no flow. */
  private static final Duration FRESH = Duration.ofDays(1);

  private KlaviyoEventMapper() {}

  /** Why Klaviyo would refuse the event or keep something else; empty where it is fine. */
  static Optional<String> objection(Event event, Instant now) {
    if (event.type().length() > NAME) {
      return Optional.of("a metric's name has at most 127 characters in Klaviyo");
    }
    if (event.time().isBefore(EARLIEST) || event.time().isAfter(now.plus(LATEST))) {
      return Optional.of(
          "Klaviyo takes events from the year 2000 until a year from now; this one is of "
              + event.time().toString().substring(0, 10));
    }
    if (event.properties().size() > PROPERTIES) {
      return Optional.of(
          "the event has " + event.properties().size() + " properties; Klaviyo takes 400");
    }
    for (Map.Entry<String, Value> property : event.properties().entrySet()) {
      Optional<String> objection = objection(property.getKey(), property.getValue());
      if (objection.isPresent()) {
        return objection;
      }
    }
    return Optional.empty();
  }

  private static Optional<String> objection(String name, Value value) {
    if (value instanceof Value.Number n && !KlaviyoMapper.isKept(n.number())) {
      return Optional.of(
          "'" + name + "' has more digits than Klaviyo keeps: a number has 64 bits there");
    }
    if (value instanceof Value.TextList list && list.texts().size() > ITEMS) {
      return Optional.of("'" + name + "' has more than the 4,000 items Klaviyo takes");
    }
    if (value instanceof Value.Text text
        && text.text().getBytes(StandardCharsets.UTF_8).length > TEXT_BYTES) {
      return Optional.of("'" + name + "' is longer than the 100 KB Klaviyo takes");
    }
    return Optional.empty();
  }

  /** The event's id; of one that is longer than Klaviyo takes, its hash. */
  static String uniqueId(Event event) {
    if (event.id().length() <= ID) {
      return event.id();
    }
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256")
                  .digest(event.id().getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** As a filter takes a time: Klaviyo cuts an event's time to seconds. */
  static String second(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  static JsonObject json(String profile, Event event, Instant now) {
    JsonObject properties = new JsonObject();
    event
        .properties()
        .forEach(
            (name, value) -> {
              if (value.exists()) {
                properties.add(name, KlaviyoMapper.json(value));
              }
            });
    JsonObject metricName = new JsonObject();
    metricName.addProperty("name", event.type());
    JsonObject attributes = new JsonObject();
    attributes.add("properties", properties);
    attributes.addProperty("time", second(event.time()));
    attributes.addProperty("unique_id", uniqueId(event));
    attributes.add("metric", KlaviyoWire.data(KlaviyoWire.resource("metric", metricName)));
    boolean history = event.time().isBefore(now.minus(FRESH));
    if (history) {
      attributes.addProperty("backfill", true);
    }
    JsonArray events = new JsonArray();
    events.add(KlaviyoWire.resource("event", attributes));
    JsonObject whom = KlaviyoWire.reference("profile", profile);
    whom.add("attributes", new JsonObject());
    JsonObject group = new JsonObject();
    group.add("profile", KlaviyoWire.data(whom));
    group.add("events", KlaviyoWire.data(events));
    if (history) {
      group.addProperty("backfill", true);
    }
    return KlaviyoWire.resource("event-bulk-create", group);
  }
}
