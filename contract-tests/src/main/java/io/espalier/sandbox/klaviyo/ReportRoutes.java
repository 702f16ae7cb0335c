package io.espalier.sandbox.klaviyo;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Campaign reports and metric aggregates, counted from the account's events. */
final class ReportRoutes {
  private static final String AT = "/data/attributes";
  private static final Set<String> MEASUREMENTS = Set.of("count", "sum_value", "unique");
  private static final Set<String> SCALAR = Set.of("equals", "contains-any");
  private static final Set<String> LIST = Set.of("contains-any", "contains-all");
  private static final Map<String, Set<String>> FILTERS =
      Map.of(
          "send_channel", SCALAR,
          "campaign_id", SCALAR,
          "campaign_message_id", SCALAR,
          "campaign_message_name", SCALAR,
          "variation", SCALAR,
          "variation_name", SCALAR,
          "text_message_format", SCALAR,
          "tag_id", LIST,
          "tag_name", LIST);
  private static final Set<String> GROUPS =
      Set.of(
          "campaign_id",
          "campaign_message_id",
          "campaign_message_name",
          "group",
          "group_name",
          "send_channel",
          "tag_id",
          "tag_name",
          "text_message_format",
          "variation",
          "variation_name");

  private final Holdings holdings;

  ReportRoutes(Holdings holdings) {
    this.holdings = holdings;
  }

  List<Route> routes() {
    return List.of(
        Route.of("POST", "/api/campaign-values-reports", Quota.REPORT, this::campaigns),
        Route.of("POST", "/api/metric-aggregates", Quota.S, this::aggregate));
  }

  private Answer campaigns(Call call) {
    JsonObject attributes =
        Json.object(call.resource("campaign-values-report"), "attributes", "/data");
    List<String> wanted = ReportQuery.statistics(attributes, ReportQuery.STATISTICS);
    String conversion = ReportQuery.conversion(attributes, holdings);
    ReportFrame frame = ReportFrame.of(attributes, AT, holdings.clock.instant());
    ReportQuery.requireGroups(attributes, GROUPS, List.of("campaign_id", "campaign_message_id"));
    List<Filter.Term> terms = ReportQuery.filter(attributes, FILTERS);
    JsonArray results = new JsonArray();
    for (Campaign campaign : holdings.campaigns.values()) {
      for (String message : campaign.messages) {
        Map<String, Double> values = values(message, conversion, frame);
        if (!terms.stream().allMatch(term -> accepts(term, campaign, message))) {
          continue;
        }
        if (values.getOrDefault("recipients", 0.0) == 0) {
          continue;
        }
        JsonObject groupings = new JsonObject();
        groupings.addProperty("campaign_id", campaign.id);
        groupings.addProperty("campaign_message_id", message);
        groupings.addProperty("send_channel", "email");
        JsonObject statistics = new JsonObject();
        wanted.forEach(name -> statistics.addProperty(name, values.getOrDefault(name, 0.0)));
        JsonObject result = new JsonObject();
        result.add("groupings", groupings);
        result.add("statistics", statistics);
        results.add(result);
      }
    }
    JsonObject shown = new JsonObject();
    shown.add("results", results);
    return ReportQuery.report(
        call, "campaign-values-report", shown, Map.of("campaigns", new JsonArray()));
  }

  private boolean accepts(Filter.Term term, Campaign campaign, String message) {
    List<String> held =
        switch (term.field()) {
          case "send_channel" -> List.of("email");
          case "campaign_id" -> List.of(campaign.id);
          case "campaign_message_id" -> List.of(message);
          case "campaign_message_name" -> List.of(campaign.name);
          case "tag_id", "tag_name" ->
              holdings.tags.values().stream()
                  .filter(tag -> tag.campaigns.contains(campaign.id))
                  .map(tag -> term.field().equals("tag_id") ? tag.id : tag.name)
                  .toList();
          // No campaign here has variations or text messages.
          default -> List.of();
        };
    return term.operator().equals("contains-all")
        ? held.containsAll(term.values())
        : term.values().stream().anyMatch(held::contains);
  }

  private Map<String, Double> values(String message, String conversion, ReportFrame frame) {
    Map<String, Integer> counts = new LinkedHashMap<>();
    Map<String, Set<String>> people = new LinkedHashMap<>();
    double value = 0;
    for (StoredEvent event : holdings.happenings.events.values()) {
      if (!frame.holds(event.second())) {
        continue;
      }
      Metric metric = holdings.happenings.metrics.get(event.metric());
      JsonObject given = JsonParser.parseString(event.properties()).getAsJsonObject();
      boolean ofMessage =
          given.has("$message") && given.get("$message").getAsString().equals(message);
      boolean converted =
          event.metric().equals(conversion)
              && people.getOrDefault(Engagement.RECEIVED, Set.of()).contains(event.profile());
      if (metric != null && (ofMessage || converted)) {
        String name = converted ? "conversion" : metric.name();
        counts.merge(name, 1, Integer::sum);
        people.computeIfAbsent(name, n -> new HashSet<>()).add(event.profile());
        if (converted && given.has("$value")) {
          value += given.get("$value").getAsDouble();
        }
      }
    }
    return statistics(counts, people, value);
  }

  private static Map<String, Double> statistics(
      Map<String, Integer> counts, Map<String, Set<String>> people, double value) {
    Map<String, Double> all = new LinkedHashMap<>();
    double received = counts.getOrDefault(Engagement.RECEIVED, 0);
    double bounced = counts.getOrDefault(Engagement.BOUNCED, 0);
    double delivered = received - bounced;
    all.put("recipients", received);
    all.put("bounced", bounced);
    all.put("delivered", delivered);
    put(all, "opens", "opens_unique", counts, people, Engagement.OPENED);
    put(all, "clicks", "clicks_unique", counts, people, Engagement.CLICKED);
    put(all, "unsubscribes", "unsubscribe_uniques", counts, people, Engagement.UNSUBSCRIBED);
    put(all, "spam_complaints", "spam_uniques", counts, people, Engagement.SPAM);
    put(all, "conversions", "conversion_uniques", counts, people, "conversion");
    all.put("conversion_value", value);
    all.put("bounce_rate", rate(bounced, received));
    all.put("delivery_rate", rate(delivered, received));
    all.put("open_rate", rate(all.getOrDefault("opens_unique", 0.0), delivered));
    all.put("click_rate", rate(all.getOrDefault("clicks_unique", 0.0), delivered));
    all.put(
        "click_to_open_rate",
        rate(all.getOrDefault("clicks_unique", 0.0), all.getOrDefault("opens_unique", 0.0)));
    all.put("unsubscribe_rate", rate(all.getOrDefault("unsubscribe_uniques", 0.0), delivered));
    all.put("spam_complaint_rate", rate(all.getOrDefault("spam_complaints", 0.0), delivered));
    all.put("conversion_rate", rate(all.getOrDefault("conversion_uniques", 0.0), delivered));
    all.put("revenue_per_recipient", rate(value, delivered));
    all.put("average_order_value", rate(value, all.getOrDefault("conversions", 0.0)));
    // Nothing fails here but by bouncing, and there are no text messages: the rest is 0.
    all.put("bounced_or_failed", bounced);
    all.put("bounced_or_failed_rate", rate(bounced, received));
    return all;
  }

  private static void put(
      Map<String, Double> all,
      String count,
      String unique,
      Map<String, Integer> counts,
      Map<String, Set<String>> people,
      String metric) {
    all.put(count, (double) counts.getOrDefault(metric, 0));
    all.put(unique, (double) people.getOrDefault(metric, Set.of()).size());
  }

  private static double rate(double part, double whole) {
    return whole == 0 ? 0 : part / whole;
  }

  private Answer aggregate(Call call) {
    JsonObject attributes = Json.object(call.resource("metric-aggregate"), "attributes", "/data");
    String metric = Json.requiredText(attributes, "metric_id", AT);
    if (!holdings.happenings.metrics.containsKey(metric)) {
      throw ApiError.invalid("The metric does not exist.", AT + "/metric_id").thrown();
    }
    List<String> measurements = ReportQuery.texts(attributes, "measurements", MEASUREMENTS);
    Instant[] bounds = bounds(Json.array(attributes, "filter", AT));
    ZoneId zone = zone(Json.text(attributes, "timezone", AT));
    String interval = Json.text(attributes, "interval", AT);
    TreeMap<Instant, Map<String, Double>> buckets = new TreeMap<>();
    Map<Instant, Set<String>> people = new LinkedHashMap<>();
    for (Instant at = start(bounds[0], interval, zone);
        at.isBefore(bounds[1]);
        at = next(at, interval, zone)) {
      buckets.put(at, new LinkedHashMap<>());
    }
    for (StoredEvent event : holdings.happenings.events.values()) {
      Instant time = Instant.ofEpochSecond(event.second());
      if (!event.metric().equals(metric) || time.isBefore(bounds[0]) || !time.isBefore(bounds[1])) {
        continue;
      }
      Instant bucket = buckets.floorKey(time);
      Map<String, Double> values = buckets.computeIfAbsent(bucket, b -> new LinkedHashMap<>());
      JsonObject given = JsonParser.parseString(event.properties()).getAsJsonObject();
      values.merge("count", 1.0, Double::sum);
      values.merge(
          "sum_value", given.has("$value") ? given.get("$value").getAsDouble() : 0.0, Double::sum);
      if (people.computeIfAbsent(bucket, b -> new HashSet<>()).add(event.profile())) {
        values.merge("unique", 1.0, Double::sum);
      }
    }
    JsonArray dates = new JsonArray();
    buckets.keySet().forEach(at -> dates.add(Holdings.stamp(at)));
    JsonObject columns = new JsonObject();
    for (String measurement : measurements) {
      JsonArray column = new JsonArray();
      buckets.values().forEach(values -> column.add(values.getOrDefault(measurement, 0.0)));
      columns.add(measurement, column);
    }
    JsonObject row = new JsonObject();
    row.add("dimensions", new JsonArray());
    row.add("measurements", columns);
    JsonArray data = new JsonArray();
    data.add(row);
    JsonObject shown = new JsonObject();
    shown.add("dates", dates);
    shown.add("data", data);
    return Answer.one(
        200, Links.resource(call, "metric-aggregate", "metric-aggregates", metric, shown));
  }

  /** The filter must bound {@code datetime} on both sides. */
  private static Instant[] bounds(JsonArray filters) {
    Instant from = null;
    Instant until = null;
    for (JsonElement element : filters) {
      for (Filter.Term term : Filter.parse(element.getAsString())) {
        if (term.field().equals("datetime")) {
          try {
            String text = term.value();
            Instant time =
                OffsetDateTime.parse(text.matches(".*(Z|[+-]\\d\\d:\\d\\d)") ? text : text + "Z")
                    .toInstant();
            boolean lower = term.operator().startsWith("greater");
            from = lower ? time : from;
            until = lower ? until : time;
          } catch (DateTimeException notATime) {
            throw ApiError.invalid("The filter's datetime is no date-time.", AT + "/filter")
                .thrown();
          }
        }
      }
    }
    if (from == null || until == null || !from.isBefore(until)) {
      throw ApiError.invalid("The filter must bound datetime on both sides.", AT + "/filter")
          .thrown();
    }
    return new Instant[] {from, until};
  }

  private static ZoneId zone(@org.jspecify.annotations.Nullable String name) {
    if (name == null) {
      return ZoneId.of("UTC");
    }
    if (!ZoneId.getAvailableZoneIds().contains(name)) {
      throw ApiError.invalid("'" + name + "' is no time zone.", AT + "/timezone").thrown();
    }
    return ZoneId.of(name);
  }

  private static Instant start(
      Instant at, @org.jspecify.annotations.Nullable String interval, ZoneId zone) {
    ZonedDateTime local = at.atZone(zone);
    return switch (interval == null ? "day" : interval) {
      case "hour" -> local.truncatedTo(ChronoUnit.HOURS).toInstant();
      case "day" -> local.truncatedTo(ChronoUnit.DAYS).toInstant();
      case "week" ->
          local
              .truncatedTo(ChronoUnit.DAYS)
              .minusDays(local.getDayOfWeek().getValue() - 1L)
              .toInstant();
      case "month" -> local.truncatedTo(ChronoUnit.DAYS).withDayOfMonth(1).toInstant();
      default ->
          throw ApiError.invalid("'interval' must be hour, day, week or month.", AT + "/interval")
              .thrown();
    };
  }

  private static Instant next(
      Instant at, @org.jspecify.annotations.Nullable String interval, ZoneId zone) {
    ZonedDateTime local = at.atZone(zone);
    return switch (interval == null ? "day" : interval) {
      case "hour" -> local.plusHours(1).toInstant();
      case "week" -> local.plusWeeks(1).toInstant();
      case "month" -> local.plusMonths(1).toInstant();
      default -> local.plusDays(1).toInstant();
    };
  }
}
