package io.espalier.sandbox.mailchimp;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What contacts do themselves, and what an administrator does by hand: none of it comes over the
 * API.
 */
record ContactActs(Account account, Clock clock, Ids ids) {
  /** All that {@link #act} knows. */
  static final Set<String> ACTS =
      Set.of(
          "unsubscribe",
          "bounce",
          "complain",
          "confirm",
          "signup",
          "admin-unsubscribe",
          "overuse",
          "open",
          "click");

  private static final Pattern LINK = Pattern.compile("href=[\"'](https?://[^\"']+)[\"']");

  private static final Set<String> LEAVING = Set.of("unsubscribe", "bounce", "complain");

  /**
   * Somebody acts, in every audience that holds them; who signs up does so in each audience.
   *
   * @return in how many audiences
   */
  int act(String act, String email) {
    if (act.equals("overuse")) {
      account.overused.add(Member.hash(email));
      return 1;
    }
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
    if (act.equals("open") || act.equals("click")) {
      read(act, member, now);
      return;
    }
    member.lastChanged = now;
    if (LEAVING.contains(act)) {
      member.leftFrom = latest(member);
    }
    switch (act) {
      case "unsubscribe" -> {
        leave(member, "N/A (Unsubscribed by contact)", now);
        account.hooks.left(audience, member, "user", "unsub", "manual", now);
      }
      case "complain" -> {
        leave(member, "N/A (Abuse complaint)", now);
        audience.abuseReports.add(
            new AbuseReport(
                ++account.lastReportId,
                member.leftFrom,
                member.id(),
                member.email,
                now,
                member.vip));
        account.hooks.left(audience, member, "user", "unsub", "abuse", now);
      }
      case "bounce" -> {
        StatusRules.pass(member, MemberStatus.CLEANED, now);
        account.hooks.cleaned(audience, member, now);
      }
      case "admin-unsubscribe" -> {
        StatusRules.pass(member, MemberStatus.UNSUBSCRIBED, now);
        account.hooks.left(audience, member, "admin", "unsub", "manual", now);
      }
      default -> {
        member.compliance = false;
        member.source = act.equals("signup") ? "Hosted Signup Form" : member.source;
        StatusRules.pass(member, MemberStatus.SUBSCRIBED, now);
        member.timestampOpt = now;
        account.hooks.subscribed(audience, member, "user", now);
      }
    }
  }

  /** Opens the last campaign that came, or clicks its first link, which opens it too. */
  private void read(String act, Member member, Instant now) {
    Campaign campaign = account.campaigns.get(latest(member));
    if (campaign == null) {
      throw Refusal.badRequest("no campaign was sent to this contact");
    }
    campaign.deeds.add(new Deed(member.contactId, now, ""));
    if (act.equals("click")) {
      Matcher link = LINK.matcher(campaign.html);
      if (!link.find()) {
        throw Refusal.badRequest("the campaign has no link");
      }
      campaign.deeds.add(new Deed(member.contactId, now, link.group(1)));
    }
  }

  /** The last campaign that the contact got; empty for none. */
  private String latest(Member member) {
    return account.campaigns.values().stream()
        .filter(campaign -> campaign.recipients.contains(member.contactId))
        .reduce((first, second) -> second)
        .map(campaign -> campaign.id)
        .orElse("");
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
    member.readdress(email);
    member.contactId = ids.hex(32);
    member.uniqueEmailId = ids.hex(10);
    member.webId = account.nextWebId();
    member.source = "Hosted Signup Form";
    member.timestampSignup = now;
    member.timestampOpt = now;
    member.lastChanged = now;
    audience.forgotten.remove(Member.hash(email));
    audience.add(member);
    account.hooks.subscribed(audience, member, "user", now);
  }
}
