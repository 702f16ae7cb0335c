package io.espalier.sandbox.klaviyo;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reports on segments and flows. A segment's movements are those that were seen when somebody read
 * it, this report included. Flows are not run, so there is nothing to count of them.
 */
final class SegmentReportRoutes {
  private static final Set<String> STATISTICS =
      Set.of("members_added", "members_removed", "net_members_changed", "total_members");
  private static final Map<String, Set<String>> FILTERS =
      Map.of("segment_id", Set.of("equals", "any"));
  private static final Set<String> SCALAR = Set.of("equals", "contains-any");
  private static final Set<String> LIST = Set.of("contains-any", "contains-all");
  private static final Map<String, Set<String>> FLOW_FILTERS =
      Map.of(
          "flow_id", SCALAR,
          "flow_name", SCALAR,
          "send_channel", SCALAR,
          "flow_message_id", SCALAR,
          "flow_message_name", SCALAR,
          "text_message_format", SCALAR,
          "variation", SCALAR,
          "variation_name", SCALAR,
          "tag_id", LIST,
          "tag_name", LIST);
  private static final Set<String> FLOW_GROUPS = FLOW_FILTERS.keySet();

  private final Holdings holdings;
  private final SegmentMembers members;

  SegmentReportRoutes(Holdings holdings, SegmentMembers members) {
    this.holdings = holdings;
    this.members = members;
  }

  List<Route> routes() {
    return List.of(
        Route.of("POST", "/api/segment-values-reports", Quota.REPORT, c -> segments(c, false)),
        Route.of("POST", "/api/segment-series-reports", Quota.REPORT, c -> segments(c, true)),
        Route.of("POST", "/api/flow-values-reports", Quota.REPORT, c -> flows(c, false)),
        Route.of("POST", "/api/flow-series-reports", Quota.REPORT, c -> flows(c, true)));
  }

  private Answer segments(Call call, boolean series) {
    String type = series ? "segment-series-report" : "segment-values-report";
    JsonObject attributes = Json.object(call.resource(type), "attributes", "/data");
    List<String> wanted = ReportQuery.statistics(attributes, STATISTICS);
    ReportFrame frame = ReportFrame.of(attributes, ReportQuery.AT, holdings.clock.instant());
    List<Instant> starts =
        series ? frame.intervals(attributes, ReportQuery.AT) : List.of(frame.from());
    List<Filter.Term> terms = ReportQuery.filter(attributes, FILTERS);
    JsonArray results = new JsonArray();
    for (StoredSegment segment : holdings.segments.values()) {
      if (terms.stream().allMatch(term -> term.accepts(segment.id))) {
        members.of(segment);
        JsonObject groupings = new JsonObject();
        groupings.addProperty("segment_id", segment.id);
        JsonObject statistics = new JsonObject();
        for (String name : wanted) {
          JsonArray row = new JsonArray();
          for (int i = 0; i < starts.size(); i++) {
            Instant end = i + 1 < starts.size() ? starts.get(i + 1) : frame.until();
            row.add(count(segment, name, new ReportFrame(starts.get(i), end)));
          }
          statistics.add(name, series ? row : row.get(0));
        }
        JsonObject result = new JsonObject();
        result.add("groupings", groupings);
        result.add("statistics", statistics);
        results.add(result);
      }
    }
    return answered(call, type, results, series ? starts : List.of(), Map.of());
  }

  private static int count(StoredSegment segment, String statistic, ReportFrame frame) {
    int added = 0;
    int removed = 0;
    int total = 0;
    for (StoredSegment.Movement movement : segment.movements) {
      if (frame.holds(movement.second())) {
        added += movement.added();
        removed += movement.removed();
      }
      if (Instant.ofEpochSecond(movement.second()).isBefore(frame.until())) {
        total = movement.total();
      }
    }
    return switch (statistic) {
      case "members_added" -> added;
      case "members_removed" -> removed;
      case "net_members_changed" -> added - removed;
      default -> total;
    };
  }

  private Answer flows(Call call, boolean series) {
    String type = series ? "flow-series-report" : "flow-values-report";
    JsonObject attributes = Json.object(call.resource(type), "attributes", "/data");
    ReportQuery.statistics(attributes, ReportQuery.STATISTICS);
    ReportQuery.conversion(attributes, holdings);
    ReportFrame frame = ReportFrame.of(attributes, ReportQuery.AT, holdings.clock.instant());
    List<Instant> starts = series ? frame.intervals(attributes, ReportQuery.AT) : List.of();
    ReportQuery.requireGroups(attributes, FLOW_GROUPS, List.of("flow_id", "flow_message_id"));
    ReportQuery.filter(attributes, FLOW_FILTERS);
    return answered(
        call,
        type,
        new JsonArray(),
        starts,
        Map.of("flows", new JsonArray(), "flow-messages", new JsonArray()));
  }

  private static Answer answered(
      Call call,
      String type,
      JsonArray results,
      List<Instant> starts,
      Map<String, JsonArray> relations) {
    JsonObject shown = new JsonObject();
    shown.add("results", results);
    if (type.contains("series")) {
      JsonArray times = new JsonArray();
      starts.forEach(start -> times.add(Holdings.stamp(start)));
      shown.add("date_times", times);
    }
    return ReportQuery.report(call, type, shown, relations);
  }
}
