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
}
