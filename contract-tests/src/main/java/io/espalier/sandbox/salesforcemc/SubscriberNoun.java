package io.espalier.sandbox.salesforcemc;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;

/**
 * SOAP's Subscriber: a person's status in the whole account, and on each list. The vendor does what
 * it is told: a Status of Active makes an unsubscribed person mailable again.
 */
final class SubscriberNoun implements SoapNoun {
  private static final int EXISTS = 12014;
  // Assumed: only 12014 was ever recorded.
  private static final int INVALID = 12002;
  private static final int ABSENT = 12012;
  private static final List<String> STATUSES =
      List.of("Active", "Bounced", "Held", "Unsubscribed", "Deleted");

  private final State state;

  SubscriberNoun(State state) {
    this.state = state;
  }

  @Override
  public Done create(Element object, SaveAction action) {
    Optional<State.Subscriber> before = find(object);
    if (before.isPresent() && action != SaveAction.UPDATE_ADD) {
      throw new Refusal(EXISTS, "The subscriber is already on the list");
    }
    State.Subscriber saved = save(object, before);
    String id = Integer.toString(saved.id());
    return before.isPresent()
        ? new Done("Updated Subscriber.", null, null, echo(saved))
        : new Done("Created Subscriber.", id, null, echo(saved));
  }

  @Override
  public Done update(Element object, SaveAction action) {
    Optional<State.Subscriber> before = find(object);
    if (before.isEmpty() && action != SaveAction.UPDATE_ADD) {
      throw new Refusal(ABSENT, "The subscriber was not found.");
    }
    return new Done("Updated Subscriber.", null, null, echo(save(object, before)));
  }

  @Override
  public Done delete(Element object) {
    State.Subscriber before =
        find(object).orElseThrow(() -> new Refusal(ABSENT, "The subscriber was not found."));
    state.removeSubscriber(before.key());
    return new Done("Subscriber deleted", null, null, echo(before));
  }

  private Optional<State.Subscriber> find(Element object) {
    String key = key(object);
    if (key.isEmpty()) {
      throw new Refusal(INVALID, "The subscriber has no SubscriberKey.");
    }
    return state.subscriber(key);
  }

  private static String key(Element object) {
    String key = Xml.text(object, "SubscriberKey").strip();
    return key.isEmpty() ? Xml.text(object, "EmailAddress").strip() : key;
  }

  private State.Subscriber save(Element object, Optional<State.Subscriber> before) {
    String key = key(object);
    String email = Xml.text(object, "EmailAddress");
    if (key.length() > 254) {
      throw new Refusal(INVALID, "The SubscriberKey exceeds the maximum length of 254.");
    }
    if (email.isEmpty() ? before.isEmpty() : !Cells.isEmail(email)) {
      throw new Refusal(INVALID, "The EmailAddress is not valid.");
    }
    if (before.isEmpty() && state.isBeingDeleted(key)) {
      throw new Refusal(INVALID, "The contact is in the process of being deleted.");
    }
    String status = status(Xml.text(object, "Status"));
    Map<Integer, String> lists = new LinkedHashMap<>();
    before.ifPresent(b -> lists.putAll(b.lists()));
    for (Element element : Xml.children(object, "Lists")) {
      int id = Numbers.whole(Xml.text(element, "ID"), 0);
      if (!state.lists.containsKey(id)) {
        throw new Refusal(INVALID, "The list [" + id + "] does not exist.");
      }
      if (Xml.text(element, "Action").equals("delete")) {
        lists.remove(id);
      } else {
        String onList = status(Xml.text(element, "Status"));
        lists.put(id, onList.isEmpty() ? lists.getOrDefault(id, "Active") : onList);
      }
    }
    String was = before.map(State.Subscriber::status).orElse("Active");
    String now = status.isEmpty() ? was : status;
    lists.put(state.allSubscribers().id(), now);
    String since = before.map(State.Subscriber::unsubscribed).orElse("");
    if (now.equals("Unsubscribed") && since.isEmpty()) {
      since = state.now();
    }
    State.Subscriber saved =
        new State.Subscriber(
            before.map(State.Subscriber::id).orElseGet(() -> (int) state.ids.next()),
            before.map(State.Subscriber::key).orElse(key),
            email.isEmpty() ? before.map(State.Subscriber::email).orElse("") : email,
            now,
            lists,
            before.map(State.Subscriber::created).orElseGet(state::now),
            now.equals("Unsubscribed") ? since : "");
    state.put(saved);
    return saved;
  }

  private static String status(String word) {
    if (word.isEmpty()) {
      return "";
    }
    return STATUSES.stream()
        .filter(s -> s.equals(word))
        .findFirst()
        .orElseThrow(() -> new Refusal(INVALID, "The Status [" + word + "] is not valid."));
  }

  private static XmlText echo(State.Subscriber subscriber) {
    return new XmlText()
        .openTyped("Object", "Subscriber")
        .leaf("PartnerKey", null)
        .leaf("ID", Integer.toString(subscriber.id()))
        .leaf("ObjectID", null)
        .leaf("EmailAddress", subscriber.email())
        .leaf("SubscriberKey", subscriber.key())
        .leaf("Status", subscriber.status())
        .close("Object");
  }

  @Override
  public String type() {
    return "Subscriber";
  }

  @Override
  public List<String> retrievable() {
    return List.of(
        "ID",
        "PartnerKey",
        "CreatedDate",
        "Client.ID",
        "EmailAddress",
        "SubscriberKey",
        "UnsubscribedDate",
        "Status",
        "EmailTypePreference");
  }

  @Override
  public List<Found> all() {
    List<Found> all = new ArrayList<>();
    state.subscribers().stream().filter(this::isShown).forEach(s -> all.add(() -> properties(s)));
    return all;
  }

  @Override
  public Optional<List<Found>> indexed(String property, List<String> values) {
    boolean byKey = property.equalsIgnoreCase("SubscriberKey");
    if (!byKey && !property.equalsIgnoreCase("EmailAddress")) {
      return Optional.empty();
    }
    Set<State.Subscriber> people = new LinkedHashSet<>();
    for (String value : values) {
      people.addAll(byKey ? state.subscriber(value).stream().toList() : state.subscribersAt(value));
    }
    List<Found> found = new ArrayList<>();
    people.stream().filter(this::isShown).forEach(s -> found.add(() -> properties(s)));
    return Optional.of(found);
  }

  private boolean isShown(State.Subscriber subscriber) {
    return !state.switches.on(SalesforceFact.DELETED_CONTACTS_HIDE)
        || !state.isBeingDeleted(subscriber.key());
  }

  private Map<String, @Nullable String> properties(State.Subscriber subscriber) {
    Map<String, @Nullable String> map = new LinkedHashMap<>();
    map.put("CreatedDate", subscriber.created());
    map.put("ID", Integer.toString(subscriber.id()));
    map.put("EmailAddress", subscriber.email());
    map.put("SubscriberKey", subscriber.key());
    if (!subscriber.unsubscribed().isEmpty()) {
      map.put("UnsubscribedDate", subscriber.unsubscribed());
    }
    map.put("Status", subscriber.status());
    map.put("EmailTypePreference", "HTML");
    map.put("Client.ID", Integer.toString(state.account.id()));
    return map;
  }
}
