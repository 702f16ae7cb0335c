package io.espalier.sandbox.mailchimp;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * {@code POST /lists/{id}}: up to 500 contacts in one request. The answer is 200 however many of
 * its rows failed; they stand in {@code errors}.
 */
final class BatchSubscribe {
  private static final int MOST = 500;

  private final Call call;
  private final Audience audience;
  private final MemberWriter writer;
  private final boolean updateExisting;
  private final boolean syncTags;
  private final List<Member> created = new ArrayList<>();
  private final List<Member> updated = new ArrayList<>();
  private final JsonArray errors = new JsonArray();

  private BatchSubscribe(Call call, Body body) {
    this.call = call;
    this.audience = call.audience();
    this.writer = new MemberWriter(call, audience);
    this.updateExisting = body.flag("update_existing").orElse(false);
    this.syncTags = body.flag("sync_tags").orElse(false);
  }

  static String answer(Call call) {
    call.audience();
    Body body = call.body();
    if (!body.has("members")) {
      throw Refusal.field("members", "This value should not be blank.");
    }
    JsonArray rows = body.array("members", MOST);
    for (JsonElement row : rows) {
      if (!row.isJsonObject()) {
        throw Refusal.field("members", Body.mismatch("object", row));
      }
    }
    return new BatchSubscribe(call, body).subscribe(rows);
  }

  private String subscribe(JsonArray rows) {
    Set<String> seen = new HashSet<>();
    boolean skipDuplicates = call.flag("skip_duplicate_check");
    for (JsonElement element : rows) {
      Body row = new Body(element.getAsJsonObject(), "");
      String email =
          row.has("email_address") && row.json().get("email_address").isJsonPrimitive()
              ? row.json().get("email_address").getAsString()
              : "";
      if (seen.add(Member.hash(email)) || !skipDuplicates) {
        try {
          row(row, email);
        } catch (Refusal refusal) {
          errors.add(error(email, refusal.detail(), "ERROR_GENERIC", refusal));
        }
      }
    }
    AnswerText out = call.answer(rows.size() * MemberRoutes.ONE).begin();
    SegmentMemberRoutes.rows(out, call, "new_members", created);
    SegmentMemberRoutes.rows(out, call, "updated_members", updated);
    out.put("errors", errors)
        .put("total_created", created.size())
        .put("total_updated", updated.size())
        .put("error_count", errors.size());
    Links.add(out, call);
    return out.end().toString();
  }

  private void row(Body row, String email) {
    // Not in this route's contract, and ignored.
    row.json().remove("marketing_permissions");
    AddressCheck.check(email);
    Optional<MemberStatus> status = MemberRoutes.status(row, "status");
    List<String> tags = MemberRoutes.tags(row);
    Optional<Member> there = audience.byEmail(email);
    Member member;
    if (there.isEmpty()) {
      member =
          writer.create(
              row,
              email,
              status.orElseThrow(() -> Refusal.field("status", "This value should not be blank.")));
    } else {
      member = there.get();
      boolean archived = member.status == MemberStatus.ARCHIVED;
      if (!updateExisting && !archived) {
        errors.add(
            error(
                email,
                email
                    + " is already a list member, do you want to update? please provide"
                    + " update_existing:true in the request body",
                "ERROR_CONTACT_EXISTS",
                null));
        return;
      }
      writer.update(member, row, status.filter(wanted -> !silentlyIgnored(member, wanted)));
    }
    if (syncTags && row.has("tags") && call.account().on(MailchimpFact.BULK_TAKES_TAGS)) {
      replaceTags(member, tags);
    }
    (there.isEmpty() ? created : updated).add(member);
  }

  /** Reported: an unsubscribed contact sent as subscribed here stays as it is, without an error. */
  private boolean silentlyIgnored(Member member, MemberStatus wanted) {
    return wanted == MemberStatus.SUBSCRIBED
        && (member.compliance
            || (member.status == MemberStatus.UNSUBSCRIBED
                && !call.account().on(MailchimpFact.BULK_RESUBSCRIBES)));
  }

  private void replaceTags(Member member, List<String> names) {
    for (Long tag : List.copyOf(member.tags.keySet())) {
      audience.leave(member, audience.segment(tag));
    }
    names.forEach(name -> Tags.give(call, audience, member, name));
  }

  private static JsonObject error(
      String email, String text, String code, @org.jspecify.annotations.Nullable Refusal refusal) {
    JsonObject error = new JsonObject();
    error.addProperty("email_address", email);
    error.addProperty("error", text);
    error.addProperty("error_code", code);
    JsonObject first =
        refusal == null || refusal.errors().isEmpty()
            ? Refusal.error("", "")
            : refusal.errors().get(0).getAsJsonObject();
    error.add("field", first.get("field"));
    error.add("field_message", first.get("message"));
    return error;
  }
}
