package io.espalier.sandbox.klaviyo;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * A segment definition, checked: groups that must all hold, each of conditions of which one must.
 * Source: the OpenAPI document 2026-07-15 and its overview of segments.
 */
final class SegmentDefinition {
  /** Source: help.klaviyo.com 115005062847, read 2026-11-27. */
  private static final int MOST = 100;

  private final List<List<SegmentCondition>> groups = new ArrayList<>();

  private SegmentDefinition() {}

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
    SegmentConditions conditions = new SegmentConditions(reading, isGroup, isMetric);
    SegmentDefinition parsed = new SegmentDefinition();
    JsonArray all = Json.array(definition, "condition_groups", at);
    int count = 0;
    for (int g = 0; g < all.size(); g++) {
      String group = at + "/condition_groups/" + g;
      JsonArray given = Json.array(Json.object(all.get(g), group), "conditions", group);
      List<SegmentCondition> any = new ArrayList<>();
      for (int c = 0; c < given.size(); c++) {
        String where = group + "/conditions/" + c;
        any.add(conditions.parse(Json.object(given.get(c), where), where));
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
}
