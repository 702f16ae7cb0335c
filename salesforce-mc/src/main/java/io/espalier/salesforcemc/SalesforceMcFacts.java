package io.espalier.salesforcemc;

import io.espalier.model.Consent;
import io.espalier.model.EmailAddress;
import io.espalier.salesforcemc.SalesforceMcSubscribers.Known;
import io.espalier.spi.ConsentFact;
import io.espalier.spi.Cursor;
import io.espalier.spi.EspException;
import io.espalier.spi.Failure;
import io.espalier.spi.FailureKind;
import io.espalier.spi.Page;
import io.espalier.spi.Since;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What SFMC learned about consent: opt-outs and hard bounces as events with their time, then the
 * subscribers who stand as Unsubscribed or Held, however that came about.
 */
final class SalesforceMcFacts {
  /** A stage, how often it was begun again, and the request whose next page it is. */
  private static final Pattern POSITION =
      Pattern.compile("([A-Z_]{1,20})([0-9]?)/([0-9A-Za-z-]{0,64})");

  /** What is read, one after the other. */
  private enum Stage {
    OPT_OUTS("UnsubEvent", "SubscriberKey", "EventDate", "IsMasterUnsubscribed"),
    BOUNCES("BounceEvent", "SubscriberKey", "EventDate", "EventType", "BounceCategory", "SMTPCode"),
    UNSUBSCRIBED("Subscriber", "SubscriberKey", "EmailAddress", "Status", "UnsubscribedDate"),
    HELD("Subscriber", "SubscriberKey", "EmailAddress", "Status", "UnsubscribedDate"),
    COMPLAINTS(
        "DataExtensionObject[" + SalesforceMcNames.COMPLAINTS_KEY + "]",
        "SubscriberKey",
        "EventDate");

    private final String type;
    private final List<String> properties;

    Stage(String type, String... properties) {
      this.type = type;
      this.properties = List.of(properties);
    }

    SoapFilter filter(Instant since) {
      return switch (this) {
        case OPT_OUTS, BOUNCES, COMPLAINTS -> SoapFilter.since("EventDate", since);
        case UNSUBSCRIBED ->
            SoapFilter.in("Status", List.of(SalesforceMcSubscribers.UNSUBSCRIBED))
                .and(SoapFilter.since("UnsubscribedDate", since));
        // SFMC keeps no date of it.
        case HELD -> SoapFilter.in("Status", List.of("Held"));
      };
    }
  }

  private final SalesforceMcSoap soap;
  private final SalesforceMcSubscribers subscribers;

  SalesforceMcFacts(SalesforceMcSoap soap, SalesforceMcSubscribers subscribers) {
    this.soap = soap;
    this.subscribers = subscribers;
  }

  Page<ConsentFact> read(Since from) {
    Stage stage = Stage.OPT_OUTS;
    int again = 0;
    String more = "";
    if (!from.position().isEmpty()) {
      Matcher position = POSITION.matcher(from.position());
      if (!position.matches()) {
        throw notOurs();
      }
      stage = stage(position.group(1));
      again = position.group(2).isEmpty() ? 0 : Integer.parseInt(position.group(2));
      more = position.group(3);
    }
    SoapReply reply;
    try {
      reply = soap.page(stage.type, stage.properties, stage.filter(from.instant()), more);
    } catch (EspException e) {
      if (SalesforceMcSoap.isGone(e, more) && ++again < SalesforceMcSoap.FROM_THE_FIRST) {
        // What is told twice does no harm.
        return new Page<>(List.of(), Optional.of(Cursor.profiles().at(stage + "" + again + "/")));
      }
      if (stage == Stage.COMPLAINTS && e.failure().kind() == FailureKind.MISSING_TARGET) {
        // Nobody has set up the query that fills it.
        return new Page<>(List.of(), Optional.empty());
      }
      throw e;
    }
    List<ConsentFact> facts =
        switch (stage) {
          case OPT_OUTS, BOUNCES -> ofEvents(stage, reply.results());
          case UNSUBSCRIBED, HELD -> ofSubscribers(reply.results());
          case COMPLAINTS -> ofComplaints(reply.results());
        };
    return new Page<>(facts, next(stage, again, reply).map(Cursor.profiles()::at));
  }

  private static Optional<String> next(Stage stage, int again, SoapReply reply) {
    if (reply.hasMore()) {
      return Optional.of(stage + (again == 0 ? "" : "" + again) + "/" + reply.request());
    }
    int following = stage.ordinal() + 1;
    return following == Stage.values().length
        ? Optional.empty()
        : Optional.of(Stage.values()[following] + "/");
  }

  private static Stage stage(String name) {
    try {
      return Stage.valueOf(name);
    } catch (IllegalArgumentException e) {
      throw notOurs();
    }
  }

  private static EspException notOurs() {
    return new EspException(
        new Failure(
            FailureKind.PROTOCOL,
            "this is no place in what " + SalesforceMcErrors.NAME + " learned about consent",
            "read from the beginning"));
  }

  /** Events name the subscriber's key only; the address is looked up. */
  private List<ConsentFact> ofEvents(Stage stage, List<SoapNode> events) {
    List<SoapNode> counting =
        events.stream().filter(e -> stage != Stage.BOUNCES || isHard(e)).toList();
    List<String> keys = counting.stream().map(e -> e.text("SubscriberKey")).distinct().toList();
    Map<String, Known> known = subscribers.knownOrOurs(keys);
    List<ConsentFact> facts = new ArrayList<>();
    for (SoapNode event : counting) {
      Known person = known.get(event.text("SubscriberKey"));
      Optional<EmailAddress> email =
          person == null ? Optional.empty() : EmailAddress.of(person.email());
      if (person == null || email.isEmpty()) {
        continue;
      }
      Instant at = instant(event.text("EventDate"));
      if (stage == Stage.BOUNCES) {
        facts.add(new ConsentFact(email.get(), Consent.State.SUPPRESSED, at, bounce(event), false));
      } else if (event.text("IsMasterUnsubscribed").equals("true")
          || person.is(SalesforceMcSubscribers.UNSUBSCRIBED)) {
        // Leaving one publication list is a choice among our mails, not an opt-out of them.
        facts.add(
            new ConsentFact(email.get(), Consent.State.UNSUBSCRIBED, at, "UnsubEvent", false));
      }
    }
    return facts;
  }

  /** Rows that a query activity takes from the data view of complaints. */
  private List<ConsentFact> ofComplaints(List<SoapNode> rows) {
    Map<String, String> keys = new LinkedHashMap<>();
    for (SoapNode row : rows) {
      keys.put(
          SalesforceMcMembers.property(row, "SubscriberKey").orElse(""),
          SalesforceMcMembers.property(row, "EventDate").orElse(""));
    }
    Map<String, Known> known = subscribers.knownOrOurs(List.copyOf(keys.keySet()));
    List<ConsentFact> facts = new ArrayList<>();
    keys.forEach(
        (key, date) -> {
          Known person = known.get(key);
          Optional<EmailAddress> email =
              person == null ? Optional.empty() : EmailAddress.of(person.email());
          email.ifPresent(
              address ->
                  facts.add(
                      new ConsentFact(
                          address, Consent.State.COMPLAINED, instant(date), "complaint", false)));
        });
    return facts;
  }

  /** A soft bounce says nothing about the next mail. */
  private static boolean isHard(SoapNode event) {
    return event.text("EventType").equals("HardBounce")
        || event.text("BounceCategory").toLowerCase(java.util.Locale.ROOT).startsWith("hard");
  }

  private static String bounce(SoapNode event) {
    String code = event.text("SMTPCode");
    return "Hard bounce" + (code.matches("[0-9]{3}") ? " " + code : "");
  }

  private List<ConsentFact> ofSubscribers(List<SoapNode> nodes) {
    List<Known> known = nodes.stream().map(SalesforceMcSubscribers::known).toList();
    Map<String, String> notes =
        subscribers.notes(
            known.stream()
                .filter(k -> k.is(SalesforceMcSubscribers.UNSUBSCRIBED))
                .map(Known::key)
                .toList());
    List<ConsentFact> facts = new ArrayList<>();
    for (Known person : known) {
      boolean held = !person.is(SalesforceMcSubscribers.UNSUBSCRIBED);
      EmailAddress.of(person.email())
          .ifPresent(
              email ->
                  facts.add(
                      new ConsentFact(
                          email,
                          held ? Consent.State.SUPPRESSED : Consent.State.UNSUBSCRIBED,
                          held ? null : instant(person.since()),
                          "status " + person.status(),
                          !held && SalesforceMcSubscribers.isHeldBack(person, notes))));
    }
    return facts;
  }

  /** A date of SOAP, which has no offset and is Central Standard Time; null for none. */
  static @Nullable Instant instant(String date) {
    if (date.isEmpty()) {
      return null;
    }
    try {
      return SalesforceMcMapper.moment(date.replaceAll("(Z|[+-][0-9]{2}:[0-9]{2})$", ""))
          .toInstant(SoapFilter.CENTRAL);
    } catch (DateTimeException e) {
      return null;
    }
  }
}
