package io.espalier.klaviyo;

import com.google.gson.JsonObject;
import io.espalier.http.Answer;
import io.espalier.http.HttpStack;
import io.espalier.klaviyo.KlaviyoDecision.Step;
import io.espalier.klaviyo.KlaviyoImports.Stage;
import io.espalier.klaviyo.KlaviyoWire.Resource;
import io.espalier.model.EmailAddress;
import io.espalier.model.Value;
import io.espalier.spi.Change.SetConsent;
import io.espalier.spi.Failure;
import io.espalier.spi.FailureKind;
import io.espalier.spi.Job;
import io.espalier.spi.Outcome;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import okhttp3.RequestBody;
import org.jspecify.annotations.Nullable;
import retrofit2.Call;

/**
 * Consent. Every change is preceded by a look at what Klaviyo knows, and proved by another: its
 * subscription jobs answer 202 without an id.
 */
final class KlaviyoConsents {
  /** {@code consent:<epoch second>} or, of a hold-back, {@code consent:<epoch second>:<import>}. */
  static final String HANDLE = "consent:";

  /** Source: github.com/klaviyo/openapi revision 2026-07-15. */
  private static final int SUBSCRIBE = 1_000;

  private static final int REDUCE = 100;

  /** A job takes seconds; a person who must confirm by mail may take for ever. */
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  /** After this a subscription that does not show was never accepted. */
  private static final Duration ON_ITS_WAY = Duration.ofMinutes(1);

  /**
   * A look costs a call for a hundred people, of 750 a minute. So many people are looked for as
   * soon as somebody asks; after those, nobody whose change is younger than {@link #SOONEST}.
   */
  private static final int FREE = 5_000;

  private static final Duration SOONEST = Duration.ofSeconds(3);

  private static final Failure LATE =
      new Failure(
          FailureKind.TRANSIENT,
          "Klaviyo accepted the change of consent but does not show it",
          "it is sent again by the next run");

  private final HttpStack http;
  private final KlaviyoApi api;
  private final KlaviyoProfiles profiles;
  private final KlaviyoImports imports;
  private final boolean byEvidence;
  private final Clock clock;
  private final AtomicLong asked = new AtomicLong();

  /**
   * @param byEvidence the user vouches for consent given elsewhere: Klaviyo records its date and
   *     asks nobody
   */
  KlaviyoConsents(
      HttpStack http,
      KlaviyoApi api,
      KlaviyoProfiles profiles,
      KlaviyoImports imports,
      boolean byEvidence,
      Clock clock) {
    this.http = http;
    this.api = api;
    this.profiles = profiles;
    this.imports = imports;
    this.byEvidence = byEvidence;
    this.clock = clock;
  }

  Outcome[] set(List<SetConsent> changes) {
    Outcome[] outcomes = new Outcome[changes.size()];
    Map<EmailAddress, Resource<JsonObject>> known = look(changes);
    Map<String, List<Integer>> subscribe = new LinkedHashMap<>();
    List<Integer> holdBack = new ArrayList<>();
    List<Integer> unsubscribe = new ArrayList<>();
    for (int i = 0; i < changes.size(); i++) {
      SetConsent change = changes.get(i);
      KlaviyoDecision decision = KlaviyoDecision.of(change, known.get(change.email()), !byEvidence);
      if (decision.refusal() != null) {
        outcomes[i] = new Outcome.Rejected(decision.refusal());
        continue;
      }
      String source = change.consent().source() == null ? "" : change.consent().source();
      switch (decision.step()) {
        case NOTHING -> outcomes[i] = Outcome.APPLIED;
        case SUBSCRIBE -> subscribe.computeIfAbsent(source, s -> new ArrayList<>()).add(i);
        case HOLD_BACK -> holdBack.add(i);
        case UNSUBSCRIBE -> unsubscribe.add(i);
      }
    }
    unsubscribe(changes, unsubscribe, outcomes);
    holdBack(changes, holdBack, known, outcomes);
    subscribe.forEach((source, rows) -> subscribe(changes, rows, source, outcomes));
    return outcomes;
  }

  private Map<EmailAddress, Resource<JsonObject>> look(List<SetConsent> changes) {
    return profiles.find(
        changes.stream().map(SetConsent::email).toList(), KlaviyoProfiles.SUBSCRIPTIONS);
  }

  /**
   * {@code historical_import} goes around an account's double opt-in, so only the user may choose
   * it.
   */
  private void subscribe(
      List<SetConsent> changes, List<Integer> rows, String source, Outcome[] outcomes) {
    send(
        rows,
        SUBSCRIBE,
        some -> {
          JsonObject attributes =
              KlaviyoWire.profiles(
                  some.stream()
                      .map(i -> channel(changes.get(i), "SUBSCRIBED", byEvidence))
                      .toList());
          if (byEvidence) {
            attributes.addProperty("historical_import", true);
          }
          if (!source.isEmpty()) {
            attributes.addProperty("custom_source", source);
          }
          return api.subscribe(job("profile-subscription-bulk-create-job", attributes));
        },
        handle(""),
        outcomes);
  }

  /** Without a list: with one, whoever is not on it would be unsubscribed all the same. */
  private void unsubscribe(List<SetConsent> changes, List<Integer> rows, Outcome[] outcomes) {
    send(
        rows,
        REDUCE,
        some ->
            api.unsubscribe(
                job(
                    "profile-subscription-bulk-delete-job",
                    KlaviyoWire.profiles(
                        some.stream()
                            .map(i -> channel(changes.get(i), "UNSUBSCRIBED", false))
                            .toList()))),
        handle(""),
        outcomes);
  }

  /**
   * Suppresses whoever was never asked: to Klaviyo such a person is mailable. The mark goes first,
   * and the suppression only once Klaviyo shows it: one without a mark would be read as an opt-out
   * of the person's own, and outlast every consent that comes later.
   */
  private void holdBack(
      List<SetConsent> changes,
      List<Integer> rows,
      Map<EmailAddress, Resource<JsonObject>> known,
      Outcome[] outcomes) {
    List<Integer> marked = new ArrayList<>();
    List<Integer> unmarked = new ArrayList<>();
    for (int i : rows) {
      (isMarked(known.get(changes.get(i).email())) ? marked : unmarked).add(i);
    }
    suppress(changes, marked, outcomes);
    mark(changes, unmarked, KlaviyoConsent.MARK, outcomes);
  }

  /** True where a suppression that is made now would be known as ours. */
  private boolean isMarked(@Nullable Resource<JsonObject> profile) {
    return profile != null
        && KlaviyoConsent.of(profile.attributes())
            .filter(consent -> consent.isMarkedAt(clock.instant()))
            .isPresent();
  }

  private void suppress(List<SetConsent> changes, List<Integer> rows, Outcome[] outcomes) {
    send(
        rows,
        REDUCE,
        some ->
            api.suppress(
                job(
                    "profile-suppression-bulk-create-job",
                    KlaviyoWire.profiles(
                        some.stream().map(i -> profile(address(changes.get(i)))).toList()))),
        handle(""),
        outcomes);
  }

  /** Imports a mark, in bulk; each row waits for the import that carries it. */
  private void mark(List<SetConsent> changes, List<Integer> rows, String name, Outcome[] outcomes) {
    List<KlaviyoImports.Row> marks = new ArrayList<>();
    for (int i : rows) {
      marks.add(KlaviyoImports.Row.of(marked(changes.get(i), name), List.of(i)));
    }
    imports.send(
        marks,
        Optional.empty(),
        (row, outcome) -> {
          Outcome own = outcome;
          if (outcome instanceof Outcome.Pending pending) {
            own =
                new Outcome.Pending(new Job(handle(":" + KlaviyoImports.sent(pending.job()).id())));
          }
          outcomes[row.positions().get(0)] = own;
        });
  }

  /** Marks one by one, proved at once, whoever a bulk import has left unmarked. */
  private List<Integer> markSingly(
      List<SetConsent> changes, List<Integer> rows, Outcome[] outcomes) {
    List<Integer> marked = new ArrayList<>();
    for (int i : rows) {
      Answer<?> answer =
          http.call(
              api.importOne(
                  KlaviyoWire.body(
                      KlaviyoWire.data(profile(marked(changes.get(i), KlaviyoConsent.MARK))))));
      if (answer.failure().isEmpty()) {
        marked.add(i);
      } else if (answer.failure().get().kind() == FailureKind.INVALID) {
        outcomes[i] = new Outcome.Rejected(answer.failure().get());
      } else {
        outcomes[i] = new Outcome.Unknown(answer.failure().get());
      }
    }
    return marked;
  }

  private JsonObject marked(SetConsent change, String name) {
    JsonObject mark = new JsonObject();
    mark.addProperty(name, clock.instant().truncatedTo(ChronoUnit.SECONDS).toString());
    JsonObject attributes = KlaviyoMapper.identity(change.email(), change.key());
    attributes.add("properties", mark);
    return attributes;
  }

  private String handle(String rest) {
    return HANDLE + clock.instant().getEpochSecond() + rest;
  }

  private void send(
      List<Integer> rows,
      int most,
      Function<List<Integer>, Call<Void>> call,
      String handle,
      Outcome[] outcomes) {
    Outcome pending = new Outcome.Pending(new Job(handle));
    KlaviyoBatches<Integer, Void> batches =
        new KlaviyoBatches<>(
            some -> http.call(call.apply(some)),
            (Answer<Void> answer) -> pending,
            (row, outcome) -> outcomes[row] = outcome);
    for (int from = 0; from < rows.size(); from += most) {
      batches.send(rows.subList(from, Math.min(rows.size(), from + most)));
    }
  }

  /**
   * Reads back; of a row that has not arrived in time nobody can tell. Whose mark has arrived is
   * suppressed now, and waited for once more.
   *
   * @param submitted the epoch second in the handle
   * @param mark the import in the handle; empty for none
   */
  List<Outcome> poll(Job job, long submitted, String mark, List<SetConsent> changes) {
    Instant sent = Instant.ofEpochSecond(submitted);
    boolean late = clock.instant().isAfter(sent.plus(PATIENCE));
    boolean early =
        asked.addAndGet(changes.size()) > FREE && clock.instant().isBefore(sent.plus(SOONEST));
    Stage marking =
        mark.isEmpty() || late
            ? Stage.OVER
            : imports.stage(new KlaviyoStragglers.Sent(mark, submitted), changes.size());
    if (mark.isEmpty() ? early : marking == Stage.RUNNING) {
      return changes.stream().map(change -> (Outcome) new Outcome.Pending(job)).toList();
    }
    Map<EmailAddress, Resource<JsonObject>> known = look(changes);
    Outcome[] outcomes = new Outcome[changes.size()];
    List<Integer> unanswered = new ArrayList<>();
    List<Integer> holdBack = new ArrayList<>();
    List<Integer> unmarked = new ArrayList<>();
    for (int i = 0; i < changes.size(); i++) {
      SetConsent change = changes.get(i);
      Resource<JsonObject> profile = known.get(change.email());
      KlaviyoDecision decision = KlaviyoDecision.of(change, profile, !byEvidence);
      if (decision.refusal() != null) {
        outcomes[i] = new Outcome.Rejected(decision.refusal());
      } else if (decision.step() == Step.NOTHING) {
        outcomes[i] = Outcome.APPLIED;
      } else if (decision.step() == Step.HOLD_BACK && !mark.isEmpty()) {
        (isMarked(profile) ? holdBack : unmarked).add(i);
      } else if (!late) {
        outcomes[i] = new Outcome.Pending(job);
      } else if (decision.step() == Step.SUBSCRIBE && !byEvidence) {
        unanswered.add(i);
        outcomes[i] = new Outcome.Rejected(KlaviyoDecision.unanswered(clock.instant()));
      } else {
        outcomes[i] = new Outcome.Unknown(LATE);
      }
    }
    if (marking == Stage.HANGING) {
      mark(changes, unmarked, KlaviyoConsent.MARK, outcomes);
    } else {
      holdBack.addAll(markSingly(changes, unmarked, outcomes));
    }
    suppress(changes, holdBack, outcomes);
    // Of this mark no outcome hangs: without it the person is asked once more, at worst.
    mark(changes, unanswered, KlaviyoConsent.ASKED, new Outcome[changes.size()]);
    return List.of(outcomes);
  }

  /**
   * What became of changes whose answer nobody has seen. A subscription that may be on its way is
   * waited for: a second one may ask the person a second time. What narrows may be said twice.
   */
  List<Outcome> recall(Job job, Instant since, List<SetConsent> changes) {
    boolean late = clock.instant().isAfter(since.plus(ON_ITS_WAY));
    Map<EmailAddress, Resource<JsonObject>> known = look(changes);
    List<Outcome> outcomes = new ArrayList<>();
    for (SetConsent change : changes) {
      KlaviyoDecision decision = KlaviyoDecision.of(change, known.get(change.email()), !byEvidence);
      boolean done = decision.refusal() == null && decision.step() == Step.NOTHING;
      boolean waits = decision.refusal() == null && decision.step() == Step.SUBSCRIBE && !late;
      outcomes.add(done ? Outcome.APPLIED : waits ? new Outcome.Pending(job) : Outcome.NOT_FOUND);
    }
    return outcomes;
  }

  private static RequestBody job(String type, JsonObject attributes) {
    return KlaviyoWire.body(KlaviyoWire.data(KlaviyoWire.resource(type, attributes)));
  }

  private static JsonObject channel(SetConsent change, String consent, boolean dated) {
    JsonObject value = new JsonObject();
    value.addProperty("consent", consent);
    if (dated && change.consent().since() != null) {
      value.add("consented_at", KlaviyoMapper.json(new Value.Moment(change.consent().since())));
    }
    JsonObject email = new JsonObject();
    email.add("marketing", value);
    JsonObject subscriptions = new JsonObject();
    subscriptions.add("email", email);
    JsonObject attributes = address(change);
    attributes.add("subscriptions", subscriptions);
    return profile(attributes);
  }

  private static JsonObject address(SetConsent change) {
    JsonObject attributes = new JsonObject();
    attributes.addProperty("email", change.email().address());
    return attributes;
  }

  private static JsonObject profile(JsonObject attributes) {
    return KlaviyoWire.resource("profile", attributes);
  }
}
