package io.espalier.sandbox.mailchimp;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Who opened a campaign, who clicked what, who bounced. */
final class EngagementRoutes {
  private static final String REPORT = ReportRoutes.REPORT;

  private EngagementRoutes() {}

  static List<Route> all() {
    return List.of(
        Route.of("GET", REPORT + "/open-details", EngagementRoutes::openDetails),
        Route.of("GET", REPORT + "/open-details/{member}", EngagementRoutes::openedBy),
        Route.of("GET", REPORT + "/click-details", EngagementRoutes::clickDetails),
        Route.of("GET", REPORT + "/click-details/{link}", EngagementRoutes::oneLink),
        Route.of("GET", REPORT + "/click-details/{link}/members", EngagementRoutes::clickers),
        Route.of("GET", REPORT + "/email-activity/{member}", EngagementRoutes::activityOf),
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
                ReportRoutes.recipients(campaign, audience)
                    .filter(m -> deeds(campaign, m, wanted) > 0),
                member -> opened(campaign, audience, member, wanted));
    answer.addProperty("campaign_id", campaign.id);
    answer.addProperty("total_opens", campaign.deeds.stream().filter(wanted).count());
    return Links.add(answer, call);
  }

  private static JsonObject openedBy(Call call) {
    Campaign campaign = ReportRoutes.found(call);
    Audience audience = ReportRoutes.audience(call, campaign);
    Member member = ReportRoutes.recipient(call, campaign, audience);
    if (deeds(campaign, member, Deed::isOpen) == 0) {
      throw Refusal.notFound();
    }
    return Links.add(opened(campaign, audience, member, Deed::isOpen), call);
  }

  private static JsonObject opened(
      Campaign campaign, Audience audience, Member member, Predicate<Deed> wanted) {
    JsonObject row = ReportRoutes.person(campaign, audience, member);
    row.addProperty("contact_status", member.status.word());
    row.addProperty("opens_count", deeds(campaign, member, wanted));
    JsonArray opens = new JsonArray();
    of(campaign, member).filter(wanted).forEach(deed -> opens.add(happened(deed.at())));
    row.add("opens", opens);
    return row;
  }

  private static JsonObject happened(Instant at) {
    JsonObject json = new JsonObject();
    json.addProperty("timestamp", WireTime.print(at));
    return json;
  }

  private static JsonObject clickDetails(Call call) {
    Campaign campaign = ReportRoutes.found(call);
    JsonObject answer =
        Paging.of(call)
            .into(new JsonObject(), "urls_clicked", urls(campaign), url -> link(campaign, url));
    answer.addProperty("campaign_id", campaign.id);
    return Links.add(answer, call);
  }

  private static Stream<String> urls(Campaign campaign) {
    return campaign.deeds.stream()
        .filter(deed -> !deed.isOpen())
        .map(Deed::url)
        .distinct()
        .sorted();
  }

  private static String linkId(String url) {
    return Member.hash(url).substring(0, 10);
  }

  private static String url(Call call, Campaign campaign) {
    return urls(campaign)
        .filter(url -> linkId(url).equals(call.variable("link")))
        .findFirst()
        .orElseThrow(Refusal::notFound);
  }

  private static JsonObject oneLink(Call call) {
    Campaign campaign = ReportRoutes.found(call);
    return Links.add(link(campaign, url(call, campaign)), call);
  }

  private static JsonObject link(Campaign campaign, String url) {
    Predicate<Deed> here = deed -> deed.url().equals(url);
    double all = campaign.deeds.stream().filter(deed -> !deed.isOpen()).count();
    long clicks = campaign.deeds.stream().filter(here).count();
    long unique = people(campaign, here);
    long everybody = people(campaign, deed -> !deed.isOpen());
    JsonObject row = new JsonObject();
    row.addProperty("id", linkId(url));
    row.addProperty("url", url);
    row.addProperty("total_clicks", clicks);
    row.addProperty("click_percentage", clicks / all);
    row.addProperty("unique_clicks", unique);
    row.addProperty("unique_click_percentage", (double) unique / everybody);
    row.addProperty("last_click", last(campaign, here));
    row.addProperty("campaign_id", campaign.id);
    return row;
  }

  private static JsonObject clickers(Call call) {
    Campaign campaign = ReportRoutes.found(call);
    Audience audience = ReportRoutes.audience(call, campaign);
    String url = url(call, campaign);
    Predicate<Deed> here = deed -> deed.url().equals(url);
    JsonObject answer =
        Paging.of(call)
            .into(
                new JsonObject(),
                "members",
                ReportRoutes.recipients(campaign, audience)
                    .filter(member -> deeds(campaign, member, here) > 0),
                member -> {
                  JsonObject row = ReportRoutes.person(campaign, audience, member);
                  row.addProperty("clicks", deeds(campaign, member, here));
                  row.addProperty("url_id", linkId(url));
                  row.addProperty("contact_status", member.status.word());
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
                ReportRoutes.recipients(campaign, audience),
                member -> activity(campaign, audience, member, since));
    answer.addProperty("campaign_id", campaign.id);
    return Links.add(answer, call);
  }

  private static JsonObject activityOf(Call call) {
    Campaign campaign = ReportRoutes.found(call);
    Audience audience = ReportRoutes.audience(call, campaign);
    Member member = ReportRoutes.recipient(call, campaign, audience);
    return Links.add(activity(campaign, audience, member, since(call)), call);
  }

  private static JsonObject activity(
      Campaign campaign, Audience audience, Member member, Optional<Instant> since) {
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
              one.addProperty("ip", "127.0.0.1");
              activity.add(one);
            });
    if (member.leftFrom.equals(campaign.id) && ReportJson.bounced(member)) {
      JsonObject bounce = happened(member.lastChanged);
      bounce.addProperty("action", "bounce");
      bounce.addProperty("type", "hard");
      activity.add(bounce);
    }
    row.add("activity", activity);
    return row;
  }

  private static Optional<Instant> since(Call call) {
    return WireTime.parameter(call, "since");
  }

  private static Stream<Deed> of(Campaign campaign, Member member) {
    return campaign.deeds.stream().filter(deed -> deed.contactId().equals(member.contactId));
  }

  private static long deeds(Campaign campaign, Member member, Predicate<Deed> which) {
    return of(campaign, member).filter(which).count();
  }
}
