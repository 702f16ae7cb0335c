package io.espalier.sandbox.salesforcemc;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.espalier.sandbox.Exchange;
import io.espalier.sandbox.Reply;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * {@code /asset/v1/content/assets}: Content Builder. PUT replaces, PATCH merges, DELETE says OK.
 */
final class AssetRoute {
  private static final int PAGE = 50;
  private static final int MOST_KEY = 36;
  private static final long MOST_FILE = 5 * 1024 * 1024;
  private static final Pattern FILTER = Pattern.compile("(\\w+)\\s+eq\\s+'?(.*?)'?");

  private static final int WINDOW = 10_000;

  /** Those of the sheet §5.1, which has them from Asset.definition.js of mcdev. */
  private static final Set<Integer> TYPES =
      Set.of(
          4, 195, 196, 197, 201, 205, 207, 208, 209, 213, 214, 220, 230, 232, 240, 241, 242, 243,
          244, 245, 246, 247, 248, 249);

  /** …/guide/views.md; {@code preheader} is a view, too. */
  private static final Set<String> VIEWS =
      Set.of(
          "html",
          "text",
          "subjectline",
          "preheader",
          "viewasawebpage",
          "subscriptioncenter",
          "forwardhtml",
          "forwardtext");

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
    if (rest.equals(List.of("query")) && method.equals("POST")) {
      return query(exchange);
    }
    int id = Numbers.whole(rest.get(0), -1);
    JsonObject asset = state.assets.get(id);
    if (asset == null) {
      return Answers.notFound();
    }
    if (rest.size() > 1) {
      String file = text(asset, "file");
      return rest.subList(1, rest.size()).equals(List.of("file"))
              && method.equals("GET")
              && !file.isEmpty()
          ? Reply.of(200, "text/plain; charset=utf-8", file)
          : Answers.notFound();
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
    return Answers.json(200, page(found, page, size));
  }

  /** Elasticsearch's window ends at 10,000, whatever the page. */
  private Reply query(Exchange exchange) {
    JsonObject given;
    try {
      given = JsonParser.parseString(exchange.text()).getAsJsonObject();
    } catch (JsonParseException | IllegalStateException e) {
      return Answers.error(400, 10004, "The request body is not a JSON object.");
    }
    JsonObject paging = given.get("page") instanceof JsonObject page ? page : new JsonObject();
    int page = Math.max(1, Numbers.whole(text(paging, "page"), 1));
    int size = Math.max(1, Numbers.whole(text(paging, "pageSize"), PAGE));
    if ((long) page * size > WINDOW) {
      return Answers.error(400, 10005, "The page is beyond the first 10,000 assets.");
    }
    try {
      var test = AssetQuery.read(given.get("query"));
      List<JsonObject> found = state.assets.values().stream().filter(test).toList();
      return Answers.json(200, page(found, page, size));
    } catch (Refusal e) {
      return Answers.error(400, e.code(), e.text());
    }
  }

  private static JsonObject page(List<JsonObject> found, int page, int size) {
    JsonArray items = new JsonArray();
    found.stream().skip((long) (page - 1) * size).limit(size).forEach(items::add);
    JsonObject body = new JsonObject();
    body.addProperty("count", found.size());
    body.addProperty("page", page);
    body.addProperty("pageSize", size);
    body.add("links", new JsonObject());
    body.add("items", items);
    return body;
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
    boolean created =
        before == null && state.switches.on(SalesforceFact.ASSETS_ARE_CREATED_WITH_201);
    return Answers.json(created ? 201 : 200, asset);
  }

  private String refusal(JsonObject asset, @Nullable JsonObject before) {
    if (text(asset, "name").isBlank()) {
      return "Asset name is required.";
    }
    String type = member(asset, "assetType");
    if (type.isEmpty()) {
      return "Asset type is required.";
    }
    // Base64 has four characters for three bytes.
    if (text(asset, "file").length() / 4L * 3 > MOST_FILE) {
      return "The file exceeds the maximum size of 5 MB.";
    }
    String key = text(asset, "customerKey");
    if (key.length() > MOST_KEY) {
      return "Customer key exceeds the maximum length of " + MOST_KEY + ".";
    }
    if (type.matches("[0-9]+") && !TYPES.contains(Integer.parseInt(type))) {
      return "Asset type " + type + " is not known.";
    }
    if (asset.get("views") instanceof JsonObject views) {
      for (String view : List.copyOf(views.keySet())) {
        if (!VIEWS.contains(view.toLowerCase(Locale.ROOT))) {
          if (state.switches.on(SalesforceFact.UNKNOWN_VIEWS_ARE_REFUSED)) {
            return "View [" + view + "] is not supported.";
          }
          views.remove(view);
        }
      }
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
