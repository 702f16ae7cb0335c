package io.espalier.mailchimp;

import io.espalier.http.HttpStack;
import io.espalier.model.Consent;
import io.espalier.model.EmailAddress;
import io.espalier.spi.ConsentFact;
import io.espalier.spi.Cursor;
import io.espalier.spi.EspException;
import io.espalier.spi.Failure;
import io.espalier.spi.FailureKind;
import io.espalier.spi.Page;
import io.espalier.spi.Since;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What Mailchimp learned of people's consent: who unsubscribed, bounced, complained, or came back
 * through a form. Four collections, read one after another. A contact shows no time of its opt-out,
 * so the time of its last change stands for it: never too early.
 */
final class MailchimpFacts {
  private static final String FIELDS =
      "members.email_address,members.status,members.source,members.unsubscribe_reason,"
          + "members.timestamp_opt,members.timestamp_signup,members.last_changed,members.tags,total_items";

  /**
   * Each page begins so many rows before the last one's end: whoever leaves the collection while it
   * is read moves the others up.
   */
  private static final int OVERLAP = 100;

  private static final Pattern POSITION = Pattern.compile("([a-z]+):([0-9]{1,9})");

  /** Ways into an audience that only the person can take; an import or an API call is none. */
  private static final Pattern BY_HAND =
      Pattern.compile("(?i).*\\b(form|pop-?up|landing page|survey|sign-?up)\\b.*");

  private final HttpStack http;
  private final MailchimpApi api;
  private final MailchimpAudience audience;

  MailchimpFacts(HttpStack http, MailchimpApi api, MailchimpAudience audience) {
    this.http = http;
    this.api = api;
    this.audience = audience;
  }

  private enum Collection {
    UNSUBSCRIBED,
    CLEANED,
    COMPLAINED,
    RETURNED;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    Optional<Collection> next() {
      return ordinal() + 1 < values().length
          ? Optional.of(values()[ordinal() + 1])
          : Optional.empty();
    }
  }

  private record Place(Collection collection, int offset) {
    static Place of(String position) {
      if (position.isEmpty()) {
        return new Place(Collection.UNSUBSCRIBED, 0);
      }
      Matcher matcher = POSITION.matcher(position);
      if (matcher.matches()) {
        for (Collection collection : Collection.values()) {
          if (collection.word().equals(matcher.group(1))) {
            return new Place(collection, Integer.parseInt(matcher.group(2)));
          }
        }
      }
      throw new EspException(
          Failure.of(FailureKind.PROTOCOL, "this is no place to read on in Mailchimp"));
    }

    /** The place of the next page; empty after the last page of the last collection. */
    Optional<String> after(int rows, int total) {
      if (rows > 0 && offset + rows < total) {
        int next = offset + Math.max(1, rows - (rows > OVERLAP ? OVERLAP : 0));
        return Optional.of(collection.word() + ":" + next);
      }
      return collection.next().map(next -> next.word() + ":0");
    }
  }

  Page<ConsentFact> read(Since from) {
    Place place = Place.of(from.position());
    Optional<String> list = audience.find();
    if (list.isEmpty()) {
      return new Page<>(List.of(), Optional.empty());
    }
    List<ConsentFact> facts = new ArrayList<>();
    Optional<String> next;
    if (place.collection() == Collection.COMPLAINED) {
      MailchimpWire.AbuseReports page =
          http.call(api.abuseReports(list.get(), Pages.SIZE, place.offset())).require();
      List<MailchimpWire.AbuseReport> rows = MailchimpWire.list(page.reports());
      rows.forEach(row -> complaint(row, from.instant()).ifPresent(facts::add));
      next = place.after(rows.size(), page.total());
    } else {
      MailchimpWire.Members page =
          http.call(
                  api.members(
                      list.get(),
                      Pages.SIZE,
                      place.offset(),
                      FIELDS,
                      filters(place.collection(), from.instant())))
              .require();
      List<MailchimpWire.Member> rows = MailchimpWire.list(page.members());
      rows.forEach(row -> fact(place.collection(), row).ifPresent(facts::add));
      next = place.after(rows.size(), page.total());
    }
    return new Page<>(facts, next.map(position -> Cursor.profiles().at(position)));
  }

  private static Map<String, String> filters(Collection collection, Instant since) {
    // "Since" is strictly later, at whole seconds.
    String time = MailchimpTime.print(since.truncatedTo(ChronoUnit.SECONDS).minusSeconds(1));
    return switch (collection) {
      case UNSUBSCRIBED -> sorted("unsubscribed", "unsubscribed_since", time, "last_changed");
      case CLEANED -> sorted("cleaned", "since_last_changed", time, "last_changed");
      default -> sorted("subscribed", "since_timestamp_opt", time, "timestamp_opt");
    };
  }

  private static Map<String, String> sorted(
      String status, String filter, String time, String order) {
    return Map.of("status", status, filter, time, "sort_field", order, "sort_dir", "ASC");
  }

  private static Optional<ConsentFact> fact(Collection collection, MailchimpWire.Member member) {
    Optional<EmailAddress> email = Optional.ofNullable(member.address()).flatMap(EmailAddress::of);
    String reason = member.unsubscribeReason() == null ? "" : member.unsubscribeReason();
    return switch (collection) {
      case UNSUBSCRIBED -> {
        boolean abuse = reason.toLowerCase(Locale.ROOT).contains("abuse");
        yield email.map(
            address ->
                new ConsentFact(
                    address,
                    abuse ? Consent.State.COMPLAINED : Consent.State.UNSUBSCRIBED,
                    time(member.lastChanged()),
                    reason.isEmpty() ? "unsubscribed" : reason,
                    MailchimpHoldBacks.isOurs(member)));
      }
      case CLEANED ->
          email.map(
              address ->
                  new ConsentFact(
                      address,
                      Consent.State.SUPPRESSED,
                      time(member.lastChanged()),
                      "cleaned",
                      false));
      default -> signUp(member);
    };
  }

  /**
   * Somebody who came through a form; empty for any other way in. Where the audience asks by mail,
   * the opt-in is later than the sign-up: it is the answer to that mail.
   */
  static Optional<ConsentFact> signUp(MailchimpWire.Member member) {
    String source = member.source() == null ? "" : member.source();
    if (!"subscribed".equals(member.status()) || !BY_HAND.matcher(source).matches()) {
      return Optional.empty();
    }
    Instant optedIn = time(member.timestampOpt());
    Instant signedUp = time(member.timestampSignup());
    boolean confirmed = optedIn != null && signedUp != null && optedIn.isAfter(signedUp);
    return Optional.ofNullable(member.address())
        .flatMap(EmailAddress::of)
        .map(
            email ->
                new ConsentFact(
                    email,
                    Consent.State.SUBSCRIBED,
                    optedIn,
                    source,
                    false,
                    confirmed ? optedIn : null));
  }

  private static Optional<ConsentFact> complaint(MailchimpWire.AbuseReport report, Instant since) {
    Instant at = time(report.date());
    if (at != null && at.isBefore(since.truncatedTo(ChronoUnit.SECONDS))) {
      return Optional.empty();
    }
    return Optional.ofNullable(report.address())
        .flatMap(EmailAddress::of)
        .map(email -> new ConsentFact(email, Consent.State.COMPLAINED, at, "abuse report", false));
  }

  private static @Nullable Instant time(@Nullable String text) {
    return MailchimpTime.parse(text).orElse(null);
  }
}
