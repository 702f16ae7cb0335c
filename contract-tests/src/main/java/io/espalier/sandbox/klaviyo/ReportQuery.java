package io.espalier.sandbox.klaviyo;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a report asks for, and the document that answers it. */
final class ReportQuery {
  static final String AT = "/data/attributes";

  /** Of sends. Source: the enumeration of the OpenAPI document 2026-07-15. */
  static final Set<String> STATISTICS =
      Set.of(
          "average_order_value",
          "bounce_rate",
          "bounced",
          "bounced_or_failed",
          "bounced_or_failed_rate",
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
          "failed",
          "failed_rate",
          "message_segment_count_sum",
          "open_rate",
          "opens",
          "opens_unique",
          "recipients",
          "revenue_per_recipient",
          "spam_complaint_rate",
          "spam_complaints",
          "text_message_credit_usage_amount",
          "text_message_roi",
          "text_message_spend",
          "unsubscribe_rate",
          "unsubscribe_uniques",
          "unsubscribes");

  private static final int MOST_ITEMS = 100;

  private ReportQuery() {}

  /** At least one of those that there are. */
  static List<String> statistics(JsonObject attributes, Set<String> allowed) {
    List<String> wanted = texts(attributes, "statistics", allowed);
    if (wanted.isEmpty()) {
      throw ApiError.invalid("At least one statistic must be given.", AT + "/statistics").thrown();
    }
    return wanted;
  }

  static List<String> texts(JsonObject attributes, String name, Set<String> allowed) {
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

  /** The metric that counts as a conversion. */
  static String conversion(JsonObject attributes, Holdings holdings) {
    String metric = Json.requiredText(attributes, "conversion_metric_id", AT);
    if (!holdings.isMetric(metric)) {
      throw ApiError.invalid("The metric does not exist.", AT + "/conversion_metric_id").thrown();
    }
    return metric;
  }

  /**
   * The grouping, where one is given: it must name the required ones.
   *
   * @param allowed all that there are
   */
  static void requireGroups(JsonObject attributes, Set<String> allowed, List<String> required) {
    if (attributes.has("group_by") && !attributes.get("group_by").isJsonNull()) {
      List<String> groups = texts(attributes, "group_by", allowed);
      if (!groups.containsAll(required)) {
        throw ApiError.invalid(
                "'group_by' must name " + String.join(" and ", required) + ".", AT + "/group_by")
            .thrown();
      }
    }
  }

  /**
   * The terms of {@code filter}: one an attribute, a hundred values at the most.
   *
   * @param allowed attribute → operators
   */
  static List<Filter.Term> filter(JsonObject attributes, Map<String, Set<String>> allowed) {
    String text = Json.text(attributes, "filter", AT);
    if (text == null) {
      return List.of();
    }
    List<Filter.Term> terms = Filter.parse(text);
    Set<String> seen = new HashSet<>();
    for (Filter.Term term : terms) {
      Set<String> operators = allowed.get(term.field());
      if (operators == null
          || !operators.contains(term.operator())
          || !seen.add(term.field())
          || term.values().size() > MOST_ITEMS) {
        throw ApiError.invalid(
                "The filter on '" + term.field() + "' is not allowed.", AT + "/filter")
            .thrown();
      }
    }
    return terms;
  }

  /** A report has no id, so it has no address: its own links are the document's. */
  static Answer report(
      Call call, String type, JsonObject attributes, Map<String, JsonArray> relations) {
    JsonObject resource = new JsonObject();
    resource.addProperty("type", type);
    resource.add("attributes", attributes);
    if (!relations.isEmpty()) {
      JsonObject shown = new JsonObject();
      relations.forEach(
          (name, data) -> {
            JsonObject relation = new JsonObject();
            relation.add("data", data);
            shown.add(name, relation);
          });
      resource.add("relationships", shown);
    }
    JsonObject links = new JsonObject();
    links.addProperty("self", call.base() + call.exchange().path());
    JsonObject document = new JsonObject();
    document.add("data", resource);
    document.add("links", links);
    return new Answer(200, document);
  }
}
