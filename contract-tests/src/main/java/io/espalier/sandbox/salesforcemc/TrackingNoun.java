package io.espalier.sandbox.salesforcemc;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** SOAP's tracking events, which can only be retrieved. Complaints are not among them. */
final class TrackingNoun implements SoapNoun {
  private final State state;
  private final String kind;
  private final List<String> more;

  private TrackingNoun(State state, String kind, String... more) {
    this.state = state;
    this.kind = kind;
    this.more = List.of(more);
  }

  static List<TrackingNoun> all(State state) {
    return List.of(
        new TrackingNoun(state, "SentEvent"),
        new TrackingNoun(state, "NotSentEvent"),
        new TrackingNoun(state, "OpenEvent"),
        new TrackingNoun(state, "ClickEvent", "URLID", "URL"),
        new TrackingNoun(
            state, "BounceEvent", "SMTPCode", "BounceCategory", "SMTPReason", "BounceType"),
        new TrackingNoun(state, "UnsubEvent", "List.ID", "IsMasterUnsubscribed"));
  }

  @Override
  public String type() {
    return kind;
  }

  @Override
  public List<String> retrievable() {
    List<String> names =
        new ArrayList<>(
            List.of(
                "SendID",
                "SubscriberKey",
                "EventDate",
                "EventType",
                "BatchID",
                "TriggeredSendDefinitionObjectID",
                "Client.ID",
                "PartnerKey",
                "CreatedDate",
                "ModifiedDate",
                "ID",
                "ObjectID"));
    names.addAll(more);
    return names;
  }

  @Override
  public List<Found> all() {
    List<Found> all = new ArrayList<>();
    for (Tracking event : state.tracking) {
      if (event.kind().equals(kind)) {
        all.add(() -> properties(event));
      }
    }
    return all;
  }

  private Map<String, @Nullable String> properties(Tracking event) {
    Map<String, @Nullable String> map = new LinkedHashMap<>();
    map.put("Client.ID", Integer.toString(state.account.id()));
    map.put("SendID", Integer.toString(event.job()));
    map.put("SubscriberKey", event.subscriberKey());
    map.put("EventDate", event.at());
    map.put("BatchID", "1");
    map.put("TriggeredSendDefinitionObjectID", null);
    map.putAll(event.details());
    return map;
  }
}
