package io.espalier.sandbox.klaviyo;

import com.google.gson.JsonObject;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/** All events and their metrics. One event a profile, metric and {@code unique_id}. */
final class Happenings {
  final TreeMap<String, Metric> metrics = new TreeMap<>();

  /** By time and id. */
  final TreeMap<String, StoredEvent> events = new TreeMap<>();

  private final Set<String> identities = new HashSet<>();
  private final Map<String, Metric> byName = new HashMap<>();
  private Consumer<StoredEvent> listener = event -> {};

  /** Who is told of each new event. */
  void tell(Consumer<StoredEvent> other) {
    listener = other;
  }

  void restore(Metric metric) {
    metrics.put(metric.id(), metric);
    byName.put(metric.integration() + "|" + metric.name(), metric);
  }

  void restore(StoredEvent event) {
    events.put(key(event), event);
    identities.add(event.identity());
  }

  static String key(StoredEvent event) {
    return String.format("%012d %s", event.second() + 100_000_000_000L, event.id());
  }

  Metric metric(String name, String integration, Holdings holdings) {
    Metric known = byName.get(integration + "|" + name);
    if (known != null) {
      return known;
    }
    Metric made =
        new Metric(holdings.ids.six(metrics::containsKey), name, integration, holdings.now());
    restore(made);
    return made;
  }

  /** Records one; the first of an identity stands. */
  void record(
      Metric metric, Person person, JsonObject properties, Instant time, Holdings holdings) {
    long second = time.getEpochSecond();
    String uniqueId =
        properties.has("$event_id")
            ? properties.get("$event_id").getAsString()
            : Long.toString(second);
    properties.addProperty("$event_id", uniqueId);
    StoredEvent event =
        new StoredEvent(
            holdings.ids.eleven(),
            metric.id(),
            person.id,
            uniqueId,
            second,
            Json.GSON.toJson(properties));
    if (identities.add(event.identity())) {
      events.put(key(event), event);
      listener.accept(event);
    }
  }

  void forget(Person person) {
    for (Iterator<StoredEvent> all = events.values().iterator(); all.hasNext(); ) {
      StoredEvent event = all.next();
      if (event.profile().equals(person.id)) {
        identities.remove(event.identity());
        all.remove();
      }
    }
  }

  /** The events of one person go to another. */
  void move(Person from, Person to) {
    for (Map.Entry<String, StoredEvent> entry : events.entrySet()) {
      StoredEvent event = entry.getValue();
      if (event.profile().equals(from.id)) {
        identities.remove(event.identity());
        StoredEvent moved =
            new StoredEvent(
                event.id(),
                event.metric(),
                to.id,
                event.uniqueId(),
                event.second(),
                event.properties());
        identities.add(moved.identity());
        entry.setValue(moved);
      }
    }
  }
}
