package io.espalier.salesforcemc;

import io.espalier.model.Consent;
import io.espalier.spi.Change.SetConsent;
import io.espalier.spi.Failure;
import io.espalier.spi.FailureKind;
import io.espalier.spi.Outcome;
import io.espalier.spi.RemoteProfile;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
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
  /** Subscribers that one retrieve asks for; no limit of the operator IN is documented. */
  static final int READ = 200;

  private static final String UNSUBSCRIBED = "Unsubscribed";

  private final SalesforceMcSoap soap;
  private final HoldBacks holdBacks;

  SalesforceMcSubscribers(SalesforceMcSoap soap) {
    this.soap = soap;
    this.holdBacks = new HoldBacks(soap);
  }

  /** A subscriber as SFMC tells of one. */
  record Known(String key, String email, String status, String since) {
    boolean is(String other) {
      return status.equalsIgnoreCase(other);
    }
  }

  List<Outcome> set(List<SetConsent> changes) {
    Round round = new Round(changes);
    round.reduce();
    round.widen();
    return round.outcomes.stream().map(o -> o == null ? Outcome.APPLIED : o).toList();
  }

  /** The same profiles with what SFMC believes of their consent. */
  List<RemoteProfile> withConsent(List<RemoteProfile> profiles) {
    List<RemoteProfile> told = new ArrayList<>();
    for (int from = 0; from < profiles.size(); from += READ) {
      List<RemoteProfile> part = profiles.subList(from, Math.min(from + READ, profiles.size()));
      List<String> keys = part.stream().map(p -> p.key().orElseThrow().value()).toList();
      Map<String, Known> known = read("SubscriberKey", keys);
      Set<String> held = new LinkedHashSet<>();
      known.values().stream().filter(k -> k.is(UNSUBSCRIBED)).forEach(k -> held.add(k.key()));
      Map<String, String> notes = holdBacks.read(held);
      for (RemoteProfile profile : part) {
        Known subscriber = known.get(profile.key().orElseThrow().value());
        told.add(
            new RemoteProfile(
                profile.email(),
                profile.key(),
                profile.values(),
                Optional.of(state(subscriber, notes))));
      }
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

  private static boolean isHeldBack(Known subscriber, Map<String, String> notes) {
    return HoldBacks.note(subscriber.since()).equals(notes.get(subscriber.key()));
  }

  /** By key or by address, whichever was asked for; SFMC compares both without case. */
  private Map<String, Known> read(String property, List<String> values) {
    Map<String, Known> found = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    if (values.isEmpty()) {
      return found;
    }
    for (SoapNode node :
        soap.retrieve(
            "Subscriber",
            List.of("SubscriberKey", "EmailAddress", "Status", "UnsubscribedDate"),
            property,
            values)) {
      Known known =
          new Known(
              node.text("SubscriberKey"),
              node.text("EmailAddress"),
              node.text("Status"),
              node.text("UnsubscribedDate"));
      String by = property.equals("SubscriberKey") ? known.key() : known.email();
      // Of several with one address the one that must not be mailed decides.
      found.merge(by, known, (a, b) -> a.is("Active") ? b : a);
    }
    return found;
  }

  private static void print(Xml xml, SetConsent change, String status) {
    xml.put("EmailAddress", change.email().address())
        .put("SubscriberKey", change.key().value())
        .put("Status", status);
  }

  /** One batch: what is known of its people, and what becomes of each. */
  private final class Round {
    private final List<SetConsent> changes;
    private final List<@Nullable Outcome> outcomes;
    private final Map<String, Known> known;
    private final Map<String, String> notes;

    Round(List<SetConsent> changes) {
      this.changes = changes;
      outcomes = new ArrayList<>(Collections.nCopies(changes.size(), null));
      known = read("SubscriberKey", changes.stream().map(c -> c.key().value()).toList());
      Set<String> asked = new LinkedHashSet<>();
      for (SetConsent change : changes) {
        Known subscriber = known.get(change.key().value());
        if (!isUnknown(change) && subscriber != null && subscriber.is(UNSUBSCRIBED)) {
          asked.add(subscriber.key());
        }
      }
      notes = holdBacks.read(asked);
    }

    private List<Integer> where(Predicate<SetConsent> test) {
      List<Integer> places = new ArrayList<>();
      for (int i = 0; i < changes.size(); i++) {
        if (outcomes.get(i) == null && test.test(changes.get(i))) {
          places.add(i);
        }
      }
      return places;
    }

    private boolean has(SetConsent change, String status) {
      Known subscriber = known.get(change.key().value());
      return subscriber != null && subscriber.is(status);
    }

    private boolean isAbsent(SetConsent change) {
      return !known.containsKey(change.key().value());
    }

    private boolean isNoted(SetConsent change) {
      return notes.containsKey(change.key().value());
    }

    void reduce() {
      // Someone erased is not brought back only to be kept out.
      Predicate<SetConsent> reduces =
          c ->
              !isSubscribed(c)
                  && !has(c, UNSUBSCRIBED)
                  && !(c.consent().state() == Consent.State.ERASED && isAbsent(c));
      List<Integer> places = where(reduces);
      write(places, UNSUBSCRIBED, true);
      // A note on a bounced person would one day lift the bounce; without one nothing is lifted.
      List<SetConsent> held =
          places.stream()
              .filter(i -> outcomes.get(i) instanceof Outcome.Applied)
              .map(changes::get)
              .filter(c -> isUnknown(c) && (isAbsent(c) || has(c, "Active")))
              .toList();
      // After the status: a crash between the two leaves someone unmailable, never the reverse.
      Map<String, Known> after = read("SubscriberKey", keys(held));
      holdBacks.note(held, c -> sinceOf(after.get(c.key().value())));
      List<SetConsent> optedOut =
          where(c -> !isSubscribed(c) && !isUnknown(c) && isNoted(c)).stream()
              .map(changes::get)
              .toList();
      holdBacks.forget(optedOut);
    }

    private String sinceOf(@Nullable Known subscriber) {
      return subscriber == null ? "" : subscriber.since();
    }

    void widen() {
      List<Integer> absent = where(c -> isSubscribed(c) && isAbsent(c));
      Map<String, Known> others =
          read("EmailAddress", absent.stream().map(i -> changes.get(i).email().address()).toList());
      List<Integer> toCreate = new ArrayList<>();
      for (int i : absent) {
        Known other = others.get(changes.get(i).email().address());
        if (other == null || other.is("Active")) {
          toCreate.add(i);
        } else {
          outcomes.set(i, refusal("this address as " + other.status() + " under another key"));
        }
      }
      List<Integer> toLift = new ArrayList<>();
      for (int i : where(c -> isSubscribed(c) && !isAbsent(c) && !has(c, "Active"))) {
        Known subscriber = known.get(changes.get(i).key().value());
        if (subscriber != null && subscriber.is(UNSUBSCRIBED) && isHeldBack(subscriber, notes)) {
          toLift.add(i);
        } else {
          outcomes.set(
              i, refusal("this person as " + (subscriber == null ? "?" : subscriber.status())));
        }
      }
      write(toCreate, "Active", false);
      // Before the status: a note that outlived its lift could lift the person's own opt-out.
      List<SoapNode> forgotten = holdBacks.forget(toLift.stream().map(changes::get).toList());
      List<Integer> ready = new ArrayList<>();
      for (int i = 0; i < toLift.size(); i++) {
        if (forgotten.get(i).isOk()) {
          ready.add(toLift.get(i));
        } else {
          outcomes.set(
              toLift.get(i), new Outcome.Rejected(SalesforceMcSoap.failure(forgotten.get(i))));
        }
      }
      write(ready, "Active", true);
    }

    /** Fifty a call, as the vendor advises. */
    private void write(List<Integer> places, String status, boolean existing) {
      for (int from = 0; from < places.size(); from += SalesforceMcMembers.ROWS) {
        List<Integer> part =
            places.subList(from, Math.min(from + SalesforceMcMembers.ROWS, places.size()));
        List<SetConsent> rows = part.stream().map(changes::get).toList();
        List<SoapNode> results =
            existing
                ? soap.upsert("Subscriber", rows, (xml, c) -> print(xml, c, status))
                : soap.create("Subscriber", rows, (xml, c) -> print(xml, c, status));
        for (int i = 0; i < part.size(); i++) {
          outcomes.set(part.get(i), outcome(results.get(i)));
        }
      }
    }
  }

  private static List<String> keys(List<SetConsent> changes) {
    return changes.stream().map(c -> c.key().value()).toList();
  }

  private static boolean isSubscribed(SetConsent change) {
    return change.consent().state() == Consent.State.SUBSCRIBED;
  }

  /** Not allowed yet, but not refused either: such a person may still say yes. */
  private static boolean isUnknown(SetConsent change) {
    return change.consent().state() == Consent.State.UNKNOWN
        || change.consent().state() == Consent.State.PENDING;
  }

  private static Outcome outcome(SoapNode result) {
    if (result.isOk()) {
      return Outcome.APPLIED;
    }
    if (result.text("ErrorCode").equals("12014")) {
      return new Outcome.Unknown(
          new Failure(
              FailureKind.TRANSIENT,
              SalesforceMcErrors.NAME + " has come to know this person meanwhile",
              "run again: the status is read first"));
    }
    return new Outcome.Rejected(SalesforceMcSoap.failure(result));
  }

  private static Outcome refusal(String holds) {
    return new Outcome.Rejected(
        new Failure(
            FailureKind.INVALID,
            SalesforceMcErrors.NAME + " holds " + holds + ": that is never overridden from here",
            "if the person has come back, set the subscriber to Active in Marketing Cloud"));
  }
}
