package io.espalier.http;

import io.espalier.spi.Surroundings;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import okhttp3.Interceptor;
import okhttp3.Response;
import retrofit2.Invocation;

/**
 * Keeps each endpoint within its {@link Tier}: waits before a call rather than be refused. What the
 * vendor tells narrows it: a lower limit, and calls that others have made in the same window. All
 * connections of this process to one account draw on one budget.
 */
final class Quotas implements Interceptor {
  private static final Map<Clock, Map<String, Map<String, Pool>>> ACCOUNTS = new WeakHashMap<>();

  private final Surroundings surroundings;
  private final QuotaHeaders headers;
  private final Map<String, Pool> pools;

  /** Of one account: shared by all that call it in this process. */
  Quotas(Surroundings surroundings, QuotaHeaders headers, String account) {
    this.surroundings = surroundings;
    this.headers = headers;
    this.pools = pools(surroundings.clock(), account);
  }

  /**
   * What an account's calls are counted in, by the clock that tells when they were made. The
   * account stands there as a digest only: its name may hold a key.
   */
  private static Map<String, Pool> pools(Clock clock, String account) {
    String digest = digest(account);
    synchronized (ACCOUNTS) {
      return ACCOUNTS
          .computeIfAbsent(clock, any -> new HashMap<>())
          .computeIfAbsent(digest, any -> new ConcurrentHashMap<>());
    }
  }

  private static String digest(String account) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256")
                  .digest(account.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  @Override
  public Response intercept(Chain chain) throws IOException {
    Invocation invocation = chain.request().tag(Invocation.class);
    Tier tier = invocation == null ? null : invocation.method().getAnnotation(Tier.class);
    if (invocation != null && tier != null) {
      String pool = tier.pool().isEmpty() ? invocation.method().toString() : tier.pool();
      Pool own = pools.computeIfAbsent(pool, p -> new Pool(tier.perSecond(), tier.perMinute()));
      long wait = own.take(surroundings.clock().millis());
      if (wait > 0) {
        try {
          surroundings.sleeper().sleep(Duration.ofMillis(wait));
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new InterruptedIOException("interrupted while waiting for a quota");
        }
      }
      try {
        Response response = chain.proceed(chain.request());
        headers
            .read(response.headers())
            .ifPresent(told -> own.learn(told, surroundings.clock().millis()));
        return response;
      } finally {
        own.ended();
      }
    }
    return chain.proceed(chain.request());
  }

  /**
   * The latest calls of a pool. No second and no minute, wherever it begins, holds more calls than
   * allowed: nobody knows where the vendor's own fixed windows begin.
   */
  private static final class Pool {
    private Recent second;
    private Recent minute;
    private int running;
    private long left = Long.MAX_VALUE;
    private long reset = Long.MIN_VALUE;

    Pool(int perSecond, int perMinute) {
      second = new Recent(perSecond, 1_000);
      minute = new Recent(perMinute, 60_000);
    }

    /** Reserves a call and says how many milliseconds from now it may start. */
    synchronized long take(long now) {
      long at = Math.max(now, Math.max(second.free(), minute.free()));
      running++;
      if (at < reset && left-- <= 0) {
        at = reset;
      }
      second.add(at);
      minute.add(at);
      return at - now;
    }

    synchronized void ended() {
      running--;
    }

    /** A limit is only ever lowered: the tier is what the vendor publishes. */
    synchronized void learn(QuotaHeaders.Told told, long now) {
      second = second.atMost(told.perSecond());
      minute = minute.atMost(told.perMinute());
      // Those under way besides the one that was answered may not be counted yet.
      left = Math.max(0, told.remaining() - (running - 1));
      reset = now + told.reset().toMillis();
    }
  }

  /** When the last so many calls started. */
  private static final class Recent {
    private final long[] starts;
    private final long length;
    private int oldest;

    Recent(int limit, long length) {
      starts = new long[limit];
      Arrays.fill(starts, Long.MIN_VALUE);
      this.length = length;
    }

    /** The same calls under a lower limit; this where it is not lower, or not told. */
    Recent atMost(int limit) {
      if (limit <= 0 || limit >= starts.length) {
        return this;
      }
      Recent lower = new Recent(limit, length);
      for (int i = starts.length - limit; i < starts.length; i++) {
        lower.add(starts[(oldest + i) % starts.length]);
      }
      return lower;
    }

    long free() {
      return starts.length == 0 || starts[oldest] == Long.MIN_VALUE
          ? Long.MIN_VALUE
          : starts[oldest] + length;
    }

    void add(long at) {
      if (starts.length > 0) {
        starts[oldest] = at;
        oldest = (oldest + 1) % starts.length;
      }
    }
  }
}
