package io.espalier.sync.kill;

import io.espalier.sandbox.Exchange;
import io.espalier.sandbox.RequestCheck;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Stands beside the sandboxes of this process: asked after the account did what it was asked to,
 * and before the answer goes back. Does nothing until somebody sends it.
 */
public final class Onlooker implements RequestCheck {
  private static final Map<String, RequestCheck> SENT = new ConcurrentHashMap<>();

  /** Sends one to the sandboxes behind these doors, e.g. {@code 127.0.0.1:8080}. */
  static void send(Collection<String> doors, RequestCheck check) {
    doors.forEach(door -> SENT.put(door, check));
  }

  static void callBack(Collection<String> doors) {
    doors.forEach(SENT::remove);
  }

  @Override
  public void about(String esp, Exchange exchange, int status) {
    RequestCheck check = SENT.get(exchange.header("Host").orElse(""));
    if (check != null) {
      check.about(esp, exchange, status);
    }
  }
}
