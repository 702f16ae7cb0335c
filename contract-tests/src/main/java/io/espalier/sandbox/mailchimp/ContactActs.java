package io.espalier.sandbox.mailchimp;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * What contacts do themselves, and what an administrator does by hand: none of it comes over the
 * API.
 */
record ContactActs(Account account, Clock clock, Ids ids) {
  /** All that {@link #act} knows. */
  static final Set<String> ACTS =
      Set.of("unsubscribe", "bounce", "complain", "confirm", "signup", "admin-unsubscribe");

  /**
   * Somebody acts, in every audience that holds them; who signs up does so in each audience.
   *
   * @return in how many audiences
   */
  int act(String act, String email) {
    int touched = 0;
    for (Audience audience : account.audiences.values()) {
      Optional<Member> held = audience.byEmail(email);
      if (held.isPresent()) {
        act(act, audience, held.get(), WireTime.now(clock));
        touched++;
      } else if (act.equals("signup")) {
        join(audience, email, WireTime.now(clock));
        touched++;
      }
    }
    return touched;
  }

  private void act(String act, Audience audience, Member member, Instant now) {
    member.lastChanged = now;
    switch (act) {
      case "unsubscribe" -> leave(member, "N/A (Unsubscribed by contact)", now);
      case "complain" -> {
        leave(member, "N/A (Abuse complaint)", now);
        audience.abuseReports.add(
            new AbuseReport(
                ++account.lastReportId, "", member.id(), member.email, now, member.vip));
      }
      case "bounce" -> StatusRules.pass(member, MemberStatus.CLEANED, now);
      case "admin-unsubscribe" -> StatusRules.pass(member, MemberStatus.UNSUBSCRIBED, now);
      default -> {
        member.compliance = false;
        member.source = act.equals("signup") ? "Hosted Signup Form" : member.source;
        StatusRules.pass(member, MemberStatus.SUBSCRIBED, now);
        member.timestampOpt = now;
      }
    }
  }

  private static void leave(Member member, String reason, Instant now) {
    StatusRules.pass(member, MemberStatus.UNSUBSCRIBED, now);
    member.unsubscribeReason = reason;
    member.compliance = true;
  }

  /** A form takes back even whom the API must not import again. */
  private void join(Audience audience, String email, Instant now) {
    AddressCheck.check(email);
    Member member = new Member();
    member.email = email;
    member.contactId = ids.hex(32);
    member.uniqueEmailId = ids.hex(10);
    member.webId = account.nextWebId();
    member.source = "Hosted Signup Form";
    member.timestampSignup = now;
    member.timestampOpt = now;
    member.lastChanged = now;
    audience.forgotten.remove(Member.hash(email));
    audience.add(member);
  }
}
