package io.espalier.sandbox.klaviyo;

import com.google.gson.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/** Tags, their groups, and the lists that carry them. */
final class TagRoutes {
  private static final Paging TAGS = new Paging(50, 50);
  private static final Paging GROUPS = new Paging(25, 25);
  private static final int MOST_TAGS = 500;
  private static final int MOST_GROUPS = 50;
  private static final int MOST_PER_LIST = 100;
  private static final Map<String, Set<String>> FILTERS =
      Map.of("name", Set.of("equals", "contains", "starts-with", "ends-with"));

  private final Holdings holdings;

  TagRoutes(Holdings holdings) {
    this.holdings = holdings;
  }

  List<Route> routes() {
    String lists = "/api/tags/{id}/relationships/lists";
    return List.of(
        Route.of("GET", "/api/tags", Quota.S, this::all),
        Route.of("POST", "/api/tags", Quota.S, this::create),
        Route.of("GET", "/api/tags/{id}", Quota.S, c -> Answer.one(200, json(c, tag(c)))),
        Route.of("PATCH", "/api/tags/{id}", Quota.S, this::rename),
        Route.of("DELETE", "/api/tags/{id}", Quota.S, this::delete),
        Route.of("GET", lists, Quota.S, this::listsOf),
        Route.of("POST", lists, Quota.S, this::add),
        Route.of("DELETE", lists, Quota.S, this::remove),
        Route.of("GET", "/api/lists/{id}/tags", Quota.S, c -> tagsOf(c, tag -> json(c, tag))),
        Route.of(
            "GET",
            "/api/lists/{id}/relationships/tags",
            Quota.S,
            c -> tagsOf(c, tag -> Links.reference("tag", tag.id))),
        Route.of("GET", "/api/tag-groups", Quota.S, this::groups),
        Route.of("POST", "/api/tag-groups", Quota.S, this::createGroup));
  }

  private Answer all(Call call) {
    List<Filter.Term> terms = Filter.of(call, FILTERS);
    return TAGS.page(
        call,
        Paging.sorted(call, holdings.tags, Map.of("name", (id, tag) -> tag.name)),
        (key, tag) -> terms.stream().allMatch(term -> term.accepts(tag.name)),
        (key, tag) -> json(call, tag));
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
    JsonObject attributes = Json.object(call.resource("tag"), "attributes", "/data");
    tag.name = Json.requiredText(attributes, "name", "/data/attributes");
    return Answer.empty(204);
  }

  private Answer delete(Call call) {
    holdings.tags.remove(tag(call).id);
    return Answer.empty(204);
  }

  private Answer listsOf(Call call) {
    TreeMap<String, String> ids = new TreeMap<>();
    tag(call).lists.forEach(id -> ids.put(id, id));
    return TAGS.page(call, ids, (id, x) -> true, (id, x) -> Links.reference("list", id));
  }

  private Answer add(Call call) {
    Tag tag = tag(call);
    boolean exclusive =
        holdings.tagGroups.values().stream()
            .anyMatch(group -> group.id().equals(tag.group) && group.exclusive());
    List<String> ids = call.references("list");
    for (String id : ids) {
      holdings.list(id);
      List<Tag> carried =
          holdings.tags.values().stream()
              .filter(other -> !other.id.equals(tag.id) && other.lists.contains(id))
              .toList();
      if (carried.size() >= MOST_PER_LIST) {
        throw ApiError.invalid("A list has at most " + MOST_PER_LIST + " tags.", "/data").thrown();
      }
      if (exclusive && carried.stream().anyMatch(other -> other.group.equals(tag.group))) {
        throw ApiError.invalid("The list has a tag of this exclusive group already.", "/data")
            .thrown();
      }
    }
    tag.lists.addAll(ids);
    return Answer.empty(204);
  }

  private Answer remove(Call call) {
    Tag tag = tag(call);
    call.references("list").forEach(tag.lists::remove);
    return Answer.empty(204);
  }

  private Answer tagsOf(Call call, Function<Tag, JsonObject> json) {
    String list = holdings.list(call.variable("id")).id;
    return new Paging(MOST_PER_LIST, MOST_PER_LIST)
        .page(
            call,
            holdings.tags,
            (id, tag) -> tag.lists.contains(list),
            (id, tag) -> json.apply(tag));
  }

  private Answer groups(Call call) {
    List<Filter.Term> terms = Filter.of(call, FILTERS);
    return GROUPS.page(
        call,
        Paging.sorted(call, holdings.tagGroups, Map.of("name", (id, group) -> group.name())),
        (key, group) -> terms.stream().allMatch(term -> term.accepts(group.name())),
        (key, group) -> json(call, group));
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
