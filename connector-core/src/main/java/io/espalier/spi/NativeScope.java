package io.espalier.spi;

import io.espalier.audience.KnownEvent;
import io.espalier.model.Segment;
import java.util.Map;

/**
 * What a definition may name besides fields.
 *
 * @param events the ESP's events, by our name
 * @param kept segments that are kept there as lists, by id
 */
public record NativeScope(
    Segment segment, Map<String, KnownEvent> events, Map<String, Segment> kept) {
  public NativeScope {
    events = Map.copyOf(events);
    kept = Map.copyOf(kept);
  }

  /** The name of a segment that is kept there as a list. */
  public String listName(String segment) {
    Segment found = kept.get(segment);
    if (found == null) {
      throw new IllegalArgumentException("'" + segment + "' is kept there as no list");
    }
    return found.name();
  }

  /** The ESP's name of an event that it knows of. */
  public String eventName(String event) {
    KnownEvent found = events.get(event);
    if (found == null) {
      throw new IllegalArgumentException("'" + event + "' is not known there");
    }
    return found.name();
  }
}
