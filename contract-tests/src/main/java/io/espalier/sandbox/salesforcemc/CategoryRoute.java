package io.espalier.sandbox.salesforcemc;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.espalier.sandbox.Exchange;
import io.espalier.sandbox.Reply;
import java.util.List;

/** {@code /asset/v1/content/categories}: the folders of Content Builder, as recorded. */
final class CategoryRoute {
  private static final int PAGE = 50;

  private final State state;

  CategoryRoute(State state) {
    this.state = state;
  }

  Reply answer(Exchange exchange, List<String> rest) {
    if (!rest.isEmpty()) {
      return Answers.notFound();
    }
    return switch (exchange.method()) {
      case "GET" -> list(exchange);
      case "POST" -> create(exchange);
      default -> Answers.notFound();
    };
  }

  private List<State.Folder> folders() {
    return state.folders.values().stream().filter(f -> f.contentType().equals("asset")).toList();
  }

  private Reply list(Exchange exchange) {
    int page = Math.max(1, Numbers.whole(exchange.parameter("$page").orElse("1"), 1));
    int size = Math.max(1, Numbers.whole(exchange.parameter("$pagesize").orElse("" + PAGE), PAGE));
    List<State.Folder> all = folders();
    JsonArray items = new JsonArray();
    all.stream().skip((long) (page - 1) * size).limit(size).forEach(f -> items.add(json(f)));
    JsonObject body = new JsonObject();
    body.addProperty("count", all.size());
    body.addProperty("page", page);
    body.addProperty("pageSize", size);
    body.add("items", items);
    return Answers.json(200, body);
  }

  private Reply create(Exchange exchange) {
    String name;
    int parent;
    try {
      JsonObject body = JsonParser.parseString(exchange.text()).getAsJsonObject();
      name = body.has("name") ? body.get("name").getAsString() : "";
      parent = body.has("parentId") ? body.get("parentId").getAsInt() : 0;
    } catch (JsonParseException | IllegalStateException | NumberFormatException e) {
      return Answers.error(400, 10004, "The request body is not a JSON object.");
    }
    if (name.isBlank()) {
      return Answers.validation("Category name is required.");
    }
    if (folders().stream().noneMatch(f -> f.id() == parent)) {
      return Answers.validation("Parent category " + parent + " does not exist.");
    }
    if (folders().stream().anyMatch(f -> f.parent() == parent && f.name().equalsIgnoreCase(name))) {
      return Answers.validation("Category name " + name + " is already taken.");
    }
    return Answers.json(201, json(state.addFolder(name, "asset", parent)));
  }

  /** {@code POST /email/v1/category}: a folder of any kind, as recorded. */
  Reply createAny(Exchange exchange) {
    try {
      JsonObject body = JsonBody.of(exchange);
      String name = JsonBody.needed(body, "name");
      String type = JsonBody.needed(body, "catType");
      int parent = Numbers.whole(JsonBody.needed(body, "parentCatId"), 0);
      State.Folder above = state.folders.get(parent);
      if (above == null || !above.contentType().equals(type)) {
        throw new Refusal(10005, "The parentCatId " + parent + " is not a " + type + " folder.");
      }
      if (state.folders.values().stream()
          .anyMatch(f -> f.parent() == parent && f.name().equalsIgnoreCase(name))) {
        throw new Refusal(10005, "The name " + name + " is already taken in its folder.");
      }
      State.Folder made = state.addFolder(name, type, parent);
      JsonObject reply = new JsonObject();
      reply.addProperty("categoryId", made.id());
      reply.addProperty("parentCatId", parent);
      reply.addProperty("objectId", made.objectId());
      reply.addProperty("catType", type);
      reply.addProperty("name", name);
      return Answers.json(200, reply);
    } catch (Refusal e) {
      return Answers.error(400, e.code(), e.text());
    }
  }

  private JsonObject json(State.Folder folder) {
    JsonObject json = new JsonObject();
    json.addProperty("id", folder.id());
    json.addProperty("description", "");
    json.addProperty("enterpriseId", state.account.enterprise());
    json.addProperty("memberId", state.account.id());
    json.addProperty("name", folder.name());
    json.addProperty("parentId", folder.parent());
    json.addProperty("categoryType", "asset");
    return json;
  }
}
