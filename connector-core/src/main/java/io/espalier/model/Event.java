package io.espalier.model;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/**
 * Something a person did.
 *
 * @param type the name of its {@link EventType}
 * @param id unique within the type: the same id twice is one event
 * @param time to the microsecond, as the store keeps it; what is finer is cut off
 * @param properties only those that have a value
 */
public record Event(String type, String id, Instant time, Map<String, Value> properties) {
  public Event {
    time = time.truncatedTo(ChronoUnit.MICROS);
    properties = Map.copyOf(properties);
  }
}
