package io.espalier.sandbox.klaviyo;

import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Profiles one at a time: search, read, create, update, create-or-update, delete. */
final class ProfileRoutes {
  private static final Set<String> EQUAL = Set.of("equals", "any");
  private static final Set<String> TIMES = Set.of("greater-than", "less-than");
  private static final String ACCOUNT = "subscriptions.email.marketing.suppression.";
  private static final String LIST = "subscriptions.email.marketing.list_suppressions.";
  private static final Set<String> FEW = Set.of("push-tokens", "conversations");
  private static final Set<String> ALL =
      Set.of("lists", "segments", "push-tokens", "conversations");
  private static final Set<String> BOUNDS =
      Set.of("greater-or-equal", "greater-than", "less-or-equal", "less-than");
  private static final Map<String, Set<String>> FILTERS =
      Map.ofEntries(
          Map.entry("id", EQUAL),
          Map.entry("email", EQUAL),
          Map.entry("phone_number", EQUAL),
          Map.entry("external_id", EQUAL),
          Map.entry("_kx", Set.of("equals")),
          Map.entry("created", TIMES),
          Map.entry("updated", TIMES),
          Map.entry(ACCOUNT + "reason", Set.of("equals")),
          Map.entry(ACCOUNT + "timestamp", BOUNDS),
          Map.entry(LIST + "reason", Set.of("equals")),
          Map.entry(LIST + "timestamp", BOUNDS),
          Map.entry(LIST + "list_id", Set.of("equals")));
  private static final Map<String, BiFunction<String, Person, String>> SORTS =
      Map.of(
          "id",
          (id, person) -> "",
          "email",
          (id, person) -> person.email == null ? "" : person.email,
          "created",
          (id, person) -> person.created,
          "updated",
          (id, person) -> person.updated,
          ACCOUNT + "timestamp",
          (id, person) -> latest(person, false),
          LIST + "timestamp",
          (id, person) -> latest(person, true));

  private final Holdings holdings;
  private final SegmentMembers segmentMembers;
  private final ProfileStore store;
  private final Deferred deferred;

  ProfileRoutes(
      Holdings holdings, SegmentMembers segmentMembers, ProfileStore store, Deferred deferred) {
    this.segmentMembers = segmentMembers;
    this.holdings = holdings;
    this.store = store;
    this.deferred = deferred;
    deferred.on(Deferred.DELETE, this::delete);
    deferred.on(Deferred.MERGE, this::unite);
  }

  List<Route> routes() {
    return List.of(
        Route.of("GET", "/api/profiles", Quota.L, this::all),
        Route.of("GET", "/api/profiles/{id}", Quota.L, this::one),
        Route.of("POST", "/api/profiles", Quota.L, this::create),
        Route.of("PATCH", "/api/profiles/{id}", Quota.L, this::update),
        Route.of("POST", "/api/profile-import", Quota.L, this::upsert),
        Route.of("POST", "/api/profile-merge", Quota.M, this::merge),
        Route.of("POST", "/api/data-privacy-deletion-jobs", Quota.S, this::forget));
  }

  private Answer all(Call call) {
    List<Filter.Term> terms = Filter.of(call, FILTERS);
    boolean suppressed = checkSuppressions(terms);
    NavigableMap<String, Person> candidates = holdings.people.byId();
    for (Filter.Term term : terms) {
      if (term.operator().equals("equals") || term.operator().equals("any")) {
        TreeMap<String, Person> found = new TreeMap<>();
        for (String value : term.values()) {
          Person person = lookup(term.field(), value);
          if (person != null) {
            found.put(person.id, person);
          }
        }
        if (!term.field().startsWith("subscriptions.")) {
          candidates = found;
        }
      }
    }
    call.additional("profile", ProfileJson.ADDITIONAL);
    return including(
        call,
        call.include(FEW),
        Paging.HUNDRED.page(
            call,
            Paging.sorted(call, candidates, SORTS),
            (key, person) ->
                terms.stream().allMatch(term -> accepts(term, person))
                    && (!suppressed || hasSuppression(terms, person)),
            (key, person) -> ProfileJson.resource(call, person)));
  }

  /** Nobody here has push tokens or conversations. */
  private Answer including(Call call, List<String> include, Answer answer) {
    for (String relation : include) {
      Included.many(
          answer,
          relation,
          id ->
              switch (relation) {
                case "lists" ->
                    holdings.listsOf(holdings.person(id)).stream()
                        .map(list -> ListRoutes.json(call, list))
                        .toList();
                case "segments" ->
                    segmentMembers.holding(holdings.person(id)).stream()
                        .map(segment -> SegmentRoutes.json(call, segment, segmentMembers))
                        .toList();
                default -> List.of();
              });
    }
    return answer;
  }

  private @Nullable Person lookup(String field, String value) {
    return switch (field) {
      case "id" -> holdings.people.withId(value);
      case "email" -> holdings.people.withEmail(value);
      case "phone_number" -> holdings.people.withPhone(value);
      case "external_id" -> holdings.people.withExternalId(value);
      default -> null;
    };
  }

  private boolean accepts(Filter.Term term, Person person) {
    return switch (term.field()) {
      case "created" -> term.acceptsTime(Holdings.instant(person.created));
      case "updated" -> term.acceptsTime(Holdings.instant(person.updated));
      case ACCOUNT + "reason", ACCOUNT + "timestamp", LIST + "reason" -> true;
      case LIST + "timestamp", LIST + "list_id" -> true;
      default -> term.values().stream().anyMatch(value -> is(lookup(term.field(), value), person));
    };
  }

  /** Whether the filter is about suppressions; those of the account and of a list do not mix. */
  private static boolean checkSuppressions(List<Filter.Term> terms) {
    boolean account = terms.stream().anyMatch(term -> term.field().startsWith(ACCOUNT));
    boolean list = terms.stream().anyMatch(term -> term.field().startsWith(LIST));
    if (account && list) {
      throw ApiError.parameter(
              "Filters on suppression and on list_suppressions cannot be mixed.", "filter")
          .thrown();
    }
    if (terms.stream().filter(term -> term.field().endsWith("timestamp")).count() > 1) {
      throw ApiError.parameter("Only one filter on a suppression's date is allowed.", "filter")
          .thrown();
    }
    if (list && terms.stream().noneMatch(term -> term.field().equals(LIST + "list_id"))) {
      throw ApiError.parameter("A filter on list_suppressions needs their list_id.", "filter")
          .thrown();
    }
    return account || list;
  }

  /** Whether one suppression satisfies all that the filter says of one. */
  private static boolean hasSuppression(List<Filter.Term> terms, Person person) {
    return person.consents.suppressions().stream()
        .anyMatch(held -> terms.stream().allMatch(term -> accepts(term, held)));
  }

  private static boolean accepts(Filter.Term term, Suppression held) {
    boolean ofList = held.list() != null;
    return switch (term.field()) {
      case ACCOUNT + "reason" -> !ofList && term.accepts(held.reason());
      case ACCOUNT + "timestamp" -> !ofList && term.acceptsTime(Holdings.instant(held.timestamp()));
      case LIST + "reason" -> ofList && term.accepts(held.reason());
      case LIST + "timestamp" -> ofList && term.acceptsTime(Holdings.instant(held.timestamp()));
      case LIST + "list_id" -> held.list() != null && term.accepts(held.list());
      default -> true;
    };
  }

  private static String latest(Person person, boolean ofList) {
    return person.consents.suppressions().stream()
        .filter(held -> (held.list() != null) == ofList)
        .map(Suppression::timestamp)
        .max(String::compareTo)
        .orElse("");
  }

  private static boolean is(@Nullable Person found, Person person) {
    return found != null && found.id.equals(person.id);
  }

  private Answer one(Call call) {
    Person person = holdings.person(call.variable("id"));
    return including(call, call.include(ALL), Answer.one(200, ProfileJson.resource(call, person)));
  }

  private Answer create(Call call) {
    ProfileInput input = read(call);
    requireIdentifier(input);
    return Answer.one(201, ProfileJson.resource(call, store.create(input)));
  }

  private Answer update(Call call) {
    Person person = holdings.person(call.variable("id"));
    call.resource("profile", person.id);
    ProfileInput input = read(call);
    store.update(person, input);
    return Answer.one(200, ProfileJson.resource(call, person));
  }

  private Answer upsert(Call call) {
    ProfileInput input = read(call);
    requireIdentifier(input);
    ProfileStore.Written written = store.upsert(input, true);
    return Answer.one(written.created() ? 201 : 200, ProfileJson.resource(call, written.person()));
  }

  /** Queues the merge of exactly one source into the destination. */
  private Answer merge(Call call) {
    JsonObject data = call.resource("profile-merge");
    Person destination = holdings.person(Json.requiredText(data, "id", "/data"));
    String at = "/data/relationships/profiles";
    List<String> sources =
        Call.references(
            Json.array(
                Json.object(
                    Json.object(data, "relationships", "/data"), "profiles", "/data/relationships"),
                "data",
                at),
            "profile",
            at + "/data");
    if (sources.size() != 1 || sources.get(0).equals(destination.id)) {
      throw ApiError.invalid("Exactly one other profile must be given.", at + "/data").thrown();
    }
    holdings.person(sources.get(0));
    JsonObject what = new JsonObject();
    what.addProperty("source", sources.get(0));
    what.addProperty("destination", destination.id);
    deferred.accept(Deferred.MERGE, what);
    JsonObject shown = Links.reference("profile", destination.id);
    JsonObject links = new JsonObject();
    links.addProperty("self", call.base() + "/api/profiles/" + destination.id + "/");
    shown.add("links", links);
    return Answer.one(201, shown);
  }

  private void unite(JsonObject what) {
    Person source = holdings.people.withId(what.get("source").getAsString());
    Person destination = holdings.people.withId(what.get("destination").getAsString());
    if (source != null && destination != null) {
      store.merge(source, destination);
    }
  }

  private Answer forget(Call call) {
    JsonObject attributes =
        Json.object(call.resource("data-privacy-deletion-job"), "attributes", "/data");
    JsonObject profile = Json.object(attributes, "profile", "/data/attributes");
    JsonObject data = Json.object(profile, "data", "/data/attributes/profile");
    JsonObject named = Json.find(data, "attributes");
    String id = Json.text(data, "id", "/data/attributes/profile/data");
    String email = named == null ? null : Json.text(named, "email", "/data/attributes/profile");
    String phone =
        named == null ? null : Json.text(named, "phone_number", "/data/attributes/profile");
    int given = (id == null ? 0 : 1) + (email == null ? 0 : 1) + (phone == null ? 0 : 1);
    if (given != 1) {
      throw ApiError.invalid(
              "Exactly one of id, email and phone_number must be given.",
              "/data/attributes/profile/data")
          .thrown();
    }
    deferred.accept(Deferred.DELETE, data);
    return Answer.empty(202);
  }

  /** Whoever has the identifier then, with their events and memberships. */
  private void delete(JsonObject data) {
    JsonObject named = Json.find(data, "attributes");
    holdings
        .people
        .owners(
            Json.text(data, "id", ""),
            named == null ? null : Json.text(named, "email", ""),
            named == null ? null : Json.text(named, "phone_number", ""),
            null)
        .forEach(store::delete);
  }

  private static ProfileInput read(Call call) {
    JsonObject data = call.resource("profile");
    if (call.exchange().body().length > ImportRoutes.PROFILE_BYTES) {
      throw ApiError.invalid("The payload is larger than 100KB.", "/data").thrown();
    }
    List<ApiError> errors = new ArrayList<>();
    ProfileInput input = ProfileInput.parse(data, "/data", errors);
    if (!errors.isEmpty()) {
      throw new ApiException(errors);
    }
    return input;
  }

  private static void requireIdentifier(ProfileInput input) {
    if (!input.hasIdentifier()) {
      throw ApiError.invalid(
              "One or more of the following identifiers must be provided: email, phone_number,"
                  + " external_id, id",
              "/data/attributes")
          .thrown();
    }
  }
}
