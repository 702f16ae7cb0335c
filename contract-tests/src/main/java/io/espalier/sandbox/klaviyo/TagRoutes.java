package io.espalier.sandbox.klaviyo;

import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/** Tags, their groups, and the lists, segments, campaigns and flows that carry them. */
final class TagRoutes {
  private static final Paging TAGS = new Paging(50, 50);
  private static final Paging GROUPS = new Paging(25, 25);
  private static final int MOST_TAGS = 500;
  private static final int MOST_GROUPS = 50;
  private static final int MOST_PER_RESOURCE = 100;
  private static final Map<String, Set<String>> FILTERS =
      Map.of("name", Set.of("equals", "contains", "starts-with", "ends-with"));

  private static final Map<String, Set<String>> GROUP_FILTERS =
      Map.of(
          "name", Set.of("equals", "contains", "starts-with", "ends-with"),
          "exclusive", Set.of("equals"),
          "default", Set.of("equals"));

  private final Holdings holdings;

  TagRoutes(Holdings holdings) {
    this.holdings = holdings;
  }

  List<Route> routes() {
    List<Route> routes =
        new ArrayList<>(
            List.of(
                Route.of("GET", "/api/tags", Quota.S, this::all),
                Route.of("POST", "/api/tags", Quota.S, this::create),
                Route.of(
                    "GET",
                    "/api/tags/{id}",
                    Quota.S,
                    c -> withGroup(c, Answer.one(200, json(c, tag(c))))),
                Route.of("PATCH", "/api/tags/{id}", Quota.S, this::rename),
                Route.of("DELETE", "/api/tags/{id}", Quota.S, this::delete),
                Route.of("GET", "/api/tag-groups", Quota.S, this::groups),
                Route.of("POST", "/api/tag-groups", Quota.S, this::createGroup)));
    for (String kind : List.of("list", "segment", "campaign", "flow")) {
      String carriers = "/api/tags/{id}/relationships/" + kind + "s";
      String one = "/api/" + kind + "s/{id}";
      routes.addAll(
          List.of(
              Route.of("GET", carriers, Quota.S, call -> carriers(call, kind)),
              Route.of("POST", carriers, Quota.S, call -> add(call, kind)),
              Route.of("DELETE", carriers, Quota.S, call -> remove(call, kind)),
              Route.of(
                  "GET",
                  one + "/tags",
                  Quota.S,
                  call -> tagsOf(call, kind, tag -> json(call, tag))),
              Route.of(
                  "GET",
                  one + "/relationships/tags",
                  Quota.S,
                  call -> tagsOf(call, kind, tag -> Links.reference("tag", tag.id)))));
    }
    return routes;
  }

  private Answer all(Call call) {
    List<Filter.Term> terms = Filter.of(call, FILTERS);
    Answer answer =
        TAGS.page(
            call,
            Paging.sorted(
                call, holdings.tags, Map.of("id", (id, tag) -> "", "name", (id, tag) -> tag.name)),
            (key, tag) -> terms.stream().allMatch(term -> term.accepts(tag.name)),
            (key, tag) -> json(call, tag));
    return withGroup(call, answer);
  }

  private Answer withGroup(Call call, Answer answer) {
    return call.include(Set.of("tag-group")).isEmpty()
        ? answer
        : Included.one(answer, "tag-group", id -> List.of(json(call, groupOf(id))));
  }

  private TagGroup groupOf(String tag) {
    Tag held = holdings.tags.get(tag);
    TagGroup group = held == null ? null : holdings.tagGroups.get(held.group);
    if (group == null) {
      throw ApiError.noResource("tag", tag).thrown();
    }
    return group;
  }

  /** The tags of a list, segment, campaign or flow. */
  List<JsonObject> carriedBy(Call call, String kind, String id) {
    return holdings.tags.values().stream()
        .filter(tag -> tag.carriers(kind).contains(id))
        .map(tag -> json(call, tag))
        .toList();
  }

  private Answer create(Call call) {
    JsonObject data = call.resource("tag");
    String name =
        Json.requiredText(Json.object(data, "attributes", "/data"), "name", "/data/attributes");
    JsonObject group = Json.find(data, "relationships", "tag-group", "data");
    String groupId =
        group == null
            ? standardGroup()
            : Json.requiredText(group, "id", "/data/relationships/tag-group/data");
    if (!holdings.tagGroups.containsKey(groupId)) {
      throw ApiError.noResource("tag-group", groupId).thrown();
    }
    if (holdings.tags.size() >= MOST_TAGS) {
      throw ApiError.invalid("An account has at most " + MOST_TAGS + " tags.", "/data").thrown();
    }
    Tag tag = new Tag(holdings.ids.uuid(), groupId);
    tag.name = name;
    holdings.tags.put(tag.id, tag);
    return Answer.one(201, json(call, tag));
  }

  private String standardGroup() {
    return holdings.tagGroups.values().stream()
        .filter(TagGroup::standard)
        .findFirst()
        .orElseThrow()
        .id();
  }

  private Answer rename(Call call) {
    Tag tag = tag(call);
    JsonObject attributes = Json.object(call.resource("tag", tag.id), "attributes", "/data");
    tag.name = Json.requiredText(attributes, "name", "/data/attributes");
    return Answer.empty(204);
  }

  private Answer delete(Call call) {
    holdings.tags.remove(tag(call).id);
    return Answer.empty(204);
  }

  private Answer carriers(Call call, String kind) {
    TreeMap<String, String> ids = new TreeMap<>();
    tag(call).carriers(kind).forEach(id -> ids.put(id, id));
    return Paging.ALL.page(call, ids, (id, x) -> true, (id, x) -> Links.reference(kind, id));
  }

  /** Refuses an id that nothing of the kind has. */
  private String known(String kind, String id) {
    boolean there =
        switch (kind) {
          case "list" -> holdings.lists.containsKey(id);
          case "segment" -> holdings.segments.containsKey(id);
          case "flow" -> holdings.flows.containsKey(id);
          default -> holdings.campaigns.containsKey(id);
        };
    if (!there) {
      throw ApiError.noResource(kind, id).thrown();
    }
    return id;
  }

  private Answer add(Call call, String kind) {
    Tag tag = tag(call);
    boolean exclusive =
        holdings.tagGroups.values().stream()
            .anyMatch(group -> group.id().equals(tag.group) && group.exclusive());
    List<String> ids = call.references(kind);
    for (String id : ids) {
      known(kind, id);
      List<Tag> carried =
          holdings.tags.values().stream()
              .filter(other -> !other.id.equals(tag.id) && other.carriers(kind).contains(id))
              .toList();
      if (carried.size() >= MOST_PER_RESOURCE) {
        throw ApiError.invalid(
                "A " + kind + " has at most " + MOST_PER_RESOURCE + " tags.", "/data")
            .thrown();
      }
      if (exclusive && carried.stream().anyMatch(other -> other.group.equals(tag.group))) {
        throw ApiError.invalid(
                "The " + kind + " has a tag of this exclusive group already.", "/data")
            .thrown();
      }
    }
    tag.carriers(kind).addAll(ids);
    return Answer.empty(204);
  }

  private Answer remove(Call call, String kind) {
    Tag tag = tag(call);
    call.references(kind).forEach(tag.carriers(kind)::remove);
    return Answer.empty(204);
  }

  private Answer tagsOf(Call call, String kind, Function<Tag, JsonObject> json) {
    String carrier = known(kind, call.variable("id"));
    return Paging.ALL.page(
        call,
        holdings.tags,
        (id, tag) -> tag.carriers(kind).contains(carrier),
        (id, tag) -> json.apply(tag));
  }

  private Answer groups(Call call) {
    List<Filter.Term> terms = Filter.of(call, GROUP_FILTERS);
    return GROUPS.page(
        call,
        Paging.sorted(
            call,
            holdings.tagGroups,
            Map.of("id", (id, group) -> "", "name", (id, group) -> group.name())),
        (key, group) -> terms.stream().allMatch(term -> accepts(term, group)),
        (key, group) -> json(call, group));
  }

  private static boolean accepts(Filter.Term term, TagGroup group) {
    return switch (term.field()) {
      case "exclusive" -> term.accepts(Boolean.toString(group.exclusive()));
      case "default" -> term.accepts(Boolean.toString(group.standard()));
      default -> term.accepts(group.name());
    };
  }

  private Answer createGroup(Call call) {
    JsonObject attributes = Json.object(call.resource("tag-group"), "attributes", "/data");
    if (holdings.tagGroups.size() >= MOST_GROUPS) {
      throw ApiError.invalid("An account has at most " + MOST_GROUPS + " tag groups.", "/data")
          .thrown();
    }
    TagGroup group =
        new TagGroup(
            holdings.ids.uuid(),
            Json.requiredText(attributes, "name", "/data/attributes"),
            Json.isTrue(attributes, "exclusive"),
            false);
    holdings.tagGroups.put(group.id(), group);
    return Answer.one(201, json(call, group));
  }

  private Tag tag(Call call) {
    Tag tag = holdings.tags.get(call.variable("id"));
    if (tag == null) {
      throw ApiError.noResource("tag", call.variable("id")).thrown();
    }
    return tag;
  }

  static JsonObject json(Call call, Tag tag) {
    JsonObject attributes = new JsonObject();
    attributes.addProperty("name", tag.name);
    JsonObject json = Links.resource(call, "tag", "tags", tag.id, attributes);
    for (String relation : List.of("tag-group", "lists", "segments", "campaigns", "flows")) {
      Links.relation(call, json, "tags", relation);
    }
    json.getAsJsonObject("relationships")
        .getAsJsonObject("tag-group")
        .add("data", Links.reference("tag-group", tag.group));
    return json;
  }

  static JsonObject json(Call call, TagGroup group) {
    JsonObject attributes = new JsonObject();
    attributes.addProperty("name", group.name());
    attributes.addProperty("exclusive", group.exclusive());
    attributes.addProperty("default", group.standard());
    JsonObject json = Links.resource(call, "tag-group", "tag-groups", group.id(), attributes);
    Links.relation(call, json, "tag-groups", "tags");
    return json;
  }
}
