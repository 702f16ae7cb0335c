package io.espalier.sandbox.mailchimp;

import java.time.Instant;

/** How a contact may pass from one status to another. */
final class StatusRules {
  private StatusRules() {}

  /**
   * Refuses a passage that only the contact can make.
   *
   * @throws Refusal {@code Member In Compliance State}
   */
  static void check(Member member, MemberStatus wanted) {
    if (wanted == MemberStatus.SUBSCRIBED && member.compliance) {
      throw Refusal.of(
          400,
          "Member In Compliance State",
          member.email
              + " is in a compliance state due to unsubscribe, bounce, or compliance review and"
              + " cannot be subscribed.");
    }
  }

  /** Makes a passage that was checked. Returns whether anything changed. */
  static boolean pass(Member member, MemberStatus wanted, Instant now) {
    if (member.status == wanted) {
      return false;
    }
    member.status = wanted;
    if (wanted == MemberStatus.SUBSCRIBED) {
      member.timestampOpt = now;
      member.unsubscribeReason = "";
      member.unsubscribedAt = null;
    } else if (wanted == MemberStatus.UNSUBSCRIBED) {
      member.unsubscribeReason = "N/A (Unsubscribed by admin)";
      member.unsubscribedAt = now;
    } else if (wanted == MemberStatus.CLEANED) {
      member.compliance = true;
    } else if (wanted == MemberStatus.PENDING) {
      member.timestampSignup = now;
    }
    return true;
  }
}
