package io.espalier.klaviyo;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.espalier.http.HttpStack;
import io.espalier.klaviyo.KlaviyoWire.JobAttributes;
import io.espalier.klaviyo.KlaviyoWire.Many;
import io.espalier.klaviyo.KlaviyoWire.Resource;
import io.espalier.model.EmailAddress;
import io.espalier.model.Segment;
import io.espalier.spi.Change;
import io.espalier.spi.Job;
import io.espalier.spi.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What became of changes whose answer nobody has seen. There is no idempotency key, but import jobs
 * are listed by the time of their making: those of that time are waited for, whosever they are, so
 * that none lands on top of what is sent next; then the people are read back. Source:
 * github.com/klaviyo/openapi revision 2026-07-15.
 */
final class KlaviyoRecall {
  /** {@code recall:<epoch second>}. */
  static final String HANDLE = "recall:";

  /** Their clock and ours. */
  private static final Duration SLACK = Duration.ofMinutes(2);

  /** Above this, sending again takes fewer calls than reading back, and does no harm. */
  private static final int READ_BACK = 1_000;

  private final HttpStack http;
  private final KlaviyoApi api;
  private final KlaviyoMapper mapper;
  private final KlaviyoProfiles profiles;
  private final KlaviyoSegments segments;
  private final KlaviyoConsents consents;

  KlaviyoRecall(
      HttpStack http,
      KlaviyoApi api,
      KlaviyoMapper mapper,
      KlaviyoProfiles profiles,
      KlaviyoSegments segments,
      KlaviyoConsents consents) {
    this.http = http;
    this.api = api;
    this.mapper = mapper;
    this.profiles = profiles;
    this.segments = segments;
    this.consents = consents;
  }

  List<Outcome> recall(List<Change> rows, Instant since) {
    Instant from = since.minus(SLACK);
    return switch (rows.get(0).kind()) {
      case UPSERT -> imported(rows, since, () -> upserts(rows));
      case JOIN -> imported(rows, since, () -> joins(rows));
      case SET_CONSENT ->
          consents.recall(
              handle(since), since, rows.stream().map(Change.SetConsent.class::cast).toList());
      case DEFINE_SEGMENT ->
          rows.stream()
              .map(row -> segments.finish(((Change.DefineSegment) row).segment(), from))
              .map(list -> list.<Outcome>map(Outcome.Applied::new).orElse(Outcome.NOT_FOUND))
              .toList();
      // Each of these looks before it makes anything, or may be said twice.
      default -> all(rows, Outcome.NOT_FOUND);
    };
  }

  private interface ReadBack {
    List<Outcome> read();
  }

  private List<Outcome> imported(List<Change> rows, Instant since, ReadBack back) {
    List<JobAttributes> jobs = jobs(since.minus(SLACK));
    if (jobs.stream().anyMatch(KlaviyoImports::isRunning)) {
      return all(rows, new Outcome.Pending(handle(since)));
    }
    return jobs.isEmpty() || rows.size() > READ_BACK ? all(rows, Outcome.NOT_FOUND) : back.read();
  }

  /** The import jobs of the account that were made since then. */
  private List<JobAttributes> jobs(Instant from) {
    List<JobAttributes> jobs = new ArrayList<>();
    Optional<String> cursor = Optional.of("");
    while (cursor.isPresent()) {
      Many<JobAttributes> page =
          http.call(api.importJobs(KlaviyoProfiles.orNull(cursor.get()))).require();
      for (Resource<JobAttributes> job : page.items()) {
        Optional<Instant> made =
            KlaviyoMapper.moment(Optional.ofNullable(job.attributes().created()).orElse(""));
        if (made.isPresent() && made.get().isBefore(from)) {
          return jobs;
        }
        jobs.add(job.attributes());
      }
      cursor = KlaviyoProfiles.next(page);
    }
    return jobs;
  }

  private List<Outcome> upserts(List<Change> rows) {
    List<Change.Upsert> upserts = rows.stream().map(Change.Upsert.class::cast).toList();
    Map<EmailAddress, Resource<JsonObject>> held =
        profiles.find(upserts.stream().map(Change.Upsert::email).toList(), null);
    return upserts.stream().map(row -> outcome(holds(held.get(row.email()), row))).toList();
  }

  private boolean holds(
      @org.jspecify.annotations.Nullable Resource<JsonObject> held, Change.Upsert row) {
    // What is not said clears or leaves: only a whole look could tell, and such a row goes alone.
    if (held == null || KlaviyoMapper.clears(row) || mapper.objection(row).isPresent()) {
      return false;
    }
    JsonObject wanted = mapper.attributes(row.email(), row.key(), row.values());
    JsonObject properties = inner(wanted);
    JsonObject there = inner(held.attributes());
    return wanted.entrySet().stream()
            .filter(field -> !field.getKey().equals("properties"))
            .allMatch(field -> same(field.getValue(), held.attributes().get(field.getKey())))
        && properties.entrySet().stream()
            .allMatch(field -> same(field.getValue(), there.get(field.getKey())));
  }

  private static JsonObject inner(JsonObject attributes) {
    return attributes.get("properties") instanceof JsonObject inner ? inner : new JsonObject();
  }

  private static boolean same(
      JsonElement wanted, @org.jspecify.annotations.Nullable JsonElement held) {
    if (held == null || !wanted.isJsonPrimitive() || !held.isJsonPrimitive()) {
      return wanted.equals(held);
    }
    boolean numbers =
        wanted.getAsJsonPrimitive().isNumber() && held.getAsJsonPrimitive().isNumber();
    return numbers
        ? wanted.getAsBigDecimal().compareTo(held.getAsBigDecimal()) == 0
        : wanted.equals(held);
  }

  private List<Outcome> joins(List<Change> rows) {
    Map<Segment, List<EmailAddress>> wanted = new HashMap<>();
    for (Change row : rows) {
      Change.Join join = (Change.Join) row;
      wanted.computeIfAbsent(join.segment(), s -> new ArrayList<>()).add(join.email());
    }
    Map<Segment, Set<EmailAddress>> there = new HashMap<>();
    wanted.forEach(
        (segment, people) ->
            there.put(
                segment,
                segments.id(segment).map(list -> profiles.among(list, people)).orElse(Set.of())));
    return rows.stream()
        .map(Change.Join.class::cast)
        .map(join -> outcome(there.getOrDefault(join.segment(), Set.of()).contains(join.email())))
        .toList();
  }

  private static Outcome outcome(boolean holds) {
    return holds ? Outcome.APPLIED : Outcome.NOT_FOUND;
  }

  private static Job handle(Instant since) {
    return new Job(HANDLE + since.getEpochSecond());
  }

  private static List<Outcome> all(List<Change> rows, Outcome outcome) {
    return Collections.nCopies(rows.size(), outcome);
  }
}
