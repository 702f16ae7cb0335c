package io.espalier.sandbox.klaviyo;

import com.google.gson.JsonObject;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Segments: create, read, change, delete, and who is in one at this moment. Source: the OpenAPI
 * document 2026-07-15.
 */
final class SegmentRoutes {
  private static final Map<String, Set<String>> FILTERS =
      Map.of("name", Set.of("equals", "any"), "id", Set.of("equals", "any"));
  private static final Set<String> COUNT = Set.of("profile_count");

  private final Holdings holdings;

  SegmentRoutes(Holdings holdings) {
    this.holdings = holdings;
  }

  List<Route> routes() {
    return List.of(
        Route.of("GET", "/api/segments", Quota.L, this::all),
        Route.of("POST", "/api/segments", Quota.SEGMENT_WRITING, this::create),
        Route.of("GET", "/api/segments/{id}", Quota.L, this::one),
        Route.of("PATCH", "/api/segments/{id}", Quota.SEGMENT_WRITING, this::update),
        Route.of("DELETE", "/api/segments/{id}", Quota.S, this::delete),
        Route.of("GET", "/api/segments/{id}/profiles", Quota.L, this::profiles));
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
    segment.definition = checked(Json.object(attributes, "definition", "/data/attributes"));
    holdings.segments.put(segment.id, segment);
    return Answer.one(201, json(call, segment));
  }

  private JsonObject checked(JsonObject definition) {
    parse(definition, "/data/attributes/definition");
    return (JsonObject) Json.stored(definition);
  }

  private SegmentDefinition parse(JsonObject definition, String at) {
    return SegmentDefinition.parse(
        definition,
        at,
        SegmentReading.USUAL,
        id -> holdings.lists.containsKey(id) || holdings.segments.containsKey(id),
        holdings::isMetric);
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
      json.getAsJsonObject("attributes").addProperty("profile_count", members(segment).size());
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
    holdings.segments.remove(segment(call).id);
    return Answer.empty(204);
  }

  private Answer profiles(Call call) {
    return Paging.HUNDRED.page(
        call,
        members(segment(call)),
        (id, person) -> true,
        (id, person) -> ProfileJson.resource(call, person, holdings.now()));
  }

  private TreeMap<String, Person> members(StoredSegment segment) {
    SegmentDefinition definition = parse(segment.definition, "");
    TreeMap<String, Person> members = new TreeMap<>();
    for (Person person : holdings.people.byId().values()) {
      if (definition.holds(subject(person), holdings.clock.instant())) {
        members.put(person.id, person);
      }
    }
    return members;
  }

  private SegmentSubject subject(Person person) {
    JsonObject attributes = person.attributes();
    Json.put(attributes, "email", person.email);
    Json.put(attributes, "phone_number", person.phone);
    Set<String> groups = new HashSet<>();
    holdings.listsOf(person).forEach(list -> groups.add(list.id));
    return new SegmentSubject(attributes, person.consents, groups, holdings.occurrences(person));
  }

  private static JsonObject json(Call call, StoredSegment segment) {
    JsonObject attributes = new JsonObject();
    attributes.addProperty("name", segment.name);
    attributes.add("definition", segment.definition);
    attributes.addProperty("created", segment.created);
    attributes.addProperty("updated", segment.updated);
    attributes.addProperty("is_active", true);
    attributes.addProperty("is_processing", false);
    attributes.addProperty("is_starred", false);
    JsonObject json = Links.resource(call, "segment", "segments", segment.id, attributes);
    for (String relation : List.of("profiles", "tags", "flow-triggers")) {
      Links.relation(call, json, "segments", relation);
    }
    return json;
  }
}
