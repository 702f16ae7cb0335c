package io.espalier.sandbox.klaviyo;

import com.google.gson.JsonObject;
import java.util.List;

/** One group of tags: read, renamed, deleted with its tags; the standard one stays. */
final class TagGroupRoutes {
  private static final String ONE = "/api/tag-groups/{id}";

  private final Holdings holdings;

  TagGroupRoutes(Holdings holdings) {
    this.holdings = holdings;
  }

  List<Route> routes() {
    Route tags = Route.of("GET", ONE + "/tags", Quota.S, this::tags);
    Route group = Route.of("GET", "/api/tags/{id}/tag-group", Quota.S, this::groupOf);
    return List.of(
        Route.of("GET", ONE, Quota.S, call -> Answer.one(200, TagRoutes.json(call, find(call)))),
        Route.of("PATCH", ONE, Quota.S, this::rename),
        Route.of("DELETE", ONE, Quota.S, this::delete),
        tags,
        tags.references(),
        group,
        group.references());
  }

  private Answer rename(Call call) {
    TagGroup group = find(call);
    JsonObject data = call.resource("tag-group", group.id());
    String name =
        Json.requiredText(Json.object(data, "attributes", "/data"), "name", "/data/attributes");
    holdings.tagGroups.put(
        group.id(), new TagGroup(group.id(), name, group.exclusive(), group.standard()));
    return Answer.empty(204);
  }

  private Answer delete(Call call) {
    TagGroup group = find(call);
    if (group.standard()) {
      throw ApiError.invalid("The default tag group cannot be deleted.", "/data").thrown();
    }
    holdings.tagGroups.remove(group.id());
    holdings.tags.values().removeIf(tag -> tag.group.equals(group.id()));
    return Answer.empty(204);
  }

  private Answer tags(Call call) {
    String group = find(call).id();
    return Paging.ALL.page(
        call,
        holdings.tags,
        (id, tag) -> tag.group.equals(group),
        (id, tag) -> TagRoutes.json(call, tag));
  }

  private Answer groupOf(Call call) {
    Tag tag = holdings.tags.get(call.variable("id"));
    TagGroup group = tag == null ? null : holdings.tagGroups.get(tag.group);
    if (group == null) {
      throw ApiError.noResource("tag", call.variable("id")).thrown();
    }
    return Answer.one(200, TagRoutes.json(call, group));
  }

  private TagGroup find(Call call) {
    TagGroup group = holdings.tagGroups.get(call.variable("id"));
    if (group == null) {
      throw ApiError.noResource("tag-group", call.variable("id")).thrown();
    }
    return group;
  }
}
