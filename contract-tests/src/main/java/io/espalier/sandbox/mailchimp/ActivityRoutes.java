package io.espalier.sandbox.mailchimp;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a contact did and was sent, the newest first; and the goals of the days before events. */
final class ActivityRoutes {
  private static final String MEMBER = "/lists/{list}/members/{member}";

  /** The older of the two feeds has no pages. */
  private static final int MOST = 50;

  private static final Set<String> FEED =
      Set.of(
          "bounce",
          "click",
          "conversation",
          "ecommerce_signup",
          "event",
          "web_engagement",
          "generic_signup",
          "landing_page_signup",
          "marketing_permission",
          "note",
          "open",
          "order",
          "postcard_sent",
          "sent",
          "signup",
          "squatter_signup",
          "unsub",
          "website_signup",
          "survey_response");

  private ActivityRoutes() {}

  private record Entry(String type, Instant at, JsonObject json) {}

  static List<Route> all() {
    return List.of(
        Route.of("GET", MEMBER + "/activity-feed", ActivityRoutes::feed),
        Route.of("GET", MEMBER + "/activity", ActivityRoutes::activity),
        Route.of("GET", MEMBER + "/goals", ActivityRoutes::goals));
  }

  private static JsonObject feed(Call call) {
    Member member = call.member();
    Set<String> wanted = wanted(call, "activity_filters");
    if (!FEED.containsAll(wanted)) {
      throw Refusal.field("activity_filters", "The value you selected is not a valid choice.");
    }
    JsonObject answer =
        Paging.of(call)
            .unlinked()
            .into(
                new JsonObject(),
                "activity",
                entries(call, member).stream()
                    .filter(entry -> wanted.isEmpty() || wanted.contains(entry.type())),
                Entry::json);
    // The contract has none here.
    answer.remove("total_items");
    answer.addProperty("email_id", member.id());
    answer.addProperty("list_id", call.audience().id);
    return Links.add(answer, call);
  }

  private static Set<String> wanted(Call call, String parameter) {
    String text = call.exchange().parameter(parameter).orElse("");
    return text.isEmpty() ? Set.of() : Set.of(text.split(",", -1));
  }

  /** Mails alone, under other names. */
  private static JsonObject activity(Call call) {
    Member member = call.member();
    Set<String> wanted = wanted(call, "action");
    JsonArray rows = new JsonArray();
    entries(call, member).stream()
        .filter(entry -> Set.of("open", "click", "bounce", "sent", "unsub").contains(entry.type()))
        .filter(entry -> wanted.isEmpty() || wanted.contains(entry.type()))
        .limit(MOST)
        .forEach(
            entry -> {
              JsonObject row = new JsonObject();
              row.addProperty("action", entry.type());
              row.addProperty("timestamp", WireTime.print(entry.at()));
              row.addProperty("url", Store.text(entry.json(), "link_clicked"));
              row.addProperty("type", Store.text(entry.json(), "bounce_type"));
              row.addProperty("campaign_id", Store.text(entry.json(), "campaign_id"));
              row.addProperty("title", Store.text(entry.json(), "campaign_title"));
              row.addProperty("parent_campaign", "");
              rows.add(row);
            });
    JsonObject answer = new JsonObject();
    answer.add("activity", rows);
    answer.addProperty("email_id", member.id());
    answer.addProperty("contact_id", member.contactId);
    answer.addProperty("list_id", call.audience().id);
    answer.addProperty("total_items", rows.size());
    return Links.add(answer, call);
  }

  /** Goals came from a tracking script that the vendor no longer gives out. */
  private static JsonObject goals(Call call) {
    JsonObject answer = new JsonObject();
    answer.add("goals", new JsonArray());
    answer.addProperty("list_id", call.audience().id);
    answer.addProperty("email_id", call.member().id());
    answer.addProperty("total_items", 0);
    return Links.add(answer, call);
  }

  private static List<Entry> entries(Call call, Member member) {
    List<Entry> entries = new ArrayList<>();
    add(entries, "signup", member.timestampSignup);
    JsonObject left = add(entries, "unsub", member.unsubscribedAt);
    left.addProperty("unsubscribe_reason", member.unsubscribeReason);
    left.addProperty("is_admin_unsubscribed", !member.compliance);
    left.addProperty("campaign_id", member.leftFrom);
    for (MemberEvent event : member.events()) {
      add(entries, "event", event.occurredAt()).addProperty("event_name", event.name());
    }
    for (Note note : member.notes()) {
      JsonObject json = add(entries, "note", note.createdAt);
      json.addProperty("note_id", Long.toString(note.id));
      json.addProperty("note_text", note.text);
      json.addProperty("created_by", "owner");
      json.addProperty("updated_at_timestamp", WireTime.print(note.updatedAt));
    }
    call.account().campaigns.values().forEach(campaign -> mails(entries, campaign, member));
    call.account().stores.values().stream()
        .filter(store -> store.listId.equals(call.audience().id))
        .forEach(store -> store.orders(member.email).forEach(o -> order(entries, store, o)));
    Collections.reverse(entries);
    entries.sort(Comparator.comparing(Entry::at).reversed());
    return entries;
  }

  private static void mails(List<Entry> entries, Campaign campaign, Member member) {
    if (!campaign.recipients.contains(member.contactId)) {
      return;
    }
    campaign(add(entries, "sent", campaign.sendTime), campaign);
    for (Deed deed : campaign.deeds) {
      if (deed.contactId().equals(member.contactId)) {
        JsonObject json = add(entries, deed.isOpen() ? "open" : "click", deed.at());
        campaign(json, campaign);
        if (!deed.isOpen()) {
          json.addProperty("link_clicked", deed.url());
        }
      }
    }
    if (member.leftFrom.equals(campaign.id) && member.status == MemberStatus.CLEANED) {
      JsonObject json = add(entries, "bounce", member.lastChanged);
      campaign(json, campaign);
      json.addProperty("bounce_type", "hard");
      json.addProperty("bounce_has_open_activity", false);
    }
  }

  private static void order(List<Entry> entries, Store store, JsonObject order) {
    JsonObject json =
        add(
            entries,
            "order",
            WireTime.parse(Store.text(order, "created_at")).orElse(Instant.EPOCH));
    json.addProperty("store_name", Store.text(store.settings, "name"));
    json.addProperty("order_id", Store.text(order, "id"));
    json.addProperty("order_total", Store.text(order, "order_total"));
    json.addProperty("order_url", Store.text(order, "order_url"));
    json.add("order_items", new JsonArray());
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
