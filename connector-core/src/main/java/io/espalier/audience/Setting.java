package io.espalier.audience;

import io.espalier.model.Schema;
import io.espalier.rule.Rule;
import java.time.ZoneId;
import java.util.Map;
import java.util.Set;

/**
 * What one ESP has of a project.
 *
 * @param fields the attributes that are synced there
 * @param events by our name
 * @param segments the rules of the project's segments
 * @param kept the segments that are kept there as lists, all members and nobody else
 */
public record Setting(
    Schema schema,
    ZoneId zone,
    Set<String> fields,
    Map<String, KnownEvent> events,
    Map<String, Rule> segments,
    Set<String> kept) {
  public Setting {
    fields = Set.copyOf(fields);
    events = Map.copyOf(events);
    segments = Map.copyOf(segments);
    kept = Set.copyOf(kept);
  }
}
