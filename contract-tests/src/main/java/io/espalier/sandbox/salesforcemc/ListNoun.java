package io.espalier.sandbox.salesforcemc;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** SOAP's List: at first there is All Subscribers only. */
final class ListNoun implements SoapNoun {
  private final State state;

  ListNoun(State state) {
    this.state = state;
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
    map.put("Type", "Private");
    map.put("Description", "Contains all subscribers");
    map.put("ListClassification", "ExactTargetList");
    map.put("Client.ID", Integer.toString(state.account.id()));
    return map;
  }
}
