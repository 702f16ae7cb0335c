package io.espalier.sandbox.klaviyo;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * How the links of mails are tracked: one setting an account, under the account's id. Source: the
 * OpenAPI document 2026-07-15, {@code /api/tracking-settings}.
 */
final class TrackingSettingRoutes {
  private static final String TYPE = "tracking-setting";
  private static final String AT = "/data/attributes";
  private static final String ONE = "/api/tracking-settings/{id}";
  private static final Paging PAGES = new Paging(1, 1);
  private static final String AUTO = "auto_add_parameters";
  private static final String CUSTOM = "custom_parameters";
  private static final Set<String> PARAMETERS =
      Set.of("utm_source", "utm_medium", "utm_campaign", "utm_id", "utm_term");

  /** What a parameter may be, besides a text of its own. */
  private static final Map<String, Set<String>> DYNAMIC =
      Map.of(
          "flow",
          Set.of(
              "email_subject",
              "flow_id",
              "flow_name",
              "link_alt_text",
              "message_name",
              "message_name_id",
              "message_type",
              "profile_external_id",
              "profile_id"),
          "campaign",
          Set.of(
              "campaign_id",
              "campaign_name",
              "campaign_name_id",
              "campaign_name_send_day",
              "email_subject",
              "group_id",
              "group_name",
              "group_name_id",
              "link_alt_text",
              "message_type",
              "profile_external_id",
              "profile_id"));

  private final Holdings holdings;

  TrackingSettingRoutes(Holdings holdings) {
    this.holdings = holdings;
  }

  List<Route> routes() {
    return List.of(
        Route.of("GET", "/api/tracking-settings", Quota.M, this::all),
        Route.of("GET", ONE, Quota.M, this::one),
        Route.of("PATCH", ONE, Quota.M, this::change));
  }

  private Answer all(Call call) {
    TreeMap<String, String> only = new TreeMap<>(Map.of(holdings.account.siteId(), ""));
    return PAGES.page(call, only, (id, none) -> true, (id, none) -> json(call));
  }

  private Answer one(Call call) {
    require(call);
    return Answer.one(200, json(call));
  }

  private void require(Call call) {
    if (!call.variable("id").equals(holdings.account.siteId())) {
      throw ApiError.noResource(TYPE, call.variable("id")).thrown();
    }
  }

  /** What is left out, or null, stays; all of it is checked before any of it changes. */
  private Answer change(Call call) {
    require(call);
    JsonObject data = call.resource(TYPE, holdings.account.siteId());
    Map<String, JsonElement> changes = new LinkedHashMap<>();
    for (Map.Entry<String, JsonElement> given :
        Json.object(data, "attributes", "/data").entrySet()) {
      if (!given.getValue().isJsonNull()) {
        check(given.getKey(), given.getValue());
        changes.put(given.getKey(), given.getValue());
      }
    }
    changes.forEach((name, value) -> holdings.tracking.put(name, Json.GSON.toJson(value)));
    return Answer.one(200, json(call));
  }

  private static void check(String name, JsonElement value) {
    String at = AT + "/" + name;
    if (name.equals(AUTO)) {
      if (!value.isJsonPrimitive() || !value.getAsJsonPrimitive().isBoolean()) {
        throw ApiError.invalid("'" + AUTO + "' must be a boolean.", at).thrown();
      }
    } else if (name.equals(CUSTOM)) {
      if (!value.isJsonArray()) {
        throw ApiError.invalid("'" + CUSTOM + "' must be an array.", at).thrown();
      }
      JsonArray all = value.getAsJsonArray();
      for (int i = 0; i < all.size(); i++) {
        JsonObject custom = Json.object(all.get(i), at + "/" + i);
        Json.requiredText(custom, "name", at + "/" + i);
        uses(custom, at + "/" + i);
      }
    } else if (PARAMETERS.contains(name)) {
      uses(Json.object(value, at), at);
    } else {
      throw ApiError.invalid(
              "'" + name + "' is not a valid field for the resource '" + TYPE + "'.", at)
          .thrown();
    }
  }

  private static void uses(JsonObject parameter, String at) {
    DYNAMIC.forEach(
        (use, dynamic) -> {
          JsonElement given = parameter.get(use);
          if (given == null || given.isJsonNull()) {
            return;
          }
          String in = at + "/" + use;
          JsonObject value = Json.object(given, in);
          String type = Json.requiredText(value, "type", in);
          String text = Json.requiredText(value, "value", in);
          if (!type.equals("static") && !type.equals("dynamic")) {
            throw ApiError.invalid("'type' must be 'static' or 'dynamic'.", in + "/type").thrown();
          }
          if (type.equals("dynamic") && !dynamic.contains(text)) {
            throw ApiError.invalid("'" + text + "' is no dynamic value here.", in + "/value")
                .thrown();
          }
        });
  }

  private JsonObject json(Call call) {
    JsonObject attributes = new JsonObject();
    attributes.add(AUTO, held(AUTO, "true"));
    attributes.add("utm_source", held("utm_source", both("static", "klaviyo")));
    attributes.add("utm_medium", held("utm_medium", both("dynamic", "message_type")));
    for (String name : List.of("utm_campaign", "utm_id", "utm_term")) {
      if (holdings.tracking.containsKey(name)) {
        attributes.add(name, held(name, ""));
      }
    }
    attributes.add(CUSTOM, held(CUSTOM, "[]"));
    return Links.resource(call, TYPE, "tracking-settings", holdings.account.siteId(), attributes);
  }

  private static String both(String type, String value) {
    String one = "{\"type\":\"" + type + "\",\"value\":\"" + value + "\"}";
    return "{\"flow\":" + one + ",\"campaign\":" + one + "}";
  }

  private JsonElement held(String name, String usual) {
    String text = holdings.tracking.getOrDefault(name, usual);
    return text.isEmpty() ? JsonNull.INSTANCE : JsonParser.parseString(text);
  }
}
