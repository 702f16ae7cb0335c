package io.espalier.sandbox.salesforcemc;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;

/**
 * SOAP's List: lists, publication lists and suppression lists. At first there is All Subscribers
 * only, which stays.
 */
final class ListNoun implements SoapNoun {
  // Assumed: no refusal of a list was ever recorded.
  private static final int INVALID = 13000;
  private static final Map<String, String> FOLDERS =
      Map.of(
          "ExactTargetList", "mysubs",
          "PublicationList", "publication",
          "SuppressionList", "suppression_list");

  private final State state;

  ListNoun(State state) {
    this.state = state;
  }

  @Override
  public Done create(Element object, SaveAction action) {
    String name = Xml.text(object, "ListName");
    String classification = orElse(Xml.text(object, "ListClassification"), "ExactTargetList");
    String type = orElse(Xml.text(object, "Type"), "Private");
    String folder = FOLDERS.get(classification);
    if (name.isBlank() || folder == null) {
      throw new Refusal(INVALID, "A list needs a ListName and a known ListClassification.");
    }
    if (!type.equals("Public") && !type.equals("Private")) {
      throw new Refusal(INVALID, "The Type [" + type + "] is not valid.");
    }
    int category = Numbers.whole(Xml.text(object, "Category"), 0);
    State.Folder above = category == 0 ? state.rootFolder(folder) : state.folders.get(category);
    if (above == null || !above.contentType().equals(folder)) {
      throw new Refusal(INVALID, "The Category [" + category + "] is not a folder of such lists.");
    }
    if (state.lists.values().stream().anyMatch(l -> l.name().equalsIgnoreCase(name))) {
      throw new Refusal(INVALID, "A list named " + name + " already exists.");
    }
    int id = (int) state.ids.next();
    State.MailingList made =
        new State.MailingList(
            id,
            state.ids.guid(),
            orElse(Xml.text(object, "CustomerKey"), name + " - " + above.id()),
            name,
            above.id(),
            type,
            Xml.text(object, "Description"),
            classification,
            state.now());
    state.lists.put(id, made);
    return new Done("Created List.", Integer.toString(id), made.objectId(), echo(made));
  }

  /** Only its name and description change. */
  @Override
  public Done update(Element object, SaveAction action) {
    State.MailingList before = find(object);
    State.MailingList after =
        new State.MailingList(
            before.id(),
            before.objectId(),
            before.key(),
            orElse(Xml.text(object, "ListName"), before.name()),
            before.category(),
            before.type(),
            orElse(Xml.text(object, "Description"), before.description()),
            before.classification(),
            before.at());
    state.lists.put(after.id(), after);
    return new Done("Updated List.", null, null, echo(after));
  }

  @Override
  public Done delete(Element object) {
    State.MailingList before = find(object);
    if (before.id() == state.allSubscribers().id()) {
      throw new Refusal(INVALID, "All Subscribers cannot be deleted.");
    }
    state.lists.remove(before.id());
    for (State.Subscriber subscriber : new ArrayList<>(state.subscribers())) {
      subscriber.lists().remove(before.id());
    }
    return new Done("List deleted", null, null, echo(before));
  }

  private State.MailingList find(Element object) {
    int id = Numbers.whole(Xml.text(object, "ID"), 0);
    String key = Xml.text(object, "CustomerKey");
    return state.lists.values().stream()
        .filter(l -> l.id() == id || l.key().equalsIgnoreCase(key))
        .findFirst()
        .orElseThrow(() -> new Refusal(INVALID, "The list was not found."));
  }

  private static String orElse(String text, String usual) {
    return text.isBlank() ? usual : text;
  }

  private static XmlText echo(State.MailingList list) {
    return new XmlText()
        .openTyped("Object", "List")
        .leaf("PartnerKey", null)
        .leaf("ID", Integer.toString(list.id()))
        .leaf("ObjectID", list.objectId())
        .leaf("CustomerKey", list.key())
        .leaf("ListName", list.name())
        .close("Object");
  }

  @Override
  public String type() {
    return "List";
  }

  @Override
  public List<String> retrievable() {
    return List.of(
        "ID",
        "ObjectID",
        "PartnerKey",
        "CustomerKey",
        "ListName",
        "Category",
        "Type",
        "Description",
        "ListClassification",
        "CreatedDate",
        "ModifiedDate",
        "Client.ID");
  }

  @Override
  public List<Found> all() {
    List<Found> all = new ArrayList<>();
    state.lists.values().forEach(list -> all.add(() -> properties(list)));
    return all;
  }

  private Map<String, @Nullable String> properties(State.MailingList list) {
    Map<String, @Nullable String> map = new LinkedHashMap<>();
    map.put("ID", Integer.toString(list.id()));
    map.put("ObjectID", list.objectId());
    map.put("CustomerKey", list.key());
    map.put("ListName", list.name());
    map.put("Category", Integer.toString(list.category()));
    map.put("CreatedDate", list.at());
    map.put("ModifiedDate", list.at());
    map.put("Type", list.type());
    map.put("Description", list.description());
    map.put("ListClassification", list.classification());
    map.put("Client.ID", Integer.toString(state.account.id()));
    return map;
  }
}
