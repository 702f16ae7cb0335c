package io.espalier.sandbox.mailchimp;

import com.google.gson.JsonObject;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Shops: each belongs to one audience for ever, and a domain to one shop of the account. */
final class StoreRoutes {
  static final String STORE = "/ecommerce/stores/{store}";
  static final Shape ADDRESS =
      Shape.of()
          .texts("address1", "address2", "city", "country", "country_code", "postal_code")
          .texts("province", "province_code", "name", "company", "phone")
          .numbers("latitude", "longitude");
  private static final Shape SHAPE =
      Shape.of()
          .text("id!", 50)
          .texts("list_id!", "name!", "currency_code!", "domain", "email_address", "money_format")
          .texts("phone", "platform", "primary_locale", "timezone")
          .flags("is_syncing")
          .object("address", ADDRESS);

  private StoreRoutes() {}

  static List<Route> all() {
    return List.of(
        Route.of("GET", "/ecommerce/stores", StoreRoutes::list),
        Route.of("POST", "/ecommerce/stores", StoreRoutes::create),
        Route.of("GET", STORE, call -> shown(call, found(call))),
        Route.of("PATCH", STORE, StoreRoutes::update),
        Route.of("DELETE", STORE, StoreRoutes::delete));
  }

  private static JsonObject list(Call call) {
    return Links.add(
        Paging.of(call)
            .into(
                new JsonObject(),
                "stores",
                call.account().stores.values().stream(),
                store -> json(call, store)),
        call);
  }

  private static JsonObject create(Call call) {
    JsonObject sent = SHAPE.read(call.body());
    Store store = new Store();
    store.id = Store.text(sent, "id");
    store.listId = Store.text(sent, "list_id");
    if (!call.account().audiences.containsKey(store.listId)) {
      throw Refusal.field("list_id", "The list does not exist.");
    }
    if (call.account().stores.containsKey(store.id)) {
      throw Refusal.badRequest("A store with the provided ID already exists in the account.");
    }
    freeDomain(call, store, sent);
    currency(sent);
    store.createdAt = call.now();
    store.updatedAt = call.now();
    store.settings = sent;
    call.account().stores.put(store.id, store);
    return shown(call, store);
  }

  private static JsonObject update(Call call) {
    Store store = found(call);
    JsonObject sent = SHAPE.change(call.body());
    // Neither the id nor the audience can be changed.
    sent.remove("id");
    sent.remove("list_id");
    freeDomain(call, store, sent);
    currency(sent);
    Store.lay(sent, store.settings);
    store.updatedAt = call.now();
    return shown(call, store);
  }

  private static void freeDomain(Call call, Store own, JsonObject sent) {
    String domain = Store.text(sent, "domain");
    boolean taken =
        !domain.isEmpty()
            && call.account().stores.values().stream()
                .anyMatch(s -> s != own && Store.text(s.settings, "domain").equals(domain));
    if (taken) {
      throw Refusal.badRequest("A store with the provided domain already exists in the account.");
    }
  }

  private static void currency(JsonObject sent) {
    String code = Store.text(sent, "currency_code");
    if (!code.isEmpty() && !code.matches("[A-Z]{3}")) {
      throw Refusal.field("currency_code", "The value you selected is not a valid choice.");
    }
  }

  private static @Nullable JsonObject delete(Call call) {
    call.account().stores.remove(found(call).id);
    return null;
  }

  static Store found(Call call) {
    return Optional.ofNullable(call.account().stores.get(call.variable("store")))
        .orElseThrow(Refusal::notFound);
  }

  private static JsonObject shown(Call call, Store store) {
    return Links.add(json(call, store), call);
  }

  private static JsonObject json(Call call, Store store) {
    JsonObject json = new JsonObject();
    for (String name :
        List.of("id", "list_id", "name", "platform", "domain", "email_address", "currency_code")) {
      json.addProperty(name, Store.text(store.settings, name));
    }
    for (String name : List.of("money_format", "primary_locale", "timezone", "phone")) {
      json.addProperty(name, Store.text(store.settings, name));
    }
    json.addProperty(
        "is_syncing",
        store.settings.has("is_syncing") && store.settings.get("is_syncing").getAsBoolean());
    json.add(
        "address",
        store.settings.has("address")
            ? store.settings.get("address").deepCopy()
            : new JsonObject());
    json.addProperty("list_is_active", call.account().audiences.containsKey(store.listId));
    json.addProperty("created_at", WireTime.print(store.createdAt));
    json.addProperty("updated_at", WireTime.print(store.updatedAt));
    return json;
  }
}
