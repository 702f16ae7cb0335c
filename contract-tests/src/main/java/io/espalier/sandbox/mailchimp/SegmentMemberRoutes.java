package io.espalier.sandbox.mailchimp;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who is in a static segment: listed, added and removed, one by one or 500 at a time. */
final class SegmentMemberRoutes {
  private static final int MOST = 500;
  private static final String MEMBERS = "/lists/{list}/segments/{segment}/members";

  private SegmentMemberRoutes() {}

  static List<Route> all() {
    return List.of(
        Route.of("GET", MEMBERS, SegmentMemberRoutes::list),
        Route.of("POST", MEMBERS, SegmentMemberRoutes::add),
        Route.of("DELETE", MEMBERS + "/{member}", SegmentMemberRoutes::remove));
  }

  private static JsonObject list(Call call) {
    Audience audience = call.audience();
    Visibility visible = Visibility.of(call);
    return Links.add(
        Paging.of(call)
            .into(
                new JsonObject(),
                "members",
                SegmentRoutes.segment(call).inside(audience).filter(visible::shows),
                member -> MemberJson.inSegment(audience, member)),
        call);
  }

  private static JsonObject add(Call call) {
    Audience audience = call.audience();
    Segment segment = staticSegment(call);
    Member member =
        audience.byEmail(call.body().requiredText("email_address")).orElseThrow(Refusal::notFound);
    audience.join(member, segment, call.now());
    segment.updatedAt = call.now();
    return Links.addMember(MemberJson.inSegment(audience, member), call, audience, member);
  }

  private static @Nullable JsonObject remove(Call call) {
    Segment segment = staticSegment(call);
    if (!call.audience().leave(call.member(), segment)) {
      throw Refusal.notFound();
    }
    segment.updatedAt = call.now();
    return null;
  }

  /** {@code members_to_add} and {@code members_to_remove}, the unknown ones in {@code errors}. */
  static JsonObject batch(Call call) {
    Audience audience = call.audience();
    Segment segment = staticSegment(call);
    Body body = call.body();
    body.array("members_to_add", MOST);
    body.array("members_to_remove", MOST);
    JsonArray unknown = new JsonArray();
    JsonArray added = new JsonArray();
    for (Member member : known(audience, body, "members_to_add", unknown)) {
      if (audience.join(member, segment, call.now())) {
        added.add(Links.addRow(MemberJson.brief(audience, member), call, "members"));
      }
    }
    JsonArray removed = new JsonArray();
    for (Member member : known(audience, body, "members_to_remove", unknown)) {
      if (audience.leave(member, segment)) {
        removed.add(Links.addRow(MemberJson.brief(audience, member), call, "members"));
      }
    }
    segment.updatedAt = call.now();
    JsonObject answer = new JsonObject();
    answer.add("members_added", added);
    answer.add("members_removed", removed);
    answer.add("errors", errors(unknown));
    answer.addProperty("total_added", added.size());
    answer.addProperty("total_removed", removed.size());
    answer.addProperty("error_count", unknown.size());
    return Links.add(answer, call);
  }

  private static List<Member> known(Audience audience, Body body, String name, JsonArray unknown) {
    return SegmentRoutes.emails(body, name).orElse(List.of()).stream()
        .flatMap(
            email -> {
              Optional<Member> member =
                  audience.byEmail(email).filter(m -> m.status != MemberStatus.ARCHIVED);
              if (member.isEmpty()) {
                unknown.add(email);
              }
              return member.stream();
            })
        .toList();
  }

  /** The words are assumed: the contract names the shape alone. */
  private static JsonArray errors(JsonArray unknown) {
    JsonArray errors = new JsonArray();
    if (!unknown.isEmpty()) {
      JsonObject error = new JsonObject();
      error.add("email_addresses", unknown);
      error.addProperty("error", "Email addresses are not members of this list.");
      errors.add(error);
    }
    return errors;
  }

  /** Refuses a saved segment in the vendor's misleading words. */
  private static Segment staticSegment(Call call) {
    Segment segment = SegmentRoutes.segment(call);
    if (!segment.isStatic) {
      throw Refusal.badRequest(
          "A Static Segment with an id of \"" + segment.id + "\" does not exist for this list.");
    }
    return segment;
  }
}
