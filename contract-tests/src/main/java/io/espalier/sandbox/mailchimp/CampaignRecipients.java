package io.espalier.sandbox.mailchimp;

import com.google.gson.JsonObject;
import java.util.List;
import java.util.function.Predicate;

/** Who would get a campaign: subscribed contacts of its audience, within its segment. */
final class CampaignRecipients {
  private CampaignRecipients() {}

  static List<Member> of(Audience audience, Campaign campaign) {
    Predicate<Member> within = within(audience, campaign.segmentOpts);
    return audience.members.values().stream()
        .filter(member -> member.status == MemberStatus.SUBSCRIBED)
        .filter(within)
        .toList();
  }

  /** Conditions that are there win over the segment that they were copied from. */
  private static Predicate<Member> within(Audience audience, JsonObject options) {
    if (options.has("conditions") && !options.getAsJsonArray("conditions").isEmpty()) {
      return SavedConditions.kept(audience, options);
    }
    long tag = options.has("saved_segment_id") ? options.get("saved_segment_id").getAsLong() : 0;
    return tag == 0 ? member -> true : member -> member.tags.has(tag);
  }
}
