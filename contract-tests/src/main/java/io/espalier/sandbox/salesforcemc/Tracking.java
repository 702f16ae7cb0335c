package io.espalier.sandbox.salesforcemc;

import java.util.Map;

/**
 * Something that happened to one message: a row of what SOAP calls Sent-, Open-, Click-, Bounce-,
 * Unsub- and NotSentEvent, and of the data view of complaints.
 *
 * @param kind the object type, or {@code Complaint}, which has none
 * @param subscriberKey as the send had it
 * @param email the address that it went to
 * @param at Central time without daylight saving, as the wire prints it
 * @param job SOAP's SendID
 * @param details further properties by their names
 */
record Tracking(
    String kind,
    String subscriberKey,
    String email,
    String at,
    int job,
    Map<String, String> details) {
  static final String COMPLAINT = "Complaint";

  Tracking {
    details = Map.copyOf(details);
  }
}
