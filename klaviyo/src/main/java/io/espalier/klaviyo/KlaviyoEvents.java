package io.espalier.klaviyo;

import com.google.gson.JsonObject;
import io.espalier.http.Answer;
import io.espalier.http.HttpStack;
import io.espalier.klaviyo.KlaviyoWire.Resource;
import io.espalier.model.EmailAddress;
import io.espalier.spi.Change.Track;
import io.espalier.spi.Failure;
import io.espalier.spi.FailureKind;
import io.espalier.spi.Job;
import io.espalier.spi.Outcome;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Events. An event for somebody whom Klaviyo does not know makes that person, mailable: an erased
 * one, too. So each is preceded by a look, and goes to a profile by Klaviyo's own id, which makes
 * nobody. Limits: github.com/klaviyo/openapi 2026-07-15, {@code POST /api/event-bulk-create-jobs}.
 */
final class KlaviyoEvents {
  /** {@code events:<epoch second>}. */
  static final String HANDLE = "events:";

  static final int ROWS = 1_000;
  private static final int BYTES = 5_000_000;

  /** Visible within minutes. Source: developers.klaviyo.com, events_api_overview, 2026-11-23. */
  private static final Duration PATIENCE = Duration.ofMinutes(15);

  private static final Failure LATE =
      new Failure(
          FailureKind.TRANSIENT,
          "Klaviyo accepted the event and does not show it",
          "it is sent again by the next run; its id keeps it from counting twice");

  private final HttpStack http;
  private final KlaviyoApi api;
  private final KlaviyoProfiles profiles;
  private final KlaviyoArrivals arrivals;
  private final Clock clock;

  KlaviyoEvents(HttpStack http, KlaviyoApi api, KlaviyoProfiles profiles, Clock clock) {
    this.http = http;
    this.api = api;
    this.profiles = profiles;
    this.arrivals = new KlaviyoArrivals(http, api, profiles);
    this.clock = clock;
  }

  /**
   * An event on its way.
   *
   * @param positions where in the push it came from: more than one where it was given twice
   */
  private record Row(String json, List<Integer> positions) {
    int bytes() {
      return json.getBytes(StandardCharsets.UTF_8).length;
    }

    @Override
    public String toString() {
      return "Row" + positions;
    }
  }

  Outcome[] track(List<Track> tracks) {
    Outcome[] outcomes = new Outcome[tracks.size()];
    Instant now = clock.instant();
    Map<EmailAddress, Resource<JsonObject>> known =
        profiles.find(tracks.stream().map(Track::email).toList(), KlaviyoProfiles.SUBSCRIPTIONS);
    Map<List<String>, Row> rows = new LinkedHashMap<>();
    for (int i = 0; i < outcomes.length; i++) {
      Track track = tracks.get(i);
      Resource<JsonObject> profile = known.get(track.email());
      Optional<Failure> objection =
          objection(track, profile)
              .or(
                  () ->
                      KlaviyoEventMapper.objection(track.event(), now).map(KlaviyoEvents::invalid));
      if (objection.isPresent() || profile == null) {
        outcomes[i] = new Outcome.Rejected(objection.orElseThrow());
        continue;
      }
      // A unique_id that is repeated fails the whole request.
      List<String> same =
          List.of(profile.id(), track.event().type(), KlaviyoEventMapper.uniqueId(track.event()));
      rows.computeIfAbsent(
              same,
              s ->
                  new Row(
                      KlaviyoWire.json(KlaviyoEventMapper.json(profile.id(), track.event(), now)),
                      new ArrayList<>()))
          .positions()
          .add(i);
    }
    send(List.copyOf(rows.values()), outcomes);
    return outcomes;
  }

  /** Nobody unknown, and nobody who is kept from mail by opting out or by us, is told of. */
  private static Optional<Failure> objection(
      Track track, @org.jspecify.annotations.Nullable Resource<JsonObject> profile) {
    if (profile == null) {
      return Optional.of(
          new Failure(
              FailureKind.MISSING_TARGET,
              "not sent: Klaviyo does not know the person '"
                  + track.key()
                  + "', and an event would make one who can be mailed",
              "sync the person first"));
    }
    return KlaviyoConsent.of(profile.attributes())
        .filter(consent -> consent.isOptedOut() || consent.hasComplained() || consent.isHeldBack())
        .map(
            consent ->
                invalid(
                    "not sent: the person '"
                        + track.key()
                        + (consent.isHeldBack() && !consent.isOptedOut()
                            ? "' is held back in Klaviyo for lack of consent"
                            : "' has opted out in Klaviyo")));
  }

  private static Failure invalid(String message) {
    return Failure.of(FailureKind.INVALID, message);
  }

  private void send(List<Row> rows, Outcome[] outcomes) {
    String head =
        "{\"data\":{\"type\":\"event-bulk-create-job\",\"attributes\":"
            + "{\"events-bulk-create\":{\"data\":[";
    String tail = "]}}}}";
    Outcome pending = new Outcome.Pending(new Job(HANDLE + clock.instant().getEpochSecond()));
    KlaviyoBatches<Row, Void> batches =
        new KlaviyoBatches<>(
            some ->
                http.call(
                    api.track(
                        KlaviyoWire.body(
                            head
                                + String.join(",", some.stream().map(Row::json).toList())
                                + tail))),
            (Answer<Void> answer) -> pending,
            (row, outcome) -> row.positions().forEach(position -> outcomes[position] = outcome));
    List<Row> chunk = new ArrayList<>();
    int bytes = head.length() + tail.length();
    for (Row row : rows) {
      int more = row.bytes() + 1;
      if (bytes + more > BYTES || chunk.size() == ROWS) {
        batches.send(chunk);
        chunk = new ArrayList<>();
        bytes = head.length() + tail.length();
      }
      chunk.add(row);
      bytes += more;
    }
    batches.send(chunk);
  }

  /**
   * Reads back which events are there.
   *
   * @param submitted the epoch second in the handle
   */
  List<Outcome> poll(Job job, long submitted, List<Track> tracks) {
    boolean late = clock.instant().isAfter(Instant.ofEpochSecond(submitted).plus(PATIENCE));
    Outcome waiting = late ? new Outcome.Unknown(LATE) : new Outcome.Pending(job);
    Map<String, List<Track>> byMetric = new HashMap<>();
    tracks.forEach(
        track -> byMetric.computeIfAbsent(track.event().type(), t -> new ArrayList<>()).add(track));
    Map<Track, Boolean> arrived = new HashMap<>();
    byMetric.forEach(
        (metric, some) -> arrivals.of(metric, some).forEach(t -> arrived.put(t, true)));
    return tracks.stream()
        .map(track -> arrived.containsKey(track) ? Outcome.APPLIED : waiting)
        .toList();
  }
}
