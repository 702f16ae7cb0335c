package io.espalier.sandbox.hubspot;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /crm/v3/objects/OBJECT/search}, with its limits.
 *
 * <p>Source: developers.hubspot.com/docs/api/crm/search, read 2026-11-27.
 */
final class PortalSearch {
  private static final int MOST_FOUND = 10_000;
  private static final int LONGEST_BODY = 3_000;

  private final PortalObject object;
  private final Instant now;

  PortalSearch(PortalObject object, Instant now) {
    this.object = object;
    this.now = now;
  }

  /** A record as the index has it. */
  record Found(PortalObject.Item item, Map<String, String> values) {}

  JsonObject answer(String body, JsonObject request, int largestPage) {
    if (body.length() > LONGEST_BODY) {
      throw PortalException.invalid("The request body is larger than 3000 characters");
    }
    for (String key : request.keySet()) {
      if (!List.of("filterGroups", "sorts", "properties", "limit", "after", "query")
          .contains(key)) {
        throw PortalException.invalid("Invalid input JSON: unrecognized field \"" + key + "\"");
      }
    }
    int limit = request.has("limit") ? request.get("limit").getAsInt() : 10;
    int after =
        request.has("after") && !request.get("after").isJsonNull()
            ? Integer.parseInt(request.get("after").getAsString())
            : 0;
    if (limit < 1 || limit > 200) {
      throw PortalException.invalid("limit must be between 1 and 200");
    }
    if (after + limit > MOST_FOUND) {
      throw PortalException.invalid(
          "Invalid paging: the search is limited to 10,000 total results for any given query");
    }
    List<Found> found = found(request);
    sort(found, request);
    int to = Math.min(found.size(), after + Math.min(limit, largestPage));
    JsonArray results = new JsonArray();
    for (Found one : found.subList(Math.min(after, to), to)) {
      results.add(PortalJson.item(one.item(), one.values(), PortalJson.names(request)));
    }
    JsonObject json = new JsonObject();
    json.addProperty("total", found.size());
    json.add("results", results);
    if (to < found.size()) {
      json.add("paging", PortalJson.paging(Integer.toString(to)));
    }
    return json;
  }

  private List<Found> found(JsonObject request) {
    JsonArray groups =
        request.has("filterGroups") ? request.getAsJsonArray("filterGroups") : new JsonArray();
    if (groups.size() > 5) {
      throw PortalException.invalid("at most 5 filterGroups");
    }
    List<Found> found = new ArrayList<>();
    for (PortalObject.Item item : object.items.values()) {
      Optional<Map<String, String>> values = item.indexed(now);
      if (values.isPresent() && (groups.isEmpty() || any(groups, values.get()))) {
        found.add(new Found(item, values.get()));
      }
    }
    return found;
  }

  private boolean any(JsonArray groups, Map<String, String> values) {
    boolean any = false;
    for (JsonElement group : groups) {
      JsonArray filters = group.getAsJsonObject().getAsJsonArray("filters");
      if (filters.isEmpty() || filters.size() > 6) {
        throw PortalException.invalid("a filterGroup has 1 to 6 filters");
      }
      boolean all = true;
      for (JsonElement filter : filters) {
        all &= holds(filter.getAsJsonObject(), values);
      }
      any |= all;
    }
    return any;
  }

  private boolean holds(JsonObject filter, Map<String, String> values) {
    String name = filter.get("propertyName").getAsString();
    PortalObject.Property property = object.properties.get(name);
    if (property == null) {
      throw PortalException.invalid("There was a problem with the request: no property " + name);
    }
    String operator = filter.get("operator").getAsString();
    @Nullable String held = values.get(name);
    if (operator.equals("HAS_PROPERTY") || operator.equals("NOT_HAS_PROPERTY")) {
      return operator.equals("HAS_PROPERTY") == (held != null);
    }
    if (held == null) {
      return operator.equals("NEQ");
    }
    int compared =
        comparable(property.type(), held)
            .compareTo(comparable(property.type(), filter.get("value").getAsString()));
    return switch (operator) {
      case "EQ" -> compared == 0;
      case "NEQ" -> compared != 0;
      case "LT" -> compared < 0;
      case "LTE" -> compared <= 0;
      case "GT" -> compared > 0;
      case "GTE" -> compared >= 0;
      default -> throw PortalException.invalid("the sandbox knows no operator " + operator);
    };
  }

  private void sort(List<Found> found, JsonObject request) {
    JsonArray sorts = request.has("sorts") ? request.getAsJsonArray("sorts") : new JsonArray();
    if (sorts.size() > 1) {
      throw PortalException.invalid("Only one sort can be applied to a search");
    }
    for (JsonElement element : sorts) {
      JsonObject sort = element.getAsJsonObject();
      String name = sort.get("propertyName").getAsString();
      PortalObject.Property property = object.properties.get(name);
      if (property == null) {
        throw PortalException.invalid("There was a problem with the request: no property " + name);
      }
      Comparator<Found> by =
          Comparator.comparing(
              f ->
                  Optional.ofNullable(f.values().get(name))
                      .map(v -> comparable(property.type(), v))
                      .orElse(null),
              Comparator.nullsFirst(Comparator.naturalOrder()));
      found.sort(sort.get("direction").getAsString().equals("DESCENDING") ? by.reversed() : by);
    }
  }

  /** Times are asked for in milliseconds, and held in ISO form. */
  @SuppressWarnings("unchecked")
  private static Comparable<Object> comparable(String type, String text) {
    Comparable<?> value =
        switch (type) {
          case "number" -> new BigDecimal(text);
          case "datetime" ->
              text.matches("-?[0-9]+")
                  ? Instant.ofEpochMilli(Long.parseLong(text))
                  : Instant.parse(text);
          default -> text.toLowerCase(java.util.Locale.ROOT);
        };
    return (Comparable<Object>) value;
  }
}
