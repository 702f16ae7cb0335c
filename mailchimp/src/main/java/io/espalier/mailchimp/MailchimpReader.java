package io.espalier.mailchimp;

import io.espalier.http.HttpStack;
import io.espalier.model.Consent;
import io.espalier.model.EmailAddress;
import io.espalier.spi.Cursor;
import io.espalier.spi.EspException;
import io.espalier.spi.Failure;
import io.espalier.spi.FailureKind;
import io.espalier.spi.Page;
import io.espalier.spi.RemoteProfile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the audience holds now, a thousand members at a time. Archived people are not there. */
final class MailchimpReader {
  private static final String FIELDS =
      "members.id,members.email_address,members.status,members.merge_fields,total_items";

  private final HttpStack http;
  private final MailchimpApi api;
  private final MailchimpAudience audience;
  private final MailchimpTags tags;
  private final MailchimpMapper mapper;

  MailchimpReader(
      HttpStack http,
      MailchimpApi api,
      MailchimpAudience audience,
      MailchimpTags tags,
      MailchimpMapper mapper) {
    this.http = http;
    this.api = api;
    this.audience = audience;
    this.tags = tags;
    this.mapper = mapper;
  }

  Page<RemoteProfile> read(Cursor from) {
    int offset = offset(from.position());
    Optional<String> list = audience.find();
    if (list.isEmpty()) {
      return new Page<>(List.of(), Optional.empty());
    }
    Optional<Long> tag = from.segment().flatMap(segment -> tags.find(list.get(), segment));
    if (from.segment().isPresent() && tag.isEmpty()) {
      return new Page<>(List.of(), Optional.empty());
    }
    MailchimpWire.Members page =
        http.call(
                tag.isPresent()
                    ? api.tagged(list.get(), tag.get(), Pages.SIZE, offset, FIELDS)
                    : api.members(list.get(), Pages.SIZE, offset, FIELDS, Map.of()))
            .require();
    List<RemoteProfile> profiles = new ArrayList<>();
    for (MailchimpWire.Member member : MailchimpWire.list(page.members())) {
      profile(member).ifPresent(profiles::add);
    }
    boolean more =
        !MailchimpWire.list(page.members()).isEmpty() && offset + Pages.SIZE < page.total();
    return new Page<>(
        profiles,
        more ? Optional.of(from.at(Integer.toString(offset + Pages.SIZE))) : Optional.empty());
  }

  private static int offset(String position) {
    if (!position.matches("[0-9]{0,9}")) {
      throw new EspException(
          Failure.of(FailureKind.PROTOCOL, "this is no place to read on in Mailchimp"));
    }
    return position.isEmpty() ? 0 : Integer.parseInt(position);
  }

  private Optional<RemoteProfile> profile(MailchimpWire.Member member) {
    if ("archived".equals(member.status()) || member.address() == null) {
      return Optional.empty();
    }
    return EmailAddress.of(member.address())
        .map(
            email ->
                new RemoteProfile(
                    email,
                    MailchimpMapper.key(member.mergeFields()),
                    mapper.values(member.mergeFields()),
                    consent(member.status())));
  }

  private static Optional<Consent.State> consent(@Nullable String status) {
    return switch (status == null ? "" : status) {
      case "subscribed" -> Optional.of(Consent.State.SUBSCRIBED);
      case "unsubscribed" -> Optional.of(Consent.State.UNSUBSCRIBED);
      case "cleaned" -> Optional.of(Consent.State.SUPPRESSED);
      case "pending" -> Optional.of(Consent.State.PENDING);
      case "transactional" -> Optional.of(Consent.State.UNKNOWN);
      default -> Optional.empty();
    };
  }
}
