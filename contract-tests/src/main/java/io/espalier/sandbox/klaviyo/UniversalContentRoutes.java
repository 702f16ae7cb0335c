package io.espalier.sandbox.klaviyo;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Universal content: create, read, change, delete. */
final class UniversalContentRoutes {
  private static final String TYPE = "template-universal-content";
  private static final String AT = "/data/attributes";
  private static final String ONE = "/api/" + TYPE + "/{id}";
  private static final Set<String> BLOCKS =
      Set.of("button", "drop_shadow", "horizontal_rule", "html", "image", "spacer", "text");
  private static final Set<String> TIMES =
      Set.of("greater-or-equal", "greater-than", "less-or-equal", "less-than");
  private static final Map<String, Set<String>> FILTERS =
      Map.of(
          "id", Set.of("any", "equals"),
          "name", Set.of("any", "equals"),
          "created", TIMES,
          "updated", TIMES,
          "definition.content_type", Set.of("equals"),
          "definition.type", Set.of("equals"));
  private static final Map<String, BiFunction<String, UniversalContent, String>> SORTS =
      Map.of(
          "id", (id, content) -> "",
          "name", (id, content) -> content.name,
          "created", (id, content) -> content.created,
          "updated", (id, content) -> content.updated);

  private final Holdings holdings;

  UniversalContentRoutes(Holdings holdings) {
    this.holdings = holdings;
  }

  List<Route> routes() {
    return List.of(
        Route.of("GET", "/api/" + TYPE, Quota.L, this::all),
        Route.of("POST", "/api/" + TYPE, Quota.L, this::create),
        Route.of("GET", ONE, Quota.L, call -> Answer.one(200, json(call, find(call)))),
        Route.of("PATCH", ONE, Quota.L, this::update),
        Route.of("DELETE", ONE, Quota.L, this::delete));
  }

  private Answer all(Call call) {
    List<Filter.Term> terms = Filter.of(call, FILTERS);
    return Paging.HUNDRED.page(
        call,
        Paging.sorted(call, holdings.universal, SORTS),
        (key, content) -> terms.stream().allMatch(term -> accepts(term, content)),
        (key, content) -> json(call, content));
  }

  private static boolean accepts(Filter.Term term, UniversalContent content) {
    JsonObject definition = JsonParser.parseString(content.definition).getAsJsonObject();
    return switch (term.field()) {
      case "id" -> term.accepts(content.id);
      case "name" -> term.accepts(content.name);
      case "created" -> term.acceptsTime(Holdings.instant(content.created));
      case "updated" -> term.acceptsTime(Holdings.instant(content.updated));
      case "definition.type" -> term.accepts(definition.get("type").getAsString());
      default -> term.accepts(definition.get("content_type").getAsString());
    };
  }

  private Answer create(Call call) {
    JsonObject attributes = Json.object(call.resource(TYPE), "attributes", "/data");
    String name = Json.requiredText(attributes, "name", AT);
    JsonObject definition = definition(Json.object(attributes, "definition", AT));
    UniversalContent content = new UniversalContent(holdings.ids.ulid(), holdings.now());
    content.name = name;
    content.definition = Json.GSON.toJson(definition);
    holdings.universal.put(content.id, content);
    return Answer.one(201, json(call, content));
  }

  private Answer update(Call call) {
    UniversalContent content = find(call);
    JsonObject data = call.resource(TYPE, content.id);
    JsonObject attributes = Json.object(data, "attributes", "/data");
    String name = Json.text(attributes, "name", AT);
    JsonElement given = attributes.get("definition");
    if (given != null && !given.isJsonNull()) {
      content.definition = Json.GSON.toJson(definition(Json.object(given, AT + "/definition")));
    }
    content.name = name == null ? content.name : name;
    content.updated = holdings.now();
    return Answer.one(200, json(call, content));
  }

  private static JsonObject definition(JsonObject definition) {
    String at = AT + "/definition";
    if (!Json.requiredText(definition, "content_type", at).equals("block")) {
      throw ApiError.invalid("'content_type' must be 'block'.", at + "/content_type").thrown();
    }
    String type = Json.requiredText(definition, "type", at);
    if (!BLOCKS.contains(type)) {
      throw ApiError.invalid("'" + type + "' cannot be created by the API.", at + "/type").thrown();
    }
    JsonObject data = Json.object(definition, "data", at);
    Json.object(data, "display_options", at + "/data");
    if (type.equals("html") || type.equals("text")) {
      @Nullable String content = Json.text(data, "content", at + "/data");
      if (content == null) {
        throw ApiError.invalid("'content' is a required field.", at + "/data/content").thrown();
      }
    }
    return definition;
  }

  private Answer delete(Call call) {
    holdings.universal.remove(find(call).id);
    return Answer.empty(204);
  }

  private UniversalContent find(Call call) {
    UniversalContent content = holdings.universal.get(call.variable("id"));
    if (content == null) {
      throw ApiError.noResource(TYPE, call.variable("id")).thrown();
    }
    return content;
  }

  private static JsonObject json(Call call, UniversalContent content) {
    JsonObject attributes = new JsonObject();
    attributes.addProperty("name", content.name);
    attributes.add("definition", JsonParser.parseString(content.definition));
    attributes.addProperty("created", content.created);
    attributes.addProperty("updated", content.updated);
    // Nobody draws a screenshot here, so it is never ready.
    attributes.addProperty("screenshot_status", "never_generated");
    attributes.addProperty("screenshot_url", "");
    return Links.resource(call, TYPE, TYPE, content.id, attributes);
  }
}
