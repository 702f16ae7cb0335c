package io.espalier.sandbox.mailchimp;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Who opened a campaign, who clicked what, who bounced. */
final class EngagementRoutes {
  private static final String REPORT = "/reports/{campaign}";

  private EngagementRoutes() {}

  static List<Route> all() {
    return List.of(
        Route.of("GET", REPORT + "/open-details", EngagementRoutes::openDetails),
        Route.of("GET", REPORT + "/click-details", EngagementRoutes::clickDetails),
        Route.of("GET", REPORT + "/email-activity", EngagementRoutes::emailActivity));
  }

  static JsonObject opens(Campaign campaign) {
    long unique = people(campaign, Deed::isOpen);
    JsonObject json = new JsonObject();
    json.addProperty("opens_total", campaign.deeds.stream().filter(Deed::isOpen).count());
    json.addProperty("unique_opens", unique);
    json.addProperty("open_rate", rate(unique, campaign));
    json.addProperty("last_open", last(campaign, Deed::isOpen));
    return json;
  }

  static JsonObject clicks(Campaign campaign) {
    Predicate<Deed> click = deed -> !deed.isOpen();
    long people = people(campaign, click);
    JsonObject json = new JsonObject();
    json.addProperty("clicks_total", campaign.deeds.stream().filter(click).count());
    json.addProperty(
        "unique_clicks",
        campaign.deeds.stream().filter(click).map(d -> d.contactId() + d.url()).distinct().count());
    json.addProperty("unique_subscriber_clicks", people);
    json.addProperty("click_rate", rate(people, campaign));
    json.addProperty("last_click", last(campaign, click));
    return json;
  }

  /** Between 0 and 1. */
  private static double rate(long people, Campaign campaign) {
    return campaign.recipients.isEmpty() ? 0 : (double) people / campaign.recipients.size();
  }

  private static long people(Campaign campaign, Predicate<Deed> which) {
    return campaign.deeds.stream().filter(which).map(Deed::contactId).distinct().count();
  }

  private static String last(Campaign campaign, Predicate<Deed> which) {
    return campaign.deeds.stream()
        .filter(which)
        .map(Deed::at)
        .max(Instant::compareTo)
        .map(WireTime::print)
        .orElse("");
  }

  private static JsonObject openDetails(Call call) {
    Campaign campaign = ReportRoutes.found(call);
    Audience audience = ReportRoutes.audience(call, campaign);
    Optional<Instant> since = since(call);
    Predicate<Deed> wanted = d -> d.isOpen() && since.map(d.at()::isAfter).orElse(true);
    JsonObject answer =
        Paging.of(call)
            .into(
                new JsonObject(),
                "members",
                recipients(campaign, audience).filter(m -> deeds(campaign, m, wanted) > 0),
                member -> {
                  JsonObject row = ReportRoutes.person(campaign, audience, member);
                  row.addProperty("contact_status", member.status.word());
                  row.addProperty("opens_count", deeds(campaign, member, wanted));
                  JsonArray opens = new JsonArray();
                  of(campaign, member)
                      .filter(wanted)
                      .forEach(deed -> opens.add(happened(deed.at())));
                  row.add("opens", opens);
                  return row;
                });
    answer.addProperty("campaign_id", campaign.id);
    answer.addProperty("total_opens", campaign.deeds.stream().filter(wanted).count());
    return Links.add(answer, call);
  }

  private static JsonObject happened(Instant at) {
    JsonObject json = new JsonObject();
    json.addProperty("timestamp", WireTime.print(at));
    return json;
  }

  private static JsonObject clickDetails(Call call) {
    Campaign campaign = ReportRoutes.found(call);
    TreeMap<String, Long> byUrl = new TreeMap<>();
    campaign.deeds.stream()
        .filter(deed -> !deed.isOpen())
        .forEach(deed -> byUrl.merge(deed.url(), 1L, Long::sum));
    long all = byUrl.values().stream().mapToLong(Long::longValue).sum();
    JsonObject answer =
        Paging.of(call)
            .into(
                new JsonObject(),
                "urls_clicked",
                byUrl.entrySet().stream(),
                entry -> {
                  Predicate<Deed> here = deed -> deed.url().equals(entry.getKey());
                  JsonObject row = new JsonObject();
                  row.addProperty("id", Member.hash(entry.getKey()).substring(0, 10));
                  row.addProperty("url", entry.getKey());
                  row.addProperty("total_clicks", entry.getValue());
                  row.addProperty("click_percentage", (double) entry.getValue() / all);
                  row.addProperty("unique_clicks", people(campaign, here));
                  row.addProperty("last_click", last(campaign, here));
                  row.addProperty("campaign_id", campaign.id);
                  return row;
                });
    answer.addProperty("campaign_id", campaign.id);
    return Links.add(answer, call);
  }

  private static JsonObject emailActivity(Call call) {
    Campaign campaign = ReportRoutes.found(call);
    Audience audience = ReportRoutes.audience(call, campaign);
    Optional<Instant> since = since(call);
    JsonObject answer =
        Paging.of(call)
            .into(
                new JsonObject(),
                "emails",
                recipients(campaign, audience),
                member -> {
                  JsonObject row = ReportRoutes.person(campaign, audience, member);
                  row.remove("merge_fields");
                  row.remove("vip");
                  JsonArray activity = new JsonArray();
                  of(campaign, member)
                      .filter(deed -> since.map(deed.at()::isAfter).orElse(true))
                      .forEach(
                          deed -> {
                            JsonObject one = happened(deed.at());
                            one.addProperty("action", deed.isOpen() ? "open" : "click");
                            if (!deed.isOpen()) {
                              one.addProperty("url", deed.url());
                            }
                            activity.add(one);
                          });
                  if (member.leftFrom.equals(campaign.id)
                      && member.status == MemberStatus.CLEANED) {
                    JsonObject bounce = happened(member.lastChanged);
                    bounce.addProperty("action", "bounce");
                    bounce.addProperty("type", "hard");
                    activity.add(bounce);
                  }
                  row.add("activity", activity);
                  return row;
                });
    answer.addProperty("campaign_id", campaign.id);
    return Links.add(answer, call);
  }

  private static Optional<Instant> since(Call call) {
    return call.exchange()
        .parameter("since")
        .filter(text -> !text.isEmpty())
        .map(
            text ->
                WireTime.parse(text)
                    .orElseThrow(
                        () -> Refusal.field("since", "This value is not a valid datetime.")));
  }

  private static Stream<Member> recipients(Campaign campaign, Audience audience) {
    return campaign.recipients.stream()
        .map(audience.members::get)
        .filter(java.util.Objects::nonNull);
  }

  private static Stream<Deed> of(Campaign campaign, Member member) {
    return campaign.deeds.stream().filter(deed -> deed.contactId().equals(member.contactId));
  }

  private static long deeds(Campaign campaign, Member member, Predicate<Deed> which) {
    return of(campaign, member).filter(which).count();
  }
}
