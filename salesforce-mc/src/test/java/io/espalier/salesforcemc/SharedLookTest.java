package io.espalier.salesforcemc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.espalier.model.Consent;
import io.espalier.model.EmailAddress;
import io.espalier.model.ProfileKey;
import io.espalier.salesforcemc.SalesforceMcSubscribers.Known;
import io.espalier.spi.Change.SetConsent;
import io.espalier.spi.EspException;
import io.espalier.spi.Failure;
import io.espalier.spi.FailureKind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SharedLookTest {
  private static final int MOST = 4;

  private final ExecutorService lanes = Executors.newCachedThreadPool();
  private final List<List<String>> looks = Collections.synchronizedList(new ArrayList<>());
  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch answer = new CountDownLatch(1);
  private final AtomicInteger failing = new AtomicInteger();
  private final SharedLook shared = new SharedLook(1, MOST, this::look);

  @AfterEach
  void close() {
    lanes.shutdownNow();
  }

  private List<Known> look(List<SetConsent> changes) {
    List<String> keys = changes.stream().map(c -> c.key().value()).toList();
    looks.add(keys);
    begun.countDown();
    try {
      answer.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (failing.get() == looks.size()) {
      throw new EspException(Failure.of(FailureKind.TRANSIENT, "no answer"));
    }
    return keys.stream().map(key -> new Known(key, key + "@example.com", "Active", "")).toList();
  }

  private static List<SetConsent> people(String... keys) {
    List<SetConsent> people = new ArrayList<>();
    for (String key : keys) {
      people.add(
          new SetConsent(
              new ProfileKey(key),
              new EmailAddress(key + "@example.com"),
              Consent.unknown(Consent.EMAIL)));
    }
    return people;
  }

  private CompletableFuture<List<Known>> ask(String... keys) {
    return CompletableFuture.supplyAsync(() -> shared.of(people(keys)), lanes);
  }

  /** Returns when so many wait besides the one that looks. */
  private void gathered(int most) throws ReflectiveOperationException {
    var waiting = SharedLook.class.getDeclaredField("waiting");
    waiting.setAccessible(true);
    while (true) {
      synchronized (shared) {
        if (((List<?>) waiting.get(shared)).size() == most) {
          return;
        }
      }
      Thread.onSpinWait();
    }
  }

  private static boolean holds(CompletableFuture<List<Known>> told, String key) throws Exception {
    return told.get(10, TimeUnit.SECONDS).stream().anyMatch(known -> known.key().equals(key));
  }

  @Test
  void whoeverComesWhileALookIsUnderWaySharesTheNextUpToItsSize() throws Exception {
    CompletableFuture<List<Known>> first = ask("a");
    begun.await();
    CompletableFuture<List<Known>> second = ask("b", "c");
    gathered(1);
    CompletableFuture<List<Known>> third = ask("d", "e");
    gathered(2);
    CompletableFuture<List<Known>> fourth = ask("f");
    gathered(3);
    answer.countDown();
    assertEquals(true, holds(first, "a"));
    assertEquals(true, holds(second, "c"));
    assertEquals(true, holds(third, "d"));
    assertEquals(true, holds(fourth, "f"));
    assertEquals(List.of("a"), looks.get(0));
    assertEquals(3, looks.size(), looks.toString());
    looks.forEach(keys -> assertEquals(true, keys.size() <= MOST, looks.toString()));
  }

  @Test
  void aLookThatFailsFailsForAllThatSharedItAndForNobodyElse() throws Exception {
    failing.set(1);
    CompletableFuture<List<Known>> first = ask("a");
    begun.await();
    CompletableFuture<List<Known>> second = ask("b");
    gathered(1);
    answer.countDown();
    Exception failed = assertThrows(Exception.class, () -> first.get(10, TimeUnit.SECONDS));
    assertEquals(EspException.class, failed.getCause().getClass());
    assertEquals(true, holds(second, "b"));
  }

  @Test
  void oneAloneMayAskForMore() {
    answer.countDown();
    assertEquals(5, shared.of(people("a", "b", "c", "d", "e")).size());
  }
}
