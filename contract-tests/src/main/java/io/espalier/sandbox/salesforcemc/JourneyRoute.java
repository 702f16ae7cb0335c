package io.espalier.sandbox.salesforcemc;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.espalier.sandbox.Exchange;
import io.espalier.sandbox.Reply;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code /interaction/v1}: event definitions, and events that put contacts into journeys. An event
 * is checked against the definition's data extension, gets a row there, and is never the same as
 * another: sent twice, it is two.
 */
final class JourneyRoute {
  private static final int MOST_MEMBERS = 100;

  private final State state;
  private final RowWriter writer;

  JourneyRoute(State state, RowWriter writer) {
    this.state = state;
    this.writer = writer;
  }

  /**
   * Answers.
   *
   * @param rest the path's parts after {@code interaction/v1}
   */
  Reply answer(Exchange exchange, List<String> rest) {
    String call = exchange.method() + " " + rest.get(0);
    JsonObject body = exchange.method().equals("GET") ? new JsonObject() : body(exchange);
    if (body == null) {
      return Answers.error(400, 10004, "The request body is not a JSON object.");
    }
    if (rest.size() == 1) {
      return switch (call) {
        case "GET eventDefinitions" -> list();
        case "POST eventDefinitions" -> define(body);
        case "POST events" -> fire(body);
        default -> Answers.notFound();
      };
    }
    if (rest.equals(List.of("async", "events")) && exchange.method().equals("POST")) {
      return fireAll(body);
    }
    boolean one = rest.size() == 2 && rest.get(0).equals("eventDefinitions");
    String key = one && rest.get(1).startsWith("key:") ? rest.get(1).substring(4) : "";
    JsonObject definition = state.eventDefinitions.get(key);
    if (!one || definition == null) {
      return Answers.notFound();
    }
    return switch (exchange.method()) {
      case "GET" -> Answers.json(200, definition);
      case "PUT" -> {
        body.entrySet().forEach(e -> definition.add(e.getKey(), e.getValue()));
        definition.addProperty("eventDefinitionKey", key);
        yield Answers.json(200, definition);
      }
      default -> Answers.notFound();
    };
  }

  private Reply list() {
    JsonArray items = new JsonArray();
    state.eventDefinitions.values().forEach(items::add);
    JsonObject body = new JsonObject();
    body.addProperty("count", items.size());
    body.addProperty("page", 1);
    body.addProperty("pageSize", 50);
    body.add("items", items);
    return Answers.json(200, body);
  }

  private Reply define(JsonObject body) {
    String key = text(body, "eventDefinitionKey");
    if (key.isBlank() || key.contains(".")) {
      return Answers.error(400, 10005, "The eventDefinitionKey is missing or has a period.");
    }
    if (state.eventDefinitions.containsKey(key)) {
      return Answers.error(400, 10005, "The eventDefinitionKey " + key + " is in use.");
    }
    if (state.extensionWithId(text(body, "dataExtensionId")).isEmpty()) {
      return Answers.error(400, 10005, "The dataExtensionId is not that of a data extension.");
    }
    JsonObject made = body.deepCopy();
    made.addProperty("id", state.ids.guid());
    if (!made.has("isActive")) {
      made.addProperty("isActive", true);
    }
    state.eventDefinitions.put(key, made);
    return Answers.json(200, made);
  }

  private Reply fire(JsonObject body) {
    String refusal =
        enter(text(body, "EventDefinitionKey"), text(body, "ContactKey"), object(body.get("Data")));
    if (!refusal.isEmpty()) {
      return Answers.error(400, 30000, refusal);
    }
    JsonObject reply = new JsonObject();
    reply.addProperty("eventInstanceId", state.ids.guid());
    return Answers.json(201, reply);
  }

  /** Accepted is not entered: a member that does not fit is only counted. */
  private Reply fireAll(JsonObject body) {
    JsonElement members = body.get("members");
    if (!(members instanceof JsonArray all) || all.isEmpty() || all.size() > MOST_MEMBERS) {
      return Answers.error(400, 10005, "The members must be 1 to " + MOST_MEMBERS + ".");
    }
    JsonArray told = new JsonArray();
    int refused = 0;
    for (JsonElement element : all) {
      JsonObject member = object(element);
      String refusal =
          enter(
              text(body, "eventDefinitionKey"),
              text(member, "contactKey"),
              object(member.get("data")));
      JsonObject each = new JsonObject();
      each.addProperty("contactKey", text(member, "contactKey"));
      if (refusal.isEmpty()) {
        each.addProperty("eventInstanceId", state.ids.guid());
      } else {
        refused++;
        each.addProperty("errorMessage", refusal);
      }
      told.add(each);
    }
    JsonObject reply = new JsonObject();
    reply.addProperty("requestId", state.ids.guid());
    reply.addProperty("count", all.size());
    reply.addProperty("notQueuedCount", refused);
    reply.add("members", told);
    return Answers.json(202, reply);
  }

  /** Why not; empty where it was done. */
  private String enter(String key, String contact, JsonObject data) {
    JsonObject definition = state.eventDefinitions.get(key);
    if (definition == null || !text(definition, "isActive").equals("true")) {
      return "The event key " + key + " is not known or not active.";
    }
    if (contact.isBlank()) {
      return "The ContactKey is missing.";
    }
    Optional<Extension> target = state.extensionWithId(text(definition, "dataExtensionId"));
    if (target.isEmpty()) {
      return "The data extension of the event is gone.";
    }
    Map<String, @Nullable String> row = JsonRow.of(data);
    RowWriter.Mode mode =
        target.get().definition().keys().isEmpty() ? RowWriter.Mode.INSERT : RowWriter.Mode.UPSERT;
    RowWriter.Verdict verdict = writer.write(target.get(), row, mode, true);
    if (verdict.ok()) {
      return "";
    }
    return verdict.problems().isEmpty() ? verdict.message() : verdict.problems().get(0).message();
  }

  private static JsonObject object(@Nullable JsonElement element) {
    return element instanceof JsonObject object ? object : new JsonObject();
  }

  private static @Nullable JsonObject body(Exchange exchange) {
    try {
      return JsonParser.parseString(exchange.text()).getAsJsonObject();
    } catch (JsonParseException | IllegalStateException e) {
      return null;
    }
  }

  private static String text(JsonObject json, String name) {
    JsonElement value = json.get(name);
    return value != null && value.isJsonPrimitive() ? value.getAsString() : "";
  }
}
