package io.espalier.sandbox.klaviyo;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Conditions on what a person did: how often, how much, and in which order. */
final class SegmentMetrics {
  private static final Map<String, Duration> WINDOWS =
      Map.of(
          "HOURS_1", Duration.ofHours(1),
          "DAYS_1", Duration.ofDays(1),
          "DAYS_3", Duration.ofDays(3),
          "DAYS_5", Duration.ofDays(5),
          "WEEKS_1", Duration.ofDays(7),
          "DAYS_30", Duration.ofDays(30),
          "DAYS_90", Duration.ofDays(90),
          "DAYS_180", Duration.ofDays(180),
          "YEARS_1", Duration.ofDays(365));

  private final SegmentReading reading;
  private final SegmentFilters filters;
  private final Predicate<String> isMetric;

  SegmentMetrics(SegmentReading reading, SegmentFilters filters, Predicate<String> isMetric) {
    this.reading = reading;
    this.filters = filters;
    this.isMetric = isMetric;
  }

  /** How often, or how much in sum; of no event, zero. */
  SegmentCondition measured(JsonObject condition, String at) {
    BiPredicate<SegmentSubject.Occurrence, Instant> event = event(condition, at);
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
    BiPredicate<Instant, Instant> times = timeframe(condition, at);
    boolean sum = measurement.equals("sum");
    return (subject, now) -> {
      BigDecimal total = BigDecimal.ZERO;
      for (SegmentSubject.Occurrence one : subject.occurrences()) {
        if (event.test(one, now) && times.test(one.time(), now)) {
          BigDecimal value = one.value();
          total = total.add(!sum ? BigDecimal.ONE : value == null ? BigDecimal.ZERO : value);
        }
      }
      return test.test(total);
    };
  }

  private BiPredicate<Instant, Instant> timeframe(JsonObject condition, String at) {
    return new SegmentDates(reading)
        .times(Json.object(condition, "timeframe_filter", at), at + "/timeframe_filter");
  }

  /** An event of a metric whose properties pass all filters. */
  private BiPredicate<SegmentSubject.Occurrence, Instant> event(JsonObject holder, String at) {
    String metric = Json.requiredText(holder, "metric_id", at);
    if (!isMetric.test(metric)) {
      throw SegmentFilters.invalid("There is no such metric.", at + "/metric_id");
    }
    List<BiPredicate<JsonObject, Instant>> where = new ArrayList<>();
    if (holder.has("metric_filters") && !holder.get("metric_filters").isJsonNull()) {
      JsonArray all = Json.array(holder, "metric_filters", at);
      for (int i = 0; i < all.size(); i++) {
        String place = at + "/metric_filters/" + i;
        JsonObject one = Json.object(all.get(i), place);
        String name = Json.requiredText(one, "property", place);
        if (one.has("filter") && !one.get("filter").isJsonNull()) {
          BiPredicate<@Nullable JsonElement, Instant> filter =
              filters.ofMetric(Json.object(one, "filter", place), place + "/filter");
          where.add((held, now) -> filter.test(SegmentConditions.value(held, name), now));
        }
      }
    }
    return (one, now) ->
        one.metric().equals(metric)
            && where.stream().allMatch(filter -> filter.test(one.properties(), now));
  }

  private record Step(boolean exists, BiPredicate<SegmentSubject.Occurrence, Instant> event) {}

  /**
   * Steps one after the other, all within the window that the first one opens; a step that must not
   * be is one that did not happen between its neighbours. What the documents leave open: whether
   * equal times are in order; here they are.
   */
  SegmentCondition funnel(JsonObject condition, String at) {
    BiPredicate<Instant, Instant> times = timeframe(condition, at);
    @Nullable String named = Json.text(condition, "completion_window_seconds", at);
    @Nullable Duration window = named == null ? null : WINDOWS.get(named);
    if (named != null && window == null) {
      throw SegmentFilters.invalid(
          "'" + named + "' is not a window.", at + "/completion_window_seconds");
    }
    JsonArray given = Json.array(condition, "steps", at);
    List<Step> steps = new ArrayList<>();
    for (int i = 0; i < given.size(); i++) {
      String where = at + "/steps/" + i;
      JsonObject step = Json.object(given.get(i), where);
      steps.add(new Step(SegmentConditions.flag(step, "metric_exists", where), event(step, where)));
    }
    if (steps.isEmpty() || !steps.get(0).exists) {
      throw SegmentFilters.invalid("A funnel begins with a step that exists.", at + "/steps");
    }
    return (subject, now) -> {
      List<SegmentSubject.Occurrence> events =
          subject.occurrences().stream()
              .filter(one -> times.test(one.time(), now))
              .sorted(Comparator.comparing(SegmentSubject.Occurrence::time))
              .toList();
      for (int first = 0; first < events.size(); first++) {
        if (steps.get(0).event.test(events.get(first), now)) {
          Instant end = window == null ? Instant.MAX : events.get(first).time().plus(window);
          if (goesOn(steps, 1, events, first + 1, end, now)) {
            return true;
          }
        }
      }
      return false;
    };
  }

  private static boolean goesOn(
      List<Step> steps,
      int step,
      List<SegmentSubject.Occurrence> events,
      int from,
      Instant end,
      Instant now) {
    if (step == steps.size()) {
      return true;
    }
    int next = step;
    List<Step> forbidden = new ArrayList<>();
    while (next < steps.size() && !steps.get(next).exists) {
      forbidden.add(steps.get(next++));
    }
    for (int i = from; i < events.size() && !events.get(i).time().isAfter(end); i++) {
      SegmentSubject.Occurrence event = events.get(i);
      if (next < steps.size()
          && steps.get(next).event.test(event, now)
          && goesOn(steps, next + 1, events, i + 1, end, now)) {
        return true;
      }
      if (forbidden.stream().anyMatch(one -> one.event.test(event, now))) {
        return false;
      }
    }
    return next == steps.size();
  }
}
