package io.espalier.klaviyo;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.espalier.klaviyo.KlaviyoConsent.Suppression;
import io.espalier.klaviyo.KlaviyoWire.Many;
import io.espalier.klaviyo.KlaviyoWire.Resource;
import io.espalier.model.Consent.State;
import io.espalier.model.EmailAddress;
import io.espalier.spi.ConsentFact;
import io.espalier.spi.Cursor;
import io.espalier.spi.EspException;
import io.espalier.spi.Failure;
import io.espalier.spi.FailureKind;
import io.espalier.spi.Page;
import io.espalier.spi.Since;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What Klaviyo learned about consent: the suppressions of the account by their own time, then those
 * of each list of ours. The cost follows what happened, not how many people there are. Source: the
 * filters of {@code GET /api/profiles}, github.com/klaviyo/openapi 2026-07-15.
 */
final class KlaviyoFacts {
  private static final String MARKETING = "subscriptions.email.marketing.";
  private static final String ACCOUNT = "account";
  private static final String LIST = "list";

  /** Klaviyo's clock and ours differ, and what it learns is shown later. */
  private static final Duration OVERLAP = Duration.ofMinutes(10);

  private final KlaviyoProfiles profiles;
  private final KlaviyoLists lists;

  KlaviyoFacts(KlaviyoProfiles profiles, KlaviyoLists lists) {
    this.profiles = profiles;
    this.lists = lists;
  }

  /** Positions are {@code account:<cursor>} and {@code list:<id>:<cursor>}. */
  Page<ConsentFact> facts(Since from) {
    Instant since = from.instant().minus(OVERLAP).truncatedTo(ChronoUnit.SECONDS);
    String[] position = from.position().split(":", 3);
    return switch (position[0]) {
      case "", ACCOUNT -> ofAccount(since, position.length < 2 ? "" : position[1]);
      case LIST -> ofList(since, position);
      default ->
          throw new EspException(
              Failure.of(
                  FailureKind.PROTOCOL,
                  "'" + from.position() + "' is no position of the Klaviyo connector"));
    };
  }

  private Page<ConsentFact> ofAccount(Instant since, String cursor) {
    String time = MARKETING + "suppression.timestamp";
    Many<JsonObject> page =
        profiles.suppressed("greater-or-equal(" + time + "," + since + ")", time, cursor);
    List<ConsentFact> facts = new ArrayList<>();
    for (Resource<JsonObject> profile : page.items()) {
      Optional<EmailAddress> email = email(profile);
      Optional<KlaviyoConsent> consent = KlaviyoConsent.of(profile.attributes());
      if (email.isPresent() && consent.isPresent()) {
        for (Suppression suppression : consent.get().suppressions()) {
          if (suppression.at().filter(at -> at.isBefore(since)).isEmpty()) {
            facts.add(fact(email.get(), suppression, consent.get().isOurs(suppression)));
          }
        }
      }
    }
    Optional<String> next = KlaviyoProfiles.next(page).map(more -> ACCOUNT + ":" + more);
    return page(facts, next.or(() -> listAfter("")));
  }

  private static ConsentFact fact(EmailAddress email, Suppression suppression, boolean marked) {
    State state =
        switch (suppression.reason()) {
          case "UNSUBSCRIBE" -> State.UNSUBSCRIBED;
          case "SPAM_COMPLAINT", "SPAM_REPORT" -> State.COMPLAINED;
          default -> State.SUPPRESSED;
        };
    return new ConsentFact(
        email,
        state,
        suppression.at().orElse(null),
        suppression.reason(),
        marked && suppression.reason().equals("USER_SUPPRESSED"));
  }

  /** Whoever opted out of one list of ours has opted out of what we send: we know no lists. */
  private Page<ConsentFact> ofList(Instant since, String[] position) {
    String list = position.length < 2 ? "" : position[1];
    String time = MARKETING + "list_suppressions.timestamp";
    String filter =
        "equals("
            + MARKETING
            + "list_suppressions.list_id,\""
            + list
            + "\"),greater-or-equal("
            + time
            + ","
            + since
            + ")";
    Many<JsonObject> page =
        profiles.suppressed(filter, time, position.length < 3 ? "" : position[2]);
    List<ConsentFact> facts = new ArrayList<>();
    for (Resource<JsonObject> profile : page.items()) {
      email(profile).ifPresent(email -> facts.addAll(ofList(profile, email, list, since)));
    }
    Optional<String> next = KlaviyoProfiles.next(page).map(more -> LIST + ":" + list + ":" + more);
    return page(facts, next.or(() -> listAfter(list)));
  }

  private static List<ConsentFact> ofList(
      Resource<JsonObject> profile, EmailAddress email, String list, Instant since) {
    List<ConsentFact> facts = new ArrayList<>();
    for (JsonElement element : KlaviyoConsent.listSuppressions(profile.attributes())) {
      if (element instanceof JsonObject one && KlaviyoMapper.text(one, "list_id").equals(list)) {
        Optional<Instant> at = KlaviyoMapper.moment(KlaviyoMapper.text(one, "timestamp"));
        if (at.filter(when -> when.isBefore(since)).isEmpty()) {
          String reason = KlaviyoMapper.text(one, "reason");
          State state = fact(email, new Suppression(reason, at), false).state();
          facts.add(
              new ConsentFact(
                  email, state, at.orElse(null), reason + " from the list " + list, false));
        }
      }
    }
    return facts;
  }

  /** The first list of ours whose id is greater; nothing is remembered between two pages. */
  private Optional<String> listAfter(String list) {
    return lists.ours().stream()
        .filter(id -> id.compareTo(list) > 0)
        .findFirst()
        .map(id -> LIST + ":" + id + ":");
  }

  private static Page<ConsentFact> page(List<ConsentFact> facts, Optional<String> next) {
    return new Page<>(facts, next.map(position -> Cursor.profiles().at(position)));
  }

  private static Optional<EmailAddress> email(Resource<JsonObject> profile) {
    return EmailAddress.of(KlaviyoMapper.text(profile.attributes(), "email"));
  }
}
