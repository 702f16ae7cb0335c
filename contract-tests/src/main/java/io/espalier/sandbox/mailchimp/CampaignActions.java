package io.espalier.sandbox.mailchimp;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What can be done with a campaign, and what stands in the way of sending it. */
final class CampaignActions {
  private static final String ACTION = CampaignRoutes.CAMPAIGN + "/actions/";
  private static final int QUARTER = 15 * 60;

  private CampaignActions() {}

  static List<Route> all() {
    return List.of(
        Route.of("GET", CampaignRoutes.CAMPAIGN + "/send-checklist", CampaignActions::checklist),
        Route.of("POST", ACTION + "send", CampaignActions::send),
        Route.of("POST", ACTION + "schedule", CampaignActions::schedule),
        Route.of("POST", ACTION + "unschedule", CampaignActions::unschedule),
        Route.of("POST", ACTION + "test", CampaignActions::test),
        Route.of("POST", ACTION + "pause", call -> rss(call, Campaign.Status.PAUSED)),
        Route.of("POST", ACTION + "resume", call -> rss(call, Campaign.Status.SENDING)),
        Route.of("POST", ACTION + "cancel-send", CampaignActions::cancel),
        Route.of("POST", ACTION + "replicate", CampaignActions::replicate),
        Route.of("POST", ACTION + "create-resend", CampaignActions::resend));
  }

  private record Item(int id, boolean good, String heading, String details) {
    JsonObject json() {
      JsonObject json = new JsonObject();
      json.addProperty("type", good ? "success" : "error");
      json.addProperty("id", id);
      json.addProperty("heading", heading);
      json.addProperty("details", details);
      return json;
    }
  }

  private static List<Item> items(Account account, Campaign campaign) {
    Audience audience = account.audiences.get(campaign.listId);
    int reach = audience == null ? 0 : CampaignRecipients.of(audience, campaign).size();
    List<Item> items = new ArrayList<>();
    items.add(
        new Item(
            100,
            reach > 0,
            "List",
            audience == null
                ? "No list has been chosen."
                : reach + " recipients will get this campaign."));
    items.add(filled(200, "Subject", campaign.text("subject_line")));
    items.add(filled(300, "From Name", campaign.text("from_name")));
    items.add(filled(400, "Replies", campaign.text("reply_to")));
    items.add(
        new Item(
            500,
            !campaign.html.isBlank() || !campaign.plainText.isBlank(),
            "Content",
            "The content of the email."));
    return items;
  }

  private static Item filled(int id, String heading, String text) {
    return new Item(id, !text.isBlank(), heading, text.isBlank() ? "You must enter one." : text);
  }

  private static boolean ready(Call call, Campaign campaign) {
    return items(call.account(), campaign).stream().allMatch(Item::good);
  }

  private static JsonObject checklist(Call call) {
    Campaign campaign = CampaignRoutes.found(call);
    JsonArray items = new JsonArray();
    items(call.account(), campaign).forEach(item -> items.add(item.json()));
    JsonObject answer = new JsonObject();
    answer.addProperty("is_ready", ready(call, campaign));
    answer.add("items", items);
    return Links.add(answer, call);
  }

  private static @Nullable JsonObject send(Call call) {
    Campaign campaign = draft(call);
    campaign.deliveries = 1;
    CampaignDelivery.begin(call.account(), campaign, call.now());
    return null;
  }

  private static Campaign draft(Call call) {
    Campaign campaign = CampaignRoutes.found(call);
    if (campaign.status != Campaign.Status.SAVE || !ready(call, campaign)) {
      throw Refusal.badRequest("Your Campaign is not ready to send.");
    }
    return campaign;
  }

  private static @Nullable JsonObject schedule(Call call) {
    Body body = call.body();
    Instant at =
        WireTime.parse(body.requiredText("schedule_time"))
            .orElseThrow(
                () -> Refusal.field("schedule_time", "This value is not a valid datetime."));
    if (at.getEpochSecond() % QUARTER != 0) {
      throw Refusal.field(
          "schedule_time", "Campaigns may only be scheduled to send on the quarter-hour.");
    }
    if (!at.isAfter(call.now())) {
      throw Refusal.field("schedule_time", "The schedule time must be in the future.");
    }
    Optional<Body> deliveries = body.object("batch_delivery");
    if (deliveries.isPresent() && body.flag("timewarp").orElse(false)) {
      throw Refusal.field("timewarp", "Timewarp cannot be used with batch delivery.");
    }
    int count = deliveries.map(given -> positive(given, "batch_count")).orElse(1);
    int pause = deliveries.map(given -> positive(given, "batch_delay")).orElse(0);
    Campaign campaign = draft(call);
    campaign.deliveries = count;
    campaign.pause = pause;
    campaign.status = Campaign.Status.SCHEDULE;
    campaign.sendTime = at;
    return null;
  }

  private static int positive(Body body, String name) {
    int number =
        body.integer(name)
            .orElseThrow(
                () -> Refusal.field(body.prefix() + name, "This value should not be blank."));
    if (number < 1) {
      throw Refusal.field(body.prefix() + name, "This value should be 1 or more.");
    }
    return number;
  }

  private static @Nullable JsonObject unschedule(Call call) {
    Campaign campaign = in(call, Set.of(Campaign.Status.SCHEDULE));
    campaign.status = Campaign.Status.SAVE;
    campaign.sendTime = null;
    return null;
  }

  private static @Nullable JsonObject test(Call call) {
    Campaign campaign = CampaignRoutes.found(call);
    Body body = call.body();
    JsonArray emails = body.array("test_emails").orElseGet(JsonArray::new);
    if (emails.isEmpty()) {
      throw Refusal.field("test_emails", "This value should not be blank.");
    }
    if (!Set.of("html", "plaintext").contains(body.requiredText("send_type"))) {
      throw Refusal.field("send_type", "The value you selected is not a valid choice.");
    }
    if (campaign.text("from_name").isBlank()) {
      throw Refusal.badRequest(
          "This campaign cannot be tested:\" A From Name must be entered on the Setup step.\"");
    }
    CampaignDelivery.test(call, campaign, emails);
    return null;
  }

  private static @Nullable JsonObject rss(Call call, Campaign.Status to) {
    Campaign campaign = CampaignRoutes.found(call);
    boolean pausing = to == Campaign.Status.PAUSED;
    boolean fits =
        pausing
            ? campaign.status == Campaign.Status.SENDING
            : campaign.status == Campaign.Status.PAUSED;
    if (!campaign.type.equals("rss") || !fits) {
      throw Refusal.badRequest("Only an RSS campaign that is running can be paused and resumed.");
    }
    campaign.status = to;
    return null;
  }

  /** A feature of a plan that the sandbox's account has not. */
  private static @Nullable JsonObject cancel(Call call) {
    in(call, Set.of(Campaign.Status.SENDING, Campaign.Status.SENT));
    throw Refusal.badRequest("This feature is only available to Pro users.");
  }

  private static JsonObject replicate(Call call) {
    return copy(call, CampaignRoutes.found(call), "(copy 01)");
  }

  private static JsonObject resend(Call call) {
    return copy(call, in(call, Set.of(Campaign.Status.SENT)), "(resend)");
  }

  private static JsonObject copy(Call call, Campaign from, String suffix) {
    Campaign copy = new Campaign();
    copy.id = call.ids().hex(10);
    copy.webId = call.account().nextWebId();
    copy.type = from.type;
    copy.createTime = call.now();
    copy.listId = from.listId;
    copy.segmentOpts = from.segmentOpts.deepCopy();
    copy.settings = from.settings.deepCopy();
    copy.settings.addProperty("title", (from.text("title") + " " + suffix).strip());
    copy.tracking = from.tracking.deepCopy();
    copy.variate = from.variate.deepCopy();
    copy.html = from.html;
    copy.plainText = from.plainText;
    copy.contentType = from.contentType;
    call.account().campaigns.put(copy.id, copy);
    JsonObject answer = CampaignJson.of(call.account(), copy);
    answer.getAsJsonObject("recipients").remove("list_is_active");
    return Links.add(answer, call);
  }

  private static Campaign in(Call call, Set<Campaign.Status> wanted) {
    Campaign campaign = CampaignRoutes.found(call);
    if (!wanted.contains(campaign.status)) {
      throw Refusal.badRequest(
          "A campaign with the status \"" + campaign.status.word() + "\" does not allow this.");
    }
    return campaign;
  }
}
