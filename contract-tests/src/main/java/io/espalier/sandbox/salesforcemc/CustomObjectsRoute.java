package io.espalier.sandbox.salesforcemc;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.espalier.sandbox.Exchange;
import io.espalier.sandbox.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;

/** {@code /data/v1/customobjects}: definitions of data extensions by REST. */
final class CustomObjectsRoute {
  private static final int PAGE = 50;

  private final State state;
  private final ExtensionMaker maker;

  CustomObjectsRoute(State state, ExtensionMaker maker) {
    this.state = state;
    this.maker = maker;
  }

  /** Changes what the body names, by the rules of an update. */
  Reply change(Exchange exchange, Extension extension) {
    JsonObject body;
    try {
      body = JsonBody.of(exchange);
      maker.update(extension, spec(body));
    } catch (Refusal e) {
      return Answers.error(400, e.code() == 10004 ? 10004 : 10005, e.text());
    } catch (IllegalStateException e) {
      return Answers.error(400, 10001, "A field is not a JSON object.");
    }
    return Answers.json(200, json(extension));
  }

  Reply list(Exchange exchange) {
    return list(exchange, extension -> true);
  }

  /** Those of one folder. */
  Reply category(Exchange exchange, String id) {
    return list(
        exchange, extension -> Integer.toString(extension.definition().categoryId()).equals(id));
  }

  private Reply list(Exchange exchange, Predicate<Extension> wanted) {
    int page = Math.max(1, Numbers.whole(exchange.parameter("$page").orElse("1"), 1));
    int size = Math.max(1, Numbers.whole(exchange.parameter("$pageSize").orElse("" + PAGE), PAGE));
    String search = exchange.parameter("$search").orElse("").toLowerCase(Locale.ROOT);
    List<Extension> found = new ArrayList<>();
    for (Extension extension : state.extensions()) {
      if (wanted.test(extension)
          && extension.definition().name().toLowerCase(Locale.ROOT).contains(search)) {
        found.add(extension);
      }
    }
    JsonArray items = new JsonArray();
    found.stream()
        .skip((long) (page - 1) * size)
        .limit(size)
        .forEach(extension -> items.add(json(extension)));
    JsonObject body = new JsonObject();
    body.addProperty("count", found.size());
    body.addProperty("page", page);
    body.addProperty("pageSize", size);
    body.add("links", new JsonObject());
    body.add("items", items);
    return Answers.json(200, body);
  }

  Reply create(Exchange exchange) {
    JsonObject body;
    try {
      body = JsonParser.parseString(exchange.text()).getAsJsonObject();
    } catch (JsonParseException | IllegalStateException e) {
      return Answers.error(400, 10004, "The request body is not a JSON object.");
    }
    try {
      Extension made = maker.create(spec(body));
      return Answers.json(201, json(made));
    } catch (Refusal e) {
      return Answers.error(400, 10005, e.text());
    } catch (IllegalStateException e) {
      return Answers.error(400, 10001, "A field is not a JSON object.");
    }
  }

  private static ExtensionMaker.Spec spec(JsonObject body) {
    List<ExtensionMaker.FieldSpec> fields = new ArrayList<>();
    JsonElement given = body.get("fields");
    if (given != null && given.isJsonArray()) {
      for (JsonElement field : given.getAsJsonArray()) {
        fields.add(field(field.getAsJsonObject()));
      }
    }
    String link = text(body, "sendableSubscriberField");
    return new ExtensionMaker.Spec(
        text(body, "key"),
        text(body, "name"),
        text(body, "description"),
        Numbers.whole(text(body, "categoryId"), 0),
        text(body, "isSendable").equals("true"),
        text(body, "isTestable").equals("true"),
        text(body, "sendableCustomObjectField"),
        // REST says _SubscriberKey where SOAP says Subscriber Key.
        link.equals("_SubscriberKey") ? "Subscriber Key" : link,
        Map.of(),
        fields);
  }

  private static ExtensionMaker.FieldSpec field(JsonObject json) {
    boolean key = text(json, "isPrimaryKey").equals("true");
    return new ExtensionMaker.FieldSpec(
        "",
        text(json, "name"),
        text(json, "type"),
        text(json, "length"),
        text(json, "scale"),
        json.has("isNullable") ? (text(json, "isNullable").equals("true") ? "false" : "true") : "",
        key ? "true" : "",
        text(json, "defaultValue"),
        text(json, "ordinal"));
  }

  Reply fields(Extension extension) {
    JsonArray fields = new JsonArray();
    for (Field field : extension.definition().fields()) {
      JsonObject json = new JsonObject();
      json.addProperty("id", field.objectId());
      json.addProperty("name", field.name());
      json.addProperty("type", field.type().name());
      if (field.maxLength() > 0) {
        json.addProperty("length", field.maxLength());
      }
      if (field.type() == FieldType.Decimal) {
        json.addProperty("scale", field.scale());
      }
      json.addProperty("ordinal", field.ordinal());
      json.addProperty("isNullable", !field.required());
      json.addProperty("isPrimaryKey", field.primaryKey());
      fields.add(json);
    }
    JsonObject body = new JsonObject();
    body.addProperty("id", extension.definition().objectId());
    body.add("fields", fields);
    return Answers.json(200, body);
  }

  JsonObject json(Extension extension) {
    Definition definition = extension.definition();
    JsonObject json = new JsonObject();
    json.addProperty("id", definition.objectId());
    json.addProperty("name", definition.name());
    json.addProperty("key", definition.key());
    json.addProperty("description", definition.description());
    json.addProperty("isActive", true);
    json.addProperty("isSendable", definition.sendable());
    if (definition.sendableField() != null) {
      json.addProperty("sendableCustomObjectField", definition.sendableField());
      json.addProperty("sendableSubscriberField", "_SubscriberKey");
    }
    json.addProperty("isTestable", definition.testable());
    json.addProperty("categoryId", definition.categoryId());
    json.addProperty("ownerId", state.account.id());
    json.addProperty("createdDate", definition.created());
    json.addProperty("modifiedDate", definition.modified());
    json.addProperty("fieldCount", definition.fields().size());
    json.addProperty(
        "rowCount",
        state.switches.on(SalesforceFact.ROW_COUNTS_LAG)
            ? extension.laggingSize(state.instant().toEpochMilli())
            : extension.size());
    return json;
  }

  private static String text(JsonObject json, String name) {
    JsonElement value = json.get(name);
    return value != null && value.isJsonPrimitive() ? value.getAsString() : "";
  }
}
