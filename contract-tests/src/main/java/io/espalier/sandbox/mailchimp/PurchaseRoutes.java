package io.espalier.sandbox.mailchimp;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A shop's carts and orders: both name a customer, and lines of products that the shop must have
 * before.
 *
 * @param word {@code carts} or {@code orders}
 */
record PurchaseRoutes(String word, Shape shape, Function<Store, Map<String, JsonObject>> kept) {
  private static final Shape LINE =
      Shape.of()
          .text("id!", 50)
          .texts("product_id!", "product_variant_id!")
          .integers("quantity!")
          .numbers("price!", "discount");
  private static final Shape ANY = Shape.of().texts("id!");

  private static final List<String> BLANK_TEXTS =
      List.of(
          "campaign_id",
          "landing_site",
          "financial_status",
          "fulfillment_status",
          "order_url",
          "processed_at_foreign",
          "cancelled_at_foreign",
          "updated_at_foreign",
          "tracking_number",
          "tracking_carrier",
          "tracking_url");
  private static final List<String> BLANK_NUMBERS =
      List.of("order_total", "discount_total", "tax_total", "shipping_total");

  static List<Route> all() {
    PurchaseRoutes carts =
        new PurchaseRoutes(
            "carts",
            Shape.of()
                .text("id!", 50)
                .object("customer!", ANY)
                .texts("campaign_id", "checkout_url", "currency_code!")
                .numbers("order_total!", "tax_total")
                .array("lines!", LINE),
            store -> store.carts);
    PurchaseRoutes orders =
        new PurchaseRoutes(
            "orders",
            Shape.of()
                .text("id!", 50)
                .object("customer!", ANY)
                .texts("campaign_id", "landing_site", "financial_status", "fulfillment_status")
                .texts("currency_code!", "order_url", "processed_at_foreign")
                .texts("cancelled_at_foreign", "updated_at_foreign")
                .texts("tracking_number", "tracking_carrier", "tracking_url")
                .choice("tracking_code", "prec")
                .numbers("order_total!", "discount_total", "tax_total", "shipping_total")
                .object("shipping_address", StoreRoutes.ADDRESS)
                .object("billing_address", StoreRoutes.ADDRESS)
                .object("outreach", Shape.of().texts("id"))
                .array(
                    "promos",
                    Shape.of()
                        .texts("code!")
                        .choice("type!", "fixed", "percentage")
                        .numbers("amount_discounted!"))
                .array("lines!", LINE),
            store -> store.orders);
    return Stream.of(
            carts.routes(),
            orders.routes(),
            List.of(
                // There since 3.0.91.
                Route.of("PUT", StoreRoutes.STORE + "/orders/{purchase}", orders::upsert),
                Route.of("GET", "/ecommerce/orders", orders::everywhere)))
        .flatMap(List::stream)
        .toList();
  }

  private List<Route> routes() {
    String collection = StoreRoutes.STORE + "/" + word;
    String one = collection + "/{purchase}";
    return List.of(
        Route.of("GET", collection, this::list),
        Route.of("POST", collection, this::create),
        Route.of("GET", one, call -> shown(call, found(call))),
        Route.of("PATCH", one, this::update),
        Route.of("DELETE", one, this::delete),
        Route.of("GET", one + "/lines", this::lines),
        Route.of("POST", one + "/lines", this::addLine),
        Route.of("GET", one + "/lines/{line}", this::oneLine),
        Route.of("PATCH", one + "/lines/{line}", this::changeLine),
        Route.of("DELETE", one + "/lines/{line}", this::dropLine));
  }

  private JsonObject list(Call call) {
    Store store = StoreRoutes.found(call);
    String customer = call.exchange().parameter("customer_id").orElse("");
    JsonObject answer = page(call, kept.apply(store).values().stream(), customer, store);
    answer.addProperty("store_id", store.id);
    return Links.add(answer, call);
  }

  private JsonObject everywhere(Call call) {
    String customer = call.exchange().parameter("customer_id").orElse("");
    String campaign = call.exchange().parameter("campaign_id").orElse("");
    List<JsonObject> rows =
        call.account().stores.values().stream()
            .flatMap(store -> store.orders.values().stream().map(order -> json(store, order)))
            .filter(order -> customer.isEmpty() || isOf(order, customer))
            .filter(o -> campaign.isEmpty() || Store.text(o, "campaign_id").equals(campaign))
            .toList();
    return Links.add(Paging.of(call).into(new JsonObject(), word, rows.stream(), row -> row), call);
  }

  private JsonObject page(Call call, Stream<JsonObject> rows, String customer, Store store) {
    return Paging.of(call)
        .into(
            new JsonObject(),
            word,
            rows.filter(row -> customer.isEmpty() || isOf(row, customer)),
            row -> json(store, row));
  }

  private static boolean isOf(JsonObject purchase, String customer) {
    return Store.text(purchase.getAsJsonObject("customer"), "id").equals(customer);
  }

  private JsonObject create(Call call) {
    Store store = StoreRoutes.found(call);
    Body body = call.body();
    JsonObject sent = shape.read(body);
    if (kept.apply(store).containsKey(Store.text(sent, "id"))) {
      throw Refusal.badRequest(
          "A "
              + word.replaceFirst("s$", "")
              + " with the provided ID already exists in the account for this list.");
    }
    return put(call, store, body, sent);
  }

  private JsonObject upsert(Call call) {
    Body body = call.body();
    JsonObject sent = shape.read(body);
    sent.addProperty("id", call.variable("purchase"));
    return put(call, StoreRoutes.found(call), body, sent);
  }

  private JsonObject put(Call call, Store store, Body body, JsonObject sent) {
    known(store, sent);
    CustomerRoutes.named(call, store, body.object("customer").orElseThrow());
    attribute(call, store, sent);
    sent.addProperty("created_at", WireTime.print(call.now()));
    sent.addProperty("updated_at", WireTime.print(call.now()));
    kept.apply(store).put(Store.text(sent, "id"), sent);
    return shown(call, sent);
  }

  private JsonObject update(Call call) {
    Store store = StoreRoutes.found(call);
    JsonObject there = found(call);
    Body body = call.body();
    JsonObject sent = shape.change(body);
    sent.remove("id");
    known(store, sent);
    body.object("customer").ifPresent(customer -> CustomerRoutes.named(call, store, customer));
    Store.lay(sent, there);
    attribute(call, store, there);
    there.addProperty("updated_at", WireTime.print(call.now()));
    return shown(call, there);
  }

  private static void known(Store store, JsonObject sent) {
    if (sent.has("lines")) {
      sent.getAsJsonArray("lines").forEach(line -> knownLine(store, line.getAsJsonObject()));
    }
  }

  /** Products are made before they are bought. Words: mc4wp issues 754 and 571. */
  private static void knownLine(Store store, JsonObject line) {
    String product = Store.text(line, "product_id");
    if (line.has("product_id") && !store.products.containsKey(product)) {
      throw Refusal.badRequest(
          "A product with the provided ID does not exist in the account for this list.");
    }
    if (line.has("product_variant_id")
        && store.variant(product, Store.text(line, "product_variant_id")).isEmpty()) {
      throw Refusal.badRequest(
          "A variant with the provided ID does not exist in the account for this list.");
    }
  }

  /** An order belongs to the campaign that its customer clicked last, whatever it says itself. */
  private void attribute(Call call, Store store, JsonObject order) {
    if (word.equals("orders") && call.account().on(MailchimpFact.ORDERS_ARE_ATTRIBUTED)) {
      String customer = Store.text(order.getAsJsonObject("customer"), "id");
      String email =
          Optional.ofNullable(store.customers.get(customer))
              .map(found -> Store.text(found, "email_address"))
              .orElse("");
      String contact =
          Optional.ofNullable(call.account().audiences.get(store.listId))
              .flatMap(audience -> audience.byEmail(email))
              .map(member -> member.contactId)
              .orElse("");
      order.addProperty(
          "campaign_id",
          call.account().campaigns.values().stream()
              .filter(
                  campaign ->
                      campaign.deeds.stream()
                          .anyMatch(d -> !d.isOpen() && d.contactId().equals(contact)))
              .reduce((first, second) -> second)
              .map(campaign -> campaign.id)
              .orElse(""));
    }
  }

  private @Nullable JsonObject delete(Call call) {
    kept.apply(StoreRoutes.found(call)).remove(Store.text(found(call), "id"));
    return null;
  }

  private JsonObject lines(Call call) {
    JsonObject purchase = found(call);
    Store store = StoreRoutes.found(call);
    JsonObject answer =
        Paging.of(call)
            .into(
                new JsonObject(),
                "lines",
                purchase.getAsJsonArray("lines").asList().stream(),
                line -> line(store, line.getAsJsonObject()));
    answer.addProperty("store_id", store.id);
    answer.addProperty(word.replaceFirst("s$", "") + "_id", Store.text(purchase, "id"));
    return Links.add(answer, call);
  }

  private JsonObject oneLine(Call call) {
    return Links.add(line(StoreRoutes.found(call), line(call)), call);
  }

  private JsonObject addLine(Call call) {
    JsonObject sent = LINE.read(call.body());
    Store store = StoreRoutes.found(call);
    knownLine(store, sent);
    found(call).getAsJsonArray("lines").add(sent);
    return Links.add(line(store, sent), call);
  }

  private JsonObject changeLine(Call call) {
    JsonObject line = line(call);
    JsonObject sent = LINE.change(call.body());
    sent.remove("id");
    Store store = StoreRoutes.found(call);
    JsonObject whole = line.deepCopy();
    Store.lay(sent, whole);
    knownLine(store, whole);
    Store.lay(sent, line);
    return Links.add(line(store, line), call);
  }

  private @Nullable JsonObject dropLine(Call call) {
    found(call).getAsJsonArray("lines").remove(line(call));
    return null;
  }

  private JsonObject line(Call call) {
    return found(call).getAsJsonArray("lines").asList().stream()
        .map(JsonElement::getAsJsonObject)
        .filter(line -> Store.text(line, "id").equals(call.variable("line")))
        .findFirst()
        .orElseThrow(Refusal::notFound);
  }

  private JsonObject found(Call call) {
    return Optional.ofNullable(kept.apply(StoreRoutes.found(call)).get(call.variable("purchase")))
        .orElseThrow(Refusal::notFound);
  }

  private JsonObject shown(Call call, JsonObject purchase) {
    return Links.add(json(StoreRoutes.found(call), purchase), call);
  }

  private JsonObject json(Store store, JsonObject purchase) {
    JsonObject json = purchase.deepCopy();
    JsonObject customer =
        store.customers.get(Store.text(purchase.getAsJsonObject("customer"), "id"));
    if (customer != null) {
      json.add("customer", CustomerRoutes.json(store, customer));
    }
    JsonArray lines = new JsonArray();
    purchase
        .getAsJsonArray("lines")
        .forEach(line -> lines.add(line(store, line.getAsJsonObject())));
    json.add("lines", lines);
    if (word.equals("orders")) {
      BLANK_TEXTS.forEach(name -> json.addProperty(name, Store.text(purchase, name)));
      BLANK_NUMBERS.forEach(name -> json.addProperty(name, Store.number(purchase, name)));
      json.addProperty("store_id", store.id);
      json.remove("created_at");
      json.remove("updated_at");
    } else {
      json.addProperty("checkout_url", Store.text(purchase, "checkout_url"));
      json.addProperty("campaign_id", Store.text(purchase, "campaign_id"));
      json.addProperty("tax_total", Store.number(purchase, "tax_total"));
    }
    return json;
  }

  private JsonObject line(Store store, JsonObject kept) {
    JsonObject json = kept.deepCopy();
    if (word.equals("orders")) {
      json.addProperty("image_url", "");
      json.addProperty("discount", Store.number(kept, "discount"));
    }
    String product = Store.text(kept, "product_id");
    json.addProperty(
        "product_title",
        Optional.ofNullable(store.products.get(product))
            .map(p -> Store.text(p, "title"))
            .orElse(""));
    json.addProperty(
        "product_variant_title",
        store
            .variant(product, Store.text(kept, "product_variant_id"))
            .map(variant -> Store.text(variant, "title"))
            .orElse(""));
    return json;
  }
}
