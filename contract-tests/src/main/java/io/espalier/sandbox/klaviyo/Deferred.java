package io.espalier.sandbox.klaviyo;

import com.google.gson.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What Klaviyo answered with 202 and does later, in the order of arrival. How much later nobody
 * outside knows; here it is a time on the sandbox's clock.
 */
final class Deferred {
  /** Events are there within minutes, consent within seconds; a deletion takes longer. */
  static final String EVENTS = "events";

  static final String SUBSCRIBE = "subscribe";
  static final String UNSUBSCRIBE = "unsubscribe";
  static final String SUPPRESS = "suppress";
  static final String DELETE = "delete";
  static final String MERGE = "merge";
  static final String SEND = "send";
  static final String DELIVER = "deliver";
  static final String BULK = "bulk";
  static final String IDENTIFY = "identify";
  static final String OPT_IN = "opt in";
  static final String BROWSED = "browsed";

  private static final int SLOW = 3;

  private final Holdings holdings;
  private final Duration lag;
  private final Map<String, Consumer<JsonObject>> deeds = new HashMap<>();

  /**
   * A queue over the account's own.
   *
   * @param lag how much later; a deletion takes three times as long
   */
  Deferred(Holdings holdings, Duration lag) {
    this.holdings = holdings;
    this.lag = lag;
  }

  /** How this kind is done. */
  void on(String kind, Consumer<JsonObject> deed) {
    deeds.put(kind, deed);
  }

  void accept(String kind, JsonObject what) {
    accept(kind, what, holdings.clock.instant());
  }

  /** The same, from a later moment on. */
  void accept(String kind, JsonObject what, Instant from) {
    long due = from.toEpochMilli() + lag.toMillis() * (kind.equals(DELETE) ? SLOW : 1);
    holdings.later.computeIfAbsent(due, d -> new ArrayList<>()).add(new Later(kind, what));
  }

  /** Does what is due. What has become impossible in the meantime comes to nothing. */
  void settle() {
    long now = holdings.clock.millis();
    while (!holdings.later.isEmpty() && holdings.later.firstKey() <= now) {
      List<Later> due = holdings.later.pollFirstEntry().getValue();
      for (Later one : due) {
        Consumer<JsonObject> deed = deeds.get(one.kind());
        if (deed == null) {
          throw new IllegalStateException("nobody does " + one.kind());
        }
        try {
          deed.accept(one.what());
        } catch (ApiException impossible) {
          continue;
        }
      }
    }
  }
}
