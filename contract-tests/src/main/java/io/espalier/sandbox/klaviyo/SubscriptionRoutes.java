package io.espalier.sandbox.klaviyo;

import com.google.gson.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Bulk subscribing and unsubscribing: an empty 202, no job to poll. Done later. What the real one
 * does with a person whom an unsubscription names and the account does not know is not documented:
 * {@link KlaviyoFact#UNSUBSCRIBE_MAKES_PEOPLE}.
 */
final class SubscriptionRoutes {
  private static final int MOST_SUBSCRIBED = 1_000;
  private static final int MOST_UNSUBSCRIBED = 100;

  private final Holdings holdings;
  private final ProfileStore store;
  private final Deferred deferred;
  private final Engagement engagement;

  SubscriptionRoutes(Holdings holdings, ProfileStore store, Deferred deferred) {
    this.holdings = holdings;
    this.store = store;
    this.deferred = deferred;
    engagement = new Engagement(holdings);
    deferred.on(Deferred.SUBSCRIBE, this::subscribe);
    deferred.on(Deferred.UNSUBSCRIBE, this::unsubscribe);
  }

  List<Route> routes() {
    return List.of(
        Route.of(
            "POST",
            "/api/profile-subscription-bulk-create-jobs",
            Quota.L,
            c -> accept(c, Deferred.SUBSCRIBE, this::subscribed)),
        Route.of(
            "POST",
            "/api/profile-subscription-bulk-delete-jobs",
            Quota.L,
            c -> accept(c, Deferred.UNSUBSCRIBE, this::unsubscribed)));
  }

  private Answer accept(Call call, String kind, Consumer<JsonObject> check) {
    JsonObject data =
        call.resource(
            kind.equals(Deferred.SUBSCRIBE)
                ? "profile-subscription-bulk-create-job"
                : "profile-subscription-bulk-delete-job");
    check.accept(data);
    deferred.accept(kind, data);
    return Answer.empty(202);
  }

  /** Refuses a job that subscribes nobody, or wrongly. */
  void check(JsonObject data) {
    subscribed(data);
  }

  private List<ConsentRequest> subscribed(JsonObject data) {
    JsonObject attributes = Json.object(data, "attributes", "/data");
    list(data);
    Json.text(attributes, "custom_source", "/data/attributes");
    return ConsentRequest.all(
        attributes,
        new ConsentRequest.Terms(
            Permission.SUBSCRIBED,
            MOST_SUBSCRIBED,
            Json.isTrue(attributes, "historical_import"),
            holdings.clock.instant()));
  }

  private List<ConsentRequest> unsubscribed(JsonObject data) {
    list(data);
    return ConsentRequest.all(
        Json.object(data, "attributes", "/data"),
        new ConsentRequest.Terms(
            Permission.UNSUBSCRIBED, MOST_UNSUBSCRIBED, false, holdings.clock.instant()));
  }

  /** Does what such a job asks for. */
  void subscribe(JsonObject data) {
    JsonObject attributes = Json.object(data, "attributes", "/data");
    MemberList list = list(data);
    boolean historical = Json.isTrue(attributes, "historical_import");
    String source = Json.text(attributes, "custom_source", "/data/attributes");
    boolean doubleOptIn =
        !historical
            && (list == null ? holdings.account.optInProcess() : list.optInProcess)
                .equals("double_opt_in");
    for (ConsentRequest request : subscribed(data)) {
      Person person = store.known(request.id(), request.email(), request.phone());
      for (Map.Entry<String, @Nullable Instant> channel : request.channels().entrySet()) {
        if (doubleOptIn && channel.getKey().equals(Permission.EMAIL)) {
          person.consents.await(
              list == null ? "" : list.id, holdings.on(KlaviyoFact.ASKING_LIFTS_SUPPRESSIONS));
          if (!holdings.on(KlaviyoFact.DOUBLE_OPT_IN_JOINS_LATER)) {
            join(list, person);
          }
        } else {
          person.consents.subscribe(
              channel.getKey(),
              permission(Permission.SUBSCRIBED, channel.getValue(), source, false));
          join(list, person);
        }
      }
      touch(person);
    }
  }

  private void touch(Person person) {
    if (holdings.on(KlaviyoFact.CONSENT_MOVES_UPDATED)) {
      person.updated = holdings.now();
    }
  }

  /** The person follows the link in the confirmation mail; false where none was sent. */
  boolean confirm(Person person) {
    String pending = person.consents.pending();
    if (pending == null) {
      return false;
    }
    person.consents.subscribe(
        Permission.EMAIL, permission(Permission.SUBSCRIBED, null, null, true));
    join(holdings.lists.get(pending), person);
    return true;
  }

  private void unsubscribe(JsonObject data) {
    MemberList list = list(data);
    for (ConsentRequest request : unsubscribed(data)) {
      if (!holdings.on(KlaviyoFact.UNSUBSCRIBE_MAKES_PEOPLE)
          && holdings
              .people
              .owners(request.id(), request.email(), request.phone(), null)
              .isEmpty()) {
        continue;
      }
      Person person = store.known(request.id(), request.email(), request.phone());
      for (String channel : request.channels().keySet()) {
        if (list != null
            && channel.equals(Permission.EMAIL)
            && list.members.containsKey(person.id)) {
          person.consents.suppress(
              new Suppression(list.id, Suppression.UNSUBSCRIBE, holdings.now()));
        } else {
          // Also somebody who is not on the list that was given: unsubscribed from everything.
          person.consents.unsubscribe(
              channel, permission(Permission.UNSUBSCRIBED, null, null, false));
        }
      }
      if (list != null) {
        list.members.remove(person.id);
      }
      touch(person);
    }
  }

  /** The account learns of a bounce, a complaint or an opt-out by itself. */
  void learn(Person person, String reason, String list) {
    if (!list.isEmpty()) {
      person.consents.suppress(new Suppression(list, reason, holdings.now()));
    } else if (reason.equals(Suppression.UNSUBSCRIBE)) {
      String now = holdings.now();
      person.consents.unsubscribe(
          Permission.EMAIL,
          new Permission(Permission.UNSUBSCRIBED, now, now, "PREFERENCE_PAGE", null, false));
    } else {
      person.consents.suppress(new Suppression(null, reason, holdings.now()));
    }
    engagement.learnt(person, reason);
    touch(person);
  }

  private Permission permission(
      String consent, @Nullable Instant given, @Nullable String source, boolean doubleOptIn) {
    String now = holdings.now();
    return new Permission(
        consent, given == null ? now : Holdings.stamp(given), now, "API", source, doubleOptIn);
  }

  private void join(@Nullable MemberList list, Person person) {
    if (list != null) {
      list.members.putIfAbsent(person.id, holdings.now());
    }
  }

  private @Nullable MemberList list(JsonObject data) {
    JsonObject reference = Json.find(data, "relationships", "list", "data");
    if (reference == null) {
      return null;
    }
    String at = "/data/relationships/list/data";
    Call.requireType(reference, "list", at);
    String id = Json.requiredText(reference, "id", at);
    MemberList list = holdings.lists.get(id);
    if (list == null) {
      throw ApiError.invalid("A list with id " + id + " does not exist.", at + "/id").thrown();
    }
    return list;
  }
}
