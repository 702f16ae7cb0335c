package io.espalier.sandbox.mailchimp;

import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** Makes and changes contacts: all of a request is checked before any of it is applied. */
final class MemberWriter {
  private final Call call;
  private final Audience audience;
  private final boolean skipValidation;

  MemberWriter(Call call, Audience audience) {
    this.call = call;
    this.audience = audience;
    this.skipValidation = call.flag("skip_merge_validation");
  }

  /** Makes a contact that the audience does not hold. */
  Member create(Body body, String email, MemberStatus asked) {
    AddressCheck.check(email);
    Member member = new Member();
    member.readdress(email);
    if (call.account().overused.contains(member.id())) {
      throw Refusal.invalid(
          email
              + " has signed up to a lot of lists very recently; we're not allowing more signups"
              + " for now");
    }
    MemberStatus status =
        asked == MemberStatus.SUBSCRIBED
                && call.account().on(MailchimpFact.DOUBLE_OPTIN_HOLDS_THE_API)
                && audience.settings.has("double_optin")
                && audience.settings.get("double_optin").getAsBoolean()
            ? MemberStatus.PENDING
            : asked;
    if (audience.forgotten.contains(member.id())) {
      throw Refusal.of(
          400,
          "Forgotten Email Not Subscribed",
          email
              + " was permanently deleted and cannot be re-imported. The contact must re-subscribe"
              + " to get back on the list.");
    }
    member.status = status;
    write(member, body);
    member.contactId = call.ids().hex(32);
    member.uniqueEmailId = call.ids().hex(10);
    member.webId = call.account().nextWebId();
    member.lastChanged = call.now();
    if (status == MemberStatus.SUBSCRIBED && member.timestampOpt == null) {
      member.timestampOpt = call.now();
      member.ipOpt = member.ipOpt.isEmpty() ? "127.0.0.1" : member.ipOpt;
    }
    if (status == MemberStatus.PENDING && member.timestampSignup == null) {
      member.timestampSignup = call.now();
    }
    member.confirmations = status == MemberStatus.PENDING ? 1 : 0;
    if (status == MemberStatus.UNSUBSCRIBED) {
      member.unsubscribeReason = "N/A (Unsubscribed by admin)";
      member.unsubscribedAt = call.now();
    }
    member.compliance = status == MemberStatus.CLEANED;
    audience.add(member);
    if (status == MemberStatus.SUBSCRIBED) {
      call.account().hooks.subscribed(audience, member, "api", call.now());
    }
    return member;
  }

  /**
   * Changes a contact.
   *
   * @param status empty to leave it as it is
   */
  void update(Member member, Body body, Optional<MemberStatus> status) {
    status.ifPresent(wanted -> StatusRules.check(member, wanted));
    Optional<String> email = body.text("email_address").filter(to -> !to.equals(member.email));
    email.ifPresent(to -> checkRename(member, to));
    boolean changed = write(member, body);
    MemberStatus was = member.status;
    String from = member.email;
    if (email.isPresent()) {
      String before = member.id();
      audience.rename(member, email.get());
      if (!before.equals(member.id())) {
        member.uniqueEmailId = call.ids().hex(10);
      }
      changed = true;
    }
    if (status.isPresent()) {
      if (status.get() == MemberStatus.PENDING
          && (member.status != MemberStatus.PENDING
              || call.account().on(MailchimpFact.PENDING_AGAIN_MAILS_AGAIN))) {
        member.confirmations++;
      }
      changed |= StatusRules.pass(member, status.get(), call.now());
      // A time that the request gives outlasts the one that the passage sets.
      time(body, "timestamp_opt").ifPresent(at -> member.timestampOpt = at);
    }
    if (changed) {
      member.lastChanged = call.now();
      tell(member, was, from);
    }
  }

  private void tell(Member member, MemberStatus was, String from) {
    Webhooks hooks = call.account().hooks;
    if (!from.equals(member.email)) {
      hooks.readdressed(audience, member, from, "api", call.now());
    }
    if (was == member.status) {
      hooks.changed(audience, member, "api", call.now());
    } else if (member.status == MemberStatus.SUBSCRIBED) {
      hooks.subscribed(audience, member, "api", call.now());
    } else if (member.status == MemberStatus.UNSUBSCRIBED) {
      hooks.left(audience, member, "api", "unsub", "manual", call.now());
    } else if (member.status == MemberStatus.CLEANED) {
      hooks.cleaned(audience, member, call.now());
    }
  }

  private void checkRename(Member member, String to) {
    AddressCheck.check(to);
    Optional<Member> there = audience.byEmail(to).filter(other -> other != member);
    if (there.isPresent()) {
      throw exists(to);
    }
  }

  static Refusal exists(String email) {
    return Refusal.of(
        400,
        "Member Exists",
        email + " is already a list member. Use PUT to insert or update list members.");
  }

  /** Everything but address and status. Throws before it changes anything. */
  private boolean write(Member member, Body body) {
    Values values =
        MergeValues.merge(
            call.account(), audience, member.values, body.object("merge_fields"), skipValidation);
    Set<String> interests = interests(member, body);
    Optional<Set<String>> permissions = Permissions.read(audience, member, body);
    String emailType = body.text("email_type").map(String::intern).orElse(member.emailType);
    if (!emailType.equals("html") && !emailType.equals("text")) {
      throw Refusal.field("email_type", "The value you selected is not a valid choice.");
    }
    String language = body.text("language").map(String::intern).orElse(member.language);
    boolean vip = body.flag("vip").orElse(member.vip);
    Optional<Body> location = body.object("location");
    double latitude = coordinate(location, "latitude", member.latitude);
    double longitude = coordinate(location, "longitude", member.longitude);
    Optional<Instant> signup = time(body, "timestamp_signup");
    Optional<Instant> opt = time(body, "timestamp_opt");
    String ipSignup = body.text("ip_signup").orElse(member.ipSignup);
    String ipOpt = body.text("ip_opt").orElse(member.ipOpt);
    boolean changed =
        !values.same(member.values)
            || !interests.equals(member.interests)
            || !language.equals(member.language)
            || vip != member.vip
            || permissions.filter(given -> !given.equals(member.permissions)).isPresent()
            || !emailType.equals(member.emailType);
    member.values = values;
    member.interests = interests;
    permissions.ifPresent(given -> member.permissions = given);
    member.emailType = emailType;
    member.language = language;
    member.vip = vip;
    member.latitude = latitude;
    member.longitude = longitude;
    member.ipSignup = ipSignup;
    member.ipOpt = ipOpt;
    signup.ifPresent(at -> member.timestampSignup = at);
    opt.ifPresent(at -> member.timestampOpt = at);
    return changed;
  }

  private Set<String> interests(Member member, Body body) {
    if (!body.has("interests")) {
      return member.interests;
    }
    Set<String> on = new LinkedHashSet<>(member.interests);
    body.object("interests")
        .ifPresent(
            sent -> {
              for (String id : sent.json().keySet()) {
                if (audience.categories.values().stream()
                    .noneMatch(category -> category.interests.containsKey(id))) {
                  if (call.account().on(MailchimpFact.UNKNOWN_INTERESTS_ARE_REFUSED)) {
                    throw Refusal.invalid("Invalid interest ID: \"" + id + "\".");
                  }
                } else if (sent.flag(id).orElse(false)) {
                  on.add(id);
                } else {
                  on.remove(id);
                }
              }
            });
    return on;
  }

  private static double coordinate(Optional<Body> location, String name, double present) {
    return location.flatMap(body -> body.number(name)).map(Number::doubleValue).orElse(present);
  }

  private static Optional<Instant> time(Body body, String name) {
    return body.text(name)
        .filter(text -> !text.isEmpty())
        .map(
            text ->
                WireTime.parse(text)
                    .orElseThrow(() -> Refusal.field(name, "This value is not a valid datetime.")));
  }
}
