package io.espalier.sandbox.klaviyo.django;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** has_category, barcode, update_property_link, customobject and regroup. */
final class CatalogTags {
  private CatalogTags() {}

  static void addTo(Map<String, Tag> tags) {
    tags.put("has_category", CatalogTags::hasCategory);
    tags.put("barcode", CatalogTags::barcode);
    tags.put("update_property_link", CatalogTags::updateProperty);
    // This account has no custom objects: their bodies are shown for none.
    for (String name : List.of("customobject", "customobjects")) {
      tags.put(
          name,
          (parser, words) -> {
            parser.bodyUntil(Set.of("end" + name));
            return (scope, out) -> {};
          });
    }
    tags.put("regroup", CatalogTags::regroup);
  }

  /** {@code has_category catalog_item "x" as v}: by a part of the name. */
  private static Node hasCategory(Parser parser, List<String> words) {
    if (words.size() != 5 || !words.get(3).equals("as")) {
      throw new TemplateFault("'has_category' takes an item, a category, 'as' and a name");
    }
    FilterExpression item = FilterExpression.parse(words.get(1));
    FilterExpression category = FilterExpression.parse(words.get(2));
    return (scope, out) -> {
      boolean found = false;
      if (item.resolve(scope) instanceof Map<?, ?> map
          && map.get("categories") instanceof List<?> all) {
        String wanted = Python.text(category.resolve(scope));
        found = all.stream().anyMatch(c -> Python.text(c).contains(wanted));
      }
      scope.set(words.get(4), found);
    };
  }

  private static Node barcode(Parser parser, List<String> words) {
    if (words.size() < 2) {
      throw new TemplateFault("'barcode' takes a value");
    }
    FilterExpression value = FilterExpression.parse(words.get(1));
    return (scope, out) ->
        out.append("<img src=\"https://barcode.klaviyo.example/")
            .append(CodingFilters.urlEncode(Python.text(value.resolve(scope)), new Safe("")))
            .append(".png\" alt=\"\">");
  }

  private static Node updateProperty(Parser parser, List<String> words) {
    if (words.size() != 4) {
      throw new TemplateFault("'update_property_link' takes a property, a value and an address");
    }
    FilterExpression property = FilterExpression.parse(words.get(1));
    FilterExpression value = FilterExpression.parse(words.get(2));
    FilterExpression target = FilterExpression.parse(words.get(3));
    return (scope, out) ->
        out.append("https://manage.kmail-lists.com/subscriptions/update-property?p=")
            .append(CodingFilters.urlEncode(Python.text(property.resolve(scope)), new Safe("")))
            .append("&v=")
            .append(CodingFilters.urlEncode(Python.text(value.resolve(scope)), new Safe("")))
            .append("&r=")
            .append(CodingFilters.urlEncode(Python.text(target.resolve(scope)), new Safe("")));
  }

  /** {@code regroup items by key as groups}: neighbours of one key together. */
  private static Node regroup(Parser parser, List<String> words) {
    if (words.size() != 6 || !words.get(2).equals("by") || !words.get(4).equals("as")) {
      throw new TemplateFault("'regroup' takes: items by key as name");
    }
    FilterExpression items = FilterExpression.parse(words.get(1));
    return (scope, out) -> {
      List<@Nullable Object> groups = new ArrayList<>();
      List<@Nullable Object> last = new ArrayList<>();
      @Nullable Object before = null;
      if (items.resolve(scope) instanceof List<?> list) {
        for (Object item : list) {
          Object key = Variable.step(item, words.get(3));
          if (groups.isEmpty() || !Comparison.equal(before, key)) {
            last = new ArrayList<>();
            Map<String, @Nullable Object> group = new LinkedHashMap<>();
            group.put("grouper", key);
            group.put("list", last);
            groups.add(group);
            before = key;
          }
          last.add(item);
        }
      }
      scope.set(words.get(5), groups);
    };
  }
}
