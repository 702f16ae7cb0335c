package io.espalier.mailchimp;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import okhttp3.Interceptor;
import okhttp3.Response;
import okhttp3.ResponseBody;

/**
 * Keeps all connections of this process to one account within its calls at a time. A call holds its
 * lane until its answer is read; one that we gave up, until Mailchimp has surely ended it; one that
 * Mailchimp's side broke off, for as long as such calls take it.
 */
final class MailchimpLanes implements Interceptor {
  /**
   * Mailchimp allows a key ten. Source: <a
   * href="https://mailchimp.com/developer/marketing/docs/fundamentals/">fundamentals</a>,
   * 2026-08-13.
   */
  static final int MOST = 10;

  /** Its server gives a call up after so long. Source: as above. */
  private static final Duration LONGEST_CALL = Duration.ofSeconds(120);

  /** A broken connection may be heard of before the call has ended behind it. */
  private static final Duration LEAST_AFTER_BREAK = Duration.ofMillis(250);

  private static final Map<Clock, Map<String, Lanes>> ACCOUNTS = new WeakHashMap<>();

  private final Lanes lanes;
  private final Clock clock;

  private MailchimpLanes(Lanes lanes, Clock clock) {
    this.lanes = lanes;
    this.clock = clock;
  }

  /** Those of one account: every connection with its key shares them. */
  static MailchimpLanes of(MailchimpSettings settings, Clock clock) {
    String account = digest(settings.base() + "\n" + settings.apiKey());
    synchronized (ACCOUNTS) {
      return new MailchimpLanes(
          ACCOUNTS
              .computeIfAbsent(clock, any -> new HashMap<>())
              .computeIfAbsent(account, key -> new Lanes()),
          clock);
    }
  }

  /** How many calls wait for a lane. */
  int waiting() {
    return lanes.waiting();
  }

  @Override
  public Response intercept(Chain chain) throws IOException {
    try {
      lanes.take(clock);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for a free connection");
    }
    Instant began = clock.instant();
    Instant until = Instant.MIN;
    try (Response response = chain.proceed(chain.request())) {
      ResponseBody body = response.body();
      Response whole =
          body == null
              ? response
              : response
                  .newBuilder()
                  .body(ResponseBody.create(body.bytes(), body.contentType()))
                  .build();
      lanes.took(Duration.between(began, clock.instant()));
      return whole;
    } catch (ConnectException e) {
      throw e;
    } catch (InterruptedIOException e) {
      // We did not wait for it any longer: a timeout, or the end of the run.
      until = began.plus(LONGEST_CALL);
      throw e;
    } catch (IOException e) {
      until = clock.instant().plus(lanes.usual());
      throw e;
    } finally {
      lanes.give(until);
    }
  }

  /**
   * The lanes of one account; at least one is open, or nobody would notice that time has passed.
   */
  private static final class Lanes {
    private final ReentrantLock lock = new ReentrantLock(true);
    private final Condition given = lock.newCondition();
    private final List<Instant> brokenOff = new ArrayList<>();
    private int taken;
    private int waiting;
    private Duration longest = Duration.ZERO;

    /** What long calls take, as far as any were seen; each shorter one makes it a little less. */
    void took(Duration time) {
      lock.lock();
      try {
        Duration less = longest.multipliedBy(49).dividedBy(50);
        longest = time.compareTo(less) > 0 ? time : less;
      } finally {
        lock.unlock();
      }
    }

    /** A call that broke off is over by then, as others are. */
    Duration usual() {
      lock.lock();
      try {
        return longest.compareTo(LEAST_AFTER_BREAK) < 0
            ? LEAST_AFTER_BREAK
            : longest.compareTo(LONGEST_CALL) < 0 ? longest : LONGEST_CALL;
      } finally {
        lock.unlock();
      }
    }

    void take(Clock clock) throws InterruptedException {
      lock.lock();
      try {
        waiting++;
        while (taken >= open(clock.instant())) {
          given.await();
        }
        taken++;
      } finally {
        waiting--;
        lock.unlock();
      }
    }

    private int open(Instant now) {
      brokenOff.removeIf(until -> !until.isAfter(now));
      return Math.max(1, MOST - brokenOff.size());
    }

    void give(Instant until) {
      lock.lock();
      try {
        taken--;
        if (!until.equals(Instant.MIN)) {
          brokenOff.add(until);
        }
        // All of them: one that was closed may be open again.
        given.signalAll();
      } finally {
        lock.unlock();
      }
    }

    int waiting() {
      lock.lock();
      try {
        return waiting;
      } finally {
        lock.unlock();
      }
    }
  }

  /** The key itself is kept nowhere. */
  private static String digest(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
