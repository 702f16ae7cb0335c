package io.espalier.sandbox.mailchimp;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A shop that is connected to one audience: whom it knows, what it sells, who bought what. */
final class Store {
  String id = "";
  String listId = "";
  Instant createdAt = Instant.EPOCH;
  Instant updatedAt = Instant.EPOCH;

  /** As they were sent, with the times of their making; by their own ids. */
  JsonObject settings = new JsonObject();

  Map<String, JsonObject> customers = new LinkedHashMap<>();
  Map<String, JsonObject> products = new LinkedHashMap<>();
  Map<String, JsonObject> carts = new LinkedHashMap<>(0);
  Map<String, JsonObject> orders = new LinkedHashMap<>();
  Map<String, JsonObject> promoRules = new LinkedHashMap<>(0);

  /** Codes by rule, then by their own ids. */
  Map<String, Map<String, JsonObject>> promoCodes = new LinkedHashMap<>(0);

  /** The orders of one address. */
  Stream<JsonObject> orders(String email) {
    return orders.values().stream()
        .filter(order -> address(order).filter(email::equalsIgnoreCase).isPresent());
  }

  private Optional<String> address(JsonObject order) {
    return Optional.ofNullable(customers.get(text(order.getAsJsonObject("customer"), "id")))
        .map(customer -> text(customer, "email_address"));
  }

  Optional<JsonObject> variant(String product, String variant) {
    return Optional.ofNullable(products.get(product)).stream()
        .flatMap(found -> found.getAsJsonArray("variants").asList().stream())
        .map(JsonElement::getAsJsonObject)
        .filter(found -> text(found, "id").equals(variant))
        .findFirst();
  }

  static String text(JsonObject json, String name) {
    return json.has(name) && json.get(name).isJsonPrimitive() ? json.get(name).getAsString() : "";
  }

  static double number(JsonObject json, String name) {
    return json.has(name) ? json.get(name).getAsDouble() : 0;
  }

  /** Lays what was sent over what is there. */
  static void lay(JsonObject over, JsonObject onto) {
    over.entrySet().forEach(entry -> onto.add(entry.getKey(), entry.getValue()));
  }
}
