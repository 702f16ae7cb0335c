package io.espalier.sandbox.mailchimp;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What became of a campaign that was sent. */
final class ReportRoutes {
  static final String REPORT = "/reports/{campaign}";

  private ReportRoutes() {}

  static List<Route> all() {
    return List.of(
        Route.of("GET", "/reports", ReportRoutes::list),
        Route.of("GET", REPORT, ReportRoutes::get),
        Route.of("GET", REPORT + "/sent-to", ReportRoutes::sentTo),
        Route.of("GET", REPORT + "/sent-to/{member}", ReportRoutes::sentToOne),
        Route.of("GET", REPORT + "/unsubscribed", ReportRoutes::unsubscribed),
        Route.of("GET", REPORT + "/unsubscribed/{member}", ReportRoutes::unsubscribedOne),
        Route.of("GET", REPORT + "/abuse-reports", ReportRoutes::complaints),
        Route.of("GET", REPORT + "/domain-performance", ReportRoutes::domains),
        Route.of("GET", REPORT + "/ecommerce-product-activity", ReportRoutes::products),
        // What the sandbox has nothing of: places, advice, campaigns within campaigns.
        Route.of("GET", REPORT + "/locations", call -> none(call, "locations")),
        Route.of("GET", REPORT + "/advice", call -> none(call, "advice")),
        Route.of("GET", REPORT + "/sub-reports", call -> none(call, "reports")));
  }

  private static JsonObject list(Call call) {
    String type = call.exchange().parameter("type").orElse("");
    return Links.add(
        Paging.of(call)
            .into(
                new JsonObject(),
                "reports",
                call.account().campaigns.values().stream()
                    .filter(ReportRoutes::sent)
                    .filter(campaign -> type.isEmpty() || type.equals(campaign.type)),
                campaign -> new ReportJson(call.account(), campaign).json()),
        call);
  }

  private static JsonObject get(Call call) {
    return Links.add(new ReportJson(call.account(), found(call)).json(), call);
  }

  private static JsonObject none(Call call, String name) {
    JsonObject answer = new JsonObject();
    answer.add(name, new JsonArray());
    answer.addProperty("campaign_id", found(call).id);
    answer.addProperty("total_items", 0);
    return Links.add(answer, call);
  }

  private static JsonObject products(Call call) {
    return Links.add(
        Paging.of(call)
            .unlinked()
            .into(
                new JsonObject(),
                "products",
                new ReportJson(call.account(), found(call)).products(),
                row -> row),
        call);
  }

  private static JsonObject sentTo(Call call) {
    Campaign campaign = found(call);
    Audience audience = audience(call, campaign);
    JsonObject answer =
        Paging.of(call)
            .into(
                new JsonObject(),
                "sent_to",
                recipients(campaign, audience),
                member -> sentTo(campaign, audience, member));
    answer.addProperty("campaign_id", campaign.id);
    return Links.add(answer, call);
  }

  private static JsonObject sentToOne(Call call) {
    Campaign campaign = found(call);
    Audience audience = audience(call, campaign);
    Member member = recipient(call, campaign, audience);
    return Links.add(sentTo(campaign, audience, member), call);
  }

  private static JsonObject sentTo(Campaign campaign, Audience audience, Member member) {
    JsonObject row = person(campaign, audience, member);
    boolean bounced = campaign.id.equals(member.leftFrom) && ReportJson.bounced(member);
    row.addProperty("status", bounced ? "hard" : "sent");
    List<Deed> opens =
        campaign.deeds.stream()
            .filter(deed -> deed.isOpen() && deed.contactId().equals(member.contactId))
            .toList();
    row.addProperty("open_count", opens.size());
    row.addProperty(
        "last_open", opens.isEmpty() ? "" : WireTime.print(opens.get(opens.size() - 1).at()));
    row.addProperty("gmt_offset", 0);
    return row;
  }

  static Stream<Member> recipients(Campaign campaign, Audience audience) {
    return campaign.recipients.stream().map(audience.members::get).filter(Objects::nonNull);
  }

  /** The recipient whom the path names by hash. */
  static Member recipient(Call call, Campaign campaign, Audience audience) {
    return audience
        .byKey(call.variable("member"))
        .filter(member -> campaign.recipients.contains(member.contactId))
        .orElseThrow(Refusal::notFound);
  }

  private static boolean left(Campaign campaign, Member member) {
    return campaign.id.equals(member.leftFrom) && !ReportJson.bounced(member);
  }

  private static JsonObject unsubscribed(Call call) {
    Campaign campaign = found(call);
    Audience audience = audience(call, campaign);
    JsonObject answer =
        Paging.of(call)
            .into(
                new JsonObject(),
                "unsubscribes",
                audience.members.values().stream().filter(member -> left(campaign, member)),
                member -> unsubscribed(campaign, audience, member));
    answer.addProperty("campaign_id", campaign.id);
    return Links.add(answer, call);
  }

  private static JsonObject unsubscribedOne(Call call) {
    Campaign campaign = found(call);
    Audience audience = audience(call, campaign);
    Member member = recipient(call, campaign, audience);
    if (!left(campaign, member)) {
      throw Refusal.notFound();
    }
    return Links.add(unsubscribed(campaign, audience, member), call);
  }

  private static JsonObject unsubscribed(Campaign campaign, Audience audience, Member member) {
    JsonObject row = person(campaign, audience, member);
    row.addProperty("timestamp", WireTime.print(member.unsubscribedAt));
    row.addProperty("reason", member.unsubscribeReason);
    return row;
  }

  private static JsonObject complaints(Call call) {
    Campaign campaign = found(call);
    Audience audience = audience(call, campaign);
    JsonObject answer =
        Paging.of(call)
            .into(
                new JsonObject(),
                "abuse_reports",
                audience.abuseReports.stream()
                    .filter(report -> report.campaignId().equals(campaign.id)),
                report -> {
                  JsonObject row = report.json(audience);
                  row.addProperty("list_is_active", true);
                  return row;
                });
    answer.addProperty("campaign_id", campaign.id);
    return Links.add(answer, call);
  }

  /** By the domains of those who got it; percentages from 0 to 100. */
  private static JsonObject domains(Call call) {
    Campaign campaign = found(call);
    Audience audience = audience(call, campaign);
    TreeMap<String, List<Member>> byDomain = new TreeMap<>();
    recipients(campaign, audience)
        .forEach(
            member ->
                byDomain
                    .computeIfAbsent(
                        member.email.replaceFirst(".*@", "").toLowerCase(Locale.ROOT),
                        domain -> new java.util.ArrayList<>())
                    .add(member));
    JsonArray rows = new JsonArray();
    byDomain.forEach((domain, members) -> rows.add(domain(campaign, domain, members)));
    JsonObject answer = new JsonObject();
    answer.add("domains", rows);
    answer.addProperty("campaign_id", campaign.id);
    answer.addProperty("total_sent", campaign.recipients.size());
    answer.addProperty("total_items", rows.size());
    return Links.add(answer, call);
  }

  private static JsonObject domain(Campaign campaign, String domain, List<Member> members) {
    long bounces =
        members.stream()
            .filter(m -> campaign.id.equals(m.leftFrom) && ReportJson.bounced(m))
            .count();
    long unsubs = members.stream().filter(member -> left(campaign, member)).count();
    long opens = did(campaign, members, true);
    long clicks = did(campaign, members, false);
    JsonObject row = new JsonObject();
    row.addProperty("domain", domain);
    row.addProperty("emails_sent", members.size());
    row.addProperty("bounces", bounces);
    row.addProperty("opens", opens);
    row.addProperty("clicks", clicks);
    row.addProperty("unsubs", unsubs);
    row.addProperty("delivered", members.size() - bounces);
    row.addProperty("emails_pct", percent(members.size(), campaign.recipients.size()));
    row.addProperty("bounces_pct", percent(bounces, members.size()));
    row.addProperty("opens_pct", percent(opens, members.size()));
    row.addProperty("clicks_pct", percent(clicks, members.size()));
    row.addProperty("unsubs_pct", percent(unsubs, members.size()));
    return row;
  }

  private static long did(Campaign campaign, List<Member> members, boolean open) {
    return members.stream()
        .filter(
            member ->
                campaign.deeds.stream()
                    .anyMatch(
                        deed -> deed.isOpen() == open && deed.contactId().equals(member.contactId)))
        .count();
  }

  private static double percent(long part, long whole) {
    return whole == 0 ? 0 : 100.0 * part / whole;
  }

  static JsonObject person(Campaign campaign, Audience audience, Member member) {
    JsonObject row = new JsonObject();
    row.addProperty("email_id", member.id());
    row.addProperty("email_address", member.email);
    row.add("merge_fields", MemberJson.mergeFields(audience, member));
    row.addProperty("vip", member.vip);
    row.addProperty("campaign_id", campaign.id);
    row.addProperty("list_id", audience.id);
    row.addProperty("list_is_active", true);
    return row;
  }

  private static boolean sent(Campaign campaign) {
    return campaign.status == Campaign.Status.SENT;
  }

  static Campaign found(Call call) {
    Campaign campaign = CampaignRoutes.found(call);
    if (!sent(campaign)) {
      throw Refusal.notFound();
    }
    return campaign;
  }

  static Audience audience(Call call, Campaign campaign) {
    Audience audience = call.account().audiences.get(campaign.listId);
    if (audience == null) {
      throw Refusal.notFound();
    }
    return audience;
  }
}
