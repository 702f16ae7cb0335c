package io.espalier.sandbox.klaviyo;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A segment definition, checked: groups that must all hold, each of conditions of which one must.
 * Source: the OpenAPI document 2026-07-15 and its overview of segments.
 */
final class SegmentDefinition {
  /** Source: help.klaviyo.com 115005062847, read 2026-11-27. */
  private static final int MOST = 100;

  private static final Set<String> OWN =
      Set.of("email", "phone_number", "first_name", "last_name", "organization", "title", "locale");
  private static final Pattern CUSTOM = Pattern.compile("properties\\['([^']+)'\\]");

  /** Of a person and the moment of evaluation. */
  private interface Condition extends BiPredicate<SegmentSubject, Instant> {}

  private final SegmentReading reading;
  private final SegmentFilters filters;
  private final Predicate<String> isGroup;
  private final Predicate<String> isMetric;
  private final List<List<Condition>> groups = new ArrayList<>();

  private SegmentDefinition(
      SegmentReading reading, Predicate<String> isGroup, Predicate<String> isMetric) {
    this.reading = reading;
    this.filters = new SegmentFilters(reading);
    this.isGroup = isGroup;
    this.isMetric = isMetric;
  }

  /**
   * Reads one; what is wrong with it is refused with its pointer.
   *
   * @param isGroup whether a list or segment of this id exists
   */
  static SegmentDefinition parse(
      JsonObject definition,
      String at,
      SegmentReading reading,
      Predicate<String> isGroup,
      Predicate<String> isMetric) {
    SegmentDefinition parsed = new SegmentDefinition(reading, isGroup, isMetric);
    JsonArray all = Json.array(definition, "condition_groups", at);
    int count = 0;
    for (int g = 0; g < all.size(); g++) {
      String group = at + "/condition_groups/" + g;
      JsonArray conditions = Json.array(Json.object(all.get(g), group), "conditions", group);
      List<Condition> any = new ArrayList<>();
      for (int c = 0; c < conditions.size(); c++) {
        String where = group + "/conditions/" + c;
        any.add(parsed.condition(Json.object(conditions.get(c), where), where));
      }
      count += any.size();
      if (any.isEmpty()) {
        throw SegmentFilters.invalid("A group needs a condition.", group + "/conditions");
      }
      parsed.groups.add(any);
    }
    if (count == 0 || count > MOST) {
      throw SegmentFilters.invalid(
          "A segment has 1 to " + MOST + " conditions.", at + "/condition_groups");
    }
    return parsed;
  }

  boolean holds(SegmentSubject subject, Instant now) {
    return groups.stream().allMatch(any -> any.stream().anyMatch(one -> one.test(subject, now)));
  }

  private Condition condition(JsonObject condition, String at) {
    String type = Json.requiredText(condition, "type", at);
    return switch (type) {
      case "profile-property" -> property(condition, at);
      case "profile-group-membership" -> membership(condition, at);
      case "profile-marketing-consent" -> consent(condition, at);
      case "profile-metric" -> metric(condition, at);
      default ->
          throw SegmentFilters.invalid(
              "This sandbox does not evaluate conditions of the type '" + type + "'.",
              at + "/type");
    };
  }

  private Condition property(JsonObject condition, String at) {
    String path = Json.requiredText(condition, "property", at);
    BiPredicate<@Nullable JsonElement, Instant> filter =
        filters.parse(Json.object(condition, "filter", at), at + "/filter");
    Matcher custom = CUSTOM.matcher(path);
    if (custom.matches()) {
      String name = custom.group(1);
      return (subject, now) -> {
        @Nullable JsonObject properties = Json.find(subject.attributes(), "properties");
        return filter.test(properties == null ? null : value(properties, name), now);
      };
    }
    if (!OWN.contains(path)) {
      throw SegmentFilters.invalid("'" + path + "' is not a property.", at + "/property");
    }
    return (subject, now) -> filter.test(value(subject.attributes(), path), now);
  }

  /** A property that is set to nothing is as one that is not set. */
  private static @Nullable JsonElement value(JsonObject object, String name) {
    JsonElement value = object.get(name);
    return value == null || value.isJsonNull() ? null : value;
  }

  private Condition membership(JsonObject condition, String at) {
    Set<String> ids = new HashSet<>();
    for (JsonElement id : Json.array(condition, "group_ids", at)) {
      if (!Json.isText(id) || !isGroup.test(id.getAsString())) {
        throw SegmentFilters.invalid("There is no such list or segment.", at + "/group_ids");
      }
      ids.add(id.getAsString());
    }
    boolean member = flag(condition, "is_member", at);
    return (subject, now) -> subject.groups().stream().anyMatch(ids::contains) == member;
  }

  private static boolean flag(JsonObject object, String name, String at) {
    JsonElement flag = object.get(name);
    if (flag == null || !flag.isJsonPrimitive() || !flag.getAsJsonPrimitive().isBoolean()) {
      throw SegmentFilters.invalid("'" + name + "' must be a boolean.", at + "/" + name);
    }
    return flag.getAsBoolean();
  }

  private static Condition consent(JsonObject condition, String at) {
    JsonObject consent = Json.object(condition, "consent", at);
    String where = at + "/consent";
    if (!Json.requiredText(consent, "channel", where).equals("email")) {
      throw SegmentFilters.invalid(
          "This sandbox evaluates the consent to email only.", where + "/channel");
    }
    boolean reachable = flag(consent, "can_receive_marketing", where);
    JsonObject status = Json.object(consent, "consent_status", where);
    String subscription = Json.requiredText(status, "subscription", where + "/consent_status");
    String wanted =
        switch (subscription) {
          case "any" -> "";
          case "subscribed" -> Permission.SUBSCRIBED;
          case "never_subscribed" -> Permission.NEVER;
          case "unsubscribed" -> {
            if (reachable) {
              throw SegmentFilters.invalid(
                  "Who unsubscribed cannot receive marketing.",
                  where + "/consent_status/subscription");
            }
            yield Permission.UNSUBSCRIBED;
          }
          default ->
              throw SegmentFilters.invalid(
                  "'" + subscription + "' is not a subscription.",
                  where + "/consent_status/subscription");
        };
    return (subject, now) -> {
      boolean can = value(subject.attributes(), "email") != null && subject.consents().mailable();
      String held = subject.consents().consent(Permission.EMAIL);
      return can == reachable && (wanted.isEmpty() || wanted.equals(held));
    };
  }

  /** How often, or how much in sum; of no event, zero. */
  private Condition metric(JsonObject condition, String at) {
    String metric = Json.requiredText(condition, "metric_id", at);
    if (!isMetric.test(metric)) {
      throw SegmentFilters.invalid("There is no such metric.", at + "/metric_id");
    }
    String measurement = Json.requiredText(condition, "measurement", at);
    if (!measurement.equals("count") && !measurement.equals("sum")) {
      throw SegmentFilters.invalid("'measurement' must be count or sum.", at + "/measurement");
    }
    JsonObject bound = Json.object(condition, "measurement_filter", at);
    Predicate<BigDecimal> test =
        SegmentFilters.compare(
            Json.requiredText(bound, "operator", at + "/measurement_filter"),
            SegmentFilters.number(bound, "value", at + "/measurement_filter"),
            at + "/measurement_filter");
    JsonObject timeframe = Json.object(condition, "timeframe_filter", at);
    BiPredicate<Instant, Instant> times =
        new SegmentDates(reading)
            .times(
                timeframe,
                Json.requiredText(timeframe, "operator", at + "/timeframe_filter"),
                at + "/timeframe_filter");
    List<Condition> where = new ArrayList<>();
    if (condition.has("metric_filters")) {
      JsonArray all = Json.array(condition, "metric_filters", at);
      for (int i = 0; i < all.size(); i++) {
        String place = at + "/metric_filters/" + i;
        JsonObject one = Json.object(all.get(i), place);
        String name = Json.requiredText(one, "property", place);
        BiPredicate<@Nullable JsonElement, Instant> filter =
            filters.parse(Json.object(one, "filter", place), place + "/filter");
        where.add((subject, now) -> filter.test(value(subject.attributes(), name), now));
      }
    }
    boolean sum = measurement.equals("sum");
    return (subject, now) -> {
      BigDecimal total = BigDecimal.ZERO;
      for (SegmentSubject.Occurrence event : subject.occurrences()) {
        SegmentSubject seen =
            new SegmentSubject(event.properties(), subject.consents(), Set.of(), List.of());
        if (event.metric().equals(metric)
            && times.test(event.time(), now)
            && where.stream().allMatch(one -> one.test(seen, now))) {
          BigDecimal value = event.value();
          total = total.add(!sum ? BigDecimal.ONE : value == null ? BigDecimal.ZERO : value);
        }
      }
      return test.test(total);
    };
  }
}
