package io.espalier.sandbox.hubspot;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.espalier.sandbox.Exchange;
import io.espalier.sandbox.Reply;
import io.espalier.sandbox.Switches;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Supplier;

/** What lies under {@code /crm}. */
final class PortalApi {
  private static final int LONGEST_ADDRESS = 8_000;

  private final Portal portal;
  private final Switches switches;
  private final Supplier<String> url;

  PortalApi(Portal portal, Switches switches, Supplier<String> url) {
    this.portal = portal;
    this.switches = switches;
    this.url = url;
  }

  Reply answer(Exchange exchange, List<String> path) {
    if (!exchange.header("Authorization").orElse("").equals("Bearer " + portal.token)) {
      throw new PortalException(
          401,
          "INVALID_AUTHENTICATION",
          "Authentication credentials not found. This API supports OAuth 2.0 authentication and you"
              + " can find more details at https://developers.hubspot.com/docs/methods/auth/oauth-overview");
    }
    if (exchange.query().length() > LONGEST_ADDRESS) {
      throw new PortalException(414, "VALIDATION_ERROR", "URI Too Long");
    }
    portal.purge();
    String route =
        exchange.method() + " " + path.get(1) + "/" + (path.size() > 2 ? path.get(2) : "");
    return switch (route) {
      case "GET v3/properties" -> properties(path);
      case "GET v3/objects" -> list(exchange, path);
      case "POST v3/objects" -> post(exchange, path);
      case "POST v4/associations" -> associations(exchange, path);
      case "POST v3/exports", "GET v3/exports" -> export(exchange, path);
      default -> throw PortalException.notFound();
    };
  }

  private PortalObject object(List<String> path) {
    String name = path.size() > 3 ? path.get(3) : "";
    PortalObject object = portal.objects.get(name);
    if (object == null) {
      throw PortalException.invalid("Unable to infer object type from: " + name);
    }
    return object;
  }

  private void scope(String scope) {
    if (portal.missingScopes.contains(scope)) {
      throw new PortalException(
          403,
          "MISSING_SCOPES",
          "This app hasn't been granted all required scopes to make this call.",
          "{\"errors\": [{\"message\": \"One or more of the following scopes are required.\","
              + " \"context\": {\"requiredScopes\": [\""
              + scope
              + "\"]}}]}");
    }
  }

  private Reply properties(List<String> path) {
    portal.called();
    PortalObject object = object(path);
    scope("crm.schemas." + object.name + ".read");
    JsonArray results = new JsonArray();
    object.properties.forEach(
        (name, property) -> {
          JsonObject one = new JsonObject();
          one.addProperty("name", name);
          one.addProperty("label", name.replace('_', ' '));
          one.addProperty("type", property.type());
          one.addProperty("fieldType", property.fieldType());
          results.add(one);
        });
    JsonObject json = new JsonObject();
    json.add("results", results);
    return PortalJson.ok(json);
  }

  private Reply list(Exchange exchange, List<String> path) {
    portal.called();
    PortalObject object = object(path);
    scope("crm.objects." + object.name + ".read");
    int limit = Integer.parseInt(exchange.parameter("limit").orElse("10"));
    if (limit < 1 || limit > 100) {
      throw PortalException.invalid("limit must be between 1 and 100");
    }
    boolean archived = exchange.parameter("archived").orElse("false").equals("true");
    long after = exchange.parameter("after").map(Long::parseLong).orElse(0L);
    List<String> names = List.of(exchange.parameter("properties").orElse("").split(",", -1));
    int most = Math.min(limit, portal.largestPage);
    if (!switches.on(HubspotFact.PAGES_FULL) && after % 2 == 1 && most > 1) {
      most--;
    }
    JsonArray results = new JsonArray();
    JsonObject json = new JsonObject();
    for (PortalObject.Item item : object.items.tailMap(after).values()) {
      if ((item.archived != null) == archived) {
        if (results.size() == most) {
          json.add("paging", PortalJson.paging(Long.toString(item.id)));
          break;
        }
        results.add(
            PortalJson.item(item, item.values, names.stream().filter(n -> !n.isEmpty()).toList()));
      }
    }
    json.add("results", results);
    return PortalJson.ok(json);
  }

  private Reply post(Exchange exchange, List<String> path) {
    PortalObject object = object(path);
    String what = String.join("/", path.subList(4, path.size()));
    scope("crm.objects." + object.name + ".read");
    JsonObject request = request(exchange);
    if (what.equals("search")) {
      portal.searched();
      return PortalJson.ok(
          new PortalSearch(object, portal.clock.instant())
              .answer(exchange.text(), request, portal.largestPage));
    }
    portal.called();
    if (!what.equals("batch/read")) {
      throw PortalException.notFound();
    }
    JsonArray inputs = request.getAsJsonArray("inputs");
    if (inputs.size() > 100) {
      throw PortalException.invalid("at most 100 inputs");
    }
    JsonArray results = new JsonArray();
    for (JsonElement input : inputs) {
      PortalObject.Item item =
          object.items.get(Long.parseLong(input.getAsJsonObject().get("id").getAsString()));
      if (item != null && item.archived == null) {
        results.add(PortalJson.item(item, item.values, PortalJson.names(request)));
      }
    }
    JsonObject json = new JsonObject();
    json.addProperty("status", "COMPLETE");
    json.add("results", results);
    boolean some = results.size() < inputs.size();
    return Reply.of(some ? 207 : 200, "application/json;charset=utf-8", json.toString());
  }

  private static JsonObject request(Exchange exchange) {
    try {
      return JsonParser.parseString(exchange.text()).getAsJsonObject();
    } catch (JsonParseException | IllegalStateException e) {
      throw PortalException.invalid("Invalid input JSON");
    }
  }

  private Reply associations(Exchange exchange, List<String> path) {
    portal.called();
    PortalObject object = object(path);
    if (path.size() < 5 || !path.get(4).equals("contacts")) {
      throw PortalException.invalid("the sandbox knows associations with contacts");
    }
    JsonArray results = new JsonArray();
    for (JsonElement input : request(exchange).getAsJsonArray("inputs")) {
      String id = input.getAsJsonObject().get("id").getAsString();
      PortalObject.Item item = object.items.get(Long.parseLong(id));
      if (item != null && !item.contacts.isEmpty()) {
        JsonObject from = new JsonObject();
        from.addProperty("id", id);
        JsonArray to = new JsonArray();
        item.contacts
            .descendingSet()
            .forEach(
                contact -> {
                  JsonObject one = new JsonObject();
                  one.addProperty("toObjectId", contact);
                  to.add(one);
                });
        JsonObject result = new JsonObject();
        result.add("from", from);
        result.add("to", to);
        results.add(result);
      }
    }
    JsonObject json = new JsonObject();
    json.addProperty("status", "COMPLETE");
    json.add("results", results);
    return PortalJson.ok(json);
  }

  private Reply export(Exchange exchange, List<String> path) {
    portal.called();
    scope("crm.export");
    Instant now = portal.clock.instant();
    if (exchange.method().equals("GET")) {
      // crm/v3/exports/export/async/tasks/ID/status
      PortalExport export = path.size() == 8 ? portal.exports.get(path.get(6)) : null;
      if (export == null) {
        throw PortalException.notFound();
      }
      String file = url.get() + "/__sandbox/files/" + path.get(6) + "?key=";
      return PortalJson.ok(export.json(now, file, Long.toHexString(portal.id() * 7_919)));
    }
    JsonObject request = request(exchange);
    long recent =
        portal.exports.values().stream()
            .filter(e -> e.asked.isAfter(now.minus(java.time.Duration.ofDays(1))))
            .count();
    if (recent >= 30) {
      throw Portal.limited("EXPORTS", "You have reached the limit of 30 exports in 24 hours.");
    }
    TreeSet<Long> members = portal.lists.get(text(request, "listId"));
    if (!text(request, "exportType").equals("LIST")
        || !text(request, "objectType").equals("CONTACT")) {
      throw PortalException.invalid("the sandbox exports lists of contacts");
    }
    if (members == null || !text(request, "format").equals("CSV")) {
      throw PortalException.invalid("List " + text(request, "listId") + " does not exist");
    }
    String id = Long.toString(portal.id());
    portal.exports.put(
        id,
        new PortalExport(
            now,
            PortalExport.csv(lines(request, members), switches.on(HubspotFact.EXPORT_ZIPPED))));
    JsonObject json = new JsonObject();
    json.addProperty("id", id);
    return Reply.of(202, "application/json;charset=utf-8", json.toString());
  }

  private List<List<String>> lines(JsonObject request, TreeSet<Long> members) {
    List<String> names = new ArrayList<>();
    request.getAsJsonArray("objectProperties").forEach(n -> names.add(n.getAsString()));
    names.remove("hs_object_id");
    boolean internal = request.toString().contains("\"NAMES\"");
    List<List<String>> lines = new ArrayList<>();
    List<String> head = new ArrayList<>();
    head.add(switches.on(HubspotFact.ID_BY_LABEL) ? "Record ID" : "hs_object_id");
    names.forEach(n -> head.add(internal ? n : n.replace('_', ' ')));
    lines.add(head);
    PortalObject contacts = portal.objects.get("contacts");
    for (long member : members) {
      PortalObject.Item item = contacts == null ? null : contacts.items.get(member);
      if (item != null && item.archived == null) {
        List<String> line = new ArrayList<>(List.of(Long.toString(member)));
        Map<String, String> values = item.values;
        names.forEach(n -> line.add(values.getOrDefault(n, "")));
        lines.add(line);
      }
    }
    return lines;
  }

  private static String text(JsonObject json, String name) {
    return json.has(name) && json.get(name).isJsonPrimitive() ? json.get(name).getAsString() : "";
  }
}
