package io.espalier.sandbox.salesforcemc;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.espalier.sandbox.Exchange;
import io.espalier.sandbox.Reply;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code /automation/v1}: query activities, import definitions and automations, in the shapes that
 * were recorded (github Accenture/sfmc-devtools, test/resources; undocumented). How a refusal looks
 * there is assumed.
 */
final class AutomationRoute {
  private static final Pattern FILTER =
      Pattern.compile("\\s*name\\s+eq\\s+'?(.*?)'?\\s*", Pattern.CASE_INSENSITIVE);

  private final State state;
  private final Activities activities;
  private final QueryRun queryRun;

  AutomationRoute(State state, RowWriter writer, Activities activities) {
    this.state = state;
    this.activities = activities;
    queryRun = new QueryRun(state, writer);
  }

  /**
   * Answers.
   *
   * @param rest the path's parts after {@code automation/v1}
   */
  Reply answer(Exchange exchange, List<String> rest) {
    String kind = rest.get(0);
    Map<String, JsonObject> all =
        switch (kind) {
          case "queries" -> state.queries;
          case "imports" -> state.imports;
          case "automations" -> state.automations;
          default -> Map.of();
        };
    try {
      if (rest.size() == 1) {
        return switch (exchange.method()) {
          case "GET" -> list(exchange, all, kind.equals("imports") ? 500 : 50);
          case "POST" -> Answers.json(200, save(kind, JsonBody.of(exchange), new JsonObject()));
          default -> Answers.notFound();
        };
      }
      JsonObject held = all.get(rest.get(1));
      if (held == null) {
        return Answers.notFound();
      }
      if (rest.size() == 2) {
        return switch (exchange.method()) {
          case "GET" -> Answers.json(200, held);
          case "PATCH" -> Answers.json(200, save(kind, JsonBody.of(exchange), held));
          default -> Answers.notFound();
        };
      }
      boolean start =
          kind.equals("queries")
              && exchange.method().equals("POST")
              && rest.subList(2, rest.size()).equals(List.of("actions", "start"));
      if (!start) {
        return Answers.notFound();
      }
      activities.start(kind, rest.get(1));
      return Answers.json(200, new com.google.gson.JsonPrimitive("OK"));
    } catch (Refusal e) {
      return Answers.error(400, e.code(), e.text());
    }
  }

  private static Reply list(Exchange exchange, Map<String, JsonObject> all, int usual) {
    String filter = exchange.parameter("$filter").orElse("");
    Matcher name = FILTER.matcher(filter);
    if (!filter.isBlank() && !name.matches()) {
      throw new Refusal(10005, "Parameter $filter is invalid.");
    }
    int page = Math.max(1, Numbers.whole(exchange.parameter("$page").orElse(""), 1));
    int size = Math.max(1, Numbers.whole(exchange.parameter("$pageSize").orElse(""), usual));
    List<JsonObject> found =
        all.values().stream()
            .filter(
                each ->
                    filter.isBlank() || JsonBody.text(each, "name").equalsIgnoreCase(name.group(1)))
            .toList();
    JsonArray items = new JsonArray();
    found.stream().skip((page - 1L) * size).limit(size).forEach(items::add);
    JsonObject body = new JsonObject();
    body.addProperty("count", found.size());
    body.addProperty("page", page);
    body.addProperty("pageSize", size);
    body.add("items", items);
    return Answers.json(200, body);
  }

  /** Makes one, or changes the one that is held. */
  private JsonObject save(String kind, JsonObject given, JsonObject held) {
    JsonObject made = held.deepCopy();
    given.entrySet().forEach(e -> made.add(e.getKey(), e.getValue()));
    return switch (kind) {
      case "queries" -> query(made, JsonBody.text(held, "queryDefinitionId"));
      case "imports" -> load(made, JsonBody.text(held, "importDefinitionId"));
      default -> automation(made, JsonBody.text(held, "id"));
    };
  }

  private String id(String held) {
    return held.isEmpty() ? state.ids.guid() : held;
  }

  private void stamp(JsonObject made, String held) {
    if (held.isEmpty()) {
      made.addProperty("createdDate", state.now());
    }
    made.addProperty("modifiedDate", state.now());
  }

  /** The key is a guid where none is given; a name and a key are each used once. */
  private void unique(Map<String, JsonObject> all, JsonObject made, String keyName, String held) {
    String name = JsonBody.needed(made, "name");
    if (JsonBody.text(made, keyName).isBlank()) {
      made.addProperty(keyName, state.ids.guid());
    }
    String key = JsonBody.text(made, keyName);
    all.forEach(
        (id, other) -> {
          if (!id.equals(held)
              && (JsonBody.text(other, "name").equalsIgnoreCase(name)
                  || JsonBody.text(other, keyName).equalsIgnoreCase(key))) {
            throw new Refusal(10005, "The name or key of " + name + " is already in use.");
          }
        });
  }

  private JsonObject query(JsonObject made, String held) {
    unique(state.queries, made, "key", held);
    String text = JsonBody.needed(made, "queryText");
    String key = JsonBody.needed(made, "targetKey");
    Extension target =
        state
            .extension(key)
            .orElseThrow(() -> new Refusal(10005, "There is no data extension " + key + "."));
    String type = JsonBody.text(made, "targetUpdateTypeName");
    int number = Numbers.whole(JsonBody.text(made, "targetUpdateTypeId"), -1);
    if (type.isEmpty() && number >= 0 && number < QueryRun.UPDATE_TYPES.size()) {
      type = QueryRun.UPDATE_TYPES.get(number);
    }
    if (!QueryRun.UPDATE_TYPES.contains(type)) {
      throw new Refusal(10005, "The targetUpdateTypeName [" + type + "] is not valid.");
    }
    queryRun.check(text, target, type);
    made.addProperty("queryDefinitionId", id(held));
    made.addProperty("targetUpdateTypeName", type);
    made.addProperty("targetUpdateTypeId", QueryRun.UPDATE_TYPES.indexOf(type));
    made.addProperty("targetName", target.definition().name());
    made.addProperty("targetId", target.definition().objectId());
    made.addProperty("targetDescription", target.definition().description());
    made.addProperty("isFrozen", false);
    stamp(made, held);
    state.queries.put(JsonBody.text(made, "queryDefinitionId"), made);
    return made;
  }

  private JsonObject load(JsonObject made, String held) {
    unique(state.imports, made, "customerKey", held);
    JsonBody.needed(made, "fileNamingPattern");
    if (Numbers.whole(JsonBody.text(made, "destinationObjectTypeId"), 310) != 310) {
      throw new Refusal(10005, "This sandbox imports into data extensions (310) only.");
    }
    String destination = JsonBody.needed(made, "destinationObjectId");
    Extension target =
        state
            .extensionWithId(destination)
            .orElseThrow(
                () -> new Refusal(10005, "There is no data extension " + destination + "."));
    int type = Numbers.whole(JsonBody.text(made, "updateTypeId"), 0);
    if (!ImportRun.UPDATE_TYPES.containsKey(type)) {
      throw new Refusal(10005, "The updateTypeId [" + type + "] is not valid.");
    }
    if (type == 2 && target.definition().keys().isEmpty()) {
      throw new Refusal(10005, "Update needs a data extension with a primary key.");
    }
    String fileType = JsonBody.text(made, "fileType");
    if (!List.of("", "CSV", "TAB").contains(fileType)) {
      throw new Refusal(10005, "The fileType [" + fileType + "] is not valid.");
    }
    made.addProperty("importDefinitionId", id(held));
    made.addProperty("destinationName", target.definition().name());
    made.addProperty("destinationId", 0);
    stamp(made, held);
    state.imports.put(JsonBody.text(made, "importDefinitionId"), made);
    return made;
  }

  private JsonObject automation(JsonObject made, String held) {
    unique(state.automations, made, "key", held);
    int step = 0;
    for (JsonElement element : array(made.get("steps"))) {
      JsonObject each = JsonBody.object(element);
      each.addProperty("stepNumber", step++);
      for (JsonElement activity : array(each.get("activities"))) {
        check(JsonBody.object(activity));
      }
    }
    made.addProperty("id", id(held));
    if (held.isEmpty()) {
      Activities.become(made, made.has("startSource") ? Activities.PAUSED : Activities.READY);
      made.addProperty("createdDate", state.now());
    }
    made.addProperty("lastSavedDate", state.now());
    state.automations.put(JsonBody.text(made, "id"), made);
    return made;
  }

  private void check(JsonObject activity) {
    int type = Numbers.whole(JsonBody.text(activity, "objectTypeId"), 0);
    String id = JsonBody.text(activity, "activityObjectId");
    boolean known =
        switch (type) {
          case Activities.QUERY -> state.queries.containsKey(id);
          case Activities.IMPORT -> state.imports.containsKey(id);
          default ->
              throw new Refusal(
                  10005,
                  "This sandbox runs queries (300) and imports (43) only, not objectTypeId "
                      + type
                      + ".");
        };
    if (!known) {
      throw new Refusal(10005, "There is no activity " + id + " of objectTypeId " + type + ".");
    }
    if (JsonBody.text(activity, "id").isEmpty()) {
      activity.addProperty("id", state.ids.guid());
    }
  }

  private static JsonArray array(@org.jspecify.annotations.Nullable JsonElement element) {
    return element instanceof JsonArray array ? array : new JsonArray();
  }
}
