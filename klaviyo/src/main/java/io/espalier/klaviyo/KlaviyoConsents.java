package io.espalier.klaviyo;

import com.google.gson.JsonObject;
import io.espalier.http.Answer;
import io.espalier.http.HttpStack;
import io.espalier.klaviyo.KlaviyoWire.Resource;
import io.espalier.model.Consent;
import io.espalier.model.EmailAddress;
import io.espalier.spi.Change.SetConsent;
import io.espalier.spi.EspException;
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
import java.util.function.Function;
import okhttp3.RequestBody;
import org.jspecify.annotations.Nullable;
import retrofit2.Call;

/**
 * Consent. Every change is preceded by a look at what Klaviyo knows, and proved by another: its
 * subscription jobs answer 202 without an id.
 */
final class KlaviyoConsents {
  static final String HANDLE = "consent:";

  private static final int SUBSCRIBE = 1_000;
  private static final int REDUCE = 100;

  /** A job takes seconds; a person who must confirm by mail may take for ever. */
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private final HttpStack http;
  private final KlaviyoApi api;
  private final KlaviyoProfiles profiles;
  private final KlaviyoImports imports;
  private final Clock clock;

  KlaviyoConsents(
      HttpStack http,
      KlaviyoApi api,
      KlaviyoProfiles profiles,
      KlaviyoImports imports,
      Clock clock) {
    this.http = http;
    this.api = api;
    this.profiles = profiles;
    this.imports = imports;
    this.clock = clock;
  }

  /** What has to be done for a row, as things stand at Klaviyo. */
  private enum Step {
    NOTHING,
    SUBSCRIBE,
    HOLD_BACK,
    UNSUBSCRIBE
  }

  /** A step, or the reason why there is none. */
  private record Decision(Step step, @Nullable Failure refusal) {
    static Decision of(Step step) {
      return new Decision(step, null);
    }

    static Decision refuse(FailureKind kind, String message) {
      return new Decision(Step.NOTHING, Failure.of(kind, message));
    }
  }

  Outcome[] set(List<SetConsent> changes) {
    Outcome[] outcomes = new Outcome[changes.size()];
    Map<EmailAddress, Resource<JsonObject>> known = look(changes);
    Map<String, List<Integer>> subscribe = new LinkedHashMap<>();
    List<Integer> holdBack = new ArrayList<>();
    List<Integer> unsubscribe = new ArrayList<>();
    for (int i = 0; i < changes.size(); i++) {
      SetConsent change = changes.get(i);
      Decision decision = decide(change, known.get(change.email()));
      if (decision.refusal() != null) {
        outcomes[i] = new Outcome.Rejected(decision.refusal());
        continue;
      }
      switch (decision.step()) {
        case NOTHING -> outcomes[i] = Outcome.APPLIED;
        case SUBSCRIBE -> subscribe.computeIfAbsent(source(change), s -> new ArrayList<>()).add(i);
        case HOLD_BACK -> holdBack.add(i);
        case UNSUBSCRIBE -> unsubscribe.add(i);
      }
    }
    unsubscribe(changes, unsubscribe, outcomes);
    holdBack(changes, holdBack, outcomes);
    subscribe.forEach((source, rows) -> subscribe(changes, rows, source, outcomes));
    return outcomes;
  }

  private Map<EmailAddress, Resource<JsonObject>> look(List<SetConsent> changes) {
    return profiles.find(
        changes.stream().map(SetConsent::email).toList(), KlaviyoProfiles.SUBSCRIPTIONS);
  }

  private static Decision decide(SetConsent change, @Nullable Resource<JsonObject> profile) {
    Consent wanted = change.consent();
    if (profile == null) {
      return wanted.state().isOptedOut()
          ? Decision.of(Step.NOTHING)
          : Decision.refuse(
              FailureKind.MISSING_TARGET,
              "Klaviyo does not know the person '" + change.key() + "'");
    }
    KlaviyoConsent known =
        KlaviyoConsent.of(profile.attributes())
            .orElseThrow(
                () ->
                    new EspException(
                        Failure.of(
                            FailureKind.PROTOCOL,
                            "Klaviyo did not say what it knows of a person's consent")));
    if (wanted.state() == Consent.State.SUBSCRIBED) {
      Instant evidence = wanted.since() == null ? Instant.MIN : wanted.since();
      Optional<String> objection = known.objection(evidence);
      if (objection.isPresent()) {
        return Decision.refuse(
            FailureKind.INVALID,
            "not subscribed: "
                + objection.get()
                + ", and the consent we hold is of "
                + evidence.truncatedTo(ChronoUnit.DAYS).toString().substring(0, 10));
      }
      return Decision.of(known.isSubscribed() ? Step.NOTHING : Step.SUBSCRIBE);
    }
    if (wanted.state().isOptedOut()) {
      return Decision.of(known.isOptedOut() ? Step.NOTHING : Step.UNSUBSCRIBE);
    }
    return Decision.of(known.mailable() ? Step.HOLD_BACK : Step.NOTHING);
  }

  private static String source(SetConsent change) {
    return change.consent().source() == null ? "" : change.consent().source();
  }

  /**
   * {@code historical_import} is never set: whether people must confirm is the account's choice.
   */
  private void subscribe(
      List<SetConsent> changes, List<Integer> rows, String source, Outcome[] outcomes) {
    send(
        rows,
        SUBSCRIBE,
        some -> {
          JsonObject attributes =
              KlaviyoWire.profiles(
                  some.stream().map(i -> channel(changes.get(i), "SUBSCRIBED")).toList());
          if (!source.isEmpty()) {
            attributes.addProperty("custom_source", source);
          }
          return api.subscribe(job("profile-subscription-bulk-create-job", attributes));
        },
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
                        some.stream().map(i -> channel(changes.get(i), "UNSUBSCRIBED")).toList()))),
        outcomes);
  }

  /**
   * Suppresses whoever was never asked: to Klaviyo such a person is mailable. The mark goes first,
   * so that a suppression of ours can be told from a marketer's when consent arrives.
   */
  private void holdBack(List<SetConsent> changes, List<Integer> rows, Outcome[] outcomes) {
    JsonObject marked = new JsonObject();
    marked.addProperty(
        KlaviyoConsent.MARK, clock.instant().truncatedTo(ChronoUnit.SECONDS).toString());
    imports.send(
        rows.stream()
            .map(
                i -> {
                  JsonObject attributes =
                      KlaviyoMapper.identity(changes.get(i).email(), changes.get(i).key());
                  attributes.add("properties", marked);
                  return KlaviyoImports.Row.of(attributes, List.of(i));
                })
            .toList(),
        Optional.empty(),
        // Without its mark a suppression stands until newer evidence comes: the safe side.
        (row, outcome) -> {});
    send(
        rows,
        REDUCE,
        some ->
            api.suppress(
                job(
                    "profile-suppression-bulk-create-job",
                    KlaviyoWire.profiles(
                        some.stream().map(i -> profile(address(changes.get(i)))).toList()))),
        outcomes);
  }

  private void send(
      List<Integer> rows, int most, Function<List<Integer>, Call<Void>> call, Outcome[] outcomes) {
    Outcome pending = new Outcome.Pending(new Job(HANDLE + clock.instant().getEpochSecond()));
    KlaviyoBatches<Integer, Void> batches =
        new KlaviyoBatches<>(
            some -> http.call(call.apply(some)),
            (Answer<Void> answer) -> pending,
            (row, outcome) -> outcomes[row] = outcome);
    for (int from = 0; from < rows.size(); from += most) {
      batches.send(rows.subList(from, Math.min(rows.size(), from + most)));
    }
  }

  /** Reads back; a row that has not arrived in time is nobody's to call. */
  List<Outcome> poll(String submitted, List<SetConsent> changes) {
    boolean late =
        clock.instant().isAfter(Instant.ofEpochSecond(Long.parseLong(submitted)).plus(PATIENCE));
    Map<EmailAddress, Resource<JsonObject>> known = look(changes);
    List<Outcome> outcomes = new ArrayList<>();
    for (SetConsent change : changes) {
      Decision decision = decide(change, known.get(change.email()));
      if (decision.refusal() != null) {
        outcomes.add(new Outcome.Rejected(decision.refusal()));
      } else if (decision.step() == Step.NOTHING) {
        outcomes.add(Outcome.APPLIED);
      } else if (late) {
        outcomes.add(new Outcome.Unknown(late(decision.step())));
      } else {
        outcomes.add(new Outcome.Pending(new Job(HANDLE + submitted)));
      }
    }
    return outcomes;
  }

  private static Failure late(Step step) {
    return step == Step.SUBSCRIBE
        ? new Failure(
            FailureKind.TRANSIENT,
            "Klaviyo accepted the subscription but does not show it",
            "where the account asks for double opt-in, the person has first to confirm by mail")
        : new Failure(
            FailureKind.TRANSIENT,
            "Klaviyo accepted the opt-out but does not show it",
            "it is sent again by the next run");
  }

  private static RequestBody job(String type, JsonObject attributes) {
    return KlaviyoWire.body(KlaviyoWire.data(KlaviyoWire.resource(type, attributes)));
  }

  private static JsonObject channel(SetConsent change, String consent) {
    JsonObject value = new JsonObject();
    value.addProperty("consent", consent);
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
