package io.espalier.sandbox.klaviyo;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Conditions by their type. Two types are checked for their shape and refused: how far a postal
 * code is away takes a map, and this account has no custom objects.
 */
final class SegmentConditions {
  private static final Set<String> OWN =
      Set.of(
          "email",
          "phone_number",
          "external_id",
          "first_name",
          "last_name",
          "organization",
          "title",
          "image",
          "locale",
          "created");
  private static final Pattern NESTED = Pattern.compile("(properties|location)\\['([^']+)'\\]");
  private static final Set<String> NUMBERS =
      Set.of(
          "average_days_between_orders",
          "average_order_value",
          "churn_probability",
          "historic_clv",
          "historic_number_of_orders",
          "predicted_clv",
          "predicted_number_of_orders",
          "total_clv");
  private static final Set<String> EUROPEAN_UNION =
      Set.of(
          "AT", "BE", "BG", "HR", "CY", "CZ", "DK", "EE", "FI", "FR", "DE", "GR", "HU", "IE", "IT",
          "LV", "LT", "LU", "MT", "NL", "PL", "PT", "RO", "SK", "SI", "ES", "SE");

  private final SegmentReading reading;
  private final SegmentFilters filters;
  private final SegmentConsents consents;
  private final SegmentMetrics metrics;
  private final Predicate<String> isGroup;

  SegmentConditions(SegmentReading reading, Predicate<String> isGroup, Predicate<String> isMetric) {
    this.reading = reading;
    filters = new SegmentFilters(reading);
    consents = new SegmentConsents(filters);
    metrics = new SegmentMetrics(reading, filters, isMetric);
    this.isGroup = isGroup;
  }

  /** A condition; what is wrong with it is refused with its pointer. */
  SegmentCondition parse(JsonObject condition, String at) {
    String type = Json.requiredText(condition, "type", at);
    return switch (type) {
      case "profile-property" -> property(condition, at);
      case "profile-group-membership" -> membership(condition, at);
      case "profile-marketing-consent" ->
          consents.marketing(Json.object(condition, "consent", at), at + "/consent");
      case "profile-permissions" -> consents.permission(condition, at);
      case "profile-metric" -> metrics.measured(condition, at);
      case "profile-metric-funnel" -> metrics.funnel(condition, at);
      case "profile-region" -> region(condition, at);
      case "profile-predictive-analytics" -> prediction(condition, at);
      case "profile-postal-code-distance", "profile-has-custom-object" ->
          throw SegmentFilters.invalid(
              "This sandbox does not evaluate conditions of the type '" + type + "'.",
              at + "/type");
      default ->
          throw SegmentFilters.invalid("'" + type + "' is not a type of condition.", at + "/type");
    };
  }

  private SegmentCondition property(JsonObject condition, String at) {
    String path = Json.requiredText(condition, "property", at);
    BiPredicate<@Nullable JsonElement, Instant> filter =
        filters.ofProfile(Json.object(condition, "filter", at), at + "/filter");
    Matcher nested = NESTED.matcher(path);
    if (nested.matches()) {
      String holder = nested.group(1);
      String name = nested.group(2);
      return (subject, now) -> {
        @Nullable JsonObject inner = Json.find(subject.attributes(), holder);
        return filter.test(inner == null ? null : value(inner, name), now);
      };
    }
    if (!OWN.contains(path)) {
      throw SegmentFilters.invalid("'" + path + "' is not a property.", at + "/property");
    }
    return (subject, now) -> filter.test(value(subject.attributes(), path), now);
  }

  /** A property that is set to nothing is as one that is not set. */
  static @Nullable JsonElement value(JsonObject object, String name) {
    JsonElement value = object.get(name);
    return value == null || value.isJsonNull() ? null : value;
  }

  private SegmentCondition membership(JsonObject condition, String at) {
    Set<String> ids = new LinkedHashSet<>();
    for (JsonElement id : Json.array(condition, "group_ids", at)) {
      if (!Json.isText(id) || !isGroup.test(id.getAsString())) {
        throw SegmentFilters.invalid("There is no such list or segment.", at + "/group_ids");
      }
      ids.add(id.getAsString());
    }
    boolean member = flag(condition, "is_member", at);
    JsonElement timeframe = condition.get("timeframe_filter");
    String where = at + "/timeframe_filter";
    if (timeframe == null || timeframe instanceof JsonNull) {
      return (subject, now) -> ids.stream().anyMatch(id -> subject.joined(id) != null) == member;
    }
    if (!member) {
      throw SegmentFilters.invalid("Only a membership has a timeframe.", where);
    }
    BiPredicate<Instant, Instant> times =
        new SegmentDates(reading).times(Json.object(timeframe, where), where);
    return (subject, now) ->
        ids.stream()
            .map(subject::joined)
            .anyMatch(joined -> joined != null && times.test(joined, now));
  }

  static boolean flag(JsonObject object, String name, String at) {
    JsonElement flag = object.get(name);
    if (flag == null || !flag.isJsonPrimitive() || !flag.getAsJsonPrimitive().isBoolean()) {
      throw SegmentFilters.invalid("'" + name + "' must be a boolean.", at + "/" + name);
    }
    return flag.getAsBoolean();
  }

  /** By the country of the profile's location, as its code or its English name. */
  private static SegmentCondition region(JsonObject condition, String at) {
    String region = Json.requiredText(condition, "region", at);
    Set<String> countries =
        switch (region) {
          case "european_union" -> EUROPEAN_UNION;
          case "united_states" -> Set.of("US");
          default ->
              throw SegmentFilters.invalid("'" + region + "' is not a region.", at + "/region");
        };
    boolean inside = flag(condition, "in_region", at);
    return (subject, now) -> {
      @Nullable JsonObject location = Json.find(subject.attributes(), "location");
      @Nullable JsonElement country = location == null ? null : value(location, "country");
      return country != null
          && countries.stream().anyMatch(code -> names(code, country.getAsString())) == inside;
    };
  }

  private static boolean names(String code, String country) {
    return country.equalsIgnoreCase(code)
        || country.equalsIgnoreCase(
            new Locale.Builder().setRegion(code).build().getDisplayCountry(Locale.ENGLISH));
  }

  /** Nothing is predicted here, and of what is not known no filter holds. */
  private SegmentCondition prediction(JsonObject condition, String at) {
    String dimension = Json.requiredText(condition, "dimension", at);
    JsonObject filter = Json.object(condition, "filter", at);
    boolean known =
        NUMBERS.contains(dimension)
            || Set.of("expected_date_of_next_purchase", "predicted_gender", "channel_affinity")
                .contains(dimension);
    if (!known) {
      throw SegmentFilters.invalid("'" + dimension + "' is not a dimension.", at + "/dimension");
    }
    filters.parse(filter, at + "/filter");
    return (subject, now) -> false;
  }
}
