package io.espalier.salesforcemc;

import io.espalier.model.Consent;
import io.espalier.salesforcemc.SalesforceMcSubscribers.Known;
import io.espalier.spi.Change.SetConsent;
import io.espalier.spi.EspException;
import io.espalier.spi.Failure;
import io.espalier.spi.FailureKind;
import io.espalier.spi.Lanes;
import io.espalier.spi.Outcome;
import io.espalier.spi.Surroundings.Sleeper;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One batch of consents: what SFMC knows of its people, and what becomes of each. A call that comes
 * to nothing leaves its own rows in doubt, not the others'.
 */
final class ConsentRound {
  private static final String UNSUBSCRIBED = SalesforceMcSubscribers.UNSUBSCRIBED;

  /** Writes of a round at once: they follow its look closely. */
  private static final int WRITES = 8;

  private final SalesforceMcSoap soap;
  private final Sleeper sleeper;
  private final SalesforceMcSubscribers subscribers;
  private final HoldBacks holdBacks;

  private final List<SetConsent> changes;
  private final List<@Nullable Outcome> outcomes;

  /**
   * All that was found, by key: those of the batch, and others who have their addresses. Whoever is
   * to be mailed was looked for by address alone, since that finds nearly everybody by half as many
   * values; the key of one who is there under another address is refused when they are created.
   */
  private final Map<String, Known> seen = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

  private final Map<String, String> notes;

  /** Of those to be created, whom SFMC did not take. */
  private final List<Integer> untaken = new ArrayList<>();

  ConsentRound(
      SalesforceMcSoap soap,
      Sleeper sleeper,
      SalesforceMcSubscribers subscribers,
      HoldBacks holdBacks,
      List<SetConsent> changes) {
    this.soap = soap;
    this.sleeper = sleeper;
    this.subscribers = subscribers;
    this.holdBacks = holdBacks;
    this.changes = changes;
    outcomes = new ArrayList<>(Collections.nCopies(changes.size(), null));
    subscribers.ofPeople(changes).forEach(known -> seen.put(known.key(), known));
    notes = notes(changes);
  }

  /** Of those who are unsubscribed, as far as it is of use. */
  private Map<String, String> notes(List<SetConsent> some) {
    Set<String> asked = new LinkedHashSet<>();
    for (SetConsent change : some) {
      Known subscriber = seen.get(change.key().value());
      if (!isUnknown(change) && subscriber != null && subscriber.is(UNSUBSCRIBED)) {
        asked.add(subscriber.key());
      }
    }
    return holdBacks.read(asked);
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
    Known subscriber = seen.get(change.key().value());
    return subscriber != null && subscriber.is(status);
  }

  private boolean isAbsent(SetConsent change) {
    return !seen.containsKey(change.key().value());
  }

  private boolean isNoted(SetConsent change) {
    return notes.containsKey(change.key().value());
  }

  private void reduce() {
    // Someone erased is not brought back only to be kept out.
    Predicate<SetConsent> reduces =
        c ->
            !isSubscribed(c)
                && !has(c, UNSUBSCRIBED)
                && !(c.consent().state() == Consent.State.ERASED && isAbsent(c));
    List<Integer> places = where(reduces);
    write(places, UNSUBSCRIBED, true);
    // A note on a bounced person would one day lift the bounce; without one nothing is lifted.
    List<Integer> held =
        places.stream()
            .filter(i -> outcomes.get(i) instanceof Outcome.Applied)
            .filter(i -> isUnknown(changes.get(i)))
            .filter(i -> isAbsent(changes.get(i)) || has(changes.get(i), "Active"))
            .toList();
    // After the status: a crash between the two leaves someone unmailable, never the reverse.
    Map<String, Known> after = subscribers.known(keys(held));
    keep(held, holdBacks.note(changes(held), c -> sinceOf(after.get(c.key().value()))));
    forget(where(c -> !isSubscribed(c) && !isUnknown(c) && isNoted(c)));
    // Whoever has such an address under another key is not mailed there either.
    for (int i : places) {
      if (!(outcomes.get(i) instanceof Outcome.Rejected)) {
        SetConsent change = changes.get(i);
        String key = change.key().value();
        seen.put(key, new Known(key, change.email().address(), UNSUBSCRIBED, ""));
      }
    }
  }

  /** A person who opted out is no longer only held back; those done keep no outcome yet. */
  private void forget(List<Integer> places) {
    List<Outcome> forgotten = holdBacks.forget(changes(places));
    for (int i = 0; i < places.size(); i++) {
      if (!(forgotten.get(i) instanceof Outcome.Applied)) {
        outcomes.set(places.get(i), forgotten.get(i));
      }
    }
  }

  private void keep(List<Integer> places, List<Outcome> told) {
    for (int i = 0; i < places.size(); i++) {
      outcomes.set(places.get(i), told.get(i));
    }
  }

  private String since(int place) {
    return sinceOf(seen.get(changes.get(place).key().value()));
  }

  private String sinceOf(@Nullable Known subscriber) {
    return subscriber == null ? "" : subscriber.since();
  }

  private void widen() {
    widen(where(c -> isSubscribed(c) && !has(c, "Active")));
    if (!untaken.isEmpty()) {
      widen(there());
    }
  }

  /**
   * Those who could not be created since their key is taken: as a rule by themselves, under another
   * address, or by a call of ours whose answer was lost. Whoever is Active is so already. Where the
   * look comes to nothing, they are in doubt.
   */
  private List<Integer> there() {
    List<Integer> there;
    try {
      Map<String, Known> now = subscribers.known(keys(untaken));
      seen.putAll(now);
      there = untaken.stream().filter(i -> now.containsKey(changes.get(i).key().value())).toList();
      notes.putAll(notes(changes(there)));
    } catch (EspException e) {
      keep(untaken, SalesforceMcSoap.inDoubt(untaken.size(), e));
      return List.of();
    }
    there.forEach(i -> outcomes.set(i, null));
    return there.stream().filter(i -> !has(changes.get(i), "Active")).toList();
  }

  private void widen(List<Integer> places) {
    List<Integer> candidates = new ArrayList<>();
    for (int i : places) {
      Known subscriber = seen.get(changes.get(i).key().value());
      if (subscriber == null
          || (subscriber.is(UNSUBSCRIBED)
              && SalesforceMcSubscribers.isHeldBack(subscriber, notes))) {
        candidates.add(i);
      } else {
        outcomes.set(i, refusal("this person as " + subscriber.status()));
      }
    }
    Map<String, List<Known>> barred = barred();
    for (int i : candidates) {
      SetConsent change = changes.get(i);
      barred.getOrDefault(change.email().address(), List.of()).stream()
          .filter(other -> !other.key().equalsIgnoreCase(change.key().value()))
          .findFirst()
          .ifPresent(
              other ->
                  outcomes.set(
                      i, refusal("this address as " + other.status() + " under another key")));
    }
    candidates.removeIf(i -> outcomes.get(i) != null);
    List<Integer> toLift = candidates.stream().filter(i -> !isAbsent(changes.get(i))).toList();
    // A note names the date of what it excuses, so that one which outlives its lift excuses no
    // opt-out of the person's own: it goes last, lest a crash between the two make an opt-out of
    // our hold-back. Without a date it could, and goes first.
    forget(toLift.stream().filter(i -> since(i).isEmpty()).toList());
    List<Integer> lifted = toLift.stream().filter(i -> outcomes.get(i) == null).toList();
    // First, close to the look: SFMC would not say that one of them has opted out since.
    write(lifted, "Active", true);
    holdBacks.forget(
        changes(
            lifted.stream()
                .filter(i -> !since(i).isEmpty() && outcomes.get(i) instanceof Outcome.Applied)
                .toList()));
    write(candidates.stream().filter(i -> isAbsent(changes.get(i))).toList(), "Active", false);
  }

  /** Whoever must not be mailed, by address. */
  private Map<String, List<Known>> barred() {
    Map<String, List<Known>> barred = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    seen.values().stream()
        .filter(known -> !known.is("Active"))
        .forEach(
            known -> barred.computeIfAbsent(known.email(), email -> new ArrayList<>()).add(known));
    return barred;
  }

  /** What SFMC said of the rows of one call; nothing where it came to nothing. */
  private record Told(List<Integer> places, List<SoapNode> results, @Nullable EspException why) {}

  /** Fifty a call, as the vendor advises; several calls side by side. */
  private void write(List<Integer> places, String status, boolean existing) {
    List<Supplier<Told>> calls = new ArrayList<>();
    for (int from = 0; from < places.size(); from += SalesforceMcMembers.ROWS) {
      List<Integer> part =
          places.subList(from, Math.min(from + SalesforceMcMembers.ROWS, places.size()));
      calls.add(() -> call(part, status, existing));
    }
    for (Told told : Lanes.all(sleeper, WRITES, calls)) {
      if (told.why() != null) {
        keep(told.places(), SalesforceMcSoap.inDoubt(told.places().size(), told.why()));
        continue;
      }
      keep(told.places(), told.results().stream().map(ConsentRound::outcome).toList());
      for (int i = 0; i < told.places().size(); i++) {
        if (!existing && !told.results().get(i).isOk()) {
          untaken.add(told.places().get(i));
        }
      }
    }
  }

  private Told call(List<Integer> places, String status, boolean existing) {
    List<SetConsent> rows = changes(places);
    try {
      return new Told(
          places,
          existing
              ? soap.upsert("Subscriber", rows, (xml, c) -> print(xml, c, status))
              : soap.create("Subscriber", rows, (xml, c) -> print(xml, c, status)),
          null);
    } catch (EspException e) {
      return new Told(places, List.of(), e);
    }
  }

  List<Outcome> outcomes() {
    reduce();
    widen();
    return outcomes.stream().map(o -> o == null ? Outcome.APPLIED : o).toList();
  }

  private static void print(Xml xml, SetConsent change, String status) {
    xml.put("EmailAddress", change.email().address())
        .put("SubscriberKey", change.key().value())
        .put("Status", status);
  }

  private List<SetConsent> changes(List<Integer> places) {
    return places.stream().map(changes::get).toList();
  }

  private List<String> keys(List<Integer> places) {
    return places.stream().map(i -> changes.get(i).key().value()).toList();
  }

  private static boolean isSubscribed(SetConsent change) {
    return change.consent().state() == Consent.State.SUBSCRIBED;
  }

  /** Not allowed yet, but not refused either: such a person may still say yes. */
  private static boolean isUnknown(SetConsent change) {
    return change.consent().state() == Consent.State.UNKNOWN
        || change.consent().state() == Consent.State.PENDING;
  }

  private static boolean isThere(SoapNode result) {
    return result.text("ErrorCode").equals("12014");
  }

  private static Outcome outcome(SoapNode result) {
    if (result.isOk()) {
      return Outcome.APPLIED;
    }
    if (isThere(result)) {
      return new Outcome.Unknown(
          new Failure(
              FailureKind.TRANSIENT,
              SalesforceMcErrors.NAME + " has come to know this person meanwhile",
              "run again: the status is read first"));
    }
    return SalesforceMcSoap.outcome(result, "");
  }

  private static Outcome refusal(String holds) {
    return new Outcome.Rejected(
        new Failure(
            FailureKind.INVALID,
            SalesforceMcErrors.NAME + " holds " + holds + ": that is never overridden from here",
            "if the person has come back, set the subscriber to Active in Marketing Cloud"));
  }
}
