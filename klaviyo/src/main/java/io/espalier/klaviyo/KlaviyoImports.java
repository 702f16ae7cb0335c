package io.espalier.klaviyo;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.espalier.http.Answer;
import io.espalier.http.HttpStack;
import io.espalier.http.Redaction;
import io.espalier.klaviyo.KlaviyoStragglers.Sent;
import io.espalier.klaviyo.KlaviyoWire.ErrorAttributes;
import io.espalier.klaviyo.KlaviyoWire.JobAttributes;
import io.espalier.klaviyo.KlaviyoWire.Many;
import io.espalier.klaviyo.KlaviyoWire.One;
import io.espalier.klaviyo.KlaviyoWire.Resource;
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
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/**
 * Bulk imports of profiles, and what became of them. Limits: github.com/klaviyo/openapi revision
 * 2026-07-15, {@code POST /api/profile-bulk-import-jobs}.
 */
final class KlaviyoImports {
  static final String HANDLE = "import:";
  static final int ROWS = 10_000;
  static final int ROW_BYTES = 100_000;
  static final int BYTES = 5_000_000;

  /**
   * The status of jobs has a quota of 150 a minute for the whole account. So many questions are
   * asked as soon as they come; after those, none of a job that is younger than {@link #SOONEST}.
   */
  private static final int FREE = 40;

  private static final Duration SOONEST = Duration.ofSeconds(5);

  private final HttpStack http;
  private final KlaviyoApi api;
  private final Clock clock;
  private final AtomicInteger asked = new AtomicInteger();
  private final KlaviyoStragglers stragglers;

  KlaviyoImports(HttpStack http, KlaviyoApi api, Clock clock) {
    this.http = http;
    this.api = api;
    this.clock = clock;
    this.stragglers = new KlaviyoStragglers(clock);
  }

  /**
   * A profile on its way.
   *
   * @param json the profile resource, as sent
   * @param positions where in the push it came from
   */
  record Row(String json, List<Integer> positions) {
    static Row of(JsonObject attributes, List<Integer> positions) {
      return new Row(
          KlaviyoWire.json(KlaviyoWire.resource("profile", attributes)), List.copyOf(positions));
    }

    int bytes() {
      return json.getBytes(StandardCharsets.UTF_8).length;
    }

    @Override
    public String toString() {
      return "Row" + positions;
    }
  }

  /**
   * Starts as many jobs as the rows need, each within the limits of count and of bytes.
   *
   * @param list the list to join; empty for none
   */
  void send(List<Row> rows, Optional<String> list, BiConsumer<Row, Outcome> outcome) {
    String head =
        "{\"data\":{\"type\":\"profile-bulk-import-job\",\"attributes\":{\"profiles\":{\"data\":[";
    String tail =
        "]}}"
            + list.map(
                    id ->
                        ",\"relationships\":{\"lists\":{\"data\":["
                            + KlaviyoWire.json(KlaviyoWire.reference("list", id))
                            + "]}}")
                .orElse("")
            + "}}";
    KlaviyoBatches<Row, One<JobAttributes>> batches =
        new KlaviyoBatches<>(
            some ->
                http.call(
                    api.importMany(
                        KlaviyoWire.body(
                            head
                                + String.join(",", some.stream().map(Row::json).toList())
                                + tail))),
            this::pending,
            outcome);
    List<Row> chunk = new ArrayList<>();
    int bytes = head.length() + tail.length();
    for (Row row : rows) {
      int more = row.bytes() + 1;
      if (more > ROW_BYTES) {
        outcome.accept(
            row,
            new Outcome.Rejected(
                Failure.of(
                    FailureKind.INVALID, "the profile is larger than the 100 KB Klaviyo takes")));
        continue;
      }
      if (chunk.size() == ROWS || bytes + more > BYTES) {
        batches.send(chunk);
        chunk = new ArrayList<>();
        bytes = head.length() + tail.length();
      }
      chunk.add(row);
      bytes += more;
    }
    batches.send(chunk);
  }

  private Outcome pending(Answer<One<JobAttributes>> answer) {
    return new Outcome.Pending(
        job(new Sent(answer.require().data().id(), clock.instant().getEpochSecond())));
  }

  private static Job job(Sent sent) {
    return new Job(HANDLE + sent.id() + (sent.since() == 0 ? "" : ":" + sent.since()));
  }

  /** What a handle of ours says. */
  static Sent sent(Job job) {
    String[] parts = job.handle().substring(HANDLE.length()).split(":", -1);
    return new Sent(parts[0], parts.length == 1 ? 0 : Long.parseLong(parts[1]));
  }

  private boolean isTooEarly(long since) {
    return asked.get() >= FREE
        && clock.instant().isBefore(Instant.ofEpochSecond(since).plus(SOONEST));
  }

  /**
   * What became of a job's rows. Those of one that hangs are sent again.
   *
   * @param handle of the job that first carried them
   * @param people address and key of each row
   * @param again sends the same rows, in the same order
   */
  List<Outcome> poll(Job handle, List<Person> people, Supplier<List<Outcome>> again) {
    Sent sent = stragglers.latest(sent(handle));
    List<Outcome> pending = all(people, new Outcome.Pending(job(sent)));
    if (isTooEarly(sent.since())) {
      return pending;
    }
    asked.incrementAndGet();
    Answer<One<JobAttributes>> answer = http.call(api.importJob(sent.id()));
    if (answer.failure().filter(f -> f.kind() == FailureKind.MISSING_TARGET).isPresent()) {
      return all(
          people,
          new Outcome.Unknown(
              new Failure(
                  FailureKind.MISSING_TARGET,
                  "Klaviyo no longer knows the import job " + sent.id(),
                  "it keeps a job for 7 days; the rows are sent again")));
    }
    JobAttributes job = answer.require().data().attributes();
    return switch (job.status()) {
      case "queued", "processing" ->
          stragglers.hangs(sent, people.size()) ? again(sent, again.get()) : pending;
      case "complete" -> settle(sent, job, people);
      case "cancelled" ->
          all(
              people,
              new Outcome.Unknown(
                  Failure.of(
                      FailureKind.TRANSIENT, "Klaviyo cancelled the import job " + sent.id())));
      default ->
          all(
              people,
              new Outcome.Unknown(
                  Failure.of(
                      FailureKind.PROTOCOL,
                      "the import job " + sent.id() + " has the unknown status " + job.status())));
    };
  }

  /** Whoever asks after the first job is told of the second. */
  private List<Outcome> again(Sent sent, List<Outcome> outcomes) {
    Set<Outcome> distinct = new HashSet<>(outcomes);
    if (distinct.size() == 1 && outcomes.get(0) instanceof Outcome.Pending pending) {
      stragglers.sentAgain(sent, sent(pending.job()));
    }
    return outcomes;
  }

  /** How far a job is. */
  enum Stage {
    RUNNING,
    /** What it carries should be sent again. */
    HANGING,
    /** It has ended, or Klaviyo does not know it. */
    OVER
  }

  /**
   * How far a job is of which nothing else is asked.
   *
   * @param rows how many it has
   */
  Stage stage(Sent sent, int rows) {
    if (isTooEarly(sent.since())) {
      return Stage.RUNNING;
    }
    asked.incrementAndGet();
    Answer<One<JobAttributes>> answer = http.call(api.importJob(sent.id()));
    if (answer.failure().filter(f -> f.kind() == FailureKind.MISSING_TARGET).isPresent()) {
      return Stage.OVER;
    }
    JobAttributes job = answer.require().data().attributes();
    if (isRunning(job)) {
      return stragglers.hangs(sent, rows) ? Stage.HANGING : Stage.RUNNING;
    }
    stragglers.ended(sent, moment(job.created()), moment(job.done()), rows);
    return Stage.OVER;
  }

  static boolean isRunning(JobAttributes job) {
    return job.status().equals("queued") || job.status().equals("processing");
  }

  /** Who a row is about. */
  record Person(String address, String key) {}

  private List<Outcome> settle(Sent sent, JobAttributes job, List<Person> people) {
    String id = sent.id();
    stragglers.ended(sent, moment(job.created()), moment(job.done()), people.size());
    Map<String, Failure> byAddress = new HashMap<>();
    Map<String, Failure> byKey = new HashMap<>();
    int strangers = errors(id, people, byAddress, byKey);
    Set<String> distinct = new HashSet<>();
    people.forEach(person -> distinct.add(person.address()));
    int counted = orZero(job.completed()) + orZero(job.failed());
    boolean allCounted = job.completed() == null || counted >= distinct.size();
    List<Outcome> outcomes = new ArrayList<>();
    for (Person person : people) {
      Failure failure =
          Optional.ofNullable(byAddress.get(person.address()))
              .orElseGet(() -> byKey.get(person.key()));
      if (failure != null) {
        outcomes.add(new Outcome.Rejected(failure));
      } else if (strangers > 0 || !allCounted) {
        outcomes.add(
            new Outcome.Unknown(
                Failure.of(
                    FailureKind.TRANSIENT,
                    "the import job " + id + " does not say which of its rows it left out")));
      } else {
        outcomes.add(Outcome.APPLIED);
      }
    }
    return outcomes;
  }

  /** Reads every page of errors; says how many belong to none of these people. */
  private int errors(
      String id, List<Person> people, Map<String, Failure> byAddress, Map<String, Failure> byKey) {
    Set<String> addresses = new HashSet<>();
    Set<String> keys = new HashSet<>();
    for (Person person : people) {
      addresses.add(person.address());
      keys.add(person.key());
    }
    int strangers = 0;
    Optional<String> cursor = Optional.of("");
    while (cursor.isPresent()) {
      Many<ErrorAttributes> page =
          http.call(
                  api.importErrors(id, KlaviyoProfiles.PAGE, KlaviyoProfiles.orNull(cursor.get())))
              .require();
      for (Resource<ErrorAttributes> error : page.items()) {
        String address = said(error.attributes(), "email").strip().toLowerCase(Locale.ROOT);
        String key = said(error.attributes(), "external_id");
        Failure failure = Failure.of(FailureKind.INVALID, message(error.attributes()));
        if (addresses.contains(address)) {
          byAddress.putIfAbsent(address, failure);
        } else if (keys.contains(key)) {
          byKey.putIfAbsent(key, failure);
        } else {
          strangers++;
        }
      }
      cursor = KlaviyoProfiles.next(page);
    }
    return strangers;
  }

  /** The payload comes back bare or as a whole resource; the specification says neither. */
  private static String said(ErrorAttributes error, String member) {
    JsonObject payload = error.payload();
    if (payload == null) {
      return "";
    }
    JsonElement data = payload.get("data");
    JsonObject resource = data instanceof JsonObject inner ? inner : payload;
    return resource.get("attributes") instanceof JsonObject attributes
        ? KlaviyoMapper.text(attributes, member)
        : KlaviyoMapper.text(resource, member);
  }

  private static String message(ErrorAttributes error) {
    String detail =
        error.detail() == null || error.detail().isBlank() ? error.title() : error.detail();
    return "Klaviyo refused the profile: "
        + (detail == null ? "no reason" : Redaction.text(detail));
  }

  private static Optional<Instant> moment(@org.jspecify.annotations.Nullable String text) {
    return KlaviyoMapper.moment(text == null ? "" : text);
  }

  private static int orZero(@org.jspecify.annotations.Nullable Integer number) {
    return number == null ? 0 : number;
  }

  private static List<Outcome> all(List<Person> people, Outcome outcome) {
    return people.stream().map(person -> outcome).toList();
  }
}
