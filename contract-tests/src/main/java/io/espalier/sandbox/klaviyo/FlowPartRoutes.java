package io.espalier.sandbox.klaviyo;

import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** The actions of flows and their messages, and which flows something starts. */
final class FlowPartRoutes {
  private static final Set<String> EQUAL = Set.of("any", "equals");
  private static final Map<String, Set<String>> ACTIONS =
      Map.of(
          "id",
          Set.of("any"),
          "action_type",
          EQUAL,
          "status",
          Set.of("equals"),
          "created",
          FlowRoutes.TIMES,
          "updated",
          FlowRoutes.TIMES);
  private static final Map<String, Set<String>> MESSAGES =
      Map.of(
          "id", Set.of("any"),
          "name", FlowRoutes.NAMES,
          "created", FlowRoutes.TIMES,
          "updated", FlowRoutes.TIMES);

  /** Bare references cannot be asked for by id. */
  private static final Map<String, Set<String>> MESSAGE_REFERENCES =
      Map.of("name", FlowRoutes.NAMES, "created", FlowRoutes.TIMES, "updated", FlowRoutes.TIMES);

  private static final Map<String, BiFunction<String, Flow.Action, String>> ACTION_SORTS =
      Map.of(
          "id", (id, action) -> "",
          "action_type", (id, action) -> type(action),
          "status", (id, action) -> status(action),
          "created", (id, action) -> action.created(),
          "updated", (id, action) -> action.updated());
  private static final Map<String, BiFunction<String, Flow.Action, String>> MESSAGE_SORTS =
      Map.of(
          "id", (id, action) -> "",
          "name", (id, action) -> name(action),
          "created", (id, action) -> action.created(),
          "updated", (id, action) -> action.updated());

  private final Holdings holdings;

  FlowPartRoutes(Holdings holdings) {
    this.holdings = holdings;
  }

  List<Route> routes() {
    String action = "/api/flow-actions/{id}";
    String message = "/api/flow-messages/{id}";
    Route actions = Route.of("GET", "/api/flows/{id}/flow-actions", Quota.S, this::actions);
    Route flow =
        Route.of(
            "GET",
            action + "/flow",
            Quota.S,
            call -> Answer.one(200, FlowRoutes.json(call, flowOf(call.variable("id")))));
    Route messages =
        Route.of("GET", action + "/flow-messages", Quota.S, call -> messages(call, MESSAGES));
    Route actionOf =
        Route.of(
            "GET",
            message + "/flow-action",
            Quota.S,
            call -> {
              Flow.Action sending = sending(call.variable("id"));
              return Answer.one(200, json(call, flowOf(sending.id()).id, sending));
            });
    Route template = Route.of("GET", message + "/template", Quota.S, this::template);
    List<Route> routes =
        new ArrayList<>(
            List.of(
                actions,
                actions.references(),
                Route.of("GET", action, Quota.S, this::action),
                Route.of("PATCH", action, Quota.S, this::change),
                flow,
                flow.references(),
                messages,
                Route.of(
                        "GET",
                        action + "/flow-messages",
                        Quota.S,
                        call -> messages(call, MESSAGE_REFERENCES))
                    .references(),
                Route.of("GET", message, Quota.S, this::message),
                actionOf,
                actionOf.references(),
                template,
                template.references()));
    for (String kind : List.of("list", "segment", "metric")) {
      Quota quota = kind.equals("metric") ? Quota.M : Quota.S;
      Route started =
          Route.of(
              "GET", "/api/" + kind + "s/{id}/flow-triggers", quota, call -> started(call, kind));
      routes.add(started);
      routes.add(started.references());
    }
    return routes;
  }

  private Answer started(Call call, String kind) {
    String id = call.variable("id");
    boolean there =
        switch (kind) {
          case "list" -> holdings.lists.containsKey(id);
          case "segment" -> holdings.segments.containsKey(id);
          default -> holdings.isMetric(id);
        };
    if (!there) {
      throw ApiError.noResource(kind, id).thrown();
    }
    TreeMap<String, JsonObject> flows = new TreeMap<>();
    FlowRoutes.startedBy(call, holdings, kind, id)
        .forEach(flow -> flows.put(flow.get("id").getAsString(), flow));
    return Paging.ALL.page(call, flows, (i, flow) -> true, (i, flow) -> flow);
  }

  private Answer actions(Call call) {
    Flow flow = holdings.flow(call.variable("id"));
    List<Filter.Term> terms = Filter.of(call, ACTIONS);
    return FlowRoutes.PAGES.page(
        call,
        Paging.sorted(call, flow.actions, ACTION_SORTS),
        (key, action) -> terms.stream().allMatch(term -> accepts(term, action, action.id())),
        (key, action) -> json(call, flow.id, action));
  }

  private static boolean accepts(Filter.Term term, Flow.Action action, String id) {
    return switch (term.field()) {
      case "id" -> term.accepts(id);
      case "action_type" -> term.accepts(type(action));
      case "status" -> term.accepts(status(action));
      case "name" -> term.accepts(name(action));
      case "created" -> term.acceptsTime(Holdings.instant(action.created()));
      default -> term.acceptsTime(Holdings.instant(action.updated()));
    };
  }

  private Flow flowOf(String action) {
    return holdings.flows.values().stream()
        .filter(flow -> flow.actions.containsKey(action))
        .findFirst()
        .orElseThrow(() -> ApiError.noResource("flow-action", action).thrown());
  }

  private Flow.Action find(String id) {
    Flow.Action action = flowOf(id).actions.get(id);
    if (action == null) {
      throw ApiError.noResource("flow-action", id).thrown();
    }
    return action;
  }

  private Flow.Action sending(String message) {
    return holdings.flows.values().stream()
        .flatMap(flow -> flow.actions.values().stream())
        .filter(action -> action.message().equals(message))
        .findFirst()
        .orElseThrow(() -> ApiError.noResource("flow-message", message).thrown());
  }

  private Answer action(Call call) {
    Flow.Action action = find(call.variable("id"));
    Flow flow = flowOf(action.id());
    Answer answer = Answer.one(200, json(call, flow.id, action));
    List<String> include = call.include(Set.of("flow", "flow-messages"));
    if (include.contains("flow")) {
      Included.one(answer, "flow", id -> List.of(FlowRoutes.json(call, flow)));
    }
    return include.contains("flow-messages")
        ? Included.many(
            answer,
            "flow-messages",
            id -> action.message().isEmpty() ? List.of() : List.of(message(call, action)))
        : answer;
  }

  private Answer change(Call call) {
    Flow.Action action = find(call.variable("id"));
    JsonObject attributes =
        Json.object(call.resource("flow-action", action.id()), "attributes", "/data");
    JsonObject definition = Json.object(attributes, "definition", "/data/attributes").deepCopy();
    String at = "/data/attributes/definition";
    if (!Json.requiredText(definition, "type", at).equals(type(action))) {
      throw ApiError.invalid("The type of an action cannot be changed.", at + "/type").thrown();
    }
    definition.addProperty("id", action.id());
    Flow flow = flowOf(action.id());
    Flow.Action changed =
        new Flow.Action(
            action.id(),
            Json.GSON.toJson(definition),
            action.message(),
            action.created(),
            holdings.now());
    flow.actions.put(action.id(), changed);
    return Answer.one(200, json(call, flow.id, changed));
  }

  private Answer messages(Call call, Map<String, Set<String>> filters) {
    Flow.Action action = find(call.variable("id"));
    List<Filter.Term> terms = Filter.of(call, filters);
    TreeMap<String, Flow.Action> own = new TreeMap<>();
    if (!action.message().isEmpty()) {
      own.put(action.message(), action);
    }
    return FlowRoutes.PAGES.page(
        call,
        Paging.sorted(call, own, MESSAGE_SORTS),
        (key, one) -> terms.stream().allMatch(term -> accepts(term, one, one.message())),
        (key, one) -> message(call, one));
  }

  private Answer message(Call call) {
    Flow.Action action = sending(call.variable("id"));
    Answer answer = Answer.one(200, message(call, action));
    List<String> include = call.include(Set.of("flow-action", "template"));
    if (include.contains("flow-action")) {
      Included.one(
          answer, "flow-action", id -> List.of(json(call, flowOf(action.id()).id, action)));
    }
    return include.contains("template")
        ? Included.one(
            answer,
            "template",
            id -> {
              @Nullable StoredTemplate template = templateOf(action);
              return template == null ? List.of() : List.of(TemplateRoutes.json(call, template));
            })
        : answer;
  }

  private @Nullable StoredTemplate templateOf(Flow.Action action) {
    JsonObject email = Json.find(action.json(), "data", "message");
    String id = email == null ? null : Json.text(email, "template_id", "");
    return id == null ? null : holdings.templates.get(id);
  }

  private Answer template(Call call) {
    @Nullable StoredTemplate template = templateOf(sending(call.variable("id")));
    if (template == null) {
      throw ApiError.noResource("template", call.variable("id")).thrown();
    }
    return Answer.one(200, TemplateRoutes.json(call, template));
  }

  private static String type(Flow.Action action) {
    return action.json().get("type").getAsString();
  }

  private static String status(Flow.Action action) {
    JsonObject data = Json.find(action.json(), "data");
    String status = data == null ? null : Json.text(data, "status", "");
    return status == null ? "draft" : status;
  }

  private static String name(Flow.Action action) {
    JsonObject email = Json.find(action.json(), "data", "message");
    String name = email == null ? null : Json.text(email, "name", "");
    return name == null ? "" : name;
  }

  static JsonObject json(Call call, String flow, Flow.Action action) {
    JsonObject attributes = new JsonObject();
    attributes.addProperty("created", action.created());
    attributes.addProperty("updated", action.updated());
    attributes.add("definition", action.json());
    JsonObject json = Links.resource(call, "flow-action", "flow-actions", action.id(), attributes);
    Links.relation(call, json, "flow-actions", "flow");
    Links.relation(call, json, "flow-actions", "flow-messages");
    json.getAsJsonObject("relationships")
        .getAsJsonObject("flow")
        .add("data", Links.reference("flow", flow));
    return json;
  }

  private static JsonObject message(Call call, Flow.Action action) {
    JsonObject attributes = new JsonObject();
    attributes.addProperty("channel", "email");
    attributes.addProperty("created", action.created());
    attributes.addProperty("updated", action.updated());
    attributes.add("definition", JsonNull.INSTANCE);
    JsonObject json =
        Links.resource(call, "flow-message", "flow-messages", action.message(), attributes);
    Links.relation(call, json, "flow-messages", "flow-action");
    Links.relation(call, json, "flow-messages", "template");
    json.getAsJsonObject("relationships")
        .getAsJsonObject("flow-action")
        .add("data", Links.reference("flow-action", action.id()));
    return json;
  }
}
