package io.espalier.sandbox.mailchimp;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;

/** An audience as the API shows it. */
final class ListJson {
  private static final Duration STALE = Duration.ofMinutes(5);

  private ListJson() {}

  static JsonObject of(Audience audience, Instant now) {
    JsonObject json = new JsonObject();
    json.addProperty("id", audience.id);
    json.addProperty("web_id", audience.webId);
    audience.settings.entrySet().forEach(e -> json.add(e.getKey(), e.getValue().deepCopy()));
    json.addProperty("date_created", WireTime.print(audience.dateCreated));
    json.addProperty("list_rating", 0);
    json.addProperty("subscribe_url_short", "http://eepurl.com/" + audience.id);
    json.addProperty(
        "subscribe_url_long",
        "https://example." + Account.DATACENTER + ".list-manage.com/subscribe?id=" + audience.id);
    json.addProperty(
        "beamer_address", Account.DATACENTER + "-" + audience.id + "@inbound.mailchimp.com");
    json.addProperty("visibility", "prv");
    json.addProperty("has_welcome", false);
    json.add("modules", new JsonArray());
    json.add("stats", stats(audience, now));
    return json;
  }

  /** Counted at most every five minutes, as the vendor does. */
  private static JsonObject stats(Audience audience, Instant now) {
    JsonObject known = audience.stats;
    if (known == null || !now.isBefore(audience.statsAt.plus(STALE))) {
      known = counted(audience);
      audience.stats = known;
      audience.statsAt = now;
    }
    return known.deepCopy();
  }

  private static JsonObject counted(Audience audience) {
    Map<MemberStatus, Integer> counts = new EnumMap<>(MemberStatus.class);
    audience.members.values().forEach(member -> counts.merge(member.status, 1, Integer::sum));
    JsonObject stats = new JsonObject();
    stats.addProperty("member_count", counts.getOrDefault(MemberStatus.SUBSCRIBED, 0));
    stats.addProperty("total_contacts", audience.members.size());
    stats.addProperty("unsubscribe_count", counts.getOrDefault(MemberStatus.UNSUBSCRIBED, 0));
    stats.addProperty("cleaned_count", counts.getOrDefault(MemberStatus.CLEANED, 0));
    stats.addProperty("member_count_since_send", counts.getOrDefault(MemberStatus.SUBSCRIBED, 0));
    stats.addProperty("unsubscribe_count_since_send", 0);
    stats.addProperty("cleaned_count_since_send", 0);
    stats.addProperty("campaign_count", 0);
    stats.addProperty("campaign_last_sent", "");
    stats.addProperty("merge_field_count", audience.fields.size());
    stats.addProperty("avg_sub_rate", 0);
    stats.addProperty("avg_unsub_rate", 0);
    stats.addProperty("target_sub_rate", 0);
    stats.addProperty("open_rate", 0);
    stats.addProperty("click_rate", 0);
    stats.addProperty("last_sub_date", "");
    stats.addProperty("last_unsub_date", "");
    return stats;
  }
}
