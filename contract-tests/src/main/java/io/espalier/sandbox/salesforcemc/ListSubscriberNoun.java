package io.espalier.sandbox.salesforcemc;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** SOAP's ListSubscriber: who is on which list, and how. */
final class ListSubscriberNoun implements SoapNoun {
  private final State state;

  ListSubscriberNoun(State state) {
    this.state = state;
  }

  @Override
  public String type() {
    return "ListSubscriber";
  }

  @Override
  public List<String> retrievable() {
    return List.of("ID", "ListID", "SubscriberKey", "Status", "CreatedDate", "Client.ID");
  }

  @Override
  public List<Found> all() {
    List<Found> all = new ArrayList<>();
    for (State.Subscriber subscriber : state.subscribers()) {
      subscriber
          .lists()
          .forEach(
              (list, status) ->
                  all.add(
                      () -> {
                        Map<String, @Nullable String> map = new LinkedHashMap<>();
                        map.put("CreatedDate", subscriber.created());
                        map.put("ID", Integer.toString(subscriber.id()));
                        map.put("SubscriberKey", subscriber.key());
                        map.put("ListID", Integer.toString(list));
                        map.put("Status", status);
                        map.put("Client.ID", Integer.toString(state.account.id()));
                        return map;
                      }));
    }
    return all;
  }
}
