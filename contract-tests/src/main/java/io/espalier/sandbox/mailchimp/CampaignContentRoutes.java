package io.espalier.sandbox.mailchimp;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What a campaign says. A PUT replaces all of it; only a draft takes one. */
final class CampaignContentRoutes {
  private static final List<String> KINDS =
      List.of("html", "template", "url", "archive", "variate_contents");

  private static final int MOST_BYTES = 200 * 1024;

  private CampaignContentRoutes() {}

  static List<Route> all() {
    String content = CampaignRoutes.CAMPAIGN + "/content";
    return List.of(
        Route.of("GET", content, CampaignContentRoutes::get),
        Route.of("PUT", content, CampaignContentRoutes::put));
  }

  private static JsonObject get(Call call) {
    return shown(call, CampaignRoutes.found(call));
  }

  private static JsonObject put(Call call) {
    Campaign campaign = CampaignRoutes.found(call);
    CampaignRoutes.editable(campaign);
    Body body = call.body();
    long given = Stream.of(KINDS.toArray(new String[0])).filter(body::has).count();
    if (given > 1) {
      throw Refusal.badRequest("Only one kind of content may be given at a time.");
    }
    Optional<String> text = body.text("plain_text");
    if (given == 0 && text.isEmpty()) {
      throw Refusal.field("", "Data did not match any of the schemas described in anyOf.");
    }
    if (body.has("url") || body.has("archive") || body.has("variate_contents")) {
      throw Refusal.badRequest("The sandbox fetches no pages and unpacks no archives.");
    }
    String html = body.text("html").orElse("");
    String kind = "html";
    Optional<Body> template = body.object("template");
    if (template.isPresent()) {
      html = html(call, template.get());
      kind = "template";
    }
    if (call.account().on(MailchimpFact.CONTENT_ENDS_AT_200_KB)
        && html.getBytes(StandardCharsets.UTF_8).length > MOST_BYTES) {
      throw Refusal.badRequest("The content of your campaign is too large.");
    }
    campaign.html = html;
    campaign.contentType = kind;
    campaign.plainText = text.orElseGet(() -> TemplateSections.plain(campaign.html));
    return shown(call, campaign);
  }

  /**
   * A template by its number, with contents for its editable sections; unknown names are ignored.
   */
  private static String html(Call call, Body template) {
    JsonElement id = template.json().get("id");
    if (id == null) {
      throw Refusal.field("template.id", "This value should not be blank.");
    }
    CampaignRoutes.integer("template.id", id);
    SavedTemplate found = call.account().templates.get(id.getAsLong());
    if (found == null || !found.active) {
      throw Refusal.badRequest("The template does not exist.");
    }
    return TemplateSections.fill(
        found.html, template.object("sections").map(Body::json).orElseGet(JsonObject::new));
  }

  private static JsonObject shown(Call call, Campaign campaign) {
    String html =
        call.account().on(MailchimpFact.CAMPAIGN_HTML_IS_ALTERED)
            ? TemplateSections.withoutMarks(campaign.html)
            : campaign.html;
    JsonObject json = new JsonObject();
    json.addProperty("plain_text", campaign.plainText);
    json.addProperty("html", html);
    json.addProperty("archive_html", html);
    return Links.add(json, call);
  }
}
