package io.espalier.mailchimp;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import okhttp3.Interceptor;
import okhttp3.Response;
import okhttp3.ResponseBody;

/**
 * Keeps all connections of this process to one account within its calls at a time. A call holds its
 * lane until its answer is read.
 */
final class MailchimpLanes implements Interceptor {
  /**
   * One less than the ten that Mailchimp allows a key: a call that timed out may still be running
   * there. Source: <a
   * href="https://mailchimp.com/developer/marketing/docs/fundamentals/">fundamentals</a>,
   * 2026-08-13.
   */
  static final int MOST = 9;

  private static final Map<String, Semaphore> ACCOUNTS = new ConcurrentHashMap<>();

  private final Semaphore lanes;

  private MailchimpLanes(Semaphore lanes) {
    this.lanes = lanes;
  }

  /** Those of one account: every connection with its key shares them. */
  static MailchimpLanes of(MailchimpSettings settings) {
    return new MailchimpLanes(
        ACCOUNTS.computeIfAbsent(
            digest(settings.base() + "\n" + settings.apiKey()), key -> new Semaphore(MOST, true)));
  }

  /** How many calls wait for a lane. */
  int waiting() {
    return lanes.getQueueLength();
  }

  @Override
  public Response intercept(Chain chain) throws IOException {
    try {
      lanes.acquire();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for a free connection");
    }
    try (Response response = chain.proceed(chain.request())) {
      ResponseBody body = response.body();
      return body == null
          ? response
          : response
              .newBuilder()
              .body(ResponseBody.create(body.bytes(), body.contentType()))
              .build();
    } finally {
      lanes.release();
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
