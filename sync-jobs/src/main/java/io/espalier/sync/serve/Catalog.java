package io.espalier.sync.serve;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Prices and stock, no older than they may be, or the last that were good. A backend that is slow
 * or dead costs each email at most the timeout, and nothing once that has passed: whoever comes
 * later gets the last good answer at once, while one request goes on trying.
 */
final class Catalog implements AutoCloseable {
  /** Reads from the backend. */
  interface Backend {
    /** True where one answer holds every item; otherwise it is asked for one item at a time. */
    boolean whole();

    /**
     * @param key of the item; nothing where {@link #whole}
     * @return key → column → text
     */
    Map<String, Map<String, String>> load(String key) throws Exception;
  }

  /**
   * @param asOf the oldest instant at which any of it was so
   */
  record Answer(Map<String, Map<String, String>> rows, Instant asOf) {}

  private record Kept(Map<String, Map<String, String>> rows, Instant at) {}

  private record Load(CompletableFuture<Kept> result, long startedNanos) {}

  private static final String ALL = "";
  private static final int MOST = 100_000;

  /** After so many timeouts a request that hangs is given up, and another one tries. */
  private static final int PATIENCE = 20;

  private final Backend backend;
  private final Duration fresh;
  private final Duration timeout;
  private final Clock clock;
  private final Ticker ticker;
  private final ServeLog log;
  private final Cache<String, Kept> kept = Caffeine.newBuilder().maximumSize(MOST).build();
  private final Map<String, Load> loading = new ConcurrentHashMap<>();
  private final ExecutorService threads;

  /**
   * @param ticker measures how long a backend takes
   */
  Catalog(
      Backend backend, Duration fresh, Duration timeout, Clock clock, Ticker ticker, ServeLog log) {
    this.ticker = ticker;
    this.backend = backend;
    this.fresh = fresh;
    this.timeout = timeout;
    this.clock = clock;
    this.log = log;
    this.threads =
        Executors.newFixedThreadPool(
            8,
            work -> {
              Thread thread = new Thread(work, "catalog");
              thread.setDaemon(true);
              return thread;
            });
  }

  /** The items of these keys; empty where nothing is known and nothing came in time. */
  Optional<Answer> rows(Set<String> keys) {
    if (backend.whole()) {
      return one(ALL).map(k -> new Answer(k.rows(), k.at()));
    }
    Map<String, Map<String, String>> rows = new LinkedHashMap<>();
    Instant oldest = clock.instant();
    keys.forEach(this::start);
    for (String key : keys) {
      Optional<Kept> found = one(key);
      if (found.isEmpty()) {
        return Optional.empty();
      }
      rows.putAll(found.get().rows());
      oldest = found.get().at().isBefore(oldest) ? found.get().at() : oldest;
    }
    return Optional.of(new Answer(rows, oldest));
  }

  private boolean isFresh(Kept found) {
    return clock.instant().isBefore(found.at().plus(fresh));
  }

  private Optional<Kept> one(String key) {
    Kept last = kept.getIfPresent(key);
    if (last != null && isFresh(last)) {
      return Optional.of(last);
    }
    Load load = start(key);
    long left = timeout.toNanos() - (ticker.read() - load.startedNanos());
    try {
      Kept now = load.result().get(Math.max(0, left), TimeUnit.NANOSECONDS);
      return Optional.of(now);
    } catch (TimeoutException | ExecutionException e) {
      return Optional.ofNullable(last);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.ofNullable(last);
    }
  }

  /** The one request that is under way for a key, begun now where there is none. */
  private Load start(String key) {
    Kept last = kept.getIfPresent(key);
    if (last != null && isFresh(last)) {
      return new Load(CompletableFuture.completedFuture(last), ticker.read());
    }
    return loading.compute(
        key,
        (k, running) -> {
          boolean hangs =
              running != null
                  && ticker.read() - running.startedNanos() > timeout.toNanos() * PATIENCE;
          if (running != null && !running.result().isDone() && !hangs) {
            return running;
          }
          // One that has just failed is not tried again by everybody at once.
          if (running != null
              && running.result().isCompletedExceptionally()
              && ticker.read() - running.startedNanos() < timeout.toNanos()) {
            return running;
          }
          return new Load(CompletableFuture.supplyAsync(() -> load(k), threads), ticker.read());
        });
  }

  private Kept load(String key) {
    try {
      Kept loaded = new Kept(backend.load(key), clock.instant());
      kept.put(key, loaded);
      return loaded;
    } catch (Exception e) {
      log.failed("catalog", e);
      throw new CompletionException(e);
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
