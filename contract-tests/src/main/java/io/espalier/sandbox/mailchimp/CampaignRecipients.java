package io.espalier.sandbox.mailchimp;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.List;

/** Who would get a campaign: subscribed contacts of its audience, within its segment. */
final class CampaignRecipients {
  private CampaignRecipients() {}

  static List<Member> of(Audience audience, Campaign campaign) {
    return audience.members.values().stream()
        .filter(member -> member.status == MemberStatus.SUBSCRIBED)
        .filter(member -> within(campaign.segmentOpts, member))
        .toList();
  }

  private static boolean within(JsonObject options, Member member) {
    if (!options.has("conditions") || options.getAsJsonArray("conditions").isEmpty()) {
      return true;
    }
    List<JsonElement> conditions = options.getAsJsonArray("conditions").asList();
    boolean any = options.has("match") && options.get("match").getAsString().equals("any");
    return any
        ? conditions.stream().anyMatch(one -> holds(one.getAsJsonObject(), member))
        : conditions.stream().allMatch(one -> holds(one.getAsJsonObject(), member));
  }

  private static boolean holds(JsonObject condition, Member member) {
    if (!condition.get("field").getAsString().equals("static_segment")) {
      return false;
    }
    boolean tagged = member.tags.containsKey(condition.get("value").getAsLong());
    return condition.get("op").getAsString().equals("static_is") == tagged;
  }
}
