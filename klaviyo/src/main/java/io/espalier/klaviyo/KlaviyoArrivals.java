package io.espalier.klaviyo;

import com.google.gson.JsonObject;
import io.espalier.http.HttpStack;
import io.espalier.klaviyo.KlaviyoWire.EventAttributes;
import io.espalier.klaviyo.KlaviyoWire.Many;
import io.espalier.klaviyo.KlaviyoWire.MetricAttributes;
import io.espalier.klaviyo.KlaviyoWire.Resource;
import io.espalier.model.EmailAddress;
import io.espalier.spi.Change.Track;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Which events have arrived: read back by metric and time, a thousand a call; where the metric
 * holds far more than ours in that time, person by person.
 */
final class KlaviyoArrivals {
  private static final int SPARE_PAGES = 5;

  private final HttpStack http;
  private final KlaviyoApi api;
  private final KlaviyoProfiles profiles;
  private Map<String, String> metrics = Map.of();

  KlaviyoArrivals(HttpStack http, KlaviyoApi api, KlaviyoProfiles profiles) {
    this.http = http;
    this.api = api;
    this.profiles = profiles;
  }

  /** Those of one metric that are there. */
  List<Track> of(String metric, List<Track> tracks) {
    Optional<String> id = metric(metric);
    if (id.isEmpty()) {
      return List.of();
    }
    Map<String, List<Track>> missing = new LinkedHashMap<>();
    tracks.forEach(
        track ->
            missing
                .computeIfAbsent(KlaviyoEventMapper.uniqueId(track.event()), i -> new ArrayList<>())
                .add(track));
    List<Track> found = new ArrayList<>();
    Consumer<String> arrived =
        unique -> Optional.ofNullable(missing.remove(unique)).ifPresent(found::addAll);
    String ofMetric = "equals(metric_id,\"" + id.get() + "\")";
    int pages = tracks.size() / 200 + SPARE_PAGES;
    if (!page(ofMetric + "," + during(tracks), pages, missing, arrived)) {
      byPerson(ofMetric, List.copyOf(missing.values()), missing, arrived);
    }
    return found;
  }

  private void byPerson(
      String ofMetric,
      List<List<Track>> wanted,
      Map<String, List<Track>> missing,
      Consumer<String> arrived) {
    Map<EmailAddress, List<Track>> people = new LinkedHashMap<>();
    for (List<Track> same : wanted) {
      same.forEach(
          track -> people.computeIfAbsent(track.email(), a -> new ArrayList<>()).add(track));
    }
    Map<EmailAddress, Resource<JsonObject>> known = profiles.find(people.keySet(), null);
    people.forEach(
        (address, theirs) -> {
          Resource<JsonObject> profile = known.get(address);
          if (profile != null) {
            String filter =
                ofMetric + ",equals(profile_id,\"" + profile.id() + "\")," + during(theirs);
            page(filter, SPARE_PAGES, missing, arrived);
          }
        });
  }

  /** False where there are more pages than these, and something is still missing. */
  private boolean page(
      String filter, int most, Map<String, List<Track>> missing, Consumer<String> arrived) {
    Optional<String> cursor = Optional.of("");
    for (int pages = 0; cursor.isPresent() && !missing.isEmpty(); pages++) {
      if (pages == most) {
        return false;
      }
      Many<EventAttributes> page =
          http.call(api.events(filter, KlaviyoProfiles.orNull(cursor.get()))).require();
      for (Resource<EventAttributes> event : page.items()) {
        JsonObject given = event.attributes().given();
        if (given != null) {
          arrived.accept(KlaviyoMapper.text(given, KlaviyoEventMapper.EVENT_ID));
        }
      }
      cursor = KlaviyoProfiles.next(page);
    }
    return true;
  }

  private static String during(List<Track> tracks) {
    Instant first = Instant.MAX;
    Instant last = Instant.MIN;
    for (Track track : tracks) {
      Instant time = track.event().time();
      first = time.isBefore(first) ? time : first;
      last = time.isAfter(last) ? time : last;
    }
    return "greater-or-equal(datetime,"
        + KlaviyoEventMapper.second(first)
        + "),less-or-equal(datetime,"
        + KlaviyoEventMapper.second(last)
        + ")";
  }

  /** A metric is there from its first event; names are told apart by hand, not by a filter. */
  private Optional<String> metric(String name) {
    if (!metrics.containsKey(name)) {
      metrics = metrics();
    }
    return Optional.ofNullable(metrics.get(name));
  }

  private Map<String, String> metrics() {
    Map<String, String> found = new HashMap<>();
    Set<String> ours = new HashSet<>();
    Optional<String> cursor = Optional.of("");
    while (cursor.isPresent()) {
      Many<MetricAttributes> page =
          http.call(api.metrics(KlaviyoProfiles.orNull(cursor.get()))).require();
      for (Resource<MetricAttributes> metric : page.items()) {
        String name = metric.attributes().name();
        if (name != null && (isApi(metric.attributes().integration()) || !ours.contains(name))) {
          found.put(name, metric.id());
          if (isApi(metric.attributes().integration())) {
            ours.add(name);
          }
        }
      }
      cursor = KlaviyoProfiles.next(page);
    }
    return found;
  }

  /** Another integration may have a metric of the same name. */
  private static boolean isApi(@Nullable JsonObject integration) {
    return integration != null && KlaviyoMapper.text(integration, "name").equalsIgnoreCase("API");
  }
}
