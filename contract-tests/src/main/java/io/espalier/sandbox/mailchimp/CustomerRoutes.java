package io.espalier.sandbox.mailchimp;

import com.google.gson.JsonObject;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A shop's customers. Each is a contact of the shop's audience as well: who is new there is
 * subscribed where {@code opt_in_status} says so, else transactional; who is there stays as they
 * are.
 */
final class CustomerRoutes {
  private static final String CUSTOMERS = StoreRoutes.STORE + "/customers";
  private static final String CUSTOMER = CUSTOMERS + "/{customer}";
  private static final Shape CHANGES =
      Shape.of()
          .flags("opt_in_status")
          .texts("company", "first_name", "last_name")
          .object("address", StoreRoutes.ADDRESS);
  private static final Shape WHOLE =
      Shape.of()
          .text("id!", 50)
          .texts("email_address!")
          .flags("opt_in_status!")
          .texts("company", "first_name", "last_name")
          .object("address", StoreRoutes.ADDRESS);

  private CustomerRoutes() {}

  static List<Route> all() {
    return List.of(
        Route.of("GET", CUSTOMERS, CustomerRoutes::list),
        Route.of("POST", CUSTOMERS, CustomerRoutes::create),
        Route.of("GET", CUSTOMER, call -> shown(call, found(call))),
        Route.of("PUT", CUSTOMER, CustomerRoutes::upsert),
        Route.of("PATCH", CUSTOMER, CustomerRoutes::update),
        Route.of("DELETE", CUSTOMER, CustomerRoutes::delete));
  }

  private static JsonObject list(Call call) {
    Store store = StoreRoutes.found(call);
    String email = call.exchange().parameter("email_address").orElse("");
    JsonObject answer =
        Paging.of(call)
            .into(
                new JsonObject(),
                "customers",
                store.customers.values().stream()
                    .filter(
                        customer ->
                            email.isEmpty()
                                || Store.text(customer, "email_address").equalsIgnoreCase(email)),
                customer -> json(store, customer));
    answer.addProperty("store_id", store.id);
    return Links.add(answer, call);
  }

  private static JsonObject create(Call call) {
    Store store = StoreRoutes.found(call);
    JsonObject sent = WHOLE.read(call.body());
    if (store.customers.containsKey(Store.text(sent, "id"))) {
      throw Refusal.badRequest(
          "A customer with the provided ID already exists in the account for this list.");
    }
    return shown(call, kept(call, store, sent));
  }

  private static JsonObject upsert(Call call) {
    Store store = StoreRoutes.found(call);
    JsonObject sent = WHOLE.read(call.body());
    sent.addProperty("id", call.variable("customer"));
    JsonObject there = store.customers.get(call.variable("customer"));
    if (there == null) {
      return shown(call, kept(call, store, sent));
    }
    // The address is the customer's for ever; how they stand is the contact's own matter.
    sent.remove("email_address");
    Store.lay(sent, there);
    touch(call, there);
    return shown(call, there);
  }

  private static JsonObject update(Call call) {
    JsonObject there = found(call);
    Store.lay(CHANGES.change(call.body()), there);
    touch(call, there);
    return shown(call, there);
  }

  private static @Nullable JsonObject delete(Call call) {
    StoreRoutes.found(call).customers.remove(Store.text(found(call), "id"));
    return null;
  }

  /** The customer whom a cart or an order names: known by the id alone, else made. */
  static JsonObject named(Call call, Store store, Body customer) {
    JsonObject there = store.customers.get(customer.requiredText("id"));
    if (there == null) {
      return kept(call, store, WHOLE.read(customer));
    }
    Store.lay(CHANGES.change(customer), there);
    touch(call, there);
    return there;
  }

  private static JsonObject kept(Call call, Store store, JsonObject sent) {
    String email = Store.text(sent, "email_address");
    AddressCheck.check(email);
    Audience audience = call.account().audiences.get(store.listId);
    if (audience != null && audience.byEmail(email).isEmpty()) {
      new MemberWriter(call, audience)
          .create(
              new Body(new JsonObject(), ""),
              email,
              sent.get("opt_in_status").getAsBoolean()
                  ? MemberStatus.SUBSCRIBED
                  : MemberStatus.TRANSACTIONAL);
    }
    sent.addProperty("created_at", WireTime.print(call.now()));
    sent.addProperty("updated_at", WireTime.print(call.now()));
    store.customers.put(Store.text(sent, "id"), sent);
    return sent;
  }

  private static void touch(Call call, JsonObject customer) {
    customer.addProperty("updated_at", WireTime.print(call.now()));
  }

  private static JsonObject found(Call call) {
    return Optional.ofNullable(StoreRoutes.found(call).customers.get(call.variable("customer")))
        .orElseThrow(Refusal::notFound);
  }

  private static JsonObject shown(Call call, JsonObject customer) {
    return Links.add(json(StoreRoutes.found(call), customer), call);
  }

  /** With the number and the sum of the customer's orders. */
  static JsonObject json(Store store, JsonObject customer) {
    JsonObject json = new JsonObject();
    for (String name : List.of("id", "email_address")) {
      json.addProperty(name, Store.text(customer, name));
    }
    json.addProperty("opt_in_status", customer.get("opt_in_status").getAsBoolean());
    for (String name : List.of("company", "first_name", "last_name")) {
      json.addProperty(name, Store.text(customer, name));
    }
    String id = Store.text(customer, "id");
    List<JsonObject> orders =
        store.orders.values().stream()
            .filter(order -> Store.text(order.getAsJsonObject("customer"), "id").equals(id))
            .toList();
    json.addProperty("orders_count", orders.size());
    json.addProperty(
        "total_spent", orders.stream().mapToDouble(o -> Store.number(o, "order_total")).sum());
    json.add(
        "address", customer.has("address") ? customer.get("address").deepCopy() : new JsonObject());
    json.addProperty("created_at", Store.text(customer, "created_at"));
    json.addProperty("updated_at", Store.text(customer, "updated_at"));
    return json;
  }
}
