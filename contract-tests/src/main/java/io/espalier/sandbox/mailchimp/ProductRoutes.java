package io.espalier.sandbox.mailchimp;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a shop sells: products, each with at least one variant, and their pictures. */
final class ProductRoutes {
  private static final String PRODUCTS = StoreRoutes.STORE + "/products";
  private static final String PRODUCT = PRODUCTS + "/{product}";

  /** A product shows this many of its variants; their own route shows them all. */
  private static final int MOST_VARIANTS = 50;

  private static final Shape VARIANT =
      Shape.of()
          .text("id!", 50)
          .texts("title!", "url", "sku", "image_url", "backorders", "visibility")
          .numbers("price")
          .integers("inventory_quantity");
  private static final Shape IMAGE =
      Shape.of().text("id!", 50).texts("url!").array("variant_ids", Shape.of());
  private static final Shape SHAPE =
      Shape.of()
          .text("id!", 50)
          .texts("title!", "handle", "url", "description", "type", "vendor", "image_url")
          .texts("published_at_foreign")
          .array("variants!", VARIANT)
          .array("images", IMAGE);

  private ProductRoutes() {}

  static List<Route> all() {
    return List.of(
        Route.of("GET", PRODUCTS, ProductRoutes::list),
        Route.of("POST", PRODUCTS, ProductRoutes::create),
        Route.of("GET", PRODUCT, call -> shown(call, found(call))),
        Route.of("PATCH", PRODUCT, ProductRoutes::update),
        Route.of("PUT", PRODUCT, ProductRoutes::replace),
        Route.of("DELETE", PRODUCT, ProductRoutes::delete),
        Route.of("GET", PRODUCT + "/variants", call -> parts(call, "variants")),
        Route.of("POST", PRODUCT + "/variants", call -> add(call, "variants", VARIANT)),
        Route.of("GET", PRODUCT + "/variants/{part}", call -> part(call, "variants")),
        Route.of("PUT", PRODUCT + "/variants/{part}", call -> put(call, VARIANT)),
        Route.of("PATCH", PRODUCT + "/variants/{part}", c -> patch(c, "variants", VARIANT)),
        Route.of("DELETE", PRODUCT + "/variants/{part}", call -> remove(call, "variants")),
        Route.of("GET", PRODUCT + "/images", call -> parts(call, "images")),
        Route.of("POST", PRODUCT + "/images", call -> add(call, "images", IMAGE)),
        Route.of("GET", PRODUCT + "/images/{part}", call -> part(call, "images")),
        Route.of("PATCH", PRODUCT + "/images/{part}", call -> patch(call, "images", IMAGE)),
        Route.of("DELETE", PRODUCT + "/images/{part}", call -> remove(call, "images")));
  }

  private static JsonObject list(Call call) {
    Store store = StoreRoutes.found(call);
    JsonObject answer =
        Paging.of(call)
            .into(
                new JsonObject(),
                "products",
                store.products.values().stream(),
                product -> json(call, product));
    answer.addProperty("store_id", store.id);
    return Links.add(answer, call);
  }

  private static JsonObject create(Call call) {
    Store store = StoreRoutes.found(call);
    JsonObject sent = whole(call);
    String id = Store.text(sent, "id");
    if (store.products.containsKey(id)) {
      throw Refusal.badRequest(
          "A product with the provided ID already exists in the account for this list.");
    }
    store.products.put(id, sent);
    return shown(call, sent);
  }

  private static JsonObject whole(Call call) {
    JsonObject sent = SHAPE.read(call.body());
    if (sent.getAsJsonArray("variants").isEmpty()) {
      throw Refusal.field("variants", "This collection should contain 1 element or more.");
    }
    for (JsonElement variant : sent.getAsJsonArray("variants")) {
      stamp(call, variant.getAsJsonObject());
    }
    return sent;
  }

  private static void stamp(Call call, JsonObject variant) {
    if (!variant.has("created_at")) {
      variant.addProperty("created_at", WireTime.print(call.now()));
    }
    variant.addProperty("updated_at", WireTime.print(call.now()));
  }

  private static JsonObject update(Call call) {
    JsonObject product = found(call);
    JsonObject sent = SHAPE.change(call.body());
    sent.remove("id");
    Store.lay(sent, product);
    return shown(call, product);
  }

  /** There since 3.0.91: the product as it is sent, made where it is not there. */
  private static JsonObject replace(Call call) {
    Store store = StoreRoutes.found(call);
    JsonObject sent = whole(call);
    sent.addProperty("id", call.variable("product"));
    store.products.put(call.variable("product"), sent);
    return shown(call, sent);
  }

  private static @Nullable JsonObject delete(Call call) {
    StoreRoutes.found(call).products.remove(Store.text(found(call), "id"));
    return null;
  }

  private static JsonArray array(JsonObject product, String name) {
    if (!product.has(name)) {
      product.add(name, new JsonArray());
    }
    return product.getAsJsonArray(name);
  }

  private static JsonObject parts(Call call, String name) {
    JsonObject product = found(call);
    JsonObject answer =
        Paging.of(call)
            .into(
                new JsonObject(),
                name,
                array(product, name).asList().stream(),
                part -> part(name, part.getAsJsonObject()));
    answer.addProperty("store_id", StoreRoutes.found(call).id);
    answer.addProperty("product_id", Store.text(product, "id"));
    return Links.add(answer, call);
  }

  private static JsonObject add(Call call, String name, Shape shape) {
    JsonObject product = found(call);
    JsonObject sent = shape.read(call.body());
    if (part(product, name, Store.text(sent, "id")).isPresent()) {
      throw Refusal.badRequest(
          "A " + name.replaceFirst("s$", "") + " with the provided ID exists.");
    }
    return put(call, product, name, sent);
  }

  private static JsonObject put(Call call, JsonObject product, String name, JsonObject sent) {
    if (name.equals("variants")) {
      stamp(call, sent);
    }
    array(product, name).add(sent);
    return Links.add(part(name, sent), call);
  }

  private static JsonObject put(Call call, Shape shape) {
    JsonObject product = found(call);
    JsonObject sent = shape.read(call.body());
    sent.addProperty("id", call.variable("part"));
    Optional<JsonObject> there = part(product, "variants", call.variable("part"));
    there.ifPresent(array(product, "variants")::remove);
    return put(call, product, "variants", sent);
  }

  private static JsonObject patch(Call call, String name, Shape shape) {
    JsonObject part = wanted(call, name);
    JsonObject sent = shape.change(call.body());
    sent.remove("id");
    Store.lay(sent, part);
    if (name.equals("variants")) {
      stamp(call, part);
    }
    return Links.add(part(name, part), call);
  }

  private static JsonObject part(Call call, String name) {
    return Links.add(part(name, wanted(call, name)), call);
  }

  private static @Nullable JsonObject remove(Call call, String name) {
    array(found(call), name).remove(wanted(call, name));
    return null;
  }

  private static JsonObject wanted(Call call, String name) {
    return part(found(call), name, call.variable("part")).orElseThrow(Refusal::notFound);
  }

  private static Optional<JsonObject> part(JsonObject product, String name, String id) {
    return array(product, name).asList().stream()
        .map(JsonElement::getAsJsonObject)
        .filter(part -> Store.text(part, "id").equals(id))
        .findFirst();
  }

  private static JsonObject found(Call call) {
    return Optional.ofNullable(StoreRoutes.found(call).products.get(call.variable("product")))
        .orElseThrow(Refusal::notFound);
  }

  private static JsonObject shown(Call call, JsonObject product) {
    return Links.add(json(call, product), call);
  }

  private static JsonObject part(String name, JsonObject kept) {
    JsonObject json = new JsonObject();
    json.addProperty("id", Store.text(kept, "id"));
    if (name.equals("images")) {
      json.addProperty("url", Store.text(kept, "url"));
      json.add(
          "variant_ids",
          kept.has("variant_ids") ? kept.get("variant_ids").deepCopy() : new JsonArray());
      return json;
    }
    for (String text : List.of("title", "url", "sku", "image_url", "backorders", "visibility")) {
      json.addProperty(text, Store.text(kept, text));
    }
    json.addProperty("price", Store.number(kept, "price"));
    json.addProperty("inventory_quantity", (long) Store.number(kept, "inventory_quantity"));
    json.addProperty("created_at", Store.text(kept, "created_at"));
    json.addProperty("updated_at", Store.text(kept, "updated_at"));
    return json;
  }

  private static JsonObject json(Call call, JsonObject product) {
    Store store = StoreRoutes.found(call);
    JsonObject json = new JsonObject();
    for (String name :
        List.of("id", "title", "handle", "url", "description", "type", "vendor", "image_url")) {
      json.addProperty(name, Store.text(product, name));
    }
    json.addProperty("currency_code", Store.text(store.settings, "currency_code"));
    for (String name : List.of("variants", "images")) {
      JsonArray some = new JsonArray();
      array(product, name).asList().stream()
          .limit(MOST_VARIANTS)
          .forEach(part -> some.add(part(name, part.getAsJsonObject())));
      json.add(name, some);
    }
    json.addProperty("published_at_foreign", Store.text(product, "published_at_foreign"));
    return json;
  }
}
