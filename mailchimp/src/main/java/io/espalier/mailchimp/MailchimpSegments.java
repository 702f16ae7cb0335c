package io.espalier.mailchimp;

import io.espalier.http.Answer;
import io.espalier.http.HttpStack;
import io.espalier.model.EmailAddress;
import io.espalier.model.Segment;
import io.espalier.spi.Change;
import io.espalier.spi.EspException;
import io.espalier.spi.Failure;
import io.espalier.spi.FailureKind;
import io.espalier.spi.Job;
import io.espalier.spi.Outcome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Who is in a tag. The answer to a change names those whom it moved and those whom it could not,
 * and passes over those already there: these are looked up, unless an answer to a write of ours
 * told a while ago that the audience holds them.
 */
final class MailchimpSegments implements MailchimpKeeping {
  /** Addresses in one call. Source: OpenAPI 3.0.55. */
  static final int MOST = 500;

  /** Up to so many are looked up one by one; for more, the tag's members are read by pages. */
  private static final int FEW = 20;

  private final HttpStack http;
  private final MailchimpApi api;
  private final MailchimpAudience audience;
  private final MailchimpTags tags;
  private final MailchimpStatuses statuses;

  MailchimpSegments(
      HttpStack http,
      MailchimpApi api,
      MailchimpAudience audience,
      MailchimpTags tags,
      MailchimpStatuses statuses) {
    this.http = http;
    this.api = api;
    this.audience = audience;
    this.tags = tags;
    this.statuses = statuses;
  }

  @Override
  public List<Outcome> define(List<Change.DefineSegment> changes) {
    return tags.define(changes);
  }

  @Override
  public void found(Segment segment, String reference) {
    tags.found(segment, reference);
  }

  @Override
  public List<Outcome> poll(Job job, List<Row> rows, boolean join) {
    throw new EspException(
        Failure.of(FailureKind.PROTOCOL, "Mailchimp has no jobs that change a tag"));
  }

  @Override
  public Optional<MailchimpWire.Members> page(
      String list, Segment segment, int offset, String fields) {
    return tags.find(list, segment)
        .map(tag -> http.call(api.tagged(list, tag, Pages.SIZE, offset, fields)).require());
  }

  @Override
  public List<Outcome> push(List<Row> rows, boolean join) {
    Map<Segment, Set<EmailAddress>> bySegment = new LinkedHashMap<>();
    for (Row row : rows) {
      bySegment.computeIfAbsent(row.segment(), s -> new LinkedHashSet<>()).add(row.email());
    }
    Map<Row, Outcome> outcomes = new HashMap<>();
    bySegment.forEach(
        (segment, people) -> {
          List<EmailAddress> all = List.copyOf(people);
          for (int from = 0; from < all.size(); from += MOST) {
            List<EmailAddress> some = all.subList(from, Math.min(from + MOST, all.size()));
            change(segment, some, join)
                .forEach((email, outcome) -> outcomes.put(new Row(segment, email), outcome));
          }
        });
    return rows.stream().map(row -> outcome(outcomes, row)).toList();
  }

  private static Outcome outcome(Map<Row, Outcome> outcomes, Row row) {
    Outcome outcome = outcomes.get(row);
    return outcome == null ? new Outcome.Unknown(silent()) : outcome;
  }

  private Map<EmailAddress, Outcome> change(
      Segment segment, List<EmailAddress> people, boolean join) {
    Optional<Long> tag = tags.find(audience.id(), segment);
    if (tag.isEmpty()) {
      return all(people, new Outcome.Rejected(MailchimpTags.goneFailure(segment)));
    }
    List<String> addresses = people.stream().map(EmailAddress::address).toList();
    Answer<MailchimpWire.TagChanged> answer =
        http.call(
            api.changeTag(
                audience.id(),
                tag.get(),
                new MailchimpWire.TagChange(join ? addresses : null, join ? null : addresses)));
    if (answer.failure().filter(f -> f.kind() == FailureKind.MISSING_TARGET).isPresent()) {
      tags.forget(segment);
      return all(people, new Outcome.Rejected(MailchimpTags.goneFailure(segment)));
    }
    MailchimpWire.TagChanged changed = answer.require();
    Set<String> moved = new HashSet<>();
    for (MailchimpWire.Member member :
        MailchimpWire.list(join ? changed.added() : changed.removed())) {
      if (member.address() != null) {
        moved.add(member.address().toLowerCase(Locale.ROOT));
      }
    }
    Set<String> failed = new HashSet<>();
    for (MailchimpWire.TagError error : MailchimpWire.list(changed.errors())) {
      MailchimpWire.list(error.addresses())
          .forEach(address -> failed.add(address.toLowerCase(Locale.ROOT)));
    }
    Map<EmailAddress, Outcome> outcomes = new HashMap<>();
    List<EmailAddress> unsaid = new ArrayList<>();
    for (EmailAddress email : people) {
      if (moved.contains(email.address())
          || (join && !failed.contains(email.address()) && isThere(email))) {
        outcomes.put(email, Outcome.APPLIED);
      } else {
        unsaid.add(email);
      }
    }
    if (!unsaid.isEmpty()) {
      Set<EmailAddress> inside = inside(tag.get(), unsaid);
      List<EmailAddress> left = new ArrayList<>();
      for (EmailAddress email : unsaid) {
        if (inside.contains(email) == join) {
          outcomes.put(email, Outcome.APPLIED);
        } else {
          left.add(email);
        }
      }
      outcomes.putAll(left(tag.get(), left, join));
    }
    return outcomes;
  }

  /** Whom the audience holds as we were just told, and no answer names, had the tag before. */
  private boolean isThere(EmailAddress email) {
    return statuses
        .told(SubscriberHash.of(email))
        .filter(status -> !status.word().equals("archived"))
        .isPresent();
  }

  /** A tag's members may lag behind; a person's own tags do not. */
  private Map<EmailAddress, Outcome> left(long tag, List<EmailAddress> people, boolean join) {
    Map<EmailAddress, Outcome> outcomes = new HashMap<>();
    for (EmailAddress email : people) {
      outcomes.put(email, hasTag(tag, email) == join ? Outcome.APPLIED : undone(join));
    }
    return outcomes;
  }

  private static Outcome undone(boolean join) {
    return join
        ? new Outcome.Rejected(
            new Failure(
                FailureKind.MISSING_TARGET,
                "Mailchimp did not tag this person: the audience does not hold them, or archived them",
                "run the sync again: it sends the person first"))
        : new Outcome.Unknown(silent());
  }

  private static Failure silent() {
    return Failure.of(FailureKind.TRANSIENT, "Mailchimp did not say what became of this person");
  }

  private Set<EmailAddress> inside(long tag, List<EmailAddress> people) {
    Set<EmailAddress> inside = new HashSet<>();
    if (people.size() <= FEW) {
      for (EmailAddress email : people) {
        if (hasTag(tag, email)) {
          inside.add(email);
        }
      }
      return inside;
    }
    Set<EmailAddress> asked = new HashSet<>(people);
    Pages.all(
            offset ->
                http.call(
                        api.tagged(
                            audience.id(),
                            tag,
                            Pages.SIZE,
                            offset,
                            "members.email_address,total_items"))
                    .require(),
            page -> MailchimpWire.list(page.members()),
            MailchimpWire.Members::total)
        .forEach(
            member ->
                Optional.ofNullable(member.address())
                    .flatMap(EmailAddress::of)
                    .filter(asked::contains)
                    .ifPresent(inside::add));
    return inside;
  }

  private boolean hasTag(long tag, EmailAddress email) {
    String hash = SubscriberHash.of(email);
    try {
      return Pages.all(
              offset -> http.call(api.tagsOf(audience.id(), hash, Pages.SIZE, offset)).require(),
              page -> MailchimpWire.list(page.tags()),
              MailchimpWire.MemberTags::total)
          .stream()
          .anyMatch(one -> one.id() == tag);
    } catch (EspException e) {
      if (e.failure().kind() == FailureKind.MISSING_TARGET) {
        return false;
      }
      throw e;
    }
  }

  private static Map<EmailAddress, Outcome> all(List<EmailAddress> people, Outcome outcome) {
    Map<EmailAddress, Outcome> outcomes = new HashMap<>();
    people.forEach(email -> outcomes.put(email, outcome));
    return outcomes;
  }
}
