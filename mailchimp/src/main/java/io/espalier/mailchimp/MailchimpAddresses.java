package io.espalier.mailchimp;

import io.espalier.http.Answer;
import io.espalier.http.HttpStack;
import io.espalier.model.EmailAddress;
import io.espalier.spi.Change;
import io.espalier.spi.EspException;
import io.espalier.spi.Failure;
import io.espalier.spi.FailureKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * People whose address changed. Their contact is given the new address before anything else is said
 * of them, so that its history, tags and opt-out go with it. Only where that is safe: the contact
 * still holds our key of the person, its old address did not bounce, and nobody has the new one.
 * Otherwise the new address becomes a contact of its own. Where that one was there before, two
 * contacts are one person's, and nobody would tell the old one of an opt-out: it is held back.
 */
final class MailchimpAddresses {
  /** A bounced contact would take its bounce along, and an archived one is nobody's business. */
  private static final Set<String> MOVABLE =
      Set.of("subscribed", "unsubscribed", "pending", "transactional");

  /** Or will be, once the person confirms. */
  private static final Set<String> MAILABLE = Set.of("subscribed", "pending");

  private final HttpStack http;
  private final MailchimpApi api;
  private final MailchimpAudience audience;
  private final MailchimpHoldBacks holdBacks;

  MailchimpAddresses(
      HttpStack http, MailchimpApi api, MailchimpAudience audience, MailchimpHoldBacks holdBacks) {
    this.http = http;
    this.api = api;
    this.audience = audience;
    this.holdBacks = holdBacks;
  }

  /** Whoever waits for an address that another of the rows gives up gets it after that. */
  void move(List<Change.Upsert> rows) {
    List<Change.Upsert> waiting =
        new ArrayList<>(
            rows.stream()
                .filter(row -> row.former() != null && !row.email().equals(row.former()))
                .toList());
    waiting.removeIf(row -> !holds(row));
    while (!waiting.isEmpty() && waiting.removeIf(this::moved)) {
      // another round for the rest
    }
    Set<EmailAddress> wanted = rows.stream().map(Change.Upsert::email).collect(Collectors.toSet());
    waiting.removeIf(row -> wanted.contains(row.former()) || !isTaken(row.email()));
    holdBack(waiting);
  }

  private boolean isTaken(EmailAddress address) {
    Answer<MailchimpWire.Member> answer =
        http.call(api.member(audience.id(), SubscriberHash.of(address), "id,status"));
    return !isMissing(answer) && !"archived".equals(answer.require().status());
  }

  private void holdBack(List<Change.Upsert> left) {
    List<EmailAddress> held = new ArrayList<>();
    for (Change.Upsert row : left) {
      Answer<MailchimpWire.Member> there =
          http.call(api.member(audience.id(), formerly(row), "id,status"));
      boolean mailable =
          !isMissing(there) && MAILABLE.contains(String.valueOf(there.require().status()));
      if (mailable) {
        http.call(
                api.setStatus(
                    audience.id(),
                    formerly(row),
                    true,
                    new MailchimpWire.Status("unsubscribed", null)))
            .orThrow();
        held.add(Objects.requireNonNull(row.former()));
      }
    }
    holdBacks.mark(held);
  }

  private boolean holds(Change.Upsert row) {
    Answer<MailchimpWire.Member> answer =
        http.call(api.member(audience.id(), formerly(row), "id,status,merge_fields"));
    if (isMissing(answer)) {
      return false;
    }
    MailchimpWire.Member member = answer.require();
    return member.status() != null
        && MOVABLE.contains(member.status())
        && MailchimpMapper.key(member.mergeFields()).filter(row.key()::equals).isPresent();
  }

  /** False where the address is taken or unfit; the upsert that follows says which. */
  private boolean moved(Change.Upsert row) {
    Answer<MailchimpWire.Member> answer =
        http.call(
            api.readdress(
                audience.id(),
                formerly(row),
                true,
                new MailchimpWire.Address(row.email().address())));
    answer
        .failure()
        .filter(failure -> failure.kind() != FailureKind.INVALID && !isMissing(answer))
        .ifPresent(MailchimpAddresses::fail);
    return answer.failure().isEmpty();
  }

  private static String formerly(Change.Upsert row) {
    EmailAddress former = row.former();
    return SubscriberHash.of(former == null ? row.email() : former);
  }

  private static void fail(Failure failure) {
    throw new EspException(failure);
  }

  private static boolean isMissing(Answer<?> answer) {
    return answer.failure().filter(f -> f.kind() == FailureKind.MISSING_TARGET).isPresent();
  }
}
