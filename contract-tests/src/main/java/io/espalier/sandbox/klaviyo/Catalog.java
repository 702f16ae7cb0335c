package io.espalier.sandbox.klaviyo;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The custom catalog: what may be written to it, and what is found there. */
final class Catalog {
  private static final String PREFIX = "$custom:::$default:::";
  private static final int METADATA_BYTES = 100 * 1_024;
  private static final Set<String> NUMBERS =
      Set.of("price", "inventory_quantity", "inventory_policy");

  private final Holdings holdings;

  Catalog(Holdings holdings) {
    this.holdings = holdings;
  }

  NavigableMap<String, CatalogEntry> all(CatalogKind kind) {
    return kind.isCategory()
        ? holdings.categories
        : kind.isVariant() ? holdings.variants : holdings.items;
  }

  CatalogEntry find(CatalogKind kind, String id) {
    CatalogEntry entry = all(kind).get(id);
    if (entry == null) {
      throw ApiError.noResource(kind.type(), id).thrown();
    }
    return entry;
  }

  /** Refuses a resource that cannot be a new one, or a change of one. */
  void check(CatalogKind kind, JsonObject resource, String at, boolean fresh) {
    JsonObject given = Json.object(resource, "attributes", at);
    String in = at + "/attributes";
    for (String name : fresh ? kind.required() : List.<String>of()) {
      if (!given.has(name) || given.get(name).isJsonNull()) {
        throw ApiError.invalid("'" + name + "' is a required field.", in + "/" + name).thrown();
      }
    }
    for (Map.Entry<String, JsonElement> entry : given.entrySet()) {
      check(kind, entry.getKey(), entry.getValue(), in + "/" + entry.getKey(), fresh);
    }
    if (fresh && kind.isVariant()) {
      find(CatalogKind.ITEM, itemOf(resource, at));
    }
    for (String id : related(resource, kind, at)) {
      find(kind.isCategory() ? CatalogKind.ITEM : CatalogKind.CATEGORY, id);
    }
  }

  private static void check(
      CatalogKind kind, String name, JsonElement value, String at, boolean fresh) {
    boolean identity = Set.of("external_id", "integration_type", "catalog_type").contains(name);
    boolean more =
        !kind.isCategory()
                && Set.of("price", "images", "custom_metadata", "published").contains(name)
            || kind.isVariant() && NUMBERS.contains(name);
    if (identity ? !fresh : !more && !kind.texts().contains(name)) {
      throw ApiError.invalid(
              "'" + name + "' is not a valid field for the resource '" + kind.type() + "'.", at)
          .thrown();
    }
    boolean right =
        value.isJsonNull()
            || switch (name) {
              case "integration_type" ->
                  Json.isText(value) && value.getAsString().equals("$custom");
              case "catalog_type" -> Json.isText(value) && value.getAsString().equals("$default");
              case "price", "inventory_quantity", "inventory_policy" ->
                  value.isJsonPrimitive() && value.getAsJsonPrimitive().isNumber();
              case "published" -> value.isJsonPrimitive() && value.getAsJsonPrimitive().isBoolean();
              case "images" ->
                  value instanceof JsonArray array
                      && array.asList().stream().allMatch(Json::isText);
              case "custom_metadata" -> value instanceof JsonObject object && isFlat(object);
              default -> Json.isText(value) && !value.getAsString().isEmpty();
            };
    if (!right) {
      throw ApiError.invalid("'" + name + "' is not valid.", at).thrown();
    }
  }

  private static boolean isFlat(JsonObject metadata) {
    return metadata.toString().getBytes(StandardCharsets.UTF_8).length <= METADATA_BYTES
        && metadata.asMap().values().stream()
            .allMatch(value -> value.isJsonPrimitive() || value.isJsonNull());
  }

  private static String itemOf(JsonObject resource, String at) {
    String in = at + "/relationships/item";
    JsonObject relations = Json.object(resource, "relationships", at);
    JsonObject item = Json.object(relations, "item", at + "/relationships");
    JsonObject data = Json.object(item, "data", in);
    Call.requireType(data, "catalog-item", in + "/data");
    return Json.requiredText(data, "id", in + "/data");
  }

  /** An item's categories or a category's items, as a resource names them. */
  private static List<String> related(JsonObject resource, CatalogKind kind, String at) {
    String name = kind.isCategory() ? "items" : "categories";
    JsonObject relation = Json.find(resource, "relationships", name);
    if (relation == null || kind.isVariant()) {
      return List.of();
    }
    String in = at + "/relationships/" + name;
    return Call.references(
        Json.array(relation, "data", in),
        kind.isCategory() ? "catalog-item" : "catalog-category",
        in + "/data");
  }

  /** Makes one; refuses where its external id is taken. */
  CatalogEntry create(CatalogKind kind, JsonObject resource, String at) {
    check(kind, resource, at, true);
    JsonObject given = resource.getAsJsonObject("attributes");
    CatalogEntry entry =
        new CatalogEntry(PREFIX + given.get("external_id").getAsString(), holdings.now());
    if (all(kind).putIfAbsent(entry.id, entry) != null) {
      throw ApiError.at(
              409,
              "conflict",
              "Conflict.",
              "A " + kind.type() + " with this external_id already exists.",
              at + "/attributes/external_id")
          .thrown();
    }
    if (kind.isVariant()) {
      entry.item = itemOf(resource, at);
    }
    JsonObject held = new JsonObject();
    held.add("external_id", given.get("external_id"));
    if (!kind.isCategory()) {
      held.addProperty("published", true);
    }
    entry.attributes(held);
    return change(kind, entry, resource, at);
  }

  CatalogEntry update(CatalogKind kind, String id, JsonObject resource, String at) {
    CatalogEntry entry = find(kind, id);
    check(kind, resource, at, false);
    return change(kind, entry, resource, at);
  }

  private CatalogEntry change(
      CatalogKind kind, CatalogEntry entry, JsonObject resource, String at) {
    JsonObject held = entry.attributes();
    for (Map.Entry<String, JsonElement> given : resource.getAsJsonObject("attributes").entrySet()) {
      if (!given.getKey().endsWith("_type")) {
        held.add(given.getKey(), Json.stored(given.getValue()));
      }
    }
    entry.attributes(held);
    entry.updated = holdings.now();
    if (Json.find(resource, "relationships", kind.isCategory() ? "items" : "categories") != null) {
      relate(kind, entry.id, related(resource, kind, at), true, true);
    }
    return entry;
  }

  /**
   * Puts items into categories or takes them out.
   *
   * @param kind of the one with this id; the others are of the other kind
   * @param whole whether the others are all that are to be related
   */
  void relate(CatalogKind kind, String id, List<String> others, boolean add, boolean whole) {
    others.forEach(o -> find(kind.isCategory() ? CatalogKind.ITEM : CatalogKind.CATEGORY, o));
    for (CatalogEntry item : holdings.items.values()) {
      if (kind.isCategory()) {
        boolean named = others.contains(item.id);
        if (named && add) {
          item.categories.add(id);
        } else if (named || whole) {
          item.categories.remove(id);
        }
      } else if (item.id.equals(id)) {
        if (whole) {
          item.categories.retainAll(others);
        }
        if (add) {
          item.categories.addAll(others);
        } else {
          others.forEach(item.categories::remove);
        }
      }
    }
  }

  /** Takes one away: an item's variants with it. */
  void delete(CatalogKind kind, String id) {
    find(kind, id);
    all(kind).remove(id);
    if (kind.isCategory()) {
      holdings.items.values().forEach(item -> item.categories.remove(id));
    } else if (!kind.isVariant()) {
      holdings.variants.values().removeIf(variant -> variant.item.equals(id));
    }
  }

  List<String> variantsOf(String item) {
    List<String> ids = new ArrayList<>();
    for (CatalogEntry variant : holdings.variants.values()) {
      if (variant.item.equals(item)) {
        ids.add(variant.id);
      }
    }
    return ids;
  }

  static JsonObject json(Call call, CatalogKind kind, CatalogEntry entry) {
    JsonObject held = entry.attributes();
    JsonObject attributes = new JsonObject();
    attributes.add("external_id", held.get("external_id"));
    kind.texts().forEach(name -> attributes.add(name, orNull(held, name)));
    if (!kind.isCategory()) {
      attributes.add("price", orNull(held, "price"));
      attributes.add("images", held.has("images") ? held.get("images") : new JsonArray());
      attributes.add(
          "custom_metadata",
          held.has("custom_metadata") ? held.get("custom_metadata") : new JsonObject());
      attributes.add("published", orNull(held, "published"));
      attributes.addProperty("created", entry.created);
    }
    if (kind.isVariant()) {
      attributes.add("inventory_quantity", orNull(held, "inventory_quantity"));
      attributes.addProperty(
          "inventory_policy",
          held.has("inventory_policy") ? held.get("inventory_policy").getAsInt() : 0);
    }
    attributes.addProperty("updated", entry.updated);
    String collection = kind.isCategory() ? "catalog-categories" : kind.type() + "s";
    JsonObject json = Links.resource(call, kind.type(), collection, entry.id, attributes);
    if (kind.isVariant()) {
      JsonObject relation = new JsonObject();
      relation.add("data", Links.reference("catalog-item", entry.item));
      JsonObject relations = new JsonObject();
      relations.add("item", relation);
      json.add("relationships", relations);
    } else {
      Links.relation(call, json, collection, kind.isCategory() ? "items" : "variants");
    }
    return json;
  }

  private static JsonElement orNull(JsonObject object, String name) {
    JsonElement value = object.get(name);
    return value == null ? JsonNull.INSTANCE : value;
  }

  /** An item as a template sees it, by the id that it has in its shop; null for a miss. */
  @Nullable Map<String, @Nullable Object> shown(String externalId) {
    CatalogEntry entry = holdings.items.get(PREFIX + externalId);
    if (entry == null) {
      return null;
    }
    JsonObject held = entry.attributes();
    Map<String, @Nullable Object> shown = new LinkedHashMap<>();
    for (String name : List.of("title", "description", "url", "price", "published")) {
      shown.put(name, PlainValues.of(orNull(held, name)));
    }
    shown.put("id", externalId);
    Map<String, @Nullable Object> image = new LinkedHashMap<>();
    image.put("full", source(held, "image_full_url"));
    image.put("thumbnail", source(held, "image_thumbnail_url"));
    shown.put("featured_image", image);
    JsonObject metadata = Json.find(held, "custom_metadata");
    shown.put("metadata", metadata == null ? Map.of() : PlainValues.of(metadata));
    shown.put("currency_symbol", "$");
    shown.put("currency_code", "USD");
    List<@Nullable Object> categories = new ArrayList<>();
    for (String id : entry.categories) {
      CatalogEntry category = holdings.categories.get(id);
      if (category != null) {
        categories.add(category.attributes().get("name").getAsString());
      }
    }
    shown.put("categories", categories);
    return shown;
  }

  private static Map<String, @Nullable Object> source(JsonObject held, String name) {
    Map<String, @Nullable Object> source = new LinkedHashMap<>();
    source.put("src", PlainValues.of(orNull(held, name)));
    return source;
  }
}
