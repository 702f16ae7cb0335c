package io.espalier.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.espalier.spi.EspException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TokenCacheTest {
  private record Pass(int number, Duration lifetime) implements TokenCache.Token {}

  private final VirtualTime time = new VirtualTime();
  private final TokenCache<Pass> cache = new TokenCache<>(time);
  private final AtomicInteger asked = new AtomicInteger();

  private Pass next() {
    return new Pass(asked.incrementAndGet(), Duration.ofMinutes(20));
  }

  @Test
  void manyThreadsAskOnce() throws Exception {
    int count = 16;
    CountDownLatch ready = new CountDownLatch(count);
    ExecutorService threads = Executors.newFixedThreadPool(count);
    try {
      List<Future<Pass>> answers = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        answers.add(
            threads.submit(
                () -> {
                  ready.countDown();
                  ready.await();
                  return cache.get("a", this::next);
                }));
      }
      Set<Pass> passes = new HashSet<>();
      for (Future<Pass> answer : answers) {
        passes.add(answer.get());
      }
      assertEquals(Set.of(new Pass(1, Duration.ofMinutes(20))), passes);
    } finally {
      threads.shutdownNow();
    }
    assertEquals(1, asked.get());
  }

  @Test
  void itIsAskedForAgainAtFourFifthsOfItsLife() {
    cache.get("a", this::next);
    time.sleep(Duration.ofMinutes(16).minusMillis(1));
    assertEquals(1, cache.get("a", this::next).number());
    time.sleep(Duration.ofMillis(1));
    assertEquals(2, cache.get("a", this::next).number());
  }

  @Test
  void eachAccountHasItsOwn() {
    assertEquals(1, cache.get("a", this::next).number());
    assertEquals(2, cache.get("b", this::next).number());
    assertEquals(1, cache.get("a", this::next).number());
  }

  @Test
  void aRefusedTokenIsForgottenButNotTheOneThatCameAfterIt() {
    Pass refused = cache.get("a", this::next);
    cache.forget("a", refused);
    Pass fresh = cache.get("a", this::next);
    assertEquals(2, fresh.number());
    cache.forget("a", refused);
    assertEquals(fresh, cache.get("a", this::next));
  }

  @Test
  void aFailureIsNotKept() {
    assertThrows(
        EspException.class,
        () ->
            cache.get(
                "a",
                () -> {
                  throw EspException.auth("refused", "mend");
                }));
    assertEquals(1, cache.get("a", this::next).number());
  }
}
