package io.espalier.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One kind of event.
 *
 * @param properties name → type, in the order declared; {@code ts}, the event's time, is always
 *     there and not listed
 */
public record EventType(String name, Map<String, ValueType> properties) {
  /** The property under which a rule speaks of an event's time. */
  public static final String TIME = "ts";

  public EventType {
    properties = Collections.unmodifiableMap(new LinkedHashMap<>(properties));
  }
}
