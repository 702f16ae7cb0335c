package io.espalier.sandbox.mailchimp;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.espalier.sandbox.mailchimp.merge.Disputed;
import io.espalier.sandbox.mailchimp.merge.MergeTags;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

/** How campaigns reach contacts: at once or in several deliveries, and how tests of them do not. */
final class CampaignDelivery {
  private CampaignDelivery() {}

  /** Begins to send: all of it at once, or the first of several deliveries. */
  static void begin(Account account, Campaign campaign, Instant now) {
    Audience audience = account.audiences.get(campaign.listId);
    if (audience != null) {
      CampaignRecipients.of(audience, campaign).forEach(m -> campaign.queue.add(m.contactId));
    }
    campaign.share = (campaign.queue.size() + campaign.deliveries - 1) / campaign.deliveries;
    campaign.status = Campaign.Status.SENDING;
    campaign.sendTime = now;
    campaign.nextAt = now;
    go(account, campaign, now);
  }

  /** Sends what was scheduled for a time that has come, and further deliveries. */
  static void due(Account account, Instant now) {
    for (Campaign campaign : account.campaigns.values()) {
      Instant at = campaign.sendTime;
      if (campaign.status == Campaign.Status.SCHEDULE && at != null && !at.isAfter(now)) {
        begin(account, campaign, at);
      }
      go(account, campaign, now);
    }
  }

  private static void go(Account account, Campaign campaign, Instant now) {
    while (campaign.status == Campaign.Status.SENDING
        && campaign.nextAt != null
        && !campaign.nextAt.isAfter(now)) {
      Audience audience = account.audiences.get(campaign.listId);
      List<String> next = campaign.queue.stream().limit(campaign.share).toList();
      campaign.queue.removeAll(next);
      if (audience != null) {
        // Whoever left while they waited gets nothing.
        next.stream()
            .filter(
                id -> {
                  Member member = audience.members.get(id);
                  return member != null && member.status == MemberStatus.SUBSCRIBED;
                })
            .forEach(campaign.recipients::add);
      }
      campaign.nextAt = campaign.nextAt.plus(Duration.ofMinutes(campaign.pause));
      if (campaign.queue.isEmpty()) {
        campaign.status = Campaign.Status.SENT;
        campaign.nextAt = null;
        if (audience != null) {
          account.hooks.campaign(audience, campaign, now);
        }
      }
    }
  }

  /** Mails of a test: nobody's values fill them, and no condition holds for nobody. */
  static void test(Call call, Campaign campaign, Iterable<JsonElement> addresses) {
    Audience audience = call.account().audiences.get(campaign.listId);
    String html = campaign.html;
    if (audience != null) {
      Disputed disputed = Disputed.of(call.account().switches);
      html =
          MergeTags.render(
              html,
              new CampaignRecipient(
                  call.account(),
                  audience,
                  new Member(),
                  Clock.fixed(call.now(), ZoneOffset.UTC),
                  disputed),
              disputed);
    }
    for (JsonElement address : addresses) {
      JsonObject mail = new JsonObject();
      mail.addProperty("to", address.getAsString());
      mail.addProperty("subject", "[Test] " + campaign.text("subject_line"));
      mail.addProperty("html", html);
      campaign.tests.add(mail);
    }
  }
}
