package io.espalier.sandbox.mailchimp;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.ArrayList;
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
        Route.written("GET", MEMBERS, SegmentMemberRoutes::list),
        Route.written("POST", MEMBERS, SegmentMemberRoutes::add),
        Route.of("DELETE", MEMBERS + "/{member}", SegmentMemberRoutes::remove));
  }

  private static String list(Call call) {
    Audience audience = call.audience();
    AnswerText out = call.answer(MemberList.PAGE).begin();
    Paging.of(call)
        .into(
            out,
            "members",
            SegmentRoutes.segment(call).shown(audience, Visibility.of(call)),
            member -> MemberJson.print(out, audience, member, MemberJson.View.IN_SEGMENT));
    Links.add(out, call);
    return out.end().toString();
  }

  private static String add(Call call) {
    Audience audience = call.audience();
    Segment segment = staticSegment(call);
    Member member =
        audience.byEmail(call.body().requiredText("email_address")).orElseThrow(Refusal::notFound);
    audience.join(member, segment, call.now());
    segment.updatedAt = call.now();
    AnswerText out = call.answer(MemberRoutes.ONE).begin();
    MemberJson.print(out, audience, member, MemberJson.View.IN_SEGMENT);
    Links.addMember(out, call, audience, member);
    return out.end().toString();
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
  static String batch(Call call) {
    Audience audience = call.audience();
    Segment segment = staticSegment(call);
    Body body = call.body();
    body.array("members_to_add", MOST);
    body.array("members_to_remove", MOST);
    JsonArray unknown = new JsonArray();
    List<Member> added = new ArrayList<>();
    for (Member member : known(audience, body, "members_to_add", unknown)) {
      if (audience.join(member, segment, call.now())) {
        added.add(member);
      }
    }
    List<Member> removed = new ArrayList<>();
    for (Member member : known(audience, body, "members_to_remove", unknown)) {
      if (audience.leave(member, segment)) {
        removed.add(member);
      }
    }
    segment.updatedAt = call.now();
    AnswerText out = call.answer((added.size() + removed.size()) * MemberRoutes.ONE).begin();
    rows(out, call, "members_added", added);
    rows(out, call, "members_removed", removed);
    out.put("errors", errors(unknown))
        .put("total_added", added.size())
        .put("total_removed", removed.size())
        .put("error_count", unknown.size());
    Links.add(out, call);
    return out.end().toString();
  }

  /** Contacts in brief, as bulk answers tell of them. */
  static void rows(AnswerText out, Call call, String name, List<Member> members) {
    Audience audience = call.audience();
    boolean links = Links.onRows(call, "members");
    String collection = call.baseUrl() + call.exchange().path() + "/";
    if (out.array(name)) {
      for (Member member : members) {
        out.begin();
        MemberJson.print(out, audience, member, MemberJson.View.BRIEF);
        if (links) {
          Links.addRow(out, collection, member.id());
        }
        out.end();
      }
      out.endArray();
    }
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
