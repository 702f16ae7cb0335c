package io.espalier.sandbox.salesforcemc;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.espalier.sandbox.Exchange;
import io.espalier.sandbox.Reply;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * {@code /asset/v1/content/assets}: Content Builder. PUT replaces, PATCH merges, DELETE says OK.
 */
final class AssetRoute {
  private static final int PAGE = 50;
  private static final int MOST_KEY = 36;
  private static final Pattern FILTER = Pattern.compile("(\\w+)\\s+eq\\s+'?(.*?)'?");

  private final State state;

  AssetRoute(State state) {
    this.state = state;
  }

  /**
   * Answers.
   *
   * @param rest the path's parts after {@code assets}
   */
  Reply answer(Exchange exchange, List<String> rest) {
    String method = exchange.method();
    if (rest.isEmpty() && method.equals("GET")) {
      return list(exchange);
    }
    if (rest.isEmpty() && method.equals("POST")) {
      return save(exchange, null);
    }
    int id = rest.size() == 1 ? Numbers.whole(rest.get(0), -1) : -1;
    JsonObject asset = state.assets.get(id);
    if (asset == null) {
      return Answers.notFound();
    }
    switch (method) {
      case "GET":
        return Answers.json(200, asset);
      case "PUT":
      case "PATCH":
        return save(exchange, asset);
      case "DELETE":
        state.assets.remove(id);
        return Reply.of(200, "text/plain; charset=utf-8", "OK");
      default:
        return Answers.notFound();
    }
  }

  private Reply list(Exchange exchange) {
    String filter = exchange.parameter("$filter").orElse("");
    Matcher parts = FILTER.matcher(filter);
    if (!filter.isBlank() && !parts.matches()) {
      return Answers.error(400, 10005, "Parameter $filter is invalid.");
    }
    int page = Math.max(1, Numbers.whole(exchange.parameter("$page").orElse("1"), 1));
    int size = Math.max(1, Numbers.whole(exchange.parameter("$pagesize").orElse("" + PAGE), PAGE));
    List<JsonObject> found =
        state.assets.values().stream()
            .filter(
                a -> filter.isBlank() || text(a, parts.group(1)).equalsIgnoreCase(parts.group(2)))
            .toList();
    JsonArray items = new JsonArray();
    found.stream().skip((long) (page - 1) * size).limit(size).forEach(items::add);
    JsonObject body = new JsonObject();
    body.addProperty("count", found.size());
    body.addProperty("page", page);
    body.addProperty("pageSize", size);
    body.add("links", new JsonObject());
    body.add("items", items);
    return Answers.json(200, body);
  }

  private Reply save(Exchange exchange, @Nullable JsonObject before) {
    JsonObject given;
    try {
      given = JsonParser.parseString(exchange.text()).getAsJsonObject();
    } catch (JsonParseException | IllegalStateException e) {
      return Answers.error(400, 10004, "The request body is not a JSON object.");
    }
    JsonObject asset = new JsonObject();
    if (before != null && exchange.method().equals("PATCH")) {
      before.entrySet().forEach(e -> asset.add(e.getKey(), e.getValue()));
    }
    given.entrySet().forEach(e -> asset.add(e.getKey(), e.getValue()));
    if (text(asset, "customerKey").isEmpty()) {
      asset.addProperty(
          "customerKey", before == null ? state.ids.guid() : text(before, "customerKey"));
    }
    if (!asset.has("category")) {
      JsonObject root = new JsonObject();
      root.addProperty("id", state.rootFolder("asset").id());
      asset.add("category", root);
    }
    String refusal = refusal(asset, before);
    if (!refusal.isEmpty()) {
      return Answers.validation(refusal);
    }
    int id = before == null ? (int) state.ids.next() : before.get("id").getAsInt();
    String now = state.now() + "-06:00";
    asset.addProperty("id", id);
    asset.addProperty("objectID", before == null ? state.ids.guid() : text(before, "objectID"));
    asset.addProperty("createdDate", before == null ? now : text(before, "createdDate"));
    asset.addProperty("modifiedDate", now);
    asset.addProperty("enterpriseId", state.account.enterprise());
    asset.addProperty("memberId", state.account.id());
    asset.addProperty("modelVersion", 2);
    if (!asset.has("status")) {
      JsonObject draft = new JsonObject();
      draft.addProperty("id", 1);
      draft.addProperty("name", "Draft");
      asset.add("status", draft);
    }
    state.assets.put(id, asset);
    return Answers.json(before == null ? 201 : 200, asset);
  }

  private String refusal(JsonObject asset, @Nullable JsonObject before) {
    if (text(asset, "name").isBlank()) {
      return "Asset name is required.";
    }
    String type = member(asset, "assetType");
    if (type.isEmpty()) {
      return "Asset type is required.";
    }
    String key = text(asset, "customerKey");
    if (key.length() > MOST_KEY) {
      return "Customer key exceeds the maximum length of " + MOST_KEY + ".";
    }
    if (asset.get("views") instanceof JsonObject views && views.has("amp")) {
      return "View [amp] is not supported.";
    }
    for (JsonObject other : state.assets.values()) {
      if (before != null && other.get("id").equals(before.get("id"))) {
        continue;
      }
      if (text(other, "customerKey").equalsIgnoreCase(key)) {
        return "Customer key " + key + " is already taken.";
      }
      if (text(other, "name").equalsIgnoreCase(text(asset, "name"))
          && member(other, "assetType").equals(type)
          && member(other, "category").equals(member(asset, "category"))) {
        return "Asset names within a category and asset type must be unique. "
            + text(asset, "name")
            + " is already taken.";
      }
    }
    return "";
  }

  private static String text(JsonObject json, String name) {
    JsonElement value = json.get(name);
    return value != null && value.isJsonPrimitive() ? value.getAsString() : "";
  }

  private static String member(JsonObject json, String name) {
    return json.get(name) instanceof JsonObject inner ? text(inner, "id") : "";
  }
}
