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
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SharedLookTest {
  private static final int MOST = 4;

  private final ExecutorService lanes = Executors.newCachedThreadPool();
  private final List<List<String>> looks = Collections.synchronizedList(new ArrayList<>());

  /** The moment that the first of a group waits for others. */
  private final CountDownLatch moment = new CountDownLatch(1);

  private final SharedLook shared = new SharedLook(MOST, pause -> moment.await(), this::look);

  @AfterEach
  void close() {
    lanes.shutdownNow();
  }

  private List<Known> look(List<SetConsent> changes) {
    List<String> keys = changes.stream().map(c -> c.key().value()).toList();
    looks.add(keys);
    if (keys.contains("broken")) {
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

  /** Returns when so many rounds wait: the first for the moment, others for its answer. */
  private void gathered(int rounds) {
    while (waiting() < rounds) {
      Thread.onSpinWait();
    }
  }

  private long waiting() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("pool-"))
        .filter(thread -> thread.getState() == Thread.State.WAITING)
        .filter(
            thread ->
                Arrays.stream(thread.getStackTrace())
                    .anyMatch(frame -> frame.getClassName().equals(SharedLook.class.getName())))
        .count();
  }

  private static String keys(CompletableFuture<List<Known>> told) throws Exception {
    return told.get(10, TimeUnit.SECONDS).stream().map(Known::key).collect(Collectors.joining(" "));
  }

  @Test
  void roundsThatBeginTogetherShareALookUpToItsSize() throws Exception {
    CompletableFuture<List<Known>> first = ask("a");
    gathered(1);
    CompletableFuture<List<Known>> second = ask("b", "c", "d");
    gathered(2);
    CompletableFuture<List<Known>> third = ask("e");
    gathered(3);
    moment.countDown();
    assertEquals("a b c d", keys(first));
    assertEquals("a b c d", keys(second));
    assertEquals("e", keys(third));
    assertEquals(2, looks.size());
  }

  @Test
  void aLookThatFailsFailsForAllThatShareItAndForNobodyElse() throws Exception {
    CompletableFuture<List<Known>> first = ask("a");
    gathered(1);
    CompletableFuture<List<Known>> second = ask("broken");
    gathered(2);
    moment.countDown();
    for (CompletableFuture<List<Known>> told : List.of(first, second)) {
      Exception failed = assertThrows(Exception.class, () -> keys(told));
      assertEquals(EspException.class, failed.getCause().getClass());
    }
    assertEquals("b", keys(ask("b")));
  }

  @Test
  void oneAloneMayAskForMore() {
    moment.countDown();
    assertEquals(5, shared.of(people("a", "b", "c", "d", "e")).size());
  }
}
