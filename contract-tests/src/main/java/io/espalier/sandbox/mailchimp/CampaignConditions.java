package io.espalier.sandbox.mailchimp;

import com.google.gson.JsonObject;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;

/** Conditions on what a contact was sent and did with it. */
final class CampaignConditions {
  private CampaignConditions() {}

  /**
   * By the web id of one campaign, or {@code any}: was sent it, opened it, clicked in it; the
   * negatives of the last two count those alone whom it reached.
   */
  static Predicate<Member> aim(Collection<Campaign> campaigns, JsonObject condition, String op) {
    String value = condition.get("value").getAsString();
    List<Campaign> meant =
        campaigns.stream()
            .filter(campaign -> campaign.status == Campaign.Status.SENT)
            .filter(c -> value.equals("any") || Long.toString(c.webId).equals(value))
            .toList();
    if (meant.isEmpty() && !value.equals("any")) {
      throw ConditionType.unfit();
    }
    return member -> {
      boolean sent = meant.stream().anyMatch(c -> c.recipients.contains(member.contactId));
      return switch (op) {
        case "sent" -> sent;
        case "nosent" -> !sent;
        case "open" -> did(meant, member, true);
        case "click" -> did(meant, member, false);
        case "noopen" -> sent && !did(meant, member, true);
        default -> sent && !did(meant, member, false);
      };
    };
  }

  private static boolean did(List<Campaign> meant, Member member, boolean open) {
    return meant.stream()
        .flatMap(campaign -> campaign.deeds.stream())
        .anyMatch(deed -> deed.contactId().equals(member.contactId) && deed.isOpen() == open);
  }
}
