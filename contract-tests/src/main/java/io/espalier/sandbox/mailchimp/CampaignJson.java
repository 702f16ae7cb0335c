package io.espalier.sandbox.mailchimp;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.List;

/** A campaign as the API shows it. */
final class CampaignJson {
  private static final List<String> TEXTS =
      List.of("subject_line", "preview_text", "title", "from_name", "reply_to", "to_name");

  private CampaignJson() {}

  static JsonObject of(Account account, Campaign campaign) {
    JsonObject json = new JsonObject();
    json.addProperty("id", campaign.id);
    json.addProperty("web_id", campaign.webId);
    json.addProperty("type", campaign.type);
    json.addProperty("create_time", WireTime.print(campaign.createTime));
    json.addProperty("archive_url", "http://eepurl.com/" + campaign.id);
    json.addProperty("long_archive_url", "https://mailchi.mp/" + campaign.id);
    json.addProperty("status", campaign.status.word());
    json.addProperty("emails_sent", campaign.recipients.size());
    json.addProperty("send_time", WireTime.print(campaign.sendTime));
    json.addProperty("content_type", campaign.contentType);
    json.addProperty("needs_block_refresh", false);
    json.addProperty("resendable", campaign.status == Campaign.Status.SENT);
    json.add("recipients", recipients(account, campaign));
    json.add("settings", settings(campaign));
    json.add("tracking", tracking(campaign));
    if (campaign.variate.size() > 0) {
      json.add("variate_settings", VariateRules.told(campaign));
    }
    if (campaign.rss.size() > 0) {
      json.add("rss_opts", campaign.rss.deepCopy());
    }
    if (campaign.status == Campaign.Status.SENT) {
      json.add("report_summary", new ReportJson(account, campaign).summary());
    }
    JsonObject delivery = new JsonObject();
    delivery.addProperty("enabled", false);
    json.add("delivery_status", delivery);
    return json;
  }

  private static JsonObject recipients(Account account, Campaign campaign) {
    JsonObject json = new JsonObject();
    json.addProperty("list_id", campaign.listId);
    Audience audience = account.audiences.get(campaign.listId);
    json.addProperty("list_is_active", audience != null);
    json.addProperty(
        "list_name", audience == null ? "" : audience.settings.get("name").getAsString());
    json.addProperty("segment_text", "");
    json.addProperty(
        "recipient_count", audience == null ? 0 : CampaignRecipients.of(audience, campaign).size());
    if (campaign.segmentOpts.size() > 0) {
      json.add("segment_opts", campaign.segmentOpts.deepCopy());
    }
    return json;
  }

  private static JsonObject settings(Campaign campaign) {
    JsonObject json = new JsonObject();
    TEXTS.forEach(name -> json.addProperty(name, campaign.text(name)));
    json.addProperty("use_conversation", false);
    json.addProperty("folder_id", campaign.text("folder_id"));
    json.addProperty("authenticate", true);
    json.addProperty("auto_footer", false);
    json.addProperty("inline_css", false);
    json.addProperty("auto_tweet", false);
    json.add("auto_fb_post", new JsonArray());
    json.addProperty("fb_comments", false);
    json.addProperty("timewarp", false);
    json.addProperty(
        "template_id",
        campaign.settings.has("template_id")
            ? campaign.settings.get("template_id").getAsLong()
            : 0);
    json.addProperty("drag_and_drop", false);
    return json;
  }

  private static JsonObject tracking(Campaign campaign) {
    JsonObject json = new JsonObject();
    for (String name : List.of("opens", "html_clicks", "text_clicks")) {
      json.addProperty(
          name, !campaign.tracking.has(name) || campaign.tracking.get(name).getAsBoolean());
    }
    json.addProperty("goal_tracking", false);
    json.addProperty("ecomm360", false);
    json.addProperty("google_analytics", "");
    json.addProperty("clicktale", "");
    return json;
  }
}
