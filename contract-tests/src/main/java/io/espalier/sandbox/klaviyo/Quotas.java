package io.espalier.sandbox.klaviyo;

import java.time.Clock;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Fixed windows of one second, one minute and one day for each endpoint of the account, on the
 * sandbox's clock. Always counts; refuses only where told to enforce. Not safe for threads.
 */
final class Quotas {
  private final Clock clock;
  private final boolean enforce;
  private final Map<String, Window> windows = new HashMap<>();

  Quotas(Clock clock, boolean enforce) {
    this.clock = clock;
    this.enforce = enforce;
  }

  /**
   * Counts one call.
   *
   * @param retryAfter whole seconds to wait; 0 where the call may go on
   * @param headers those that describe the steady window; none on a refusal
   */
  record Verdict(int retryAfter, Map<String, String> headers) {}

  Verdict take(String endpoint, Quota quota) {
    long now = clock.millis();
    Window second = window(endpoint + " 1", now, 1_000);
    Window minute = window(endpoint + " 60", now, 60_000);
    Window day = window(endpoint + " 86400", now, 86_400_000);
    if (enforce) {
      long wait = 0;
      wait = Math.max(wait, second.count >= quota.burst() ? second.end(1_000) - now : 0);
      wait = Math.max(wait, minute.count >= quota.steady() ? minute.end(60_000) - now : 0);
      if (quota.daily() > 0 && day.count >= quota.daily()) {
        wait = Math.max(wait, day.end(86_400_000) - now);
      }
      if (wait > 0) {
        return new Verdict((int) ((wait + 999) / 1_000), Map.of());
      }
    }
    second.count++;
    minute.count++;
    day.count++;
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("RateLimit-Limit", quota.header());
    headers.put(
        "RateLimit-Remaining", Integer.toString(Math.max(0, quota.steady() - minute.count)));
    headers.put("RateLimit-Reset", Long.toString((minute.end(60_000) - now + 999) / 1_000));
    return new Verdict(0, headers);
  }

  private Window window(String key, long now, long length) {
    long start = Math.floorDiv(now, length) * length;
    Window window = windows.computeIfAbsent(key, k -> new Window());
    if (window.start != start) {
      window.start = start;
      window.count = 0;
    }
    return window;
  }

  private static final class Window {
    private long start;
    private int count;

    private long end(long length) {
      return start + length;
    }
  }
}
