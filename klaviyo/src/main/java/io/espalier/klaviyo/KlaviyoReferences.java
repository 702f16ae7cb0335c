package io.espalier.klaviyo;

import java.util.Optional;

/** Our names for what only an account knows by an id; they stand in a definition in its place. */
final class KlaviyoReferences {
  private static final String SEGMENT = "espalier:segment:";
  private static final String METRIC = "espalier:event:";

  private KlaviyoReferences() {}

  static String segment(String id) {
    return SEGMENT + id;
  }

  static String metric(String event) {
    return METRIC + event;
  }

  /** The segment that is meant; empty for any other text. */
  static Optional<String> segmentIn(String text) {
    return after(text, SEGMENT);
  }

  static Optional<String> metricIn(String text) {
    return after(text, METRIC);
  }

  private static Optional<String> after(String text, String prefix) {
    return text.startsWith(prefix) ? Optional.of(text.substring(prefix.length())) : Optional.empty();
  }
}
