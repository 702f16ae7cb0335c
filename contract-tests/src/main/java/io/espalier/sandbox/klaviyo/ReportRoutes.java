package io.espalier.sandbox.klaviyo;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
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
  private static final Set<String> STATISTICS =
      Set.of(
          "bounce_rate",
          "bounced",
          "click_rate",
          "click_to_open_rate",
          "clicks",
          "clicks_unique",
          "conversion_rate",
          "conversion_uniques",
          "conversion_value",
          "conversions",
          "delivered",
          "delivery_rate",
          "open_rate",
          "opens",
          "opens_unique",
          "recipients",
          "revenue_per_recipient",
          "spam_complaint_rate",
          "spam_complaints",
          "unsubscribe_rate",
          "unsubscribe_uniques",
          "unsubscribes");
  private static final Set<String> GROUPS =
      Set.of("campaign_id", "campaign_message_id", "campaign_message_name", "send_channel");

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
    List<String> wanted = texts(attributes, "statistics", STATISTICS);
    if (wanted.isEmpty()) {
      throw ApiError.invalid("At least one statistic must be given.", AT + "/statistics").thrown();
    }
    String conversion = Json.requiredText(attributes, "conversion_metric_id", AT);
    if (!holdings.happenings.metrics.containsKey(conversion)) {
      throw ApiError.invalid("The metric does not exist.", AT + "/conversion_metric_id").thrown();
    }
    Instant[] bounds = timeframe(Json.object(attributes, "timeframe", AT));
    if (attributes.has("group_by") && !attributes.get("group_by").isJsonNull()) {
      List<String> groups = texts(attributes, "group_by", GROUPS);
      if (!groups.contains("campaign_id") || !groups.contains("campaign_message_id")) {
        throw ApiError.invalid(
                "'group_by' must name campaign_id and campaign_message_id.", AT + "/group_by")
            .thrown();
      }
    }
    JsonArray results = new JsonArray();
    for (Campaign campaign : holdings.campaigns.values()) {
      for (String message : campaign.messages) {
        Map<String, Double> values = values(message, conversion, bounds);
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
    return report(call, "campaign-values-report", "campaigns", shown);
  }

  /** A report has no id, so it has no address: its own links are the document's. */
  private static Answer report(Call call, String type, String about, JsonObject attributes) {
    JsonObject resource = new JsonObject();
    resource.addProperty("type", type);
    resource.add("attributes", attributes);
    JsonObject relation = new JsonObject();
    relation.add("data", new JsonArray());
    JsonObject relations = new JsonObject();
    relations.add(about, relation);
    resource.add("relationships", relations);
    JsonObject links = new JsonObject();
    links.addProperty("self", call.base() + call.exchange().path());
    JsonObject document = new JsonObject();
    document.add("data", resource);
    document.add("links", links);
    return new Answer(200, document);
  }

  private static List<String> texts(JsonObject attributes, String name, Set<String> allowed) {
    JsonArray array = Json.array(attributes, name, AT);
    String[] texts = new String[array.size()];
    for (int i = 0; i < texts.length; i++) {
      String text = Json.isText(array.get(i)) ? array.get(i).getAsString() : "";
      if (!allowed.contains(text)) {
        throw ApiError.invalid("'" + text + "' is not known.", AT + "/" + name + "/" + i).thrown();
      }
      texts[i] = text;
    }
    return List.of(texts);
  }

  /** In the account's zone; the offset of a start or end is ignored. At most a year. */
  private Instant[] timeframe(JsonObject timeframe) {
    ZoneId zone = ZoneId.of(Account.TIMEZONE);
    ZonedDateTime now = holdings.clock.instant().atZone(zone);
    LocalDate today = now.toLocalDate();
    String at = AT + "/timeframe";
    String key = Json.text(timeframe, "key", at);
    if (key != null) {
      LocalDate from =
          switch (key) {
            case "today" -> today;
            case "yesterday" -> today.minusDays(1);
            case "last_7_days" -> today.minusDays(7);
            case "last_30_days" -> today.minusDays(30);
            case "last_90_days" -> today.minusDays(90);
            case "last_365_days", "last_12_months", "last_year" -> today.minusYears(1);
            case "last_3_months" -> today.minusMonths(3);
            case "this_week" -> today.minusDays(today.getDayOfWeek().getValue() - 1L);
            case "last_week" -> today.minusDays(today.getDayOfWeek().getValue() + 6L);
            case "this_month" -> today.withDayOfMonth(1);
            case "last_month" -> today.withDayOfMonth(1).minusMonths(1);
            case "this_year" -> today.withDayOfYear(1);
            default ->
                throw ApiError.invalid("'" + key + "' is no timeframe.", at + "/key").thrown();
          };
      Instant until =
          switch (key) {
            case "yesterday" -> today.atStartOfDay(zone).toInstant();
            case "last_month" -> today.withDayOfMonth(1).atStartOfDay(zone).toInstant();
            case "last_week" ->
                today
                    .minusDays(today.getDayOfWeek().getValue() - 1L)
                    .atStartOfDay(zone)
                    .toInstant();
            default -> now.toInstant().plusSeconds(1);
          };
      return new Instant[] {from.atStartOfDay(zone).toInstant(), until};
    }
    Instant start = local(timeframe, "start", at, zone);
    Instant end = local(timeframe, "end", at, zone);
    if (!start.isBefore(end) || Duration.between(start, end).toDays() > 366) {
      throw ApiError.invalid("A timeframe is at most a year long.", at).thrown();
    }
    return new Instant[] {start, end};
  }

  private static Instant local(JsonObject timeframe, String name, String at, ZoneId zone) {
    try {
      return OffsetDateTime.parse(Json.requiredText(timeframe, name, at))
          .toLocalDateTime()
          .atZone(zone)
          .toInstant();
    } catch (DateTimeException notATime) {
      throw ApiError.invalid("'" + name + "' must be a date-time.", at + "/" + name).thrown();
    }
  }

  private Map<String, Double> values(String message, String conversion, Instant[] bounds) {
    Map<String, Integer> counts = new LinkedHashMap<>();
    Map<String, Set<String>> people = new LinkedHashMap<>();
    double value = 0;
    for (StoredEvent event : holdings.happenings.events.values()) {
      Instant time = Instant.ofEpochSecond(event.second());
      if (time.isBefore(bounds[0]) || !time.isBefore(bounds[1])) {
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
    List<String> measurements = texts(attributes, "measurements", MEASUREMENTS);
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
