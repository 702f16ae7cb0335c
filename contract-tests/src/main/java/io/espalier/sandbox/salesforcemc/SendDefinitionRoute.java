package io.espalier.sandbox.salesforcemc;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.espalier.sandbox.Exchange;
import io.espalier.sandbox.Reply;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * {@code /messaging/v1/email/definitions}: what a transactional message is made of, and the queue
 * of one that is inactive. After the vendor's OpenAPI of 2019 and recorded traffic; the numbers in
 * errorCode are assumed.
 */
final class SendDefinitionRoute {
  private static final int PAGE = 50;
  private static final List<String> SHOWN_IN_LISTS =
      List.of("name", "definitionKey", "status", "createdDate", "modifiedDate");

  private final State state;

  SendDefinitionRoute(State state) {
    this.state = state;
  }

  /**
   * Answers.
   *
   * @param rest the path's parts after {@code definitions}
   * @throws Refusal where the request is not valid
   */
  Reply answer(Exchange exchange, List<String> rest) {
    String method = exchange.method();
    if (rest.isEmpty()) {
      return switch (method) {
        case "GET" -> list(exchange);
        case "POST" -> create(JsonBody.of(exchange));
        default -> Answers.notFound();
      };
    }
    JsonObject definition = state.sendDefinitions.get(rest.get(0));
    if (definition == null) {
      return Answers.apiError(404, 404, "The definition " + rest.get(0) + " was not found.");
    }
    if (rest.size() == 1) {
      return switch (method) {
        case "GET" -> Answers.json(200, requested(definition));
        case "PATCH" -> change(definition, JsonBody.of(exchange));
        case "DELETE" -> delete(rest.get(0));
        default -> Answers.notFound();
      };
    }
    if (rest.size() == 2 && rest.get(1).equals("queue")) {
      return switch (method) {
        case "GET" -> queue(rest.get(0));
        case "DELETE" -> clear(definition);
        default -> Answers.notFound();
      };
    }
    return Answers.notFound();
  }

  private Reply list(Exchange exchange) {
    String order = exchange.parameter("orderBy").orElse("definitionKey");
    if (!SHOWN_IN_LISTS.contains(order)) {
      throw new Refusal(10005, "Parameter orderBy is invalid.");
    }
    String status = exchange.parameter("status").orElse("").toLowerCase(Locale.ROOT);
    if (!status.isEmpty() && !List.of("active", "inactive", "deleted").contains(status)) {
      throw new Refusal(10005, "Parameter status is invalid.");
    }
    int page = Math.max(1, Numbers.whole(parameter(exchange, "page"), 1));
    int size = Math.max(1, Numbers.whole(parameter(exchange, "pageSize"), PAGE));
    List<JsonObject> found =
        state.sendDefinitions.values().stream()
            .filter(d -> status.isEmpty() || JsonBody.text(d, "status").equalsIgnoreCase(status))
            .sorted(Comparator.comparing(d -> JsonBody.text(d, order)))
            .toList();
    JsonArray shown = new JsonArray();
    for (JsonObject definition : found.stream().skip((page - 1L) * size).limit(size).toList()) {
      JsonObject each = new JsonObject();
      SHOWN_IN_LISTS.forEach(name -> each.add(name, definition.get(name)));
      shown.add(each);
    }
    JsonObject body = new JsonObject();
    body.addProperty("requestId", state.ids.guid());
    body.add("definitions", shown);
    // Of pages, as the contract says and the recording shows: 1 with three definitions.
    body.addProperty("count", (found.size() + size - 1) / size);
    body.addProperty("page", page);
    body.addProperty("pageSize", size);
    return Answers.json(200, body);
  }

  /** With a dollar sign, as everywhere, or without, as the contract has it. */
  private static String parameter(Exchange exchange, String name) {
    return exchange.parameter(name).or(() -> exchange.parameter("$" + name)).orElse("");
  }

  private Reply create(JsonObject given) {
    String key = JsonBody.needed(given, "definitionKey");
    String name = JsonBody.needed(given, "name");
    if (state.sendDefinitions.containsKey(key)) {
      return Answers.apiError(409, 10005, "The definitionKey " + key + " is already in use.");
    }
    if (isTaken(name, key)) {
      return Answers.apiError(409, 10005, "The name " + name + " is already in use.");
    }
    JsonObject made = new JsonObject();
    made.addProperty("name", name);
    made.addProperty("definitionKey", key);
    made.addProperty("definitionId", state.ids.guid());
    made.addProperty("description", JsonBody.text(given, "description"));
    made.addProperty("classification", "Default Transactional");
    made.addProperty("status", "Active");
    made.addProperty("createdDate", now());
    made.addProperty("modifiedDate", now());
    JsonObject options = new JsonObject();
    options.addProperty("trackLinks", true);
    made.add("options", options);
    JsonObject journey = new JsonObject();
    journey.addProperty("interactionKey", state.ids.guid());
    made.add("journey", journey);
    take(given, made);
    if (!made.has("content") || !made.has("subscriptions")) {
      throw new Refusal(10002, "The content and the subscriptions are needed.");
    }
    state.sendDefinitions.put(key, made);
    JsonObject reply = requested(made);
    reply.remove("definitionId");
    return Answers.json(201, reply);
  }

  private Reply change(JsonObject definition, JsonObject given) {
    String name = JsonBody.text(given, "name");
    if (!name.isBlank() && isTaken(name, JsonBody.text(definition, "definitionKey"))) {
      throw new Refusal(10005, "The name " + name + " is already in use.");
    }
    JsonObject changed = definition.deepCopy();
    if (!name.isBlank()) {
      changed.addProperty("name", name);
    }
    take(given, changed);
    changed.addProperty("modifiedDate", now());
    state.sendDefinitions.put(JsonBody.text(definition, "definitionKey"), changed);
    return Answers.json(200, requested(changed));
  }

  /** Checks what is given, and takes it over. */
  private void take(JsonObject given, JsonObject into) {
    for (String name : List.of("description", "classification")) {
      if (!JsonBody.text(given, name).isEmpty()) {
        into.add(name, given.get(name));
      }
    }
    if (given.has("status")) {
      String status = JsonBody.text(given, "status");
      if (!status.equalsIgnoreCase("Active") && !status.equalsIgnoreCase("Inactive")) {
        throw new Refusal(10005, "The status [" + status + "] is not valid.");
      }
      into.addProperty("status", status.equalsIgnoreCase("Active") ? "Active" : "Inactive");
    }
    if (given.has("content")) {
      String key = JsonBody.needed(JsonBody.object(given.get("content")), "customerKey");
      if (state.asset(key) == null) {
        throw new Refusal(10005, "There is no asset of the customerKey " + key + ".");
      }
      into.add("content", given.get("content"));
    }
    if (given.has("subscriptions")) {
      into.add("subscriptions", subscriptions(JsonBody.object(given.get("subscriptions"))));
    }
    if (given.get("options") instanceof JsonObject options) {
      into.add("options", options);
    }
  }

  private JsonObject subscriptions(JsonObject given) {
    String list = JsonBody.needed(given, "list");
    if (state.lists.values().stream().noneMatch(l -> l.key().equalsIgnoreCase(list))) {
      throw new Refusal(10005, "There is no list of the key " + list + ".");
    }
    String extension = JsonBody.text(given, "dataExtension");
    if (!extension.isEmpty() && state.extension(extension).isEmpty()) {
      throw new Refusal(10005, "There is no data extension of the key " + extension + ".");
    }
    JsonObject taken = given.deepCopy();
    for (String name : List.of("autoAddSubscriber", "updateSubscriber")) {
      if (!taken.has(name)) {
        taken.addProperty(name, true);
      }
    }
    return taken;
  }

  private boolean isTaken(String name, String butBy) {
    return state.sendDefinitions.values().stream()
        .anyMatch(
            d ->
                JsonBody.text(d, "name").equalsIgnoreCase(name)
                    && !JsonBody.text(d, "definitionKey").equals(butBy));
  }

  private Reply delete(String key) {
    state.sendDefinitions.remove(key);
    JsonObject body = new JsonObject();
    body.addProperty("requestId", state.ids.guid());
    body.addProperty("message", "Success");
    body.addProperty("deletedDefinitionKey", key);
    body.add("journey", new JsonObject());
    return Answers.json(200, body);
  }

  private List<TransactionalMessage> queued(String key) {
    return new ArrayList<>(
        state.messages.values().stream()
            .filter(m -> m.definitionKey.equals(key))
            .filter(m -> m.status.equals(TransactionalMessage.QUEUED))
            .toList());
  }

  private Reply queue(String key) {
    List<TransactionalMessage> queued = queued(key);
    long now = state.instant().toEpochMilli();
    JsonObject body = new JsonObject();
    body.addProperty("requestId", state.ids.guid());
    body.addProperty("count", queued.size());
    body.addProperty(
        "ageSeconds", queued.stream().mapToLong(m -> (now - m.accepted) / 1000).max().orElse(0));
    return Answers.json(200, body);
  }

  private Reply clear(JsonObject definition) {
    if (!JsonBody.text(definition, "status").equals("Inactive")) {
      throw new Refusal(20001, "The definition must be inactive to delete its queue.");
    }
    queued(JsonBody.text(definition, "definitionKey"))
        .forEach(message -> state.messages.remove(message.key));
    JsonObject body = new JsonObject();
    body.addProperty("requestId", state.ids.guid());
    return Answers.json(200, body);
  }

  private JsonObject requested(JsonObject definition) {
    JsonObject body = new JsonObject();
    body.addProperty("requestId", state.ids.guid());
    definition.deepCopy().entrySet().forEach(e -> body.add(e.getKey(), e.getValue()));
    return body;
  }

  /** To the second, as recorded. */
  private String now() {
    return state.now().substring(0, "2022-12-06T06:08:00".length());
  }
}
