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
import java.util.Set;

/**
 * People whose address changed. Their contact is given the new address before anything else is said
 * of them, so that its history, tags and opt-out go with it. Only where that is safe: the contact
 * still holds our key of the person, its old address did not bounce, and nobody has the new one.
 * Otherwise the new address becomes a contact of its own, and the old one stays as it is.
 */
final class MailchimpAddresses {
  /** A bounced contact would take its bounce along, and an archived one is nobody's business. */
  private static final Set<String> MOVABLE =
      Set.of("subscribed", "unsubscribed", "pending", "transactional");

  private final HttpStack http;
  private final MailchimpApi api;
  private final MailchimpAudience audience;

  MailchimpAddresses(HttpStack http, MailchimpApi api, MailchimpAudience audience) {
    this.http = http;
    this.api = api;
    this.audience = audience;
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
