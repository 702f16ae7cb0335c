package io.espalier.sandbox.klaviyo;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What events of a metric say: a property is there from the first event that has it. Its id is its
 * metric's and its name; how the real one is made nobody tells.
 */
final class MetricPropertyRoutes {
  private static final String TYPE = "metric-property";
  private static final String ONE = "/api/metric-properties/{id}";
  private static final String SAMPLES = "sample_values";
  private static final int MOST_SAMPLES = 10;

  /** A property of a metric, and values that it has had. */
  private record Property(String metric, String name, JsonArray samples) {
    String id() {
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString((metric + ":" + name).getBytes(StandardCharsets.UTF_8));
    }
  }

  private final Holdings holdings;

  MetricPropertyRoutes(Holdings holdings) {
    this.holdings = holdings;
  }

  List<Route> routes() {
    Route all = Route.of("GET", "/api/metrics/{id}/metric-properties", Quota.XS, this::all);
    Route metric = Route.of("GET", ONE + "/metric", Quota.XS, this::metricOf);
    return List.of(
        Route.of("GET", ONE, Quota.XS, this::one),
        all,
        all.references(),
        metric,
        metric.references());
  }

  private Answer all(Call call) {
    call.additional(TYPE, Set.of(SAMPLES));
    return Paging.ALL.page(
        call,
        properties(metric(call.variable("id")).id()),
        (id, property) -> true,
        (id, property) -> json(call, property));
  }

  private Answer one(Call call) {
    call.additional(TYPE, Set.of(SAMPLES));
    boolean withMetric = !call.include(Set.of("metric")).isEmpty();
    Property property = find(call);
    Answer answer = Answer.one(200, json(call, property));
    return withMetric
        ? Included.one(
            answer, "metric", id -> List.of(EventRoutes.json(call, metric(property.metric()))))
        : answer;
  }

  private Answer metricOf(Call call) {
    return Answer.one(200, EventRoutes.json(call, metric(find(call).metric())));
  }

  private Metric metric(String id) {
    Metric metric = holdings.happenings.metrics.get(id);
    if (metric == null) {
      throw ApiError.noResource("metric", id).thrown();
    }
    return metric;
  }

  private Property find(Call call) {
    for (String metric : holdings.happenings.metrics.keySet()) {
      Property property = properties(metric).get(call.variable("id"));
      if (property != null) {
        return property;
      }
    }
    throw ApiError.noResource(TYPE, call.variable("id")).thrown();
  }

  /** By id. What Klaviyo itself adds, {@code $event_id} and the like, is none of them. */
  private TreeMap<String, Property> properties(String metric) {
    TreeMap<String, Property> properties = new TreeMap<>();
    for (StoredEvent event : holdings.happenings.events.values()) {
      if (event.metric().equals(metric)) {
        for (Map.Entry<String, JsonElement> said :
            JsonParser.parseString(event.properties()).getAsJsonObject().entrySet()) {
          if (!said.getKey().startsWith("$")) {
            Property property = new Property(metric, said.getKey(), new JsonArray());
            JsonArray samples = properties.computeIfAbsent(property.id(), id -> property).samples();
            if (said.getValue().isJsonPrimitive()
                && samples.size() < MOST_SAMPLES
                && !samples.contains(said.getValue())) {
              samples.add(said.getValue());
            }
          }
        }
      }
    }
    return properties;
  }

  private static JsonObject json(Call call, Property property) {
    JsonObject attributes = new JsonObject();
    attributes.addProperty("label", property.name());
    attributes.addProperty("property", property.name());
    attributes.addProperty("inferred_type", inferred(property.samples()));
    if (call.wants(TYPE, SAMPLES, Set.of(SAMPLES))) {
      attributes.add(SAMPLES, property.samples());
    }
    JsonObject json = Links.resource(call, TYPE, "metric-properties", property.id(), attributes);
    Links.relation(call, json, "metric-properties", "metric");
    return json;
  }

  private static String inferred(JsonArray samples) {
    boolean numbers = !samples.isEmpty();
    boolean flags = !samples.isEmpty();
    for (JsonElement sample : samples) {
      numbers &= sample.getAsJsonPrimitive().isNumber();
      flags &= sample.getAsJsonPrimitive().isBoolean();
    }
    return numbers ? "numeric" : flags ? "boolean" : "string";
  }
}
