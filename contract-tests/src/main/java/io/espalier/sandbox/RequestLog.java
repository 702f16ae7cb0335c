package io.espalier.sandbox;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** The last requests, without credentials, addresses and bodies. */
final class RequestLog {
  private static final int MOST = 200;

  /**
   * One request.
   *
   * @param path with every part that holds an address masked, and of its query the names only
   * @param status 0 where no whole answer went back
   * @param fault what went wrong on the way; empty for nothing
   */
  record Entry(Instant at, String method, String path, int status, int bytes, String fault) {}

  private final Clock clock;
  private final Deque<Entry> entries = new ArrayDeque<>();
  private long total;

  RequestLog(Clock clock) {
    this.clock = clock;
  }

  synchronized void add(Exchange exchange, int status, Fault fault) {
    total++;
    if (entries.size() == MOST) {
      entries.removeLast();
    }
    entries.addFirst(
        new Entry(
            clock.instant(),
            exchange.method(),
            shown(exchange),
            status,
            exchange.body().length,
            fault instanceof Fault.None ? "" : fault.getClass().getSimpleName()));
  }

  /** The latest first. */
  synchronized List<Entry> entries() {
    return List.copyOf(entries);
  }

  synchronized long total() {
    return total;
  }

  private static String shown(Exchange exchange) {
    StringBuilder path = new StringBuilder();
    for (String part : exchange.segments()) {
      // A hash of an address is as good as the address.
      boolean person = part.indexOf('@') >= 0 || part.matches("[0-9a-fA-F]{32,}");
      path.append('/').append(person ? "***" : part);
    }
    List<String> names = new ArrayList<>();
    for (String pair : List.of(exchange.query().split("&", -1))) {
      if (!pair.isEmpty()) {
        names.add(pair.replaceFirst("=.*", "=…"));
      }
    }
    return path + (names.isEmpty() ? "" : "?" + String.join("&", names));
  }
}
