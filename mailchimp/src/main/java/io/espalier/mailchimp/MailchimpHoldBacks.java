package io.espalier.mailchimp;

import io.espalier.http.HttpStack;
import io.espalier.model.EmailAddress;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A tag on everyone whom we set to unsubscribed for lack of consent. Mailchimp gives one reason for
 * that, for an opt-out that we passed on and for an unsubscribing by somebody's hand in its pages,
 * "by admin"; the tag tells who may come back.
 */
final class MailchimpHoldBacks {
  static final String TAG = "espalier: held back";

  private final HttpStack http;
  private final MailchimpApi api;
  private final MailchimpAudience audience;
  private final MailchimpTags tags;

  MailchimpHoldBacks(
      HttpStack http, MailchimpApi api, MailchimpAudience audience, MailchimpTags tags) {
    this.http = http;
    this.api = api;
    this.audience = audience;
    this.tags = tags;
  }

  /**
   * Marks people after they were set to unsubscribed. Whoever a crash leaves unmarked counts as
   * having unsubscribed themselves: the safe side.
   */
  void mark(Collection<EmailAddress> people) {
    if (!people.isEmpty()) {
      change(tags.made(audience.id(), TAG), List.copyOf(people), true);
    }
  }

  /** Takes the mark off people who are mailable again, or have opted out. */
  void unmark(List<EmailAddress> people) {
    if (!people.isEmpty()) {
      tags.named(audience.id(), TAG).ifPresent(tag -> change(tag, people, false));
    }
  }

  private void change(long tag, List<EmailAddress> people, boolean join) {
    for (int from = 0; from < people.size(); from += MailchimpSegments.MOST) {
      List<String> some =
          people.subList(from, Math.min(from + MailchimpSegments.MOST, people.size())).stream()
              .map(EmailAddress::address)
              .toList();
      http.call(
              api.changeTag(
                  audience.id(),
                  tag,
                  new MailchimpWire.TagChange(join ? some : null, join ? null : some)))
          .orThrow();
    }
  }

  /** True for somebody unsubscribed by an administrator and marked; more than 50 tags hide it. */
  static boolean isOurs(MailchimpWire.Member member) {
    return isByAdmin(member)
        && MailchimpWire.list(member.tags()).stream().anyMatch(MailchimpHoldBacks::isMark);
  }

  /**
   * Whether an unsubscribed person is so by our own act alone: marked after they last opted in. One
   * who came back through a form and was unsubscribed again by hand is not.
   */
  boolean holds(String hash, MailchimpWire.Member member) {
    if (!isByAdmin(member)) {
      return false;
    }
    Optional<Instant> marked =
        Pages.all(
                offset -> http.call(api.tagsOf(audience.id(), hash, Pages.SIZE, offset)).require(),
                page -> MailchimpWire.list(page.tags()),
                MailchimpWire.MemberTags::total)
            .stream()
            .filter(MailchimpHoldBacks::isMark)
            .findFirst()
            .flatMap(tag -> MailchimpTime.parse(tag.dateAdded()));
    Instant optedIn = MailchimpTime.parse(member.timestampOpt()).orElse(Instant.MIN);
    return marked.filter(at -> !at.isBefore(optedIn)).isPresent();
  }

  private static boolean isMark(MailchimpWire.Tag tag) {
    return tag.name().strip().toLowerCase(Locale.ROOT).equals(TAG);
  }

  /** Recorded, 2021: {@code N/A (Unsubscribed by admin)}. */
  private static boolean isByAdmin(MailchimpWire.Member member) {
    String reason = member.unsubscribeReason();
    return "unsubscribed".equals(member.status())
        && reason != null
        && reason.toLowerCase(Locale.ROOT).contains("by admin");
  }
}
