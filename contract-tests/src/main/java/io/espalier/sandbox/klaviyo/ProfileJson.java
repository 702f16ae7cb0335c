package io.espalier.sandbox.klaviyo;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A profile as the wire shows it. */
final class ProfileJson {
  static final Set<String> ADDITIONAL = Set.of("subscriptions", "predictive_analytics");
  private static final List<String> LOCATION =
      List.of(
          "address1",
          "address2",
          "city",
          "country",
          "latitude",
          "longitude",
          "region",
          "zip",
          "timezone",
          "ip");
  private static final List<String> PREDICTIONS =
      List.of(
          "historic_clv",
          "predicted_clv",
          "total_clv",
          "historic_number_of_orders",
          "predicted_number_of_orders",
          "average_days_between_orders",
          "average_order_value",
          "churn_probability",
          "expected_date_of_next_order");

  private ProfileJson() {}

  static JsonObject resource(Call call, Person person) {
    return resource(call, person, null);
  }

  /**
   * The resource.
   *
   * @param joined when they joined the list that is read; null outside a list
   */
  static JsonObject resource(Call call, Person person, @Nullable String joined) {
    JsonObject held = person.attributes();
    JsonObject attributes = new JsonObject();
    Json.put(attributes, "email", person.email);
    Json.put(attributes, "phone_number", person.phone);
    Json.put(attributes, "external_id", person.externalId);
    for (String name :
        List.of("first_name", "last_name", "organization", "locale", "title", "image")) {
      attributes.add(name, orNull(held, name));
    }
    Json.put(attributes, "created", person.created);
    Json.put(attributes, "updated", person.updated);
    attributes.add("last_event_date", JsonNull.INSTANCE);
    JsonObject location = new JsonObject();
    JsonObject place = Json.find(held, "location");
    LOCATION.forEach(
        name -> location.add(name, place == null ? JsonNull.INSTANCE : orNull(place, name)));
    attributes.add("location", location);
    attributes.add(
        "properties", held.has("properties") ? held.get("properties") : new JsonObject());
    if (joined != null) {
      attributes.addProperty("joined_group_at", joined);
    }
    if (call.wants("profile", "subscriptions", ADDITIONAL)) {
      attributes.add("subscriptions", Subscriptions.json(person));
    }
    if (call.wants("profile", "predictive_analytics", ADDITIONAL)) {
      JsonObject predictions = new JsonObject();
      PREDICTIONS.forEach(name -> predictions.add(name, JsonNull.INSTANCE));
      predictions.add("ranked_channel_affinity", new JsonArray());
      attributes.add("predictive_analytics", predictions);
    }
    JsonObject resource = Links.resource(call, "profile", "profiles", person.id, attributes);
    for (String relation : List.of("lists", "segments", "push-tokens")) {
      Links.relation(call, resource, "profiles", relation);
    }
    if (showsConversations(call)) {
      Links.relation(call, resource, "profiles", "conversations");
    }
    return resource;
  }

  /** Only where profiles themselves are read. */
  private static boolean showsConversations(Call call) {
    return call.exchange().method().equals("GET")
        && call.exchange().path().matches("/api/profiles(?:/[^/]+)?/?");
  }

  private static JsonElement orNull(JsonObject object, String name) {
    JsonElement value = object.get(name);
    return value == null ? JsonNull.INSTANCE : value;
  }
}
