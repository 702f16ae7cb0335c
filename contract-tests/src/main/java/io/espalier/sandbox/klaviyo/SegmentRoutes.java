package io.espalier.sandbox.klaviyo;

import com.google.gson.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;

/**
 * Segments: create, read, change, delete, and who is in one at this moment. Source: the OpenAPI
 * document 2026-07-15.
 */
final class SegmentRoutes {
  private static final Set<String> EQUAL = Set.of("equals", "any");
  private static final Map<String, Set<String>> FILTERS =
      Map.of(
          "name",
          EQUAL,
          "id",
          EQUAL,
          "created",
          Set.of("greater-than"),
          "updated",
          Set.of("greater-than"),
          "is_active",
          EQUAL,
          "is_starred",
          Set.of("equals"));
  private static final Map<String, BiFunction<String, StoredSegment, String>> SORTS =
      Map.of(
          "id", (id, segment) -> "",
          "name", (id, segment) -> segment.name,
          "created", (id, segment) -> segment.created,
          "updated", (id, segment) -> segment.updated);
  private static final Map<String, Set<String>> MEMBER_FILTERS =
      Map.of(
          "profile_id", EQUAL,
          "email", EQUAL,
          "phone_number", EQUAL,
          "push_token", EQUAL,
          "_kx", Set.of("equals"),
          "joined_group_at",
              Set.of("greater-or-equal", "greater-than", "less-or-equal", "less-than"));
  private static final Set<String> INCLUDES = Set.of("tags", "flow-triggers");
  private static final Set<String> COUNT = Set.of("profile_count");

  private final Holdings holdings;
  private final SegmentMembers members;
  private final TagRoutes tags;

  SegmentRoutes(Holdings holdings, SegmentMembers members, TagRoutes tags) {
    this.holdings = holdings;
    this.members = members;
    this.tags = tags;
  }

  List<Route> routes() {
    Route inside = Route.of("GET", "/api/segments/{id}/profiles", Quota.L, this::profiles);
    Route around = Route.of("GET", "/api/profiles/{id}/segments", Quota.S, this::holding);
    return List.of(
        Route.of("GET", "/api/segments", Quota.L, this::all),
        Route.of("POST", "/api/segments", Quota.SEGMENT_WRITING, this::create),
        Route.of("GET", "/api/segments/{id}", Quota.L, this::one),
        Route.of("PATCH", "/api/segments/{id}", Quota.SEGMENT_WRITING, this::update),
        Route.of("DELETE", "/api/segments/{id}", Quota.S, this::delete),
        inside,
        inside.references(),
        around,
        around.references());
  }

  private Answer all(Call call) {
    List<Filter.Term> terms = Filter.of(call, FILTERS);
    return including(
        call,
        Paging.TEN.page(
            call,
            Paging.sorted(call, holdings.segments, SORTS),
            (key, segment) -> terms.stream().allMatch(term -> accepts(term, segment)),
            (key, segment) -> json(call, segment)));
  }

  private static boolean accepts(Filter.Term term, StoredSegment segment) {
    return switch (term.field()) {
      case "name" -> term.accepts(segment.name);
      case "id" -> term.accepts(segment.id);
      case "is_active" -> term.accepts("true");
      case "is_starred" -> term.accepts(Boolean.toString(segment.starred));
      case "created" -> term.acceptsTime(Holdings.instant(segment.created));
      default -> term.acceptsTime(Holdings.instant(segment.updated));
    };
  }

  private Answer including(Call call, Answer answer) {
    List<String> include = call.include(INCLUDES);
    if (include.contains("tags")) {
      Included.many(answer, "tags", id -> tags.carriedBy(call, "segment", id));
    }
    return include.contains("flow-triggers")
        ? Included.many(
            answer, "flow-triggers", id -> FlowRoutes.startedBy(call, holdings, "segment", id))
        : answer;
  }

  private Answer create(Call call) {
    JsonObject attributes = Json.object(call.resource("segment"), "attributes", "/data");
    StoredSegment segment =
        new StoredSegment(
            holdings.ids.six(
                id -> holdings.segments.containsKey(id) || holdings.lists.containsKey(id)),
            holdings.now());
    segment.name = Json.requiredText(attributes, "name", "/data/attributes");
    if (holdings.on(KlaviyoFact.NAMES_ARE_UNIQUE)
        && holdings.segments.values().stream().anyMatch(s -> s.name.equals(segment.name))) {
      throw ApiError.invalid("A segment with this name already exists.", "/data/attributes/name")
          .thrown();
    }
    segment.definition = checked(Json.object(attributes, "definition", "/data/attributes"));
    segment.starred = Json.isTrue(attributes, "is_starred");
    holdings.segments.put(segment.id, segment);
    return Answer.one(201, json(call, segment));
  }

  private JsonObject checked(JsonObject definition) {
    members.parse(definition, "/data/attributes/definition");
    return (JsonObject) Json.stored(definition);
  }

  private StoredSegment segment(Call call) {
    StoredSegment segment = holdings.segments.get(call.variable("id"));
    if (segment == null) {
      throw ApiError.noResource("segment", call.variable("id")).thrown();
    }
    return segment;
  }

  private Answer one(Call call) {
    StoredSegment segment = segment(call);
    JsonObject json = json(call, segment);
    if (call.wants("segment", "profile_count", COUNT)) {
      json.getAsJsonObject("attributes").addProperty("profile_count", members.of(segment).size());
    }
    return including(call, Answer.one(200, json));
  }

  private Answer update(Call call) {
    StoredSegment segment = segment(call);
    JsonObject data = call.resource("segment", segment.id);
    JsonObject attributes = Json.object(data, "attributes", "/data");
    if (attributes.has("definition")) {
      segment.definition = checked(Json.object(attributes, "definition", "/data/attributes"));
    }
    String name = Json.text(attributes, "name", "/data/attributes");
    segment.name = name == null ? segment.name : name;
    segment.starred =
        attributes.has("is_starred") ? Json.isTrue(attributes, "is_starred") : segment.starred;
    segment.updated = holdings.now();
    return Answer.one(200, json(call, segment));
  }

  private Answer delete(Call call) {
    StoredSegment segment = segment(call);
    holdings.segments.remove(segment.id);
    holdings.tags.values().forEach(tag -> tag.carriers("segment").remove(segment.id));
    return Answer.empty(204);
  }

  private Answer profiles(Call call) {
    StoredSegment segment = segment(call);
    List<Filter.Term> terms = Filter.of(call, MEMBER_FILTERS);
    call.additional("profile", ProfileJson.ADDITIONAL);
    TreeMap<String, Person> inside = members.of(segment);
    return Paging.HUNDRED.page(
        call,
        Paging.sorted(
            call,
            inside,
            Map.of("joined_group_at", (id, person) -> segment.joined.getOrDefault(id, ""))),
        (key, person) -> terms.stream().allMatch(term -> accepts(term, person, segment)),
        (key, person) -> ProfileJson.resource(call, person, segment.joined.get(person.id)));
  }

  private static boolean accepts(Filter.Term term, Person person, StoredSegment segment) {
    return switch (term.field()) {
      case "profile_id" -> term.accepts(person.id);
      case "email" -> person.email != null && term.accepts(person.email);
      case "phone_number" -> person.phone != null && term.accepts(person.phone);
      case "joined_group_at" ->
          term.acceptsTime(Holdings.instant(segment.joined.getOrDefault(person.id, "")));
      // Nobody here has a push token or a browser's mark.
      default -> false;
    };
  }

  /** All at once: these have no pages. */
  private Answer holding(Call call) {
    TreeMap<String, StoredSegment> all = new TreeMap<>();
    members
        .holding(holdings.person(call.variable("id")))
        .forEach(segment -> all.put(segment.id, segment));
    return Paging.ALL.page(call, all, (id, s) -> true, (id, s) -> json(call, s));
  }

  private JsonObject json(Call call, StoredSegment segment) {
    return json(call, segment, members);
  }

  static JsonObject json(Call call, StoredSegment segment, SegmentMembers members) {
    JsonObject attributes = new JsonObject();
    attributes.addProperty("name", segment.name);
    attributes.add("definition", segment.definition);
    attributes.addProperty("created", segment.created);
    attributes.addProperty("updated", segment.updated);
    attributes.addProperty("is_active", true);
    attributes.addProperty("is_processing", members.isProcessing(segment));
    attributes.addProperty("is_starred", segment.starred);
    JsonObject json = Links.resource(call, "segment", "segments", segment.id, attributes);
    for (String relation : List.of("profiles", "tags", "flow-triggers")) {
      Links.relation(call, json, "segments", relation);
    }
    return json;
  }
}
