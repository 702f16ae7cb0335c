package io.espalier.sandbox.mailchimp;

import com.google.gson.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a contact did and was sent, the newest first. */
final class ActivityRoutes {
  private ActivityRoutes() {}

  private record Entry(String type, Instant at, JsonObject json) {}

  static List<Route> all() {
    return List.of(
        Route.of("GET", "/lists/{list}/members/{member}/activity-feed", ActivityRoutes::feed));
  }

  private static JsonObject feed(Call call) {
    Member member = call.member();
    List<Entry> entries = new ArrayList<>();
    add(entries, "signup", member.timestampSignup);
    add(entries, "unsub", member.unsubscribedAt);
    for (MemberEvent event : member.events()) {
      add(entries, "event", event.occurredAt()).addProperty("event_name", event.name());
    }
    for (Campaign campaign : call.account().campaigns.values()) {
      if (campaign.recipients.contains(member.contactId)) {
        campaign(add(entries, "sent", campaign.sendTime), campaign);
      }
      for (Deed deed : campaign.deeds) {
        if (deed.contactId().equals(member.contactId)) {
          JsonObject json = add(entries, deed.isOpen() ? "open" : "click", deed.at());
          campaign(json, campaign);
          if (!deed.isOpen()) {
            json.addProperty("link_clicked", deed.url());
          }
        }
      }
    }
    Optional<String> filters =
        call.exchange().parameter("activity_filters").filter(text -> !text.isEmpty());
    Set<String> wanted = filters.map(text -> Set.of(text.split(",", -1))).orElse(Set.of());
    JsonObject answer =
        Paging.of(call)
            .into(
                new JsonObject(),
                "activity",
                entries.stream()
                    .filter(entry -> wanted.isEmpty() || wanted.contains(entry.type()))
                    .sorted(Comparator.comparing(Entry::at).reversed()),
                Entry::json);
    answer.addProperty("email_id", member.id());
    answer.addProperty("list_id", call.audience().id);
    return Links.add(answer, call);
  }

  private static JsonObject add(List<Entry> entries, String type, @Nullable Instant at) {
    JsonObject json = new JsonObject();
    if (at != null) {
      json.addProperty("activity_type", type);
      json.addProperty("created_at_timestamp", WireTime.print(at));
      entries.add(new Entry(type, at, json));
    }
    return json;
  }

  private static void campaign(JsonObject json, Campaign campaign) {
    json.addProperty("campaign_id", campaign.id);
    json.addProperty("campaign_title", campaign.text("title"));
  }
}
