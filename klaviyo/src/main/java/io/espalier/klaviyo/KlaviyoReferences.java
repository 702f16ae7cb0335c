package io.espalier.klaviyo;

import java.util.Optional;

/** Names in a definition for what only the account knows by an id. */
final class KlaviyoReferences {
  private static final String LIST = "espalier:list:";
  private static final String METRIC = "espalier:metric:";

  private KlaviyoReferences() {}

  static String list(String name) {
    return LIST + name;
  }

  static String metric(String name) {
    return METRIC + name;
  }

  /** The name of the list that is meant; empty for any other text. */
  static Optional<String> listIn(String text) {
    return after(text, LIST);
  }

  static Optional<String> metricIn(String text) {
    return after(text, METRIC);
  }

  private static Optional<String> after(String text, String prefix) {
    return text.startsWith(prefix)
        ? Optional.of(text.substring(prefix.length()))
        : Optional.empty();
  }
}
