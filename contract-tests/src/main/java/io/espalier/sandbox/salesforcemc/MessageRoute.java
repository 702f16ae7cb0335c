package io.espalier.sandbox.salesforcemc;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.espalier.sandbox.Exchange;
import io.espalier.sandbox.Reply;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * {@code /messaging/v1/email/messages}: transactional messages, one or many, and what became of
 * each. Accepted is not sent: {@link MessageDispatch} tells.
 */
final class MessageRoute {
  private static final int PAGE = 50;

  private final State state;

  MessageRoute(State state) {
    this.state = state;
  }

  /**
   * Answers.
   *
   * @param rest the path's parts after {@code messages}
   * @throws Refusal where the request is not valid
   */
  Reply answer(Exchange exchange, List<String> rest) {
    boolean post = exchange.method().equals("POST");
    if (rest.isEmpty()) {
      return post
          ? many(JsonBody.of(exchange))
          : exchange.method().equals("GET") ? notSent(exchange) : Answers.notFound();
    }
    if (rest.size() != 1) {
      return Answers.notFound();
    }
    return post
        ? one(JsonBody.of(exchange), rest.get(0))
        : exchange.method().equals("GET") ? status(rest.get(0)) : Answers.notFound();
  }

  private Reply one(JsonObject body, String messageKey) {
    String definition = definition(body);
    if (!(body.get("recipient") instanceof JsonObject recipient)) {
      throw new Refusal(10002, "The recipient is missing.");
    }
    return accepted(List.of(message(definition, recipient, new JsonObject(), messageKey)));
  }

  private Reply many(JsonObject body) {
    String definition = definition(body);
    if (!(body.get("recipients") instanceof JsonArray all)
        || all.isEmpty()
        || body.has("recipient")) {
      throw new Refusal(10002, "The recipients are missing, or there is a recipient beside them.");
    }
    List<TransactionalMessage> made = new ArrayList<>();
    Set<String> keys = new HashSet<>();
    for (JsonElement element : all) {
      JsonObject recipient = JsonBody.object(element);
      String key = JsonBody.text(recipient, "messageKey");
      TransactionalMessage message =
          message(
              definition,
              recipient,
              JsonBody.object(body.get("attributes")),
              key.isEmpty() ? state.ids.guid() : key);
      if (!keys.add(message.key)) {
        throw new Refusal(10005, "The messageKey " + message.key + " is given twice.");
      }
      made.add(message);
    }
    return accepted(made);
  }

  private String definition(JsonObject body) {
    String key = JsonBody.needed(body, "definitionKey");
    if (!state.sendDefinitions.containsKey(key)) {
      throw new Refusal(10005, "There is no definition of the key " + key + ".");
    }
    return key;
  }

  /** The recipient's own attributes go before those of all. */
  private TransactionalMessage message(
      String definition, JsonObject recipient, JsonObject ofAll, String key) {
    String contact = JsonBody.needed(recipient, "contactKey");
    if (state.messages.containsKey(key)) {
      throw new Refusal(10005, "The messageKey " + key + " is already in use.");
    }
    Map<String, String> attributes = new LinkedHashMap<>();
    for (JsonObject each : List.of(ofAll, JsonBody.object(recipient.get("attributes")))) {
      each.entrySet()
          .forEach(
              e ->
                  attributes.put(
                      e.getKey(),
                      e.getValue().isJsonPrimitive() ? e.getValue().getAsString() : ""));
    }
    return new TransactionalMessage(
        key,
        definition,
        contact,
        JsonBody.text(recipient, "to"),
        attributes,
        state.instant().toEpochMilli(),
        state.now());
  }

  private Reply accepted(List<TransactionalMessage> messages) {
    JsonArray responses = new JsonArray();
    for (TransactionalMessage message : messages) {
      state.messages.put(message.key, message);
      JsonObject response = new JsonObject();
      response.addProperty("messageKey", message.key);
      responses.add(response);
    }
    JsonObject body = new JsonObject();
    body.addProperty("requestId", state.ids.guid());
    body.addProperty("errorcode", 0);
    body.add("responses", responses);
    return Answers.json(202, body);
  }

  private Reply status(String key) {
    TransactionalMessage message = state.messages.get(key);
    if (message == null) {
      throw new Refusal(10005, "There is no message of the key " + key + ".");
    }
    JsonObject info = message.info();
    if (message.statusCode != 0) {
      info.addProperty("statusCode", message.statusCode);
      info.addProperty("statusMessage", message.statusMessage);
    }
    JsonObject body = new JsonObject();
    body.addProperty("requestId", state.ids.guid());
    body.addProperty("eventCategoryType", message.status);
    body.addProperty("timestamp", message.at);
    body.addProperty("compositeId", "");
    body.add("info", info);
    return Answers.json(200, body);
  }

  /** Oldest first, after the event that the caller saw last. */
  private Reply notSent(Exchange exchange) {
    if (!exchange.parameter("type").orElse("").equals("notSent")) {
      throw new Refusal(10005, "Parameter type is invalid: only notSent is supported.");
    }
    int size = Math.max(1, Numbers.whole(exchange.parameter("$pageSize").orElse(""), PAGE));
    long after = Numbers.whole(exchange.parameter("lastEventId").orElse("0"), 0);
    List<TransactionalMessage> found =
        state.messages.values().stream()
            .filter(m -> m.event > after)
            .sorted((a, b) -> Long.compare(a.event, b.event))
            .toList();
    JsonArray messages = new JsonArray();
    long last = after;
    for (TransactionalMessage message : found.stream().limit(size).toList()) {
      JsonObject each = new JsonObject();
      each.addProperty("statusCode", message.statusCode);
      each.addProperty("statusMessage", message.statusMessage);
      each.addProperty("eventCategoryType", message.status);
      each.addProperty("timestamp", message.at);
      each.addProperty("definitionKey", message.definitionKey);
      each.addProperty("eventID", message.event);
      each.add("info", message.info());
      messages.add(each);
      last = message.event;
    }
    JsonObject body = new JsonObject();
    body.addProperty("lastEventID", last);
    body.add("messages", messages);
    body.addProperty("count", (found.size() + size - 1) / size);
    body.addProperty("requestId", state.ids.guid());
    body.addProperty("pageSize", size);
    return Answers.json(200, body);
  }
}
