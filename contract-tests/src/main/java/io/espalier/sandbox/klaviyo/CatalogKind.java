package io.espalier.sandbox.klaviyo;

import java.util.List;

/**
 * What the catalog holds. Source: the schemas of the OpenAPI document 2026-07-15.
 *
 * @param texts attributes that are text, in the order in which they are shown
 * @param required attributes that a new one must have
 */
record CatalogKind(String type, String plural, List<String> texts, List<String> required) {
  static final CatalogKind ITEM =
      new CatalogKind(
          "catalog-item",
          "items",
          List.of("title", "description", "url", "image_full_url", "image_thumbnail_url"),
          List.of("external_id", "title", "description", "url"));
  static final CatalogKind VARIANT =
      new CatalogKind(
          "catalog-variant",
          "variants",
          List.of("title", "description", "sku", "url", "image_full_url", "image_thumbnail_url"),
          List.of(
              "external_id", "title", "description", "sku", "inventory_quantity", "price", "url"));
  static final CatalogKind CATEGORY =
      new CatalogKind(
          "catalog-category", "categories", List.of("name"), List.of("external_id", "name"));

  boolean isCategory() {
    return equals(CATEGORY);
  }

  boolean isVariant() {
    return equals(VARIANT);
  }
}
