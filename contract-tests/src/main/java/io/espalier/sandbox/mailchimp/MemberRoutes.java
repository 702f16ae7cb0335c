package io.espalier.sandbox.mailchimp;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Single contacts: made, read, changed, archived and erased. */
final class MemberRoutes {
  private static final String MEMBER = "/lists/{list}/members/{member}";

  /** Characters of a contact, about. */
  static final int ONE = 1500;

  private MemberRoutes() {}

  static List<Route> all() {
    return List.of(
        Route.written("GET", "/lists/{list}/members", MemberList::answer),
        Route.written("POST", "/lists/{list}/members", MemberRoutes::create),
        Route.written("GET", MEMBER, MemberRoutes::get),
        Route.written("PUT", MEMBER, MemberRoutes::upsert),
        Route.written("PATCH", MEMBER, MemberRoutes::update),
        Route.of("DELETE", MEMBER, MemberRoutes::archive),
        Route.of("POST", MEMBER + "/actions/delete-permanent", MemberRoutes::forget));
  }

  private static String get(Call call) {
    return shown(call, call.audience(), call.member());
  }

  private static String create(Call call) {
    Audience audience = call.audience();
    Body body = call.body();
    String email = body.requiredText("email_address");
    MemberStatus status =
        status(body, "status")
            .orElseThrow(() -> Refusal.field("status", "This value should not be blank."));
    Optional<Member> there = audience.byEmail(email);
    if (there.isPresent() && there.get().status != MemberStatus.ARCHIVED) {
      throw MemberWriter.exists(email);
    }
    List<String> tags = tags(body);
    MemberWriter writer = new MemberWriter(call, audience);
    Member member;
    if (there.isPresent()) {
      member = there.get();
      writer.update(member, body, Optional.of(status));
    } else {
      member = writer.create(body, email, status);
    }
    tags.forEach(tag -> Tags.give(call, audience, member, tag));
    return shown(call, audience, member);
  }

  private static String upsert(Call call) {
    Audience audience = call.audience();
    Body body = call.body();
    withoutTags(call, body);
    Optional<Member> there = audience.byKey(call.variable("member"));
    if (there.isPresent()) {
      new MemberWriter(call, audience).update(there.get(), body, status(body, "status"));
      return shown(call, audience, there.get());
    }
    String email = body.requiredText("email_address");
    if (audience.byEmail(email).isPresent()) {
      throw MemberWriter.exists(email);
    }
    MemberStatus status =
        status(body, "status_if_new")
            .orElseThrow(() -> Refusal.field("status_if_new", "This value should not be blank."));
    return shown(call, audience, new MemberWriter(call, audience).create(body, email, status));
  }

  private static String update(Call call) {
    Body body = call.body();
    Optional<MemberStatus> status = status(body, "status");
    if (status.filter(wanted -> wanted == MemberStatus.TRANSACTIONAL).isPresent()) {
      throw notAChoice("status");
    }
    withoutTags(call, body);
    Member member = call.member();
    new MemberWriter(call, call.audience()).update(member, body, status);
    return shown(call, call.audience(), member);
  }

  private static @Nullable JsonObject archive(Call call) {
    Member member = call.member();
    if (member.status == MemberStatus.ARCHIVED
        || member.status == MemberStatus.PENDING
        || member.status == MemberStatus.CLEANED) {
      throw Refusal.notAllowed(
          "This list member cannot be removed. Can not archive a contact that is bounced, pending"
              + " or archived",
          "GET, PUT");
    }
    member.status = MemberStatus.ARCHIVED;
    member.lastChanged = call.now();
    call.account().hooks.left(call.audience(), member, "api", "delete", "manual", call.now());
    return null;
  }

  private static @Nullable JsonObject forget(Call call) {
    call.audience().forget(call.memberByHash());
    return null;
  }

  private static String shown(Call call, Audience audience, Member member) {
    AnswerText out = call.answer(3 * ONE).begin();
    MemberJson.print(out, audience, member, MemberJson.View.WHOLE);
    Links.addMember(out, call, audience, member);
    return out.end().toString();
  }

  /** A status that a request may name; {@code archived} is none. */
  static Optional<MemberStatus> status(Body body, String name) {
    return body.text(name)
        .map(
            word ->
                MemberStatus.of(word)
                    .filter(status -> status != MemberStatus.ARCHIVED)
                    .orElseThrow(() -> notAChoice(name)));
  }

  private static Refusal notAChoice(String name) {
    return Refusal.field(name, "The value you selected is not a valid choice.");
  }

  /** Tags are for the making of a contact only: names are ignored later, objects refused. */
  private static void withoutTags(Call call, Body body) {
    tags(body);
    if (body.has("tags") && call.account().on(MailchimpFact.CHANGES_REFUSE_TAGS)) {
      throw Refusal.field("tags", "Tags cannot be changed here.");
    }
  }

  /** Tags are names here, never objects. */
  static List<String> tags(Body body) {
    return body.array("tags").stream()
        .flatMap(array -> array.asList().stream())
        .map(
            (JsonElement tag) -> {
              if (!tag.isJsonPrimitive() || !tag.getAsJsonPrimitive().isString()) {
                throw Refusal.field("tags.0", Body.mismatch("string", tag));
              }
              return tag.getAsString();
            })
        .toList();
  }
}
