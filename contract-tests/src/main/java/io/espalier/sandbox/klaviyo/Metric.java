package io.espalier.sandbox.klaviyo;

/**
 * A kind of event; there from the first event of its name.
 *
 * @param integration {@code API}, or {@code Klaviyo} for what the account itself records
 */
record Metric(String id, String name, String integration, String created) {
  static final String API = "API";
  static final String OWN = "Klaviyo";
}
