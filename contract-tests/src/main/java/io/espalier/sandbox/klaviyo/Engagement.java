package io.espalier.sandbox.klaviyo;

import com.google.gson.JsonObject;
import java.util.Map;
import java.util.Optional;

/**
 * What people do with mail, as the account's own metrics record it. The names are those of the
 * product; the sheet of 2026-11-23 has {@code Opened Email} only, from a webhook's topic.
 */
final class Engagement {
  static final String RECEIVED = "Received Email";
  static final String OPENED = "Opened Email";
  static final String CLICKED = "Clicked Email";
  static final String BOUNCED = "Bounced Email";
  static final String SPAM = "Marked Email as Spam";
  static final String UNSUBSCRIBED = "Unsubscribed from Email Marketing";

  /** By the word of the sandbox's control. */
  private static final Map<String, String> ACTS = Map.of("open", OPENED, "click", CLICKED);

  private static final Map<String, String> LEARNT =
      Map.of("HARD_BOUNCE", BOUNCED, "SPAM_COMPLAINT", SPAM, Suppression.UNSUBSCRIBE, UNSUBSCRIBED);

  private final Holdings holdings;

  Engagement(Holdings holdings) {
    this.holdings = holdings;
  }

  /** The person opens or clicks the last mail that they got; false where there is none. */
  boolean act(Person person, String word) {
    String metric = ACTS.get(word);
    Optional<JsonObject> mail = lastMail(person);
    if (metric == null || mail.isEmpty()) {
      return false;
    }
    record(person, metric, mail.get());
    return true;
  }

  /** What the account learns with a suppression, about the last mail where there was one. */
  void learnt(Person person, String reason) {
    String metric = LEARNT.get(reason);
    if (metric != null) {
      record(person, metric, lastMail(person).orElseGet(JsonObject::new));
    }
  }

  private void record(Person person, String metric, JsonObject properties) {
    properties.remove("$event_id");
    holdings.happenings.record(
        holdings.happenings.metric(metric, Metric.OWN, holdings),
        person,
        properties,
        holdings.clock.instant(),
        holdings);
  }

  private Optional<JsonObject> lastMail(Person person) {
    String received = holdings.happenings.metric(RECEIVED, Metric.OWN, holdings).id();
    JsonObject last = null;
    for (StoredEvent event : holdings.happenings.events.values()) {
      if (event.profile().equals(person.id) && event.metric().equals(received)) {
        last = com.google.gson.JsonParser.parseString(event.properties()).getAsJsonObject();
      }
    }
    return Optional.ofNullable(last);
  }
}
