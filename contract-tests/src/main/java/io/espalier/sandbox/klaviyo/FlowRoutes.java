package io.espalier.sandbox.klaviyo;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Flows: made by a definition, read, set live or to draft, deleted. Nothing is run. */
final class FlowRoutes {
  static final Paging PAGES = new Paging(50, 50);
  static final Set<String> TIMES =
      Set.of("equals", "greater-or-equal", "greater-than", "less-or-equal", "less-than");
  static final Set<String> NAMES = Set.of("contains", "ends-with", "equals", "starts-with");
  private static final Quota MAKING = new Quota(1, 15, 100);
  private static final String AT = "/data/attributes";
  private static final String DEFINITION = AT + "/definition";
  private static final Set<String> STATUSES = Set.of("draft", "live", "manual");
  private static final Map<String, String> TRIGGERS =
      Map.of(
          "list", "Added to List",
          "segment", "Added to List",
          "metric", "Metric",
          "date", "Date Based",
          "price-drop", "Price Drop",
          "low-inventory", "Low Inventory");
  private static final Map<String, Set<String>> FILTERS =
      Map.of(
          "id", Set.of("any"),
          "name", NAMES,
          "status", Set.of("equals"),
          "archived", Set.of("equals"),
          "created", TIMES,
          "updated", TIMES,
          "trigger_type", Set.of("equals"));
  private static final Map<String, BiFunction<String, Flow, String>> SORTS =
      Map.of(
          "id", (id, flow) -> "",
          "name", (id, flow) -> flow.name,
          "status", (id, flow) -> flow.status,
          "created", (id, flow) -> flow.created,
          "updated", (id, flow) -> flow.updated,
          "trigger_type", (id, flow) -> triggerType(flow));

  private final Holdings holdings;
  private final TagRoutes tags;

  FlowRoutes(Holdings holdings, TagRoutes tags) {
    this.holdings = holdings;
    this.tags = tags;
  }

  List<Route> routes() {
    String one = "/api/flows/{id}";
    return List.of(
        Route.of("GET", "/api/flows", Quota.S, this::all),
        Route.of("POST", "/api/flows", MAKING, this::create),
        Route.of("GET", one, Quota.S, this::one),
        Route.of("PATCH", one, Quota.S, this::update),
        Route.of("DELETE", one, Quota.S, this::delete));
  }

  private Answer all(Call call) {
    List<Filter.Term> terms = Filter.of(call, FILTERS);
    return including(
        call,
        PAGES.page(
            call,
            Paging.sorted(call, holdings.flows, SORTS),
            (key, flow) -> terms.stream().allMatch(term -> accepts(term, flow)),
            (key, flow) -> json(call, flow)));
  }

  private static boolean accepts(Filter.Term term, Flow flow) {
    return switch (term.field()) {
      case "id" -> term.accepts(flow.id);
      case "name" -> term.accepts(flow.name);
      case "status" -> term.accepts(flow.status);
      case "archived" -> term.accepts("false");
      case "trigger_type" -> term.accepts(triggerType(flow));
      case "created" -> term.acceptsTime(Holdings.instant(flow.created));
      default -> term.acceptsTime(Holdings.instant(flow.updated));
    };
  }

  private Answer including(Call call, Answer answer) {
    List<String> include = call.include(Set.of("flow-actions", "tags"));
    if (include.contains("flow-actions")) {
      Included.many(
          answer,
          "flow-actions",
          id ->
              holdings.flow(id).actions.values().stream()
                  .map(action -> FlowPartRoutes.json(call, id, action))
                  .toList());
    }
    return include.contains("tags")
        ? Included.many(answer, "tags", id -> tags.carriedBy(call, "flow", id))
        : answer;
  }

  private Answer create(Call call) {
    JsonObject attributes = Json.object(call.resource("flow"), "attributes", "/data");
    Flow flow = new Flow(holdings.ids.six(holdings.flows::containsKey), holdings.now());
    flow.name = Json.requiredText(attributes, "name", AT);
    JsonObject definition = Json.object(attributes, "definition", AT);
    trigger(Json.array(definition, "triggers", DEFINITION));
    Map<String, String> ids = identify(Json.array(definition, "actions", DEFINITION));
    JsonArray actions = definition.getAsJsonArray("actions");
    for (int i = 0; i < actions.size(); i++) {
      action(flow, actions.get(i).getAsJsonObject(), ids, DEFINITION + "/actions/" + i);
    }
    JsonObject frame = definition.deepCopy();
    frame.remove("actions");
    String entry = Json.text(definition, "entry_action_id", DEFINITION);
    Json.put(
        frame,
        "entry_action_id",
        entry == null ? null : known(ids, entry, DEFINITION + "/entry_action_id"));
    flow.frame = Json.GSON.toJson(frame);
    holdings.flows.put(flow.id, flow);
    JsonObject json = json(call, flow);
    json.getAsJsonObject("attributes").add("definition", definition(flow));
    return Answer.one(201, json);
  }

  private void trigger(JsonArray triggers) {
    String at = DEFINITION + "/triggers";
    if (triggers.size() > 1) {
      throw ApiError.invalid("Only one trigger is supported.", at).thrown();
    }
    for (JsonElement element : triggers) {
      JsonObject trigger = Json.object(element, at + "/0");
      String type = Json.requiredText(trigger, "type", at + "/0");
      if (!TRIGGERS.containsKey(type)) {
        throw ApiError.invalid("'" + type + "' is no trigger.", at + "/0/type").thrown();
      }
      String id = Json.text(trigger, "id", at + "/0");
      boolean there =
          switch (type) {
            case "list" -> id == null || holdings.lists.containsKey(id);
            case "segment" -> id == null || holdings.segments.containsKey(id);
            case "metric" -> id == null || holdings.isMetric(id);
            default -> true;
          };
      if (!there) {
        throw ApiError.invalid("There is no " + type + " with id '" + id + "'.", at + "/0/id")
            .thrown();
      }
    }
  }

  /** Real ids for temporary ones. */
  private Map<String, String> identify(JsonArray actions) {
    Map<String, String> ids = new TreeMap<>();
    for (int i = 0; i < actions.size(); i++) {
      String at = DEFINITION + "/actions/" + i;
      JsonObject action = Json.object(actions.get(i), at);
      if (action.has("id") && !action.get("id").isJsonNull()) {
        throw ApiError.invalid("'id' is not allowed on create.", at + "/id").thrown();
      }
      String temporary = Json.requiredText(action, "temporary_id", at);
      if (ids.put(temporary, holdings.ids.digits()) != null) {
        throw ApiError.invalid("The temporary_id is given twice.", at + "/temporary_id").thrown();
      }
    }
    return ids;
  }

  private void action(Flow flow, JsonObject given, Map<String, String> ids, String at) {
    JsonObject definition = given.deepCopy();
    String type = Json.requiredText(definition, "type", at);
    String id = known(ids, definition.remove("temporary_id").getAsString(), at);
    definition.addProperty("id", id);
    if (definition.get("links") instanceof JsonObject links) {
      for (Map.Entry<String, JsonElement> link : links.entrySet()) {
        if (Json.isText(link.getValue())) {
          String to = known(ids, link.getValue().getAsString(), at + "/links/" + link.getKey());
          links.addProperty(link.getKey(), to);
        }
      }
    }
    String message = "";
    if (type.equals("send-email")) {
      message = holdings.ids.six(one -> false);
      JsonObject data = Json.find(definition, "data");
      JsonObject email = Json.find(data, "message");
      String template = email == null ? null : Json.text(email, "template_id", at);
      StoredTemplate copied = template == null ? null : holdings.templates.get(template);
      if (template != null && copied == null) {
        throw ApiError.invalid("The template does not exist.", at + "/data/message/template_id")
            .thrown();
      }
    }
    flow.actions.put(
        id, new Flow.Action(id, Json.GSON.toJson(definition), message, flow.created, flow.created));
  }

  private static String known(Map<String, String> ids, String temporary, String at) {
    String id = ids.get(temporary);
    if (id == null) {
      throw ApiError.invalid("There is no action '" + temporary + "'.", at).thrown();
    }
    return id;
  }

  private Answer one(Call call) {
    Flow flow = holdings.flow(call.variable("id"));
    JsonObject json = json(call, flow);
    if (call.wants("flow", "definition", Set.of("definition"))) {
      json.getAsJsonObject("attributes").add("definition", definition(flow));
    }
    return including(call, Answer.one(200, json));
  }

  private static JsonObject definition(Flow flow) {
    JsonObject definition = JsonParser.parseString(flow.frame).getAsJsonObject();
    JsonArray actions = new JsonArray();
    flow.actions.values().forEach(action -> actions.add(action.json()));
    definition.add("actions", actions);
    return definition;
  }

  /** The status of the flow, and of all its actions. */
  private Answer update(Call call) {
    Flow flow = holdings.flow(call.variable("id"));
    JsonObject attributes = Json.object(call.resource("flow", flow.id), "attributes", "/data");
    String status = Json.requiredText(attributes, "status", AT);
    if (!STATUSES.contains(status)) {
      throw ApiError.invalid("'status' must be draft, live or manual.", AT + "/status").thrown();
    }
    flow.status = status;
    flow.updated = holdings.now();
    flow.actions.replaceAll(
        (id, action) -> {
          JsonObject definition = action.json();
          @Nullable JsonObject data = Json.find(definition, "data");
          if (data != null && data.has("status")) {
            data.addProperty("status", status);
          }
          return new Flow.Action(
              id, Json.GSON.toJson(definition), action.message(), action.created(), flow.updated);
        });
    return Answer.one(200, json(call, flow));
  }

  private Answer delete(Call call) {
    Flow flow = holdings.flow(call.variable("id"));
    holdings.flows.remove(flow.id);
    holdings.tags.values().forEach(tag -> tag.carriers("flow").remove(flow.id));
    return Answer.empty(204);
  }

  private static @Nullable JsonObject trigger(Flow flow) {
    JsonArray triggers =
        JsonParser.parseString(flow.frame).getAsJsonObject().getAsJsonArray("triggers");
    return triggers == null || triggers.isEmpty() ? null : triggers.get(0).getAsJsonObject();
  }

  private static String triggerType(Flow flow) {
    @Nullable JsonObject trigger = trigger(flow);
    return trigger == null
        ? "Unconfigured"
        : TRIGGERS.getOrDefault(trigger.get("type").getAsString(), "Unconfigured");
  }

  /**
   * The flows that a list, a segment or a metric starts.
   *
   * @param type {@code list}, {@code segment} or {@code metric}
   */
  static List<JsonObject> startedBy(Call call, Holdings holdings, String type, String id) {
    return holdings.flows.values().stream()
        .filter(
            flow -> {
              @Nullable JsonObject trigger = trigger(flow);
              JsonElement started = trigger == null ? JsonNull.INSTANCE : trigger.get("id");
              return trigger != null
                  && trigger.get("type").getAsString().equals(type)
                  && started != null
                  && Json.isText(started)
                  && started.getAsString().equals(id);
            })
        .map(flow -> json(call, flow))
        .toList();
  }

  static JsonObject json(Call call, Flow flow) {
    JsonObject attributes = new JsonObject();
    attributes.addProperty("name", flow.name);
    attributes.addProperty("status", flow.status);
    attributes.addProperty("archived", false);
    attributes.addProperty("created", flow.created);
    attributes.addProperty("updated", flow.updated);
    attributes.addProperty("trigger_type", triggerType(flow));
    JsonObject json = Links.resource(call, "flow", "flows", flow.id, attributes);
    Links.relation(call, json, "flows", "flow-actions");
    Links.relation(call, json, "flows", "tags");
    return json;
  }
}
