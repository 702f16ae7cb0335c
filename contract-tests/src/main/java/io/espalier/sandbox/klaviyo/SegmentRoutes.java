package io.espalier.sandbox.klaviyo;

import com.google.gson.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Segments: create, read, change, delete, and who is in one at this moment. Source: the OpenAPI
 * document 2026-07-15.
 */
final class SegmentRoutes {
  private static final Map<String, Set<String>> FILTERS =
      Map.of("name", Set.of("equals", "any"), "id", Set.of("equals", "any"));
  private static final Set<String> COUNT = Set.of("profile_count");

  private final Holdings holdings;
  private final SegmentMembers members;

  SegmentRoutes(Holdings holdings, SegmentMembers members) {
    this.holdings = holdings;
    this.members = members;
  }

  List<Route> routes() {
    return List.of(
        Route.of("GET", "/api/segments", Quota.L, this::all),
        Route.of("POST", "/api/segments", Quota.SEGMENT_WRITING, this::create),
        Route.of("GET", "/api/segments/{id}", Quota.L, this::one),
        Route.of("PATCH", "/api/segments/{id}", Quota.SEGMENT_WRITING, this::update),
        Route.of("DELETE", "/api/segments/{id}", Quota.S, this::delete),
        Route.of("GET", "/api/segments/{id}/profiles", Quota.L, this::profiles),
        Route.of("GET", "/api/segments/{id}/relationships/profiles", Quota.L, this::references),
        Route.of("GET", "/api/profiles/{id}/segments", Quota.S, this::holding),
        Route.of(
            "GET", "/api/profiles/{id}/relationships/segments", Quota.S, this::holdingReferences));
  }

  private Answer all(Call call) {
    List<Filter.Term> terms = Filter.of(call, FILTERS);
    return Paging.TEN.page(
        call,
        holdings.segments,
        (id, segment) ->
            terms.stream()
                .allMatch(
                    term -> term.accepts(term.field().equals("name") ? segment.name : segment.id)),
        (id, segment) -> json(call, segment));
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
    return Answer.one(200, json);
  }

  private Answer update(Call call) {
    StoredSegment segment = segment(call);
    JsonObject data = call.resource("segment");
    if (!segment.id.equals(Json.requiredText(data, "id", "/data"))) {
      throw ApiError.invalid("The id must be that of the path.", "/data/id").thrown();
    }
    JsonObject attributes = Json.object(data, "attributes", "/data");
    if (attributes.has("definition")) {
      segment.definition = checked(Json.object(attributes, "definition", "/data/attributes"));
    }
    String name = Json.text(attributes, "name", "/data/attributes");
    segment.name = name == null ? segment.name : name;
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
    return Paging.HUNDRED.page(
        call,
        members.of(segment(call)),
        (id, person) -> true,
        (id, person) -> ProfileJson.resource(call, person, holdings.now()));
  }

  private Answer references(Call call) {
    return Paging.HUNDRED.page(
        call,
        members.of(segment(call)),
        (id, person) -> true,
        (id, person) -> Links.reference("profile", id));
  }

  private Answer holding(Call call) {
    return holding(call, segment -> json(call, segment));
  }

  private Answer holdingReferences(Call call) {
    return holding(call, segment -> Links.reference("segment", segment.id));
  }

  /** All at once: these have no pages. */
  private Answer holding(Call call, Function<StoredSegment, JsonObject> json) {
    TreeMap<String, StoredSegment> all = new TreeMap<>();
    members
        .holding(holdings.person(call.variable("id")))
        .forEach(segment -> all.put(segment.id, segment));
    return new Paging(1_000, 1_000).page(call, all, (id, s) -> true, (id, s) -> json.apply(s));
  }

  private JsonObject json(Call call, StoredSegment segment) {
    JsonObject attributes = new JsonObject();
    attributes.addProperty("name", segment.name);
    attributes.add("definition", segment.definition);
    attributes.addProperty("created", segment.created);
    attributes.addProperty("updated", segment.updated);
    attributes.addProperty("is_active", true);
    attributes.addProperty("is_processing", members.isProcessing(segment));
    attributes.addProperty("is_starred", false);
    JsonObject json = Links.resource(call, "segment", "segments", segment.id, attributes);
    for (String relation : List.of("profiles", "tags", "flow-triggers")) {
      Links.relation(call, json, "segments", relation);
    }
    return json;
  }
}
