package io.espalier.model;

import java.time.Instant;
import java.util.Map;

/**
 * Something a person did.
 *
 * @param type the name of its {@link EventType}
 * @param id unique within the type: the same id twice is one event
 * @param properties only those that have a value
 */
public record Event(String type, String id, Instant time, Map<String, Value> properties) {
  public Event {
    properties = Map.copyOf(properties);
  }
}
