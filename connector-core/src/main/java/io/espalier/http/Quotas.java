package io.espalier.http;

import io.espalier.spi.Surroundings;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import okhttp3.Interceptor;
import okhttp3.Response;
import retrofit2.Invocation;

/** Keeps each endpoint within its {@link Tier}: waits before a call rather than be refused. */
final class Quotas implements Interceptor {
  private final Surroundings surroundings;
  private final Map<String, FixedWindows> windows = new ConcurrentHashMap<>();

  Quotas(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Response intercept(Chain chain) throws IOException {
    Invocation invocation = chain.request().tag(Invocation.class);
    Tier tier = invocation == null ? null : invocation.method().getAnnotation(Tier.class);
    if (invocation != null && tier != null) {
      String pool = tier.pool().isEmpty() ? invocation.method().toString() : tier.pool();
      FixedWindows own =
          windows.computeIfAbsent(pool, p -> new FixedWindows(tier.perSecond(), tier.perMinute()));
      long wait = own.take(surroundings.clock().millis());
      if (wait > 0) {
        try {
          surroundings.sleeper().sleep(Duration.ofMillis(wait));
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new InterruptedIOException("interrupted while waiting for a quota");
        }
      }
    }
    return chain.proceed(chain.request());
  }

  /** Two fixed windows, a second and a minute, as the vendors count them. */
  private static final class FixedWindows {
    private final int[] limits;
    private final long[] lengths = {1_000, 60_000};
    private final long[] starts = {0, 0};
    private final int[] used = {0, 0};

    FixedWindows(int perSecond, int perMinute) {
      limits = new int[] {perSecond, perMinute};
    }

    /** Reserves a call and says how many milliseconds from now it may start. */
    synchronized long take(long now) {
      long at = now;
      for (int i = 0; i < limits.length; i++) {
        if (limits[i] > 0 && used[i] >= limits[i] && at < starts[i] + lengths[i]) {
          at = starts[i] + lengths[i];
        }
      }
      for (int i = 0; i < limits.length; i++) {
        if (at >= starts[i] + lengths[i]) {
          starts[i] = at;
          used[i] = 0;
        }
        used[i]++;
      }
      return at - now;
    }
  }
}
