package io.espalier.sandbox.mailchimp;

import com.google.gson.JsonObject;
import java.util.List;
import java.util.function.Predicate;

/** What became of a campaign that was sent. */
final class ReportRoutes {
  private static final String REPORT = "/reports/{campaign}";

  private ReportRoutes() {}

  static List<Route> all() {
    return List.of(
        Route.of("GET", "/reports", ReportRoutes::list),
        Route.of("GET", REPORT, ReportRoutes::get),
        Route.of("GET", REPORT + "/sent-to", ReportRoutes::sentTo),
        Route.of("GET", REPORT + "/unsubscribed", ReportRoutes::unsubscribed),
        Route.of("GET", REPORT + "/abuse-reports", ReportRoutes::complaints));
  }

  private static JsonObject list(Call call) {
    return Links.add(
        Paging.of(call)
            .into(
                new JsonObject(),
                "reports",
                call.account().campaigns.values().stream().filter(ReportRoutes::sent),
                campaign -> json(call, campaign)),
        call);
  }

  private static JsonObject get(Call call) {
    return Links.add(json(call, found(call)), call);
  }

  private static JsonObject json(Call call, Campaign campaign) {
    Audience audience = call.account().audiences.get(campaign.listId);
    JsonObject json = new JsonObject();
    json.addProperty("id", campaign.id);
    json.addProperty("campaign_title", campaign.text("title"));
    json.addProperty("type", campaign.type);
    json.addProperty("list_id", campaign.listId);
    json.addProperty("list_is_active", audience != null);
    json.addProperty("subject_line", campaign.text("subject_line"));
    json.addProperty("preview_text", campaign.text("preview_text"));
    json.addProperty("emails_sent", campaign.recipients.size());
    json.addProperty("abuse_reports", complained(call, campaign));
    json.addProperty(
        "unsubscribed",
        count(audience, member -> campaign.id.equals(member.leftFrom) && !bounced(member)));
    json.addProperty("send_time", WireTime.print(campaign.sendTime));
    JsonObject bounces = new JsonObject();
    bounces.addProperty(
        "hard_bounces",
        count(audience, member -> campaign.id.equals(member.leftFrom) && bounced(member)));
    bounces.addProperty("soft_bounces", 0);
    bounces.addProperty("syntax_errors", 0);
    json.add("bounces", bounces);
    json.add("opens", EngagementRoutes.opens(campaign));
    json.add("clicks", EngagementRoutes.clicks(campaign));
    return json;
  }

  private static long complained(Call call, Campaign campaign) {
    Audience audience = call.account().audiences.get(campaign.listId);
    return audience == null
        ? 0
        : audience.abuseReports.stream()
            .filter(report -> report.campaignId().equals(campaign.id))
            .count();
  }

  private static long count(
      @org.jspecify.annotations.Nullable Audience audience, Predicate<Member> which) {
    return audience == null ? 0 : audience.members.values().stream().filter(which).count();
  }

  private static boolean bounced(Member member) {
    return member.status == MemberStatus.CLEANED;
  }

  private static JsonObject sentTo(Call call) {
    Campaign campaign = found(call);
    Audience audience = audience(call, campaign);
    JsonObject answer =
        Paging.of(call)
            .into(
                new JsonObject(),
                "sent_to",
                campaign.recipients.stream()
                    .map(audience.members::get)
                    .filter(java.util.Objects::nonNull),
                member -> {
                  JsonObject row = person(campaign, audience, member);
                  row.addProperty(
                      "status",
                      campaign.id.equals(member.leftFrom) && bounced(member) ? "hard" : "sent");
                  row.addProperty("absplit_group", "");
                  return row;
                });
    answer.addProperty("campaign_id", campaign.id);
    return Links.add(answer, call);
  }

  private static JsonObject unsubscribed(Call call) {
    Campaign campaign = found(call);
    Audience audience = audience(call, campaign);
    JsonObject answer =
        Paging.of(call)
            .into(
                new JsonObject(),
                "unsubscribes",
                audience.members.values().stream()
                    .filter(m -> campaign.id.equals(m.leftFrom) && !bounced(m)),
                member -> {
                  JsonObject row = person(campaign, audience, member);
                  row.addProperty("timestamp", WireTime.print(member.unsubscribedAt));
                  row.addProperty("reason", member.unsubscribeReason);
                  return row;
                });
    answer.addProperty("campaign_id", campaign.id);
    return Links.add(answer, call);
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
                report -> report.json(audience));
    answer.addProperty("campaign_id", campaign.id);
    return Links.add(answer, call);
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
