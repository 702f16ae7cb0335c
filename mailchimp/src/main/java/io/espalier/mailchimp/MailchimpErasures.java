package io.espalier.mailchimp;

import io.espalier.http.Answer;
import io.espalier.http.HttpStack;
import io.espalier.model.ProfileKey;
import io.espalier.spi.Change;
import io.espalier.spi.EspException;
import io.espalier.spi.Failure;
import io.espalier.spi.FailureKind;
import io.espalier.spi.Outcome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * People deleted for good: at their address, and wherever else in the audience our key of them
 * stands, which nothing but reading everybody finds. Mailchimp keeps the address from ever being
 * imported again.
 */
final class MailchimpErasures {
  private final HttpStack http;
  private final MailchimpApi api;
  private final MailchimpAudience audience;

  MailchimpErasures(HttpStack http, MailchimpApi api, MailchimpAudience audience) {
    this.http = http;
    this.api = api;
    this.audience = audience;
  }

  List<Outcome> push(List<Change.Erase> rows) {
    Optional<String> list = audience.find();
    if (list.isEmpty()) {
      return rows.stream().map(row -> (Outcome) Outcome.APPLIED).toList();
    }
    Map<ProfileKey, Set<String>> hashes = new HashMap<>();
    for (Change.Erase row : rows) {
      hashes
          .computeIfAbsent(row.key(), key -> new LinkedHashSet<>())
          .add(SubscriberHash.of(row.email()));
    }
    for (String status : List.of("", "archived")) {
      find(list.get(), status, hashes);
    }
    Map<String, Outcome> erased = new HashMap<>();
    List<Outcome> outcomes = new ArrayList<>();
    for (Change.Erase row : rows) {
      Outcome outcome = Outcome.APPLIED;
      for (String hash : hashes.getOrDefault(row.key(), Set.of())) {
        Outcome one = erased.computeIfAbsent(hash, h -> erase(list.get(), h));
        outcome = one instanceof Outcome.Applied ? outcome : one;
      }
      outcomes.add(outcome);
    }
    return outcomes;
  }

  /** Adds the contacts that hold one of the keys; an unnamed status shows all but the archived. */
  private void find(String list, String status, Map<ProfileKey, Set<String>> hashes) {
    Pages.each(
        offset ->
            http.call(
                    api.members(
                        list,
                        Pages.SIZE,
                        offset,
                        "members.id,members.merge_fields,total_items",
                        status.isEmpty() ? Map.of() : Map.of("status", status)))
                .require(),
        page -> MailchimpWire.list(page.members()),
        MailchimpWire.Members::total,
        member -> {
          Set<String> wanted =
              MailchimpMapper.key(member.mergeFields()).map(hashes::get).orElse(null);
          if (wanted != null && member.id() != null) {
            wanted.add(member.id());
          }
        });
  }

  private Outcome erase(String list, String hash) {
    Answer<Void> deleted = http.call(api.forget(list, hash));
    Optional<Failure> failure = deleted.failure();
    if (failure.isPresent() && failure.get().kind() != FailureKind.MISSING_TARGET) {
      if (failure.get().kind() == FailureKind.INVALID) {
        return new Outcome.Rejected(failure.get());
      }
      throw new EspException(failure.get());
    }
    Answer<MailchimpWire.Member> after = http.call(api.member(list, hash, "id,status"));
    if (after.failure().filter(f -> f.kind() == FailureKind.MISSING_TARGET).isPresent()) {
      return Outcome.APPLIED;
    }
    after.orThrow();
    return new Outcome.Unknown(
        Failure.of(FailureKind.TRANSIENT, "Mailchimp deleted this person and still shows them"));
  }
}
