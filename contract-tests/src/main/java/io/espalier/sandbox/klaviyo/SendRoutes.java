package io.espalier.sandbox.klaviyo;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.espalier.sandbox.RenderException;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Sending a campaign: draft, preparing or scheduled, sending, sent; cancelled for good, or reverted
 * to a draft. Each recipient's message is rendered; one that a template skips gets none.
 */
final class SendRoutes {
  private static final Pattern COUPON =
      Pattern.compile("\\{%\\s*coupon_code\\s+['\"]([^'\"]+)['\"]");

  private final Holdings holdings;
  private final SegmentMembers segmentMembers;
  private final Recipients recipients;
  private final Deferred deferred;

  SendRoutes(
      Holdings holdings, SegmentMembers segmentMembers, Recipients recipients, Deferred deferred) {
    this.holdings = holdings;
    this.segmentMembers = segmentMembers;
    this.recipients = recipients;
    this.deferred = deferred;
    deferred.on(Deferred.SEND, this::step);
  }

  List<Route> routes() {
    String jobs = "/api/campaign-send-jobs";
    String estimations = "/api/campaign-recipient-estimation-jobs";
    return List.of(
        Route.of("POST", jobs, Quota.M, this::send),
        Route.of("GET", jobs + "/{id}", Quota.M, call -> job(call, 200, call.variable("id"))),
        Route.of("PATCH", jobs + "/{id}", Quota.M, this::stop),
        Route.of("POST", estimations, Quota.M, this::estimate),
        Route.of(
            "GET",
            estimations + "/{id}",
            Quota.M,
            call -> estimation(call, 200, holdings.campaign(call.variable("id")).id)),
        Route.of("GET", "/api/campaign-recipient-estimations/{id}", Quota.M, this::estimated));
  }

  private Answer send(Call call) {
    Campaign campaign =
        holdings.campaign(Json.requiredText(call.resource("campaign-send-job"), "id", "/data"));
    if (!campaign.status.equals(Campaign.DRAFT)) {
      throw ApiError.invalid(
              "The campaign is " + campaign.status + ": only a draft can be sent.", "/data/id")
          .thrown();
    }
    JsonObject strategy = JsonParser.parseString(campaign.strategy).getAsJsonObject();
    Instant due =
        strategy.has("datetime") ? CampaignRoutes.moment(strategy, "") : holdings.clock.instant();
    boolean later = due.isAfter(holdings.clock.instant());
    campaign.status = later ? Campaign.SCHEDULED : Campaign.PREPARING;
    campaign.scheduledAt = holdings.now();
    campaign.sending++;
    next(campaign, later ? due : holdings.clock.instant());
    return job(call, 202, campaign.id);
  }

  private void next(Campaign campaign, Instant due) {
    JsonObject what = new JsonObject();
    what.addProperty("campaign", campaign.id);
    what.addProperty("sending", campaign.sending);
    deferred.accept(Deferred.SEND, what, due);
  }

  /** One step on the way out; none where the campaign was stopped meanwhile. */
  private void step(JsonObject what) {
    Campaign campaign = holdings.campaigns.get(what.get("campaign").getAsString());
    if (campaign == null || campaign.sending != what.get("sending").getAsInt()) {
      return;
    }
    campaign.updated = holdings.now();
    switch (campaign.status) {
      case Campaign.SCHEDULED, Campaign.PREPARING -> {
        campaign.status = Campaign.SENDING;
        next(campaign, holdings.clock.instant());
      }
      case Campaign.SENDING -> goOut(campaign);
      default -> {}
    }
  }

  private void goOut(Campaign campaign) {
    CampaignMessage message = holdings.messages.get(campaign.messages.get(0));
    if (message == null || message.template == null) {
      campaign.status = Campaign.MISCONFIGURED;
      return;
    }
    Set<Person> people = recipients(campaign);
    if (people.isEmpty()) {
      campaign.status = Campaign.NOBODY;
      return;
    }
    if (lacksCodes(message.template.html, people.size())) {
      campaign.status = Campaign.MISCONFIGURED;
      return;
    }
    JsonObject definition = JsonParser.parseString(message.definition).getAsJsonObject();
    JsonObject content = Json.find(definition, "content");
    String subject = content == null ? "" : Json.text(content, "subject", "");
    for (Person person : people) {
      try {
        recipients.send(message.template.html, String.valueOf(person.email));
        JsonObject properties = new JsonObject();
        properties.addProperty("$message", message.id);
        properties.addProperty("Campaign Name", campaign.name);
        Json.put(properties, "Subject", subject);
        properties.addProperty("$event_id", message.id + ":" + person.id);
        holdings.happenings.record(
            holdings.happenings.metric(Engagement.RECEIVED, Metric.OWN, holdings),
            person,
            properties,
            holdings.clock.instant(),
            holdings);
      } catch (RenderException skipped) {
        continue;
      }
    }
    campaign.status = Campaign.SENT;
    campaign.sentAt = holdings.now();
  }

  /** A campaign does not begin where a coupon has fewer codes than there are recipients. */
  private boolean lacksCodes(String html, int recipients) {
    Matcher coupon = COUPON.matcher(html);
    while (coupon.find()) {
      String name = coupon.group(1);
      long free =
          holdings.couponCodes.values().stream()
              .filter(code -> code.coupon().equals(name))
              .filter(code -> code.status().equals(CouponCode.UNASSIGNED))
              .count();
      if (free < recipients) {
        return true;
      }
    }
    return false;
  }

  /** Who is in an included audience, in no excluded one, and may be mailed; each once. */
  private Set<Person> recipients(Campaign campaign) {
    Set<Person> people = new LinkedHashSet<>();
    campaign.included.forEach(id -> people.addAll(holdings.audience(id, segmentMembers)));
    campaign.excluded.forEach(id -> people.removeAll(holdings.audience(id, segmentMembers)));
    people.removeIf(
        person ->
            person.email == null
                || !person.consents.mailable()
                || campaign.included.stream().allMatch(id -> person.consents.isSuppressed(id)));
    return people;
  }

  private Answer stop(Call call) {
    Campaign campaign = holdings.campaign(call.variable("id"));
    JsonObject data = call.resource("campaign-send-job", campaign.id);
    String action =
        Json.requiredText(Json.object(data, "attributes", "/data"), "action", "/data/attributes");
    if (!action.equals("cancel") && !action.equals("revert")) {
      throw ApiError.invalid("'action' must be cancel or revert.", "/data/attributes/action")
          .thrown();
    }
    if (!Set.of(Campaign.SCHEDULED, Campaign.PREPARING, Campaign.SENDING)
        .contains(campaign.status)) {
      throw ApiError.invalid("The campaign is " + campaign.status + ".", "/data/id").thrown();
    }
    campaign.sending++;
    campaign.status = action.equals("cancel") ? Campaign.CANCELLED : Campaign.DRAFT;
    campaign.scheduledAt = null;
    campaign.updated = holdings.now();
    return Answer.empty(204);
  }

  private Answer job(Call call, int status, String id) {
    JsonObject attributes = new JsonObject();
    attributes.addProperty("status", holdings.campaign(id).jobStatus());
    return Answer.one(
        status, Links.resource(call, "campaign-send-job", "campaign-send-jobs", id, attributes));
  }

  private Answer estimate(Call call) {
    String id =
        Json.requiredText(call.resource("campaign-recipient-estimation-job"), "id", "/data");
    return estimation(call, 202, holdings.campaign(id).id);
  }

  private static Answer estimation(Call call, int status, String id) {
    JsonObject attributes = new JsonObject();
    attributes.addProperty("status", status == 202 ? "queued" : "complete");
    return Answer.one(
        status,
        Links.resource(
            call,
            "campaign-recipient-estimation-job",
            "campaign-recipient-estimation-jobs",
            id,
            attributes));
  }

  private Answer estimated(Call call) {
    Campaign campaign = holdings.campaign(call.variable("id"));
    JsonObject attributes = new JsonObject();
    attributes.addProperty("estimated_recipient_count", recipients(campaign).size());
    return Answer.one(
        200,
        Links.resource(
            call,
            "campaign-recipient-estimation",
            "campaign-recipient-estimations",
            campaign.id,
            attributes));
  }
}
