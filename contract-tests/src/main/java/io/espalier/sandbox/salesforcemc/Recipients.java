package io.espalier.sandbox.salesforcemc;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What people, and the vendor's own sends, do to the statuses of subscribers. */
final class Recipients {
  /** SFMC holds a subscriber after three hard bounces (sheet: Held; the count is assumed). */
  private static final int BOUNCES_TO_HOLD = 3;

  private final State state;

  Recipients(State state) {
    this.state = state;
  }

  /** Whom an address is in All Subscribers. */
  List<State.Subscriber> withAddress(String email) {
    return state.subscribersAt(email);
  }

  /** The subscribers that a sendable data extension's rows are linked to. */
  List<State.Subscriber> linked(String extensionKey) {
    List<State.Subscriber> linked = new ArrayList<>();
    Extension extension = state.extension(extensionKey).orElse(null);
    String link = extension == null ? null : extension.definition().sendableField();
    Field field = extension == null || link == null ? null : extension.field(link);
    if (extension != null && field != null) {
      for (Row row : extension.rows()) {
        String key = row.get(field);
        if (key != null) {
          state.subscriber(key).ifPresent(linked::add);
        }
      }
    }
    return linked;
  }

  /** The person clicks the footer's link; {@code list} 0 for all mail. */
  void unsubscribe(State.Subscriber person, int list) {
    boolean master = list == 0;
    int of = master ? state.allSubscribers().id() : list;
    state.put(
        master
            ? person.with("Unsubscribed", state.now(), state.allSubscribers().id())
            : person.on(list, "Unsubscribed"));
    log(
        "UnsubEvent",
        person,
        Map.of(
            "EventType", "Unsubscribe",
            "List.ID", Integer.toString(of),
            "IsMasterUnsubscribed", Boolean.toString(master)));
  }

  /** A mailbox provider reports spam: the person is out, and a data view tells it. */
  void complain(State.Subscriber person) {
    state.put(person.with("Unsubscribed", state.now(), state.allSubscribers().id()));
    log(Tracking.COMPLAINT, person, Map.of("Domain", domain(person.email())));
    if (state.switches.on(SalesforceFact.COMPLAINTS_ARE_UNSUB_EVENTS)) {
      log(
          "UnsubEvent",
          person,
          Map.of(
              "EventType", "Unsubscribe",
              "List.ID", Integer.toString(state.allSubscribers().id()),
              "IsMasterUnsubscribed", "true"));
    }
  }

  void bounce(State.Subscriber person, boolean hard) {
    Map<String, String> details = new LinkedHashMap<>();
    details.put("EventType", hard ? "HardBounce" : "SoftBounce");
    details.put("SMTPCode", hard ? "550" : "452");
    details.put("BounceCategory", hard ? "Hard bounce" : "Soft bounce");
    details.put(
        "SMTPReason", hard ? "550 <" + person.email() + ">: user unknown" : "452 mailbox is full");
    details.put("BounceType", "immediate");
    log("BounceEvent", person, details);
    long hardBounces =
        state.tracking.stream()
            .filter(t -> t.kind().equals("BounceEvent"))
            .filter(t -> t.subscriberKey().equalsIgnoreCase(person.key()))
            .filter(t -> "HardBounce".equals(t.details().get("EventType")))
            .count();
    if (person.status().equals("Active") || person.status().equals("Bounced")) {
      state.put(
          person.with(
              hardBounces >= BOUNCES_TO_HOLD ? "Held" : "Bounced",
              "",
              state.allSubscribers().id()));
    }
  }

  /**
   * Sends to a sendable data extension: whoever is unknown becomes an Active subscriber by it, and
   * whoever is not Active, or is being deleted, is left out without a word.
   *
   * @return the addresses that it went to
   */
  List<String> send(Extension extension) {
    String link = extension.definition().sendableField();
    Field keyField = link == null ? null : extension.field(link);
    if (keyField == null) {
      throw new Refusal(1, "The data extension is not sendable.");
    }
    List<Field> emailFields =
        extension.definition().fields().stream()
            .filter(f -> f.type() == FieldType.EmailAddress)
            .toList();
    Set<String> seen = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    List<String> reached = new ArrayList<>();
    int job = (int) state.ids.next();
    for (Row row : new ArrayList<>(extension.rows())) {
      String key = row.get(keyField);
      // Duplicates are told by the key, and each goes once (sheet §2.1).
      if (key == null || !seen.add(key)) {
        continue;
      }
      // None or more than one address column makes no new subscriber, and neither does a contact
      // that is being deleted.
      String email = emailFields.size() == 1 ? row.get(emailFields.get(0)) : null;
      State.Subscriber person = state.subscriber(key).orElse(null);
      if (person == null && (email == null || state.isBeingDeleted(key))) {
        continue;
      }
      person = person == null ? state.subscribe(key, String.valueOf(email)) : person;
      boolean goes = mailable(person);
      state.tracking.add(
          new Tracking(
              goes ? "SentEvent" : "NotSentEvent",
              person.key(),
              person.email(),
              state.now(),
              job,
              Map.of("EventType", goes ? "Sent" : "NotSent")));
      if (goes) {
        reached.add(email == null ? person.email() : email);
      }
    }
    return reached;
  }

  /** Bounced people are still mailed, until they are held. */
  boolean mailable(State.Subscriber person) {
    return (person.status().equals("Active") || person.status().equals("Bounced"))
        && !state.isBeingDeleted(person.key());
  }

  private void log(String kind, State.Subscriber person, Map<String, String> details) {
    state.tracking.add(
        new Tracking(kind, person.key(), person.email(), state.now(), state.lastJob(), details));
  }

  private static String domain(String email) {
    return email.substring(email.indexOf('@') + 1);
  }
}
