package io.espalier.mailchimp;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import io.espalier.http.Answer;
import io.espalier.http.HttpStack;
import io.espalier.model.Event;
import io.espalier.spi.Change;
import io.espalier.spi.EspException;
import io.espalier.spi.Failure;
import io.espalier.spi.FailureKind;
import io.espalier.spi.Job;
import io.espalier.spi.Outcome;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Events of contacts. Mailchimp takes the same event again and again, so each carries its id, and a
 * contact's events are read before one is sent: one by one for a few people, else a batch that
 * reads and then a batch that sends.
 */
final class MailchimpEvents {
  /** The property that holds an event's id. */
  static final String ID = "espalier_id";

  static final int SHORTEST = 2;

  /** Of a name. Source: OpenAPI 3.0.55. */
  static final int LONGEST = 30;

  /** What is older sets no automation off. */
  private static final Duration FRESH = Duration.ofDays(1);

  private static final String LOOK = "look";
  private static final String SEND = "send";

  private final HttpStack http;
  private final MailchimpApi api;
  private final MailchimpAudience audience;
  private final MailchimpBatches batches;
  private final MailchimpErrors errors;
  private final Clock clock;
  private final Gson gson = new Gson();

  MailchimpEvents(
      HttpStack http,
      MailchimpApi api,
      MailchimpAudience audience,
      MailchimpBatches batches,
      MailchimpErrors errors,
      Clock clock) {
    this.http = http;
    this.api = api;
    this.audience = audience;
    this.batches = batches;
    this.errors = errors;
    this.clock = clock;
  }

  List<Outcome> push(List<Change.Track> rows) {
    Map<String, List<Integer>> people = byPerson(rows);
    Outcome[] outcomes = new Outcome[rows.size()];
    if (people.size() <= MailchimpStatuses.FEW) {
      people.forEach((hash, some) -> one(hash, some, rows, outcomes));
      return List.of(outcomes);
    }
    List<MailchimpWire.Operation> looks = new ArrayList<>();
    people
        .keySet()
        .forEach(hash -> looks.add(batches.read(path(hash), hash, Map.of("count", "1000"))));
    Outcome pending = new Outcome.Pending(batches.submit(looks, LOOK));
    return rows.stream().map(row -> pending).toList();
  }

  private void one(String hash, List<Integer> some, List<Change.Track> rows, Outcome[] outcomes) {
    Set<String> known = new HashSet<>();
    try {
      Pages.each(
          offset -> http.call(api.events(audience.id(), hash, Pages.SIZE, offset)).require(),
          page -> MailchimpWire.list(page.events()),
          MailchimpWire.Events::total,
          event -> known.add(mark(event)));
    } catch (EspException e) {
      if (e.failure().kind() != FailureKind.MISSING_TARGET) {
        throw e;
      }
      some.forEach(row -> outcomes[row] = new Outcome.Rejected(gone()));
      return;
    }
    for (int row : some) {
      Event event = rows.get(row).event();
      outcomes[row] = known.add(mark(event)) ? sent(hash, event) : Outcome.APPLIED;
    }
  }

  private Outcome sent(String hash, Event event) {
    Answer<Void> answer = http.call(api.track(audience.id(), hash, wire(event)));
    Optional<Failure> failure = answer.failure();
    if (failure.isEmpty()) {
      return Outcome.APPLIED;
    }
    return switch (failure.get().kind()) {
      case INVALID -> new Outcome.Rejected(failure.get());
      case MISSING_TARGET -> new Outcome.Rejected(gone());
      case TRANSIENT -> new Outcome.Unknown(failure.get());
      default -> throw new EspException(failure.get());
    };
  }

  List<Outcome> poll(Job job, List<Change.Track> rows) {
    Optional<Map<String, List<MailchimpBatches.Result>>> results = batches.all(job);
    if (results.isEmpty()) {
      return rows.stream().map(row -> (Outcome) new Outcome.Pending(job)).toList();
    }
    return batches.step(job).equals(LOOK)
        ? looked(results.get(), rows)
        : rows.stream().map(row -> sent(results.get().get(operation(row)))).toList();
  }

  /** What is there already is done; the rest is sent in a second batch. */
  private List<Outcome> looked(
      Map<String, List<MailchimpBatches.Result>> results, List<Change.Track> rows) {
    Outcome[] outcomes = new Outcome[rows.size()];
    Map<String, MailchimpWire.Operation> operations = new LinkedHashMap<>();
    List<Integer> sending = new ArrayList<>();
    byPerson(rows)
        .forEach(
            (hash, some) -> {
              Set<String> known = new HashSet<>();
              Optional<Outcome> trouble = known(results.get(hash), known);
              for (int row : some) {
                Event event = rows.get(row).event();
                if (trouble.isPresent()) {
                  outcomes[row] = trouble.get();
                } else if (known.contains(mark(event))) {
                  outcomes[row] = Outcome.APPLIED;
                } else {
                  String id = operation(rows.get(row));
                  operations.putIfAbsent(id, batches.write("POST", path(hash), id, wire(event)));
                  sending.add(row);
                }
              }
            });
    if (!operations.isEmpty()) {
      Outcome pending = new Outcome.Pending(batches.submit(List.copyOf(operations.values()), SEND));
      sending.forEach(row -> outcomes[row] = pending);
    }
    return List.of(outcomes);
  }

  /** Collects a person's events; says what stands in the way, if anything does. */
  private Optional<Outcome> known(
      @Nullable List<MailchimpBatches.Result> pages, Set<String> known) {
    if (pages == null) {
      return Optional.of(new Outcome.Unknown(silent()));
    }
    for (MailchimpBatches.Result page : pages) {
      if (page.status() == 404) {
        return Optional.of(new Outcome.Rejected(gone()));
      }
      if (page.status() != 200) {
        return Optional.of(new Outcome.Unknown(errors.operation(page.status(), page.text())));
      }
      try {
        MailchimpWire.Events events = gson.fromJson(page.body(), MailchimpWire.Events.class);
        MailchimpWire.list(events.events()).forEach(event -> known.add(mark(event)));
      } catch (JsonParseException e) {
        return Optional.of(new Outcome.Unknown(silent()));
      }
    }
    return Optional.empty();
  }

  private Outcome sent(@Nullable List<MailchimpBatches.Result> results) {
    if (results == null) {
      return new Outcome.Unknown(silent());
    }
    MailchimpBatches.Result result = results.get(0);
    if (result.status() < 300) {
      return Outcome.APPLIED;
    }
    if (result.status() == 404) {
      return new Outcome.Rejected(gone());
    }
    Failure failure = errors.operation(result.status(), result.text());
    return failure.kind() == FailureKind.INVALID
        ? new Outcome.Rejected(failure)
        : new Outcome.Unknown(failure);
  }

  private String path(String hash) {
    return "/lists/" + audience.id() + "/members/" + hash + "/events";
  }

  private static Map<String, List<Integer>> byPerson(List<Change.Track> rows) {
    Map<String, List<Integer>> people = new LinkedHashMap<>();
    for (int i = 0; i < rows.size(); i++) {
      people
          .computeIfAbsent(SubscriberHash.of(rows.get(i).email()), hash -> new ArrayList<>())
          .add(i);
    }
    return people;
  }

  private MailchimpWire.NewEvent wire(Event event) {
    Map<String, String> properties = new TreeMap<>();
    event
        .properties()
        .forEach(
            (name, value) -> {
              if (value.exists()) {
                properties.put(name, value.plain());
              }
            });
    properties.put(ID, event.id());
    boolean old = Duration.between(event.time(), clock.instant()).compareTo(FRESH) > 0;
    return new MailchimpWire.NewEvent(
        name(event.type()), properties, old, MailchimpTime.print(event.time()));
  }

  /** An event's name in Mailchimp: what is too long or has other signs ends in a hash. */
  static String name(String type) {
    String plain = type.replaceAll("[^A-Za-z0-9_]", "_");
    if (plain.equals(type) && type.length() >= SHORTEST && type.length() <= LONGEST) {
      return type;
    }
    String end = "_" + MailchimpNames.hash(type).toLowerCase(Locale.ROOT);
    return plain.substring(0, Math.min(plain.length(), LONGEST - end.length())) + end;
  }

  private static String mark(Event event) {
    return name(event.type()) + "\n" + event.id();
  }

  private static String mark(MailchimpWire.Event event) {
    String id = event.properties() == null ? null : event.properties().get(ID);
    return event.name() + "\n" + (id == null ? "" : id);
  }

  private static String operation(Change.Track row) {
    return SubscriberHash.of(row.email()) + "/" + mark(row.event());
  }

  private static Failure gone() {
    return new Failure(
        FailureKind.MISSING_TARGET,
        "the audience does not hold this person",
        "run the sync again: it sends the person first");
  }

  private static Failure silent() {
    return Failure.of(FailureKind.TRANSIENT, "the batch's results do not speak of this event");
  }
}
