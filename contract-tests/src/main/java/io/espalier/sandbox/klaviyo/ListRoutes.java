package io.espalier.sandbox.klaviyo;

import com.google.gson.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.function.BiFunction;

/** Lists: create, read, rename, delete. */
final class ListRoutes {
  private static final Set<String> COUNT = Set.of("profile_count");
  private static final Set<String> INCLUDES = Set.of("tags", "flow-triggers");
  private static final Map<String, Set<String>> FILTERS =
      Map.of(
          "name", Set.of("equals", "any"),
          "id", Set.of("equals", "any"),
          "created", Set.of("greater-than"),
          "updated", Set.of("greater-than"));
  private static final Map<String, BiFunction<String, MemberList, String>> SORTS =
      Map.of(
          "id", (id, list) -> "",
          "name", (id, list) -> list.name,
          "created", (id, list) -> list.created,
          "updated", (id, list) -> list.updated);

  private final Holdings holdings;
  private final TagRoutes tags;

  ListRoutes(Holdings holdings, TagRoutes tags) {
    this.holdings = holdings;
    this.tags = tags;
  }

  List<Route> routes() {
    return List.of(
        Route.of("GET", "/api/lists", Quota.L, this::all),
        Route.of("POST", "/api/lists", Quota.LIST_CREATION, this::create),
        Route.of("GET", "/api/lists/{id}", Quota.L, this::one),
        Route.of("PATCH", "/api/lists/{id}", Quota.M, this::update),
        Route.of("DELETE", "/api/lists/{id}", Quota.M, this::delete));
  }

  private Answer all(Call call) {
    List<Filter.Term> terms = Filter.of(call, FILTERS);
    List<String> include = call.include(INCLUDES);
    NavigableMap<String, MemberList> sorted = Paging.sorted(call, holdings.lists, SORTS);
    Answer answer =
        Paging.TEN.page(
            call,
            sorted,
            (key, list) -> terms.stream().allMatch(term -> accepts(term, list)),
            (key, list) -> json(call, list));
    return including(call, include, answer);
  }

  private Answer create(Call call) {
    JsonObject attributes = Json.object(call.resource("list"), "attributes", "/data");
    String name = Json.requiredText(attributes, "name", "/data/attributes");
    if (holdings.on(KlaviyoFact.NAMES_ARE_UNIQUE)
        && holdings.lists.values().stream().anyMatch(list -> list.name.equals(name))) {
      throw ApiError.invalid("A list with this name already exists.", "/data/attributes/name")
          .thrown();
    }
    MemberList list = new MemberList(holdings.ids.six(holdings.lists::containsKey), holdings.now());
    list.name = name;
    list.optInProcess = holdings.account.optInProcess();
    optIn(list, attributes);
    holdings.lists.put(list.id, list);
    return Answer.one(201, json(call, list));
  }

  private Answer one(Call call) {
    MemberList list = holdings.list(call.variable("id"));
    List<String> include = call.include(INCLUDES);
    JsonObject json = json(call, list);
    if (call.wants("list", "profile_count", COUNT)) {
      json.getAsJsonObject("attributes").addProperty("profile_count", list.members.size());
    }
    Answer answer = Answer.one(200, json);
    return including(call, include, answer);
  }

  private Answer update(Call call) {
    MemberList list = holdings.list(call.variable("id"));
    JsonObject data = call.resource("list", list.id);
    JsonObject attributes = Json.object(data, "attributes", "/data");
    String name = Json.text(attributes, "name", "/data/attributes");
    optIn(list, attributes);
    list.name = name == null ? list.name : name;
    list.updated = holdings.now();
    return Answer.one(200, json(call, list));
  }

  private Answer delete(Call call) {
    MemberList list = holdings.list(call.variable("id"));
    holdings.lists.remove(list.id);
    holdings.tags.values().forEach(tag -> tag.lists.remove(list.id));
    return Answer.empty(204);
  }

  private static void optIn(MemberList list, JsonObject attributes) {
    String process = Json.text(attributes, "opt_in_process", "/data/attributes");
    if (process != null) {
      if (!process.equals("single_opt_in") && !process.equals("double_opt_in")) {
        throw ApiError.invalid(
                "'opt_in_process' must be one of 'double_opt_in', 'single_opt_in'.",
                "/data/attributes/opt_in_process")
            .thrown();
      }
      list.optInProcess = process;
    }
  }

  private static boolean accepts(Filter.Term term, MemberList list) {
    return switch (term.field()) {
      case "name" -> term.accepts(list.name);
      case "id" -> term.accepts(list.id);
      case "created" -> term.acceptsTime(Holdings.instant(list.created));
      default -> term.acceptsTime(Holdings.instant(list.updated));
    };
  }

  private Answer including(Call call, List<String> include, Answer answer) {
    if (include.contains("tags")) {
      Included.many(answer, "tags", id -> tags.carriedBy(call, "list", id));
    }
    return include.contains("flow-triggers")
        ? Included.many(
            answer, "flow-triggers", id -> FlowRoutes.startedBy(call, holdings, "list", id))
        : answer;
  }

  static JsonObject json(Call call, MemberList list) {
    JsonObject attributes = new JsonObject();
    attributes.addProperty("name", list.name);
    attributes.addProperty("created", list.created);
    attributes.addProperty("updated", list.updated);
    attributes.addProperty("opt_in_process", list.optInProcess);
    JsonObject json = Links.resource(call, "list", "lists", list.id, attributes);
    for (String relation : List.of("profiles", "tags", "flow-triggers")) {
      Links.relation(call, json, "lists", relation);
    }
    return json;
  }
}
