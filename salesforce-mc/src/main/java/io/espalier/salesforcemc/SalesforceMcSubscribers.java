package io.espalier.salesforcemc;

import io.espalier.model.Consent;
import io.espalier.spi.Change.SetConsent;
import io.espalier.spi.Outcome;
import io.espalier.spi.RemoteProfile;
import io.espalier.spi.Surroundings.Sleeper;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Consent as a subscriber's status.
 *
 * <p>SFMC has no state for "nothing is known": a person in a sendable data extension becomes Active
 * with the first send. So we hold such a person back as Unsubscribed, and note in the profile's row
 * when the vendor says that this happened. Only a hold-back whose date is still the noted one is
 * ever lifted: an opt-out by the person, by a marketer or by a bounce stays.
 */
final class SalesforceMcSubscribers {
  /** People of one round: as many as one retrieve asks for, by key or by address. */
  static final int ROUND = SalesforceMcSoap.VALUES;

  private static final String TYPE = "Subscriber";
  private static final List<String> PROPERTIES =
      List.of("SubscriberKey", "EmailAddress", "Status", "UnsubscribedDate");

  static final String UNSUBSCRIBED = "Unsubscribed";

  private final SalesforceMcSoap soap;
  private final HoldBacks holdBacks;
  private final Sleeper sleeper;

  SalesforceMcSubscribers(SalesforceMcSoap soap, Sleeper sleeper) {
    this.soap = soap;
    this.holdBacks = new HoldBacks(soap, sleeper);
    this.sleeper = sleeper;
  }

  /** A subscriber as SFMC tells of one. */
  record Known(String key, String email, String status, String since) {
    boolean is(String other) {
      return status.equalsIgnoreCase(other);
    }
  }

  List<Outcome> set(List<SetConsent> changes) {
    return new ConsentRound(soap, sleeper, this, holdBacks, changes).outcomes();
  }

  /**
   * What became of changes whose answer nobody has seen, and what they left undone: whoever was to
   * be held back and was unsubscribed at that time gets the note that tells it from an opt-out.
   * Nobody of unknown consent is mailed, so that nobody else unsubscribes them in those minutes.
   */
  List<Outcome> recall(List<SetConsent> changes, Instant from, Instant until) {
    List<String> keys = changes.stream().map(c -> c.key().value()).toList();
    Map<String, Known> known = known(keys);
    Map<String, String> notes = notes(keys);
    List<SetConsent> unnoted = new ArrayList<>();
    List<SetConsent> lifted = new ArrayList<>();
    List<Outcome> outcomes = new ArrayList<>();
    for (SetConsent change : changes) {
      Known subscriber = known.get(change.key().value());
      boolean out = subscriber != null && subscriber.is(UNSUBSCRIBED);
      Consent.State wanted = change.consent().state();
      boolean holdsBack = wanted == Consent.State.UNKNOWN || wanted == Consent.State.PENDING;
      boolean done =
          wanted == Consent.State.SUBSCRIBED
              ? subscriber != null && subscriber.is("Active")
              : subscriber != null && out && (!holdsBack || isHeldBack(subscriber, notes));
      if (subscriber != null && out && holdsBack && !done && !notes.containsKey(subscriber.key())) {
        Instant at = SalesforceMcFacts.instant(subscriber.since());
        if (at != null && !at.isBefore(from) && !at.isAfter(until)) {
          unnoted.add(change);
          done = true;
        }
      }
      if (done && wanted == Consent.State.SUBSCRIBED && notes.containsKey(change.key().value())) {
        lifted.add(change);
      }
      outcomes.add(done ? Outcome.APPLIED : Outcome.NOT_FOUND);
    }
    holdBacks.forget(lifted);
    List<Outcome> noted =
        holdBacks.note(unnoted, c -> Objects.requireNonNull(known.get(c.key().value())).since());
    for (int i = 0; i < unnoted.size(); i++) {
      outcomes.set(changes.indexOf(unnoted.get(i)), noted.get(i));
    }
    return outcomes;
  }

  /** The same profiles with what SFMC believes of their consent. */
  List<RemoteProfile> withConsent(List<RemoteProfile> profiles) {
    Map<String, Known> known =
        known(profiles.stream().map(p -> p.key().orElseThrow().value()).toList());
    Set<String> held = new LinkedHashSet<>();
    known.values().stream().filter(k -> k.is(UNSUBSCRIBED)).forEach(k -> held.add(k.key()));
    Map<String, String> notes = holdBacks.read(held);
    List<RemoteProfile> told = new ArrayList<>();
    for (RemoteProfile profile : profiles) {
      Known subscriber = known.get(profile.key().orElseThrow().value());
      told.add(
          new RemoteProfile(
              profile.email(),
              profile.key(),
              profile.values(),
              Optional.of(state(subscriber, notes))));
    }
    return told;
  }

  private static Consent.State state(@Nullable Known subscriber, Map<String, String> notes) {
    if (subscriber == null) {
      return Consent.State.UNKNOWN;
    } else if (subscriber.is("Active")) {
      return Consent.State.SUBSCRIBED;
    } else if (subscriber.is(UNSUBSCRIBED)) {
      return isHeldBack(subscriber, notes) ? Consent.State.UNKNOWN : Consent.State.UNSUBSCRIBED;
    }
    return Consent.State.SUPPRESSED;
  }

  static boolean isHeldBack(Known subscriber, Map<String, String> notes) {
    return HoldBacks.note(subscriber.since()).equals(notes.get(subscriber.key()));
  }

  /** Those who are known, by key; SFMC compares keys without case. */
  Map<String, Known> known(List<String> keys) {
    Map<String, Known> found = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    read("SubscriberKey", keys).forEach(known -> found.put(known.key(), known));
    return found;
  }

  /** As {@link #known}, and those who are no subscribers any more but have a row of ours. */
  Map<String, Known> knownOrOurs(List<String> keys) {
    Map<String, Known> found = known(keys);
    List<String> gone = keys.stream().filter(k -> !found.containsKey(k)).toList();
    holdBacks
        .addresses(gone)
        .forEach((key, email) -> found.put(key, new Known(key, email, "", "")));
    return found;
  }

  /** Who was held back by us, and the date noted for it, by key. */
  Map<String, String> notes(List<String> keys) {
    return holdBacks.read(keys);
  }

  /** Whoever has one of these addresses, under whatever key. */
  List<Known> withAddress(List<String> addresses) {
    return read("EmailAddress", addresses);
  }

  /**
   * Whoever has the address of one of these people who is to be mailed, under whatever key; and
   * whoever has the key of another.
   */
  List<Known> ofPeople(List<SetConsent> changes) {
    return all(
        soap.look(
            TYPE,
            PROPERTIES,
            changes,
            some -> {
              List<String> addresses =
                  some.stream()
                      .filter(c -> c.consent().state() == Consent.State.SUBSCRIBED)
                      .map(c -> c.email().address())
                      .distinct()
                      .toList();
              List<String> keys =
                  some.stream()
                      .filter(c -> c.consent().state() != Consent.State.SUBSCRIBED)
                      .map(c -> c.key().value())
                      .toList();
              if (addresses.isEmpty() || keys.isEmpty()) {
                return addresses.isEmpty()
                    ? SoapFilter.in("SubscriberKey", keys)
                    : SoapFilter.in("EmailAddress", addresses);
              }
              return SoapFilter.in("SubscriberKey", keys)
                  .or(SoapFilter.in("EmailAddress", addresses));
            }));
  }

  private List<Known> read(String property, List<String> values) {
    return all(soap.retrieve(TYPE, PROPERTIES, property, values));
  }

  private static List<Known> all(List<SoapNode> nodes) {
    return nodes.stream().map(SalesforceMcSubscribers::known).toList();
  }

  static Known known(SoapNode node) {
    return new Known(
        node.text("SubscriberKey"),
        node.text("EmailAddress"),
        node.text("Status"),
        node.text("UnsubscribedDate"));
  }
}
