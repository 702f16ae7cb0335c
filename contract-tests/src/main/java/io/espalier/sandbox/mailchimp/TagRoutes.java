package io.espalier.sandbox.mailchimp;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The tags of one contact, and the search over an audience's tags. */
final class TagRoutes {
  private static final String TAGS = "/lists/{list}/members/{member}/tags";

  private TagRoutes() {}

  static List<Route> all() {
    return List.of(
        Route.of("GET", TAGS, TagRoutes::list),
        Route.of("POST", TAGS, TagRoutes::change),
        Route.of("GET", "/lists/{list}/tag-search", TagRoutes::search));
  }

  private static JsonObject list(Call call) {
    Audience audience = call.audience();
    JsonObject answer =
        Paging.of(call)
            .unlinked()
            .into(
                new JsonObject(),
                "tags",
                call.member().tags.entrySet().stream(),
                entry -> {
                  JsonObject tag = MemberJson.tag(audience.segment(entry.getKey()));
                  tag.addProperty("date_added", WireTime.print(entry.getValue()));
                  return tag;
                });
    return Links.add(answer, call);
  }

  private record Wish(String name, boolean active) {}

  private static @Nullable JsonObject change(Call call) {
    Audience audience = call.audience();
    Member member = call.memberByHash();
    Body body = call.body();
    if (!body.has("tags")) {
      throw Refusal.field("tags", "This value should not be blank.");
    }
    List<Wish> wishes = new ArrayList<>();
    for (JsonElement element : body.array("tags").orElseGet(JsonArray::new)) {
      if (!element.isJsonObject()) {
        throw Refusal.field("tags", Body.mismatch("object", element));
      }
      Body tag = new Body(element.getAsJsonObject(), "tags.");
      String status = tag.requiredText("status");
      if (!status.equals("active") && !status.equals("inactive")) {
        throw Refusal.field("tags.status", "The value you selected is not a valid choice.");
      }
      wishes.add(new Wish(tag.requiredText("name"), status.equals("active")));
    }
    for (Wish wish : wishes) {
      if (wish.active()) {
        Tags.give(call, audience, member, wish.name());
      } else {
        audience.tag(wish.name()).ifPresent(tag -> audience.leave(member, tag));
      }
    }
    return null;
  }

  private static JsonObject search(Call call) {
    String prefix = call.exchange().parameter("name").orElse("").toLowerCase(Locale.ROOT);
    JsonArray tags = new JsonArray();
    call.audience().segments.values().stream()
        .filter(segment -> segment.isStatic)
        .filter(segment -> segment.name.toLowerCase(Locale.ROOT).startsWith(prefix))
        .sorted(Comparator.comparing((Segment segment) -> segment.name))
        .forEach(segment -> tags.add(MemberJson.tag(segment)));
    JsonObject answer = new JsonObject();
    answer.add("tags", tags);
    answer.addProperty("total_items", tags.size());
    return answer;
  }
}
