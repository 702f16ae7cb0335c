package io.espalier.sandbox.mailchimp;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** What a campaign says. A PUT replaces all of it; only a draft takes one. */
final class CampaignContentRoutes {
  private static final List<String> KINDS =
      List.of("html", "template", "url", "archive", "variate_contents");

  private static final int MOST_BYTES = 200 * 1024;
  private static final int MOST_ARCHIVE_BYTES = 1 << 20;

  private CampaignContentRoutes() {}

  /**
   * A text in both its forms.
   *
   * @param kind {@code html} or {@code template}
   */
  private record Content(String html, String plain, String kind) {}

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
    if (body.has("variate_contents")) {
      variants(call, campaign, body);
      return shown(call, campaign);
    }
    Content content = content(call, body);
    campaign.html = content.html();
    campaign.contentType = content.kind();
    campaign.plainText = content.plain();
    campaign.variants = new JsonArray();
    return shown(call, campaign);
  }

  /** A content for each variant, under its label; only for campaigns that have variants. */
  private static void variants(Call call, Campaign campaign, Body body) {
    if (!campaign.type.equals("variate")) {
      throw Refusal.badRequest("Only a variate campaign has more than one content.");
    }
    JsonArray variants = new JsonArray();
    for (JsonElement element : body.array("variate_contents").orElseThrow()) {
      if (!element.isJsonObject()) {
        throw Refusal.field("variate_contents", Body.mismatch("object", element));
      }
      Body one = new Body(element.getAsJsonObject(), "variate_contents.");
      String label = one.requiredText("content_label");
      Content content = content(call, one);
      JsonObject kept = new JsonObject();
      kept.addProperty("content_label", label);
      kept.addProperty("plain_text", content.plain());
      kept.addProperty("html", content.html());
      variants.add(kept);
    }
    if (variants.isEmpty()) {
      throw Refusal.field("variate_contents", "This value should not be blank.");
    }
    campaign.variants = variants;
    campaign.html = Store.text(variants.get(0).getAsJsonObject(), "html");
    campaign.plainText = Store.text(variants.get(0).getAsJsonObject(), "plain_text");
  }

  private static Content content(Call call, Body body) {
    long given = KINDS.stream().filter(body::has).count();
    if (given > 1) {
      throw Refusal.badRequest("Only one kind of content may be given at a time.");
    }
    Optional<String> text = body.text("plain_text");
    if (given == 0 && text.isEmpty()) {
      throw Refusal.field("", "Data did not match any of the schemas described in anyOf.");
    }
    if (body.has("url")) {
      throw Refusal.badRequest("The sandbox fetches no pages.");
    }
    String kind = body.has("template") ? "template" : "html";
    String html =
        body.object("template")
            .map(template -> html(call, template))
            .or(() -> body.object("archive").map(CampaignContentRoutes::unpacked))
            .or(() -> body.text("html"))
            .orElse("");
    if (call.account().on(MailchimpFact.CONTENT_ENDS_AT_200_KB)
        && html.getBytes(StandardCharsets.UTF_8).length > MOST_BYTES) {
      throw Refusal.badRequest("The content of your campaign is too large.");
    }
    return new Content(html, text.orElseGet(() -> TemplateSections.plain(html)), kind);
  }

  /** The one page of an archive, which has exactly one. */
  private static String unpacked(Body archive) {
    String type = archive.text("archive_type").orElse("zip");
    if (!type.equals("zip")) {
      throw Refusal.badRequest("The sandbox unpacks zip archives only.");
    }
    List<String> pages = new ArrayList<>();
    try {
      byte[] bytes =
          Base64.getDecoder().decode(archive.requiredText("archive_content").replaceAll("\\s", ""));
      if (bytes.length > MOST_ARCHIVE_BYTES) {
        throw Refusal.badRequest("The archive is larger than 1 MB.");
      }
      ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(bytes));
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        if (entry.getName().toLowerCase(Locale.ROOT).matches(".*\\.html?")) {
          // Bounded, whatever the archive says of itself.
          pages.add(new String(zip.readNBytes(MOST_ARCHIVE_BYTES), StandardCharsets.UTF_8));
        }
      }
    } catch (IllegalArgumentException | IOException e) {
      throw Refusal.field("archive.archive_content", "This value is not a valid archive.");
    }
    if (pages.size() != 1) {
      throw Refusal.badRequest("An archive must hold exactly one HTML file.");
    }
    return pages.get(0);
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
    if (!campaign.variants.isEmpty()) {
      json.add("variate_contents", campaign.variants.deepCopy());
    }
    return Links.add(json, call);
  }
}
