package io.espalier.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What rules and templates may speak of: attributes, events, segment ids.
 *
 * @param attributes by name, in the order declared
 * @param events by name, in the order declared
 * @param segments ids of all segments
 */
public record Schema(
    Map<String, Attribute> attributes, Map<String, EventType> events, Set<String> segments) {
  public Schema {
    attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
    events = Collections.unmodifiableMap(new LinkedHashMap<>(events));
    segments = Collections.unmodifiableSet(new java.util.LinkedHashSet<>(segments));
  }

  public static Schema of(
      List<Attribute> attributes, List<EventType> events, Set<String> segments) {
    Map<String, Attribute> byName = new LinkedHashMap<>();
    attributes.forEach(a -> byName.put(a.name(), a));
    Map<String, EventType> eventsByName = new LinkedHashMap<>();
    events.forEach(e -> eventsByName.put(e.name(), e));
    return new Schema(byName, eventsByName, segments);
  }

  public Optional<Attribute> attribute(String name) {
    return Optional.ofNullable(attributes.get(name));
  }

  public Optional<EventType> event(String name) {
    return Optional.ofNullable(events.get(name));
  }
}
