package io.espalier.mailchimp;

import io.espalier.http.Answer;
import io.espalier.http.HttpStack;
import io.espalier.model.EmailAddress;
import io.espalier.spi.Change;
import io.espalier.spi.EspException;
import io.espalier.spi.Failure;
import io.espalier.spi.FailureKind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
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
  private final MailchimpStatuses statuses;
  private final MailchimpHoldBacks holdBacks;

  MailchimpAddresses(
      HttpStack http,
      MailchimpApi api,
      MailchimpAudience audience,
      MailchimpStatuses statuses,
      MailchimpHoldBacks holdBacks) {
    this.http = http;
    this.api = api;
    this.audience = audience;
    this.statuses = statuses;
    this.holdBacks = holdBacks;
  }

  /** Whoever waits for an address that another of the rows gives up gets it after that. */
  void move(List<Change.Upsert> rows) {
    Map<Change.Upsert, String> waiting = new LinkedHashMap<>();
    for (Change.Upsert row : rows) {
      if (row.former() != null && !row.email().equals(row.former())) {
        held(row).ifPresent(status -> waiting.put(row, status));
      }
    }
    while (!waiting.isEmpty() && waiting.keySet().removeIf(this::moved)) {
      // another round for the rest
    }
    Set<EmailAddress> wanted = rows.stream().map(Change.Upsert::email).collect(Collectors.toSet());
    holdBack(
        waiting.entrySet().stream()
            .filter(left -> MAILABLE.contains(left.getValue()))
            .map(Map.Entry::getKey)
            .filter(row -> !wanted.contains(row.former()) && isTaken(row.email()))
            .map(row -> Objects.requireNonNull(row.former()))
            .toList());
  }

  private boolean isTaken(EmailAddress address) {
    Answer<MailchimpWire.Member> answer =
        http.call(api.member(audience.id(), SubscriberHash.of(address), "id,status"));
    return !isMissing(answer) && !"archived".equals(answer.require().status());
  }

  private void holdBack(List<EmailAddress> left) {
    for (EmailAddress address : left) {
      String hash = SubscriberHash.of(address);
      statuses.changes(hash);
      http.call(
              api.setStatus(
                  audience.id(), hash, true, new MailchimpWire.Status("unsubscribed", null)))
          .orThrow();
    }
    holdBacks.mark(left);
  }

  /** The status of a contact that may be moved; empty where there is none. */
  private Optional<String> held(Change.Upsert row) {
    Answer<MailchimpWire.Member> answer =
        http.call(api.member(audience.id(), formerly(row), "id,status,merge_fields"));
    if (isMissing(answer)) {
      return Optional.empty();
    }
    MailchimpWire.Member member = answer.require();
    return Optional.ofNullable(member.status())
        .filter(MOVABLE::contains)
        .filter(
            s -> MailchimpMapper.key(member.mergeFields()).filter(row.key()::equals).isPresent());
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
