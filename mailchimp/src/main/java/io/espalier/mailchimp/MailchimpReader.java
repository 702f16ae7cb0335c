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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the audience holds now, a thousand members at a time. Archived people are not there. */
final class MailchimpReader {
  private static final String FIELDS =
      "members.contact_id,members.id,members.email_address,members.status,members.merge_fields,"
          + "total_items";

  /** Rows of the page before that are read once more. */
  private static final int OVERLAP = 50;

  private final HttpStack http;
  private final MailchimpApi api;
  private final MailchimpAudience audience;
  private final MailchimpKeeping segments;
  private final MailchimpMapper mapper;

  MailchimpReader(
      HttpStack http,
      MailchimpApi api,
      MailchimpAudience audience,
      MailchimpKeeping segments,
      MailchimpMapper mapper) {
    this.http = http;
    this.api = api;
    this.audience = audience;
    this.segments = segments;
    this.mapper = mapper;
  }

  /**
   * Where to read on.
   *
   * @param offset of the first row that was not seen yet
   * @param last what marks the last row that was; empty at the beginning
   */
  private record Place(int offset, String last) {
    private static final Pattern POSITION = Pattern.compile("([0-9]{1,9}):([0-9a-zA-Z]{0,64})");

    static Place of(String position) {
      if (position.isEmpty()) {
        return new Place(0, "");
      }
      Matcher matcher = POSITION.matcher(position);
      if (!matcher.matches()) {
        throw new EspException(
            Failure.of(FailureKind.PROTOCOL, "this is no place to read on in Mailchimp"));
      }
      return new Place(Integer.parseInt(matcher.group(1)), matcher.group(2));
    }

    /** Somewhat before it: whoever left meanwhile has moved the others up. */
    int from() {
      return Math.max(0, offset - OVERLAP);
    }

    /** The rows that were not seen yet; all, where the last one seen has itself moved. */
    List<MailchimpWire.Member> unseen(List<MailchimpWire.Member> rows) {
      for (int i = Math.min(rows.size(), offset - from()) - 1; i >= 0; i--) {
        if (last.equals(mark(rows.get(i)))) {
          return rows.subList(i + 1, rows.size());
        }
      }
      return rows;
    }
  }

  Page<RemoteProfile> read(Cursor from) {
    Place place = Place.of(from.position());
    Optional<String> list = audience.find();
    if (list.isEmpty()) {
      return new Page<>(List.of(), Optional.empty());
    }
    Optional<MailchimpWire.Members> found =
        from.segment().isPresent()
            ? segments.page(list.get(), from.segment().get(), place.from(), FIELDS)
            : Optional.of(
                http.call(api.members(list.get(), Pages.SIZE, place.from(), FIELDS, Map.of()))
                    .require());
    if (found.isEmpty()) {
      return new Page<>(List.of(), Optional.empty());
    }
    MailchimpWire.Members page = found.get();
    List<MailchimpWire.Member> rows = MailchimpWire.list(page.members());
    List<RemoteProfile> profiles = new ArrayList<>();
    place.unseen(rows).forEach(member -> profile(member).ifPresent(profiles::add));
    int end = place.from() + rows.size();
    String last = rows.isEmpty() ? "" : mark(rows.get(rows.size() - 1));
    boolean more = end > place.offset() && end < page.total();
    return new Page<>(profiles, more ? Optional.of(from.at(end + ":" + last)) : Optional.empty());
  }

  /** What outlasts a change of address; a tag's members come without it, and are known by it. */
  private static String mark(MailchimpWire.Member member) {
    String mark = member.contactId() == null ? member.id() : member.contactId();
    return mark == null ? "" : mark;
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
