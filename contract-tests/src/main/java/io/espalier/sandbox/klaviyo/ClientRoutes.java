package io.espalier.sandbox.klaviyo;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What a browser may call, with the account's public id and no key: subscribe somebody to a list,
 * tell who is there and what they do. All of it is an empty 202 and done later; none of it changes
 * an identifier that somebody has. Source: the OpenAPI document 2026-07-15, {@code /client/…}.
 */
final class ClientRoutes {
  private static final Quota SUBSCRIPTIONS = new Quota(350, 750, 0);
  private static final String PROFILE = "/data/attributes/profile/data";
  private static final String IN_A_JOB = "/data/attributes/profiles/data/0";

  private final Holdings holdings;
  private final ProfileStore store;
  private final SubscriptionRoutes subscriptions;
  private final EventRoutes events;
  private final Deferred deferred;

  ClientRoutes(
      Holdings holdings,
      ProfileStore store,
      SubscriptionRoutes subscriptions,
      EventRoutes events,
      Deferred deferred) {
    this.holdings = holdings;
    this.store = store;
    this.subscriptions = subscriptions;
    this.events = events;
    this.deferred = deferred;
    deferred.on(Deferred.IDENTIFY, this::identify);
    deferred.on(Deferred.OPT_IN, this::optIn);
  }

  List<Route> routes() {
    return List.of(
        Route.of("POST", "/client/subscriptions", SUBSCRIPTIONS, this::subscribe),
        Route.of("POST", "/client/profiles", Quota.XL, this::profile),
        Route.of("POST", "/client/events", Quota.XL, events::createFromBrowser),
        Route.of("POST", "/client/event-bulk-create", Quota.M, events::createManyFromBrowser));
  }

  private Answer profile(Call call) {
    JsonObject data = call.resource("profile");
    List<ApiError> errors = new ArrayList<>();
    EventInput.profile(asParent(data), "", errors);
    if (!errors.isEmpty()) {
      throw new ApiException(errors.stream().map(error -> moved(error, "/profile", "")).toList());
    }
    deferred.accept(Deferred.IDENTIFY, data);
    return Answer.empty(202);
  }

  private void identify(JsonObject data) {
    ProfileInput input = EventInput.profile(asParent(data), "", new ArrayList<>());
    if (input.id() == null || holdings.people.withId(input.id()) != null) {
      store.upsert(store.keepingIdentifiers(input), true);
    }
  }

  private static JsonObject asParent(JsonObject data) {
    JsonObject profile = new JsonObject();
    profile.add("data", data);
    JsonObject parent = new JsonObject();
    parent.add("profile", profile);
    return parent;
  }

  private Answer subscribe(Call call) {
    JsonObject data = call.resource("subscription");
    JsonObject attributes = Json.object(data, "attributes", "/data");
    JsonObject relations = Json.object(data, "relationships", "/data");
    Json.object(relations, "list", "/data/relationships");
    JsonObject profile =
        Json.object(Json.object(attributes, "profile", "/data/attributes"), "data", PROFILE);
    JsonObject who = Json.object(profile, "attributes", PROFILE);
    List<ApiError> errors = new ArrayList<>();
    ProfileInput.parse(plain(profile), PROFILE, errors);
    if (errors.isEmpty() && channels(who).size() == 0) {
      errors.add(
          ApiError.invalid(
              "One of 'email' or 'phone_number' must be provided.", PROFILE + "/attributes"));
    }
    if (!errors.isEmpty()) {
      throw new ApiException(errors);
    }
    try {
      subscriptions.check(job(data));
    } catch (ApiException refused) {
      throw new ApiException(
          refused.errors().stream().map(error -> moved(error, IN_A_JOB, PROFILE)).toList());
    }
    deferred.accept(Deferred.OPT_IN, data);
    return Answer.empty(202);
  }

  private void optIn(JsonObject data) {
    JsonObject profile =
        data.getAsJsonObject("attributes").getAsJsonObject("profile").getAsJsonObject("data");
    ProfileInput input = ProfileInput.parse(plain(profile), PROFILE, new ArrayList<>());
    if (input.id() != null && holdings.people.withId(input.id()) == null) {
      return;
    }
    store.upsert(store.keepingIdentifiers(input), true);
    subscriptions.subscribe(job(data));
  }

  /** The profile as an upsert takes it: without what it subscribes to. */
  private static JsonObject plain(JsonObject profile) {
    JsonObject plain = profile.deepCopy();
    if (plain.get("attributes") instanceof JsonObject attributes) {
      attributes.remove("subscriptions");
      JsonElement meta = attributes.remove("meta");
      if (meta != null) {
        plain.add("meta", meta);
      }
    }
    return plain;
  }

  /** The same as a job for one person, which may not say when consent was given. */
  private static JsonObject job(JsonObject data) {
    JsonObject attributes = data.getAsJsonObject("attributes");
    JsonObject given = attributes.getAsJsonObject("profile").getAsJsonObject("data");
    JsonObject who = given.getAsJsonObject("attributes");
    JsonObject row = new JsonObject();
    row.addProperty("type", "profile");
    JsonObject named = new JsonObject();
    for (String identifier : List.of("email", "phone_number")) {
      if (who.has(identifier)) {
        named.add(identifier, who.get(identifier));
      }
    }
    named.add("subscriptions", channels(who));
    row.add("attributes", named);
    JsonArray rows = new JsonArray();
    rows.add(row);
    JsonObject profiles = new JsonObject();
    profiles.add("data", rows);
    JsonObject inner = new JsonObject();
    inner.add("profiles", profiles);
    if (attributes.has("custom_source")) {
      inner.add("custom_source", attributes.get("custom_source"));
    }
    JsonObject job = new JsonObject();
    job.addProperty("type", "profile-subscription-bulk-create-job");
    job.add("attributes", inner);
    job.add("relationships", data.get("relationships"));
    return job;
  }

  /** What is asked for; marketing by each channel that there is, where nothing is. */
  private static JsonObject channels(JsonObject who) {
    if (who.get("subscriptions") instanceof JsonObject given) {
      return given;
    }
    JsonObject channels = new JsonObject();
    Set<String> media = new LinkedHashSet<>();
    if (isGiven(who, "email")) {
      media.add("email");
    }
    if (isGiven(who, "phone_number")) {
      media.add("sms");
    }
    for (String medium : media) {
      JsonObject marketing = new JsonObject();
      marketing.addProperty("consent", Permission.SUBSCRIBED);
      JsonObject uses = new JsonObject();
      uses.add("marketing", marketing);
      channels.add(medium, uses);
    }
    return channels;
  }

  private static boolean isGiven(JsonObject who, String name) {
    return who.has(name) && !who.get(name).isJsonNull();
  }

  private static ApiError moved(ApiError error, String from, String to) {
    String where =
        error.where().startsWith(from)
            ? to + error.where().substring(from.length())
            : error.where();
    return new ApiError(
        error.status(),
        error.code(),
        error.title(),
        error.detail(),
        error.at(),
        where,
        error.meta());
  }
}
