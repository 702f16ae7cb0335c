package io.espalier.sandbox.klaviyo;

/**
 * An event.
 *
 * @param second of its time, since 1970: Klaviyo keeps no more
 * @param properties as JSON text, {@code $event_id} and {@code $value} among them
 */
record StoredEvent(
    String id, String metric, String profile, String uniqueId, long second, String properties) {

  /** What makes two events one. */
  String identity() {
    return profile + "|" + metric + "|" + uniqueId;
  }
}
