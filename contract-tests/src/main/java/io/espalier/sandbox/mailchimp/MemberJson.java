package io.espalier.sandbox.mailchimp;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A contact as the API shows it. Empty is {@code ""} or 0, never null. */
final class MemberJson {
  /** A contact shows this many of its tags; its own route shows them all. */
  private static final int MOST_TAGS = 50;

  /** Recorded of new contacts; the sandbox rates nobody. */
  static final int RATING = 2;

  private static final JsonPrimitive EMPTY = new JsonPrimitive("");

  private MemberJson() {}

  /** Where a contact is told of. */
  enum View {
    /** By itself, or as one of its audience's. */
    WHOLE,
    /** As one of those whom a bulk request made, changed, added or removed. */
    BRIEF,
    /** As one of a segment's: without its tags. */
    IN_SEGMENT
  }

  static JsonObject of(Audience audience, Member member) {
    AnswerText text = new AnswerText(Selection.everything(), 2000, false).begin();
    print(text, audience, member, View.WHOLE);
    return JsonParser.parseString(text.end().toString()).getAsJsonObject();
  }

  /** Tells all of a contact but its links. What is told in brief is shorter by contract. */
  static void print(AnswerText out, Audience audience, Member member, View view) {
    boolean whole = view == View.WHOLE;
    out.plain("id", member.id())
        .put("email_address", member.email)
        .plain("unique_email_id", member.uniqueEmailId);
    if (whole) {
      out.plain("contact_id", member.contactId);
      if (out.takes("full_name")) {
        out.put("full_name", fullName(audience, member));
      }
      out.put("web_id", member.webId);
    }
    out.plain("email_type", member.emailType).plain("status", member.status.word());
    if (whole) {
      if (!member.unsubscribeReason.isEmpty()) {
        out.put("unsubscribe_reason", member.unsubscribeReason);
      }
      out.put("consents_to_one_to_one_messaging", true);
    }
    fields(out, audience, member);
    stats(out, audience, member);
    out.put("ip_signup", member.ipSignup);
    time(out, "timestamp_signup", member.timestampSignup);
    out.put("ip_opt", member.ipOpt);
    time(out, "timestamp_opt", member.timestampOpt);
    out.put("member_rating", RATING);
    time(out, "last_changed", member.lastChanged);
    out.put("language", member.language).put("vip", member.vip).plain("email_client", "");
    location(out, member, whole);
    if (whole && Permissions.asked(audience)) {
      out.put("marketing_permissions", Permissions.json(audience, member));
    }
    if (!member.notes().isEmpty()) {
      out.put("last_note", member.notes().get(member.notes().size() - 1).brief());
    }
    if (whole) {
      out.put("source", member.source);
    }
    if (view != View.IN_SEGMENT) {
      out.put("tags_count", member.tags.size());
      tags(out, audience, member);
    }
    out.plain("list_id", audience.id);
  }

  private static void time(AnswerText out, String name, @Nullable Instant at) {
    if (out.takes(name)) {
      out.plain(name, WireTime.print(at));
    }
  }

  private static void fields(AnswerText out, Audience audience, Member member) {
    if (out.object("merge_fields")) {
      for (MergeField field : audience.fields.values()) {
        JsonElement value = member.values.get(field.mergeId);
        out.put(field.tag, value == null ? EMPTY : value);
      }
      out.endObject();
    }
    if (!audience.categories.isEmpty() && out.object("interests")) {
      for (InterestCategory category : audience.categories.values()) {
        category.interests.keySet().forEach(id -> out.put(id, member.interests.contains(id)));
      }
      out.endObject();
    }
  }

  private static void stats(AnswerText out, Audience audience, Member member) {
    if (out.object("stats")) {
      out.put("avg_open_rate", 0).put("avg_click_rate", 0);
      ecommerce(audience, member).ifPresent(data -> out.put("ecommerce_data", data));
      out.endObject();
    }
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
      json.add(field.tag, value == null ? EMPTY : value.deepCopy());
    }
    return json;
  }

  private static void location(AnswerText out, Member member, boolean whole) {
    if (out.object("location")) {
      out.put("latitude", member.latitude)
          .put("longitude", member.longitude)
          .put("gmtoff", 0)
          .put("dstoff", 0)
          .plain("country_code", "");
      if (whole) {
        out.plain("region", "");
      }
      out.plain("timezone", "").endObject();
    }
  }

  private static void tags(AnswerText out, Audience audience, Member member) {
    if (out.array("tags")) {
      int left = MOST_TAGS;
      for (Long id : member.tags.keySet()) {
        if (left-- > 0) {
          Segment tag = audience.segment(id);
          out.begin().put("id", tag.id).put("name", tag.name).end();
        }
      }
      out.endArray();
    }
  }

  static JsonObject tag(Segment tag) {
    JsonObject json = new JsonObject();
    json.addProperty("id", tag.id);
    json.addProperty("name", tag.name);
    return json;
  }
}
