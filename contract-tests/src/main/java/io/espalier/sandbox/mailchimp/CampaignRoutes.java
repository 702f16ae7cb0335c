package io.espalier.sandbox.mailchimp;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Campaigns: drafted, read, changed while they are drafts, and deleted. */
final class CampaignRoutes {
  static final String CAMPAIGN = "/campaigns/{campaign}";

  private static final List<String> TYPES =
      List.of("regular", "plaintext", "rss", "variate", "absplit");
  private static final List<String> CONTENT_TYPES = List.of("template", "multichannel");

  private CampaignRoutes() {}

  static List<Route> all() {
    return List.of(
        Route.of("GET", "/campaigns", CampaignRoutes::list),
        Route.of("POST", "/campaigns", CampaignRoutes::create),
        Route.of("GET", CAMPAIGN, CampaignRoutes::get),
        Route.of("PATCH", CAMPAIGN, CampaignRoutes::update),
        Route.of("DELETE", CAMPAIGN, CampaignRoutes::delete));
  }

  private static JsonObject list(Call call) {
    Stream<Campaign> rows = call.account().campaigns.values().stream();
    Optional<String> type = parameter(call, "type");
    Optional<String> status = parameter(call, "status");
    Optional<String> list = parameter(call, "list_id");
    Optional<String> folder = parameter(call, "folder_id");
    JsonObject answer =
        Paging.of(call)
            .into(
                new JsonObject(),
                "campaigns",
                rows.filter(campaign -> type.isEmpty() || type.get().equals(campaign.type))
                    .filter(c -> status.isEmpty() || status.get().equals(c.status.word()))
                    .filter(campaign -> list.isEmpty() || list.get().equals(campaign.listId))
                    .filter(c -> folder.isEmpty() || folder.get().equals(c.text("folder_id")))
                    .filter(c -> between(call, "create_time", c.createTime))
                    .filter(c -> between(call, "send_time", c.sendTime)),
                campaign -> CampaignJson.of(call.account(), campaign));
    return Links.add(answer, call);
  }

  /** {@code since_} is strictly later, {@code before_} strictly earlier; not there is neither. */
  private static boolean between(Call call, String name, @Nullable Instant at) {
    Optional<Instant> since = WireTime.parameter(call, "since_" + name);
    Optional<Instant> before = WireTime.parameter(call, "before_" + name);
    return (since.isEmpty() || (at != null && at.isAfter(since.get())))
        && (before.isEmpty() || (at != null && at.isBefore(before.get())));
  }

  private static Optional<String> parameter(Call call, String name) {
    return call.exchange().parameter(name).filter(text -> !text.isEmpty());
  }

  private static JsonObject get(Call call) {
    return shown(call, found(call));
  }

  private static JsonObject create(Call call) {
    Body body = call.body();
    Campaign campaign = new Campaign();
    campaign.type = body.requiredText("type");
    if (!TYPES.contains(campaign.type)) {
      throw notAChoice("type");
    }
    body.text("content_type")
        .ifPresent(
            type -> {
              if (!CONTENT_TYPES.contains(type)) {
                throw notAChoice("content_type");
              }
              campaign.contentType = type;
            });
    change(call, campaign, body);
    if (call.account().on(MailchimpFact.CAMPAIGNS_LOSE_SEGMENTS)) {
      campaign.segmentOpts = new JsonObject();
    }
    if (campaign.type.equals("variate") && campaign.variate.size() == 0) {
      throw Refusal.field("variate_settings", "This value should not be blank.");
    }
    if (campaign.type.equals("rss") && campaign.rss.size() == 0) {
      throw Refusal.field("rss_opts", "This value should not be blank.");
    }
    campaign.id = call.ids().hex(10);
    campaign.webId = call.account().nextWebId();
    campaign.createTime = call.now();
    call.account().campaigns.put(campaign.id, campaign);
    return shown(call, campaign);
  }

  private static JsonObject update(Call call) {
    Campaign campaign = found(call);
    editable(campaign);
    Body body = call.body();
    Optional<Body> settings = body.object("settings");
    settings.ifPresent(
        given -> {
          // A PATCH of settings wants these three: OpenAPI 3.0.55.
          for (String name : List.of("subject_line", "from_name", "reply_to")) {
            if (!given.has(name)) {
              throw Refusal.field("settings." + name, "This value should not be blank.");
            }
          }
        });
    change(call, campaign, body);
    return shown(call, campaign);
  }

  /** What can be refused is refused before anything is changed. */
  private static void change(Call call, Campaign campaign, Body body) {
    Optional<Body> recipients = body.object("recipients");
    String list = campaign.listId;
    JsonObject segment = campaign.segmentOpts;
    if (recipients.isPresent()) {
      list = recipients.get().requiredText("list_id");
      Audience audience = call.account().audiences.get(list);
      if (audience == null) {
        throw Refusal.field("recipients.list_id", "The list does not exist.");
      }
      segment =
          recipients
              .get()
              .object("segment_opts")
              .map(options -> segment(call, audience, options))
              .orElse(segment);
    }
    JsonObject settings = campaign.settings.deepCopy();
    body.object("settings")
        .ifPresent(
            given -> {
              for (Map.Entry<String, JsonElement> one : given.json().entrySet()) {
                JsonElement value = one.getValue();
                if (one.getKey().equals("template_id")) {
                  integer("settings.template_id", value);
                } else if (!value.isJsonPrimitive() && !value.isJsonArray()) {
                  throw Refusal.field("settings." + one.getKey(), Body.mismatch("string", value));
                }
                settings.add(one.getKey(), value);
              }
            });
    Optional<JsonObject> tracking =
        body.object("tracking").map(given -> VariateRules.tracking(given, campaign.type));
    Optional<JsonObject> feed = body.object("rss_opts").map(VariateRules::rss);
    Optional<JsonObject> variants = body.object("variate_settings").map(VariateRules::variate);
    tracking.ifPresent(given -> campaign.tracking = given);
    feed.ifPresent(given -> campaign.rss = given);
    variants.ifPresent(given -> campaign.variate = given);
    campaign.listId = list;
    campaign.segmentOpts = segment;
    campaign.settings = settings;
  }

  /** {@code {}} clears; a saved segment may stand instead of, or beside, its conditions. */
  private static JsonObject segment(Call call, Audience audience, Body options) {
    if (options.json().size() == 0) {
      return new JsonObject();
    }
    JsonObject kept = new JsonObject();
    Optional<Integer> saved = options.integer("saved_segment_id");
    if (saved.isPresent() && saved.get() != 0) {
      Segment segment = audience.segments.get(saved.get().longValue());
      if (segment == null) {
        throw Refusal.field(
            "recipients.segment_opts.saved_segment_id", "The segment does not exist.");
      }
      segment.options.entrySet().forEach(e -> kept.add(e.getKey(), e.getValue().deepCopy()));
      kept.addProperty("saved_segment_id", saved.get());
    }
    if (options.has("conditions")) {
      JsonObject checked = SegmentOptions.check(call, options);
      new SavedConditions(audience, checked, audience.reading);
      checked.entrySet().forEach(entry -> kept.add(entry.getKey(), entry.getValue()));
    }
    return kept;
  }

  static void integer(String field, JsonElement value) {
    if (!value.isJsonPrimitive()
        || !value.getAsJsonPrimitive().isNumber()
        || !value.getAsString().matches("[0-9]{1,18}")) {
      throw Refusal.field(field, Body.mismatch("integer", value));
    }
  }

  private static @Nullable JsonObject delete(Call call) {
    Campaign campaign = found(call);
    if (campaign.status == Campaign.Status.SENDING) {
      throw Refusal.badRequest("A campaign that is being sent cannot be deleted.");
    }
    call.account().campaigns.remove(campaign.id);
    return null;
  }

  static Campaign found(Call call) {
    return Optional.ofNullable(call.account().campaigns.get(call.variable("campaign")))
        .orElseThrow(Refusal::notFound);
  }

  static void editable(Campaign campaign) {
    if (!campaign.editable()) {
      throw Refusal.badRequest(
          "Cannot edit a campaign with the status \"" + campaign.status.word() + "\".");
    }
  }

  private static JsonObject shown(Call call, Campaign campaign) {
    return Links.add(CampaignJson.of(call.account(), campaign), call);
  }

  private static Refusal notAChoice(String field) {
    return Refusal.field(field, "The value you selected is not a valid choice.");
  }
}
