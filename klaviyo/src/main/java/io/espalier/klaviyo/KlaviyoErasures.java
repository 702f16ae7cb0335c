package io.espalier.klaviyo;

import com.google.gson.JsonObject;
import io.espalier.http.Answer;
import io.espalier.http.HttpStack;
import io.espalier.klaviyo.KlaviyoWire.Resource;
import io.espalier.model.EmailAddress;
import io.espalier.spi.Change.Erase;
import io.espalier.spi.EspException;
import io.espalier.spi.Failure;
import io.espalier.spi.FailureKind;
import io.espalier.spi.Job;
import io.espalier.spi.Outcome;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Deletions for privacy. Klaviyo answers 202 without a job and offers no status, so a deletion is
 * proved by looking for the person: by address and by our key, since the address may have changed.
 * Nobody is suppressed before: suppression is a job too, and one that comes after the deletion
 * would make the person again. Source: github.com/klaviyo/openapi 2026-07-15, {@code POST
 * /api/data-privacy-deletion-jobs}.
 */
final class KlaviyoErasures {
  /** {@code erase:<epoch second>}. */
  static final String HANDLE = "erase:";

  private static final Duration PATIENCE = Duration.ofMinutes(30);

  private static final Failure LATE =
      new Failure(
          FailureKind.TRANSIENT,
          "Klaviyo accepted the deletion half an hour ago and still shows the person",
          "it is asked for again by the next run");

  private final HttpStack http;
  private final KlaviyoApi api;
  private final KlaviyoProfiles profiles;
  private final Clock clock;

  KlaviyoErasures(HttpStack http, KlaviyoApi api, KlaviyoProfiles profiles, Clock clock) {
    this.http = http;
    this.api = api;
    this.profiles = profiles;
    this.clock = clock;
  }

  Outcome[] erase(List<Erase> erasures) {
    Outcome[] outcomes = new Outcome[erasures.size()];
    Present present = look(erasures);
    Outcome pending = new Outcome.Pending(new Job(HANDLE + clock.instant().getEpochSecond()));
    Map<String, Outcome> asked = new HashMap<>();
    for (int i = 0; i < outcomes.length; i++) {
      Set<String> ids = present.ids(erasures.get(i));
      outcomes[i] = ids.isEmpty() ? Outcome.APPLIED : pending;
      for (String id : ids) {
        Outcome one = asked.computeIfAbsent(id, k -> ask(k, pending));
        outcomes[i] = one instanceof Outcome.Rejected ? one : outcomes[i];
      }
    }
    return outcomes;
  }

  private Outcome ask(String id, Outcome pending) {
    JsonObject attributes = new JsonObject();
    // The published contract asks for the attributes even where the id says it all.
    JsonObject profile = KlaviyoWire.reference("profile", id);
    profile.add("attributes", new JsonObject());
    attributes.add("profile", KlaviyoWire.data(profile));
    Answer<Void> answer =
        http.call(
            api.erase(
                KlaviyoWire.body(
                    KlaviyoWire.data(
                        KlaviyoWire.resource("data-privacy-deletion-job", attributes)))));
    if (answer.failure().isEmpty()) {
      return pending;
    }
    Failure failure = answer.failure().get();
    if (failure.kind() == FailureKind.MISSING_TARGET) {
      return pending;
    }
    if (failure.kind() == FailureKind.INVALID) {
      return new Outcome.Rejected(failure);
    }
    throw new EspException(failure);
  }

  /**
   * Who is still there.
   *
   * @param submitted the epoch second in the handle
   */
  List<Outcome> poll(Job job, long submitted, List<Erase> erasures) {
    Present present = look(erasures);
    boolean late = clock.instant().isAfter(Instant.ofEpochSecond(submitted).plus(PATIENCE));
    Outcome waiting = late ? new Outcome.Unknown(LATE) : new Outcome.Pending(job);
    List<Outcome> outcomes = new ArrayList<>();
    for (Erase erasure : erasures) {
      outcomes.add(present.ids(erasure).isEmpty() ? Outcome.APPLIED : waiting);
    }
    return outcomes;
  }

  private Present look(List<Erase> erasures) {
    return new Present(
        profiles.find(erasures.stream().map(Erase::email).toList(), null),
        profiles.withKeys(erasures.stream().map(erasure -> erasure.key().value()).toList()));
  }

  /** The profiles that are there, by address and by key. */
  private record Present(
      Map<EmailAddress, Resource<JsonObject>> byAddress, Map<String, Resource<JsonObject>> byKey) {

    Set<String> ids(Erase erasure) {
      Set<String> ids = new LinkedHashSet<>();
      Resource<JsonObject> addressed = byAddress.get(erasure.email());
      if (addressed != null) {
        ids.add(addressed.id());
      }
      Resource<JsonObject> keyed = byKey.get(erasure.key().value());
      if (keyed != null) {
        ids.add(keyed.id());
      }
      return ids;
    }
  }
}
