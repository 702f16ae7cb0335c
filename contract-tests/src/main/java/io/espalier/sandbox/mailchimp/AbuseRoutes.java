package io.espalier.sandbox.mailchimp;

import com.google.gson.JsonObject;
import java.util.List;

/** The complaints of an audience. There is no filter by time. */
final class AbuseRoutes {
  private AbuseRoutes() {}

  static List<Route> all() {
    return List.of(
        Route.of("GET", "/lists/{list}/abuse-reports", AbuseRoutes::list),
        Route.of("GET", "/lists/{list}/abuse-reports/{report}", AbuseRoutes::get));
  }

  private static JsonObject list(Call call) {
    Audience audience = call.audience();
    JsonObject answer =
        Paging.of(call)
            .into(
                new JsonObject(),
                "abuse_reports",
                audience.abuseReports.stream(),
                report -> report.json(audience));
    answer.addProperty("list_id", audience.id);
    return Links.add(answer, call);
  }

  private static JsonObject get(Call call) {
    Audience audience = call.audience();
    long id = call.id("report");
    return audience.abuseReports.stream()
        .filter(report -> report.id() == id)
        .findFirst()
        .map(report -> Links.add(report.json(audience), call))
        .orElseThrow(Refusal::notFound);
  }
}
