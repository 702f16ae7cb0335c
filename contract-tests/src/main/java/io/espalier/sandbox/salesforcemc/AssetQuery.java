package io.espalier.sandbox.salesforcemc;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.Locale;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The query of {@code POST …/assets/query}: comparisons of properties, joined by AND and OR. */
final class AssetQuery {
  private AssetQuery() {}

  /**
   * Reads a query.
   *
   * @throws Refusal where it is not one
   */
  static Predicate<JsonObject> read(@Nullable JsonElement element) {
    if (element == null) {
      return asset -> true;
    }
    if (!(element instanceof JsonObject query)) {
      throw new Refusal(10005, "The query is not valid.");
    }
    if (query.has("leftOperand")) {
      Predicate<JsonObject> left = read(query.get("leftOperand"));
      Predicate<JsonObject> right = read(query.get("rightOperand"));
      return switch (text(query, "logicalOperator").toUpperCase(Locale.ROOT)) {
        case "AND" -> left.and(right);
        case "OR" -> left.or(right);
        default -> throw new Refusal(10005, "The logicalOperator is not valid.");
      };
    }
    String property = text(query, "property");
    JsonElement value = query.get("value");
    String wanted = value != null && value.isJsonPrimitive() ? value.getAsString() : "";
    return switch (text(query, "simpleOperator").toLowerCase(Locale.ROOT)) {
      case "equal", "equals" -> asset -> at(asset, property).equalsIgnoreCase(wanted);
      case "notequal", "notequals" -> asset -> !at(asset, property).equalsIgnoreCase(wanted);
      case "like", "contains" ->
          asset -> low(at(asset, property)).contains(low(wanted.replace("%", "")));
      case "startswith" -> asset -> low(at(asset, property)).startsWith(low(wanted));
      case "in" ->
          asset ->
              value instanceof JsonArray all
                  && all.asList().stream()
                      .anyMatch(v -> v.getAsString().equalsIgnoreCase(at(asset, property)));
      default -> throw new Refusal(10005, "The simpleOperator is not valid.");
    };
  }

  private static String low(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  /** A property by its dotted name. */
  private static String at(JsonObject asset, String property) {
    JsonElement at = asset;
    for (String name : property.split("\\.", -1)) {
      at = at instanceof JsonObject object ? object.get(name) : null;
    }
    return at != null && at.isJsonPrimitive() ? at.getAsString() : "";
  }

  private static String text(JsonObject json, String name) {
    JsonElement value = json.get(name);
    return value != null && value.isJsonPrimitive() ? value.getAsString() : "";
  }
}
