package io.espalier.sandbox.mailchimp;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.List;
import java.util.Optional;

/** A contact as the API shows it. Empty is {@code ""} or 0, never null. */
final class MemberJson {
  /** A contact shows this many of its tags; its own route shows them all. */
  private static final int MOST_TAGS = 50;

  /** Recorded of new contacts; the sandbox rates nobody. */
  static final int RATING = 2;

  private MemberJson() {}

  /** What the contract leaves out of a contact who is told of in a bulk answer or a segment. */
  private static final List<String> NOT_IN_BRIEF =
      List.of(
          "contact_id",
          "full_name",
          "web_id",
          "source",
          "unsubscribe_reason",
          "consents_to_one_to_one_messaging",
          "marketing_permissions");

  /** A contact as one of those whom a bulk request made, changed, added or removed. */
  static JsonObject brief(Audience audience, Member member) {
    JsonObject json = of(audience, member);
    NOT_IN_BRIEF.forEach(json::remove);
    json.getAsJsonObject("location").remove("region");
    return json;
  }

  /** A contact as one of a segment's: without its tags. */
  static JsonObject inSegment(Audience audience, Member member) {
    JsonObject json = brief(audience, member);
    json.remove("tags");
    json.remove("tags_count");
    return json;
  }

  static JsonObject of(Audience audience, Member member) {
    JsonObject json = new JsonObject();
    json.addProperty("id", member.id());
    json.addProperty("email_address", member.email);
    json.addProperty("unique_email_id", member.uniqueEmailId);
    json.addProperty("contact_id", member.contactId);
    json.addProperty("full_name", fullName(audience, member));
    json.addProperty("web_id", member.webId);
    json.addProperty("email_type", member.emailType);
    json.addProperty("status", member.status.word());
    if (!member.unsubscribeReason.isEmpty()) {
      json.addProperty("unsubscribe_reason", member.unsubscribeReason);
    }
    json.addProperty("consents_to_one_to_one_messaging", true);
    json.add("merge_fields", mergeFields(audience, member));
    if (!audience.categories.isEmpty()) {
      json.add("interests", interests(audience, member));
    }
    JsonObject stats = new JsonObject();
    stats.addProperty("avg_open_rate", 0);
    stats.addProperty("avg_click_rate", 0);
    ecommerce(audience, member).ifPresent(data -> stats.add("ecommerce_data", data));
    json.add("stats", stats);
    json.addProperty("ip_signup", member.ipSignup);
    json.addProperty("timestamp_signup", WireTime.print(member.timestampSignup));
    json.addProperty("ip_opt", member.ipOpt);
    json.addProperty("timestamp_opt", WireTime.print(member.timestampOpt));
    json.addProperty("member_rating", RATING);
    json.addProperty("last_changed", WireTime.print(member.lastChanged));
    json.addProperty("language", member.language);
    json.addProperty("vip", member.vip);
    json.addProperty("email_client", "");
    json.add("location", location(member));
    if (Permissions.asked(audience)) {
      json.add("marketing_permissions", Permissions.json(audience, member));
    }
    if (!member.notes().isEmpty()) {
      json.add("last_note", member.notes().get(member.notes().size() - 1).brief());
    }
    json.addProperty("source", member.source);
    json.addProperty("tags_count", member.tags.size());
    json.add("tags", tags(audience, member));
    json.addProperty("list_id", audience.id);
    return json;
  }

  /** What the contact spent in the audience's shops; empty where it has none. */
  private static Optional<JsonObject> ecommerce(Audience audience, Member member) {
    List<JsonObject> orders =
        audience.stores.stream()
            .filter(store -> store.listId.equals(audience.id))
            .flatMap(store -> store.orders(member.email))
            .toList();
    if (orders.isEmpty()) {
      return Optional.empty();
    }
    JsonObject data = new JsonObject();
    data.addProperty(
        "total_revenue", orders.stream().mapToDouble(o -> Store.number(o, "order_total")).sum());
    data.addProperty("number_of_orders", orders.size());
    data.addProperty("currency_code", Store.text(orders.get(0), "currency_code"));
    return Optional.of(data);
  }

  static String fullName(Audience audience, Member member) {
    return (text(audience, member, "FNAME") + " " + text(audience, member, "LNAME")).trim();
  }

  private static String text(Audience audience, Member member, String tag) {
    return audience
        .field(tag)
        .map(field -> member.values.get(field.mergeId))
        .filter(JsonElement::isJsonPrimitive)
        .map(JsonElement::getAsString)
        .orElse("");
  }

  /** Every field of the audience, with {@code ""} where the contact has nothing. */
  static JsonObject mergeFields(Audience audience, Member member) {
    JsonObject json = new JsonObject();
    for (MergeField field : audience.fields.values()) {
      JsonElement value = member.values.get(field.mergeId);
      json.add(field.tag, value == null ? new JsonPrimitive("") : value.deepCopy());
    }
    return json;
  }

  private static JsonObject interests(Audience audience, Member member) {
    JsonObject json = new JsonObject();
    for (InterestCategory category : audience.categories.values()) {
      category
          .interests
          .keySet()
          .forEach(id -> json.addProperty(id, member.interests.contains(id)));
    }
    return json;
  }

  private static JsonObject location(Member member) {
    JsonObject json = new JsonObject();
    json.addProperty("latitude", member.latitude);
    json.addProperty("longitude", member.longitude);
    json.addProperty("gmtoff", 0);
    json.addProperty("dstoff", 0);
    json.addProperty("country_code", "");
    json.addProperty("region", "");
    json.addProperty("timezone", "");
    return json;
  }

  private static JsonArray tags(Audience audience, Member member) {
    JsonArray json = new JsonArray();
    member.tags.keySet().stream()
        .limit(MOST_TAGS)
        .map(audience::segment)
        .forEach(tag -> json.add(tag(tag)));
    return json;
  }

  static JsonObject tag(Segment tag) {
    JsonObject json = new JsonObject();
    json.addProperty("id", tag.id);
    json.addProperty("name", tag.name);
    return json;
  }
}
