package io.espalier.sandbox.klaviyo;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Events and metrics. Creating an event answers an empty 202; what it names is there later, the
 * profile too: an event for an address that nobody has makes a profile, which may be mailed.
 */
final class EventRoutes {
  static final Paging PAGES = new Paging(200, 1_000);
  private static final Paging METRICS = Paging.fixed(200);
  private static final int MOST = 1_000;
  private static final String BULK = "/data/attributes/events-bulk-create/data";
  private static final Set<String> TIMES =
      Set.of("greater-or-equal", "greater-than", "less-or-equal", "less-than");
  private static final Map<String, Set<String>> FILTERS =
      Map.of(
          "metric_id",
          Set.of("equals"),
          "profile_id",
          Set.of("equals"),
          "profile",
          Set.of("has"),
          "metric",
          Set.of("has"),
          "datetime",
          TIMES,
          "timestamp",
          TIMES);
  private static final Map<String, BiFunction<String, StoredEvent, String>> SORTS =
      Map.of(
          "datetime", (key, event) -> key.substring(0, 12),
          "timestamp", (key, event) -> key.substring(0, 12));

  private final Holdings holdings;
  private final ProfileStore store;
  private final Deferred deferred;

  EventRoutes(Holdings holdings, ProfileStore store, Deferred deferred) {
    this.holdings = holdings;
    this.store = store;
    this.deferred = deferred;
    deferred.on(Deferred.EVENTS, attributes -> happen(attributes, false));
    deferred.on(Deferred.BROWSED, attributes -> happen(attributes, true));
  }

  List<Route> routes() {
    Route metric = Route.of("GET", "/api/events/{id}/metric", Quota.XL, this::metricOf);
    Route profile = Route.of("GET", "/api/events/{id}/profile", Quota.XL, this::profileOf);
    return List.of(
        Route.of("POST", "/api/events", Quota.XL, this::create),
        Route.of("POST", "/api/event-bulk-create-jobs", Quota.M, this::createMany),
        Route.of("GET", "/api/events", Quota.XL, this::all),
        Route.of("GET", "/api/events/{id}", Quota.M, this::one),
        metric,
        metric.references(),
        profile,
        profile.references(),
        Route.of("GET", "/api/metrics", Quota.M, this::metrics),
        Route.of("GET", "/api/metrics/{id}", Quota.M, this::metric));
  }

  private Instant earliest() {
    return Instant.parse(
        holdings.on(KlaviyoFact.EVENT_TIME_FROM_2000)
            ? "2000-01-01T00:00:00Z"
            : "1990-01-01T00:00:00Z");
  }

  private Answer create(Call call) {
    return create(call, Deferred.EVENTS);
  }

  Answer createFromBrowser(Call call) {
    return create(call, Deferred.BROWSED);
  }

  private Answer create(Call call, String kind) {
    JsonObject attributes = Json.object(call.resource("event"), "attributes", "/data");
    List<ApiError> errors = new ArrayList<>();
    EventInput.check(attributes, "/data/attributes", earliest(), holdings.clock.instant(), errors);
    EventInput.profile(attributes, "/data/attributes", errors);
    if (!errors.isEmpty()) {
      throw new ApiException(errors);
    }
    deferred.accept(kind, attributes);
    return Answer.empty(202);
  }

  /** One person's, where {@link #createMany} takes those of many. */
  Answer createManyFromBrowser(Call call) {
    List<ApiError> errors = new ArrayList<>();
    List<JsonObject> all = new ArrayList<>();
    group(call.resource("event-bulk-create"), "/data", all, new HashSet<>(), errors);
    require(all, "/data/attributes/events/data", errors);
    all.forEach(event -> deferred.accept(Deferred.BROWSED, event));
    return Answer.empty(202);
  }

  private static void require(List<JsonObject> all, String at, List<ApiError> errors) {
    if (all.isEmpty() && errors.isEmpty() || all.size() > MOST) {
      errors.add(ApiError.invalid("Between 1 and " + MOST + " events must be given.", at));
    }
    if (!errors.isEmpty()) {
      throw new ApiException(errors);
    }
  }

  private Answer createMany(Call call) {
    JsonObject attributes =
        Json.object(call.resource("event-bulk-create-job"), "attributes", "/data");
    JsonArray groups =
        Json.array(
            Json.object(attributes, "events-bulk-create", "/data/attributes"),
            "data",
            "/data/attributes/events-bulk-create");
    List<ApiError> errors = new ArrayList<>();
    List<JsonObject> all = new ArrayList<>();
    Set<String> unique = new HashSet<>();
    for (int i = 0; i < groups.size(); i++) {
      try {
        group(Json.object(groups.get(i), BULK + "/" + i), BULK + "/" + i, all, unique, errors);
      } catch (ApiException refused) {
        errors.addAll(refused.errors());
      }
    }
    require(all, BULK, errors);
    all.forEach(event -> deferred.accept(Deferred.EVENTS, event));
    return Answer.empty(202);
  }

  private void group(
      JsonObject group,
      String at,
      List<JsonObject> all,
      Set<String> unique,
      List<ApiError> errors) {
    Call.requireType(group, "event-bulk-create", at);
    JsonObject attributes = Json.object(group, "attributes", at);
    String in = at + "/attributes";
    EventInput.profile(attributes, in, errors);
    JsonObject who = Json.object(attributes, "profile", in);
    JsonArray events = Json.array(Json.object(attributes, "events", in), "data", in + "/events");
    for (int i = 0; i < events.size(); i++) {
      String where = in + "/events/data/" + i;
      JsonObject resource = Json.object(events.get(i), where);
      Call.requireType(resource, "event", where);
      JsonObject event = Json.object(resource, "attributes", where).deepCopy();
      int before = errors.size();
      EventInput.check(event, where + "/attributes", earliest(), holdings.clock.instant(), errors);
      String id = Json.text(event, "unique_id", where + "/attributes");
      if (errors.size() == before
          && id != null
          && !unique.add(who + "|" + EventInput.metric(event, where) + "|" + id)
          && holdings.on(KlaviyoFact.REPEATED_EVENT_ID_REFUSES_ALL)) {
        errors.add(
            ApiError.invalid("The unique_id is given twice.", where + "/attributes/unique_id"));
      }
      event.add("profile", who);
      all.add(event);
    }
  }

  /**
   * The event takes place: it may make a profile, and may change one.
   *
   * @param browser whether it changes no identifier that somebody has
   */
  private void happen(JsonObject attributes, boolean browser) {
    ProfileInput input = EventInput.profile(attributes, "", new ArrayList<>());
    if (input.id() != null && holdings.people.withId(input.id()) == null) {
      return;
    }
    String email = input.text("email");
    if (email != null
        && holdings.on(KlaviyoFact.EVENTS_DROP_TEST_ADDRESSES)
        && EventInput.isDropped(email)) {
      return;
    }
    Person person = store.upsert(browser ? store.keepingIdentifiers(input) : input, true).person();
    JsonObject properties = attributes.getAsJsonObject("properties").deepCopy();
    copy(attributes, "value", properties, "$value");
    copy(attributes, "value_currency", properties, "$value_currency");
    copy(attributes, "unique_id", properties, "$event_id");
    Instant now = holdings.clock.instant();
    holdings.happenings.record(
        holdings.happenings.metric(EventInput.metric(attributes, ""), Metric.API, holdings),
        person,
        properties,
        EventInput.time(attributes, "", Instant.EPOCH, now),
        holdings);
  }

  private static void copy(JsonObject from, String name, JsonObject to, String as) {
    JsonElement value = from.get(name);
    if (value != null && !value.isJsonNull()) {
      to.add(as, value);
    }
  }

  private Answer all(Call call) {
    List<Filter.Term> terms = Filter.of(call, FILTERS);
    List<String> include = call.include(Set.of("attributions", "metric", "profile"));
    TreeMap<String, StoredEvent> found = new TreeMap<>();
    holdings.happenings.events.forEach(
        (key, event) -> {
          if (terms.stream().allMatch(term -> accepts(term, event))) {
            found.put(key, event);
          }
        });
    Answer answer =
        PAGES.page(
            call,
            Paging.sorted(call, found, SORTS),
            (key, event) -> true,
            (key, event) -> json(call, event));
    return included(call, answer, include);
  }

  private static boolean accepts(Filter.Term term, StoredEvent event) {
    return switch (term.field()) {
      case "metric_id" -> term.accepts(event.metric());
      case "profile_id" -> term.accepts(event.profile());
      case "profile", "metric" -> true;
      case "datetime" -> term.acceptsTime(Instant.ofEpochSecond(event.second()));
      default ->
          term.value().matches("[0-9]{1,12}")
              && term.acceptsTime(
                  Instant.ofEpochSecond(event.second()),
                  Instant.ofEpochSecond(Long.parseLong(term.value())));
    };
  }

  private Answer included(Call call, Answer answer, List<String> include) {
    JsonObject document = answer.body();
    if (document == null || include.isEmpty()) {
      return answer;
    }
    Set<String> seen = new HashSet<>();
    JsonArray included = new JsonArray();
    List<JsonElement> rows =
        document.get("data").isJsonArray()
            ? document.getAsJsonArray("data").asList()
            : List.of(document.get("data"));
    for (JsonElement row : rows) {
      StoredEvent event = find(row.getAsJsonObject().get("id").getAsString());
      Person person = holdings.people.withId(event.profile());
      if (include.contains("profile") && person != null && seen.add(person.id)) {
        included.add(ProfileJson.resource(call, person));
      }
      Metric metric = holdings.happenings.metrics.get(event.metric());
      if (include.contains("metric") && metric != null && seen.add(metric.id())) {
        included.add(json(call, metric));
      }
    }
    document.add("included", included);
    return answer;
  }

  private StoredEvent find(String id) {
    return holdings.happenings.events.values().stream()
        .filter(event -> event.id().equals(id))
        .findFirst()
        .orElseThrow(() -> ApiError.noResource("event", id).thrown());
  }

  private Answer one(Call call) {
    List<String> include = call.include(Set.of("attributions", "metric", "profile"));
    return included(call, Answer.one(200, json(call, find(call.variable("id")))), include);
  }

  private Answer metricOf(Call call) {
    return Answer.one(200, json(call, metric(find(call.variable("id")).metric())));
  }

  private Answer profileOf(Call call) {
    StoredEvent event = find(call.variable("id"));
    return Answer.one(200, ProfileJson.resource(call, holdings.person(event.profile())));
  }

  private Answer metrics(Call call) {
    List<Filter.Term> terms =
        Filter.of(
            call,
            Map.of("integration.name", Set.of("equals"), "integration.category", Set.of("equals")));
    Answer answer =
        METRICS.page(
            call,
            holdings.happenings.metrics,
            (id, metric) ->
                terms.stream()
                    .allMatch(
                        term ->
                            term.accepts(
                                term.field().equals("integration.name")
                                    ? metric.integration()
                                    : category(metric))),
            (id, metric) -> json(call, metric));
    return withTriggers(call, answer);
  }

  private Answer withTriggers(Call call, Answer answer) {
    return call.include(Set.of("flow-triggers")).isEmpty()
        ? answer
        : Included.many(
            answer, "flow-triggers", id -> FlowRoutes.startedBy(call, holdings, "metric", id));
  }

  private Answer metric(Call call) {
    return withTriggers(call, Answer.one(200, json(call, metric(call.variable("id")))));
  }

  private Metric metric(String id) {
    @Nullable Metric metric = holdings.happenings.metrics.get(id);
    if (metric == null) {
      throw ApiError.noResource("metric", id).thrown();
    }
    return metric;
  }

  private static String category(Metric metric) {
    return metric.integration().equals(Metric.API) ? "API" : "Internal";
  }

  static JsonObject json(Call call, Metric metric) {
    JsonObject attributes = new JsonObject();
    attributes.addProperty("name", metric.name());
    attributes.addProperty("created", metric.created());
    attributes.addProperty("updated", metric.created());
    JsonObject integration = new JsonObject();
    integration.addProperty("object", "integration");
    integration.addProperty("id", metric.integration().equals(Metric.API) ? "0eMvjm" : "7FtS4J");
    integration.addProperty("key", metric.integration().toLowerCase(java.util.Locale.ROOT));
    integration.addProperty("name", metric.integration());
    integration.addProperty("category", category(metric));
    attributes.add("integration", integration);
    JsonObject json = Links.resource(call, "metric", "metrics", metric.id(), attributes);
    Links.relation(call, json, "metrics", "flow-triggers");
    return json;
  }

  static JsonObject json(Call call, StoredEvent event) {
    JsonObject attributes = new JsonObject();
    attributes.addProperty("timestamp", event.second());
    attributes.add("event_properties", JsonParser.parseString(event.properties()));
    attributes.addProperty("datetime", Holdings.stamp(Instant.ofEpochSecond(event.second())));
    attributes.add("uuid", JsonNull.INSTANCE);
    JsonObject json = Links.resource(call, "event", "events", event.id(), attributes);
    for (String relation : List.of("profile", "metric", "attributions")) {
      Links.relation(call, json, "events", relation);
    }
    JsonObject relations = json.getAsJsonObject("relationships");
    relations.getAsJsonObject("profile").add("data", Links.reference("profile", event.profile()));
    relations.getAsJsonObject("metric").add("data", Links.reference("metric", event.metric()));
    return json;
  }
}
