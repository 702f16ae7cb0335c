package io.espalier.http;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.Semaphore;
import okhttp3.Interceptor;
import okhttp3.Response;

/** Lets so many calls out at the same time; the others wait for their turn, in order. */
public final class AtOnce implements Interceptor {
  private final Semaphore turns;

  /**
   * @param most calls at the same time; at least 1
   */
  public AtOnce(int most) {
    turns = new Semaphore(most, true);
  }

  @Override
  public Response intercept(Chain chain) throws IOException {
    try {
      turns.acquire();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for its turn");
    }
    try {
      return chain.proceed(chain.request());
    } finally {
      turns.release();
    }
  }
}
