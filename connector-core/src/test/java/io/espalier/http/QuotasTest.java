package io.espalier.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.espalier.spi.CallRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class QuotasTest {
  private final Loopback server = new Loopback().then(200, Things.ONE_JSON);
  private final Things things = new Things(server.url());

  @AfterEach
  void close() {
    things.close();
    server.close();
  }

  private List<Instant> starts() {
    return things.records.stream().map(CallRecord::at).sorted().toList();
  }

  /** No window of this length holds more calls, wherever it begins. */
  private static void assertAtMost(int calls, Duration window, List<Instant> starts) {
    for (int i = calls; i < starts.size(); i++) {
      Duration gap = Duration.between(starts.get(i - calls), starts.get(i));
      assertTrue(gap.compareTo(window) >= 0, "calls " + (i - calls) + " and " + i + " are " + gap);
    }
  }

  @Test
  void neitherASecondNorAMinuteHoldsMoreThanAllowed() {
    for (int i = 0; i < 35; i++) {
      things.call(things.api.few());
    }
    assertEquals(35, server.requests().size());
    assertAtMost(3, Duration.ofSeconds(1), starts());
    assertAtMost(10, Duration.ofMinutes(1), starts());
  }

  @Test
  void noLongerIsWaitedThanNeeded() {
    for (int i = 0; i < 31; i++) {
      things.call(things.api.few());
    }
    assertEquals(VirtualTime.START.plus(Duration.ofMinutes(3)), things.time.instant());
  }

  @Test
  void aCallThatComesLateStillCountsInTheWindowBefore() {
    things.call(things.api.few());
    things.time.sleep(Duration.ofMillis(900));
    for (int i = 0; i < 5; i++) {
      things.call(things.api.few());
    }
    assertAtMost(3, Duration.ofSeconds(1), starts());
  }

  @Test
  void endpointsOfOnePoolShareIt() {
    things.call(things.api.sharedA());
    things.call(things.api.sharedB());
    things.call(things.api.sharedA());
    assertEquals(List.of(Duration.ofSeconds(1)), things.time.sleeps());
  }

  @Test
  void endpointsOfOtherPoolsDoNotWait() {
    things.call(things.api.sharedA());
    things.call(things.api.sharedB());
    things.call(things.api.few());
    things.call(things.api.get("1"));
    assertEquals(List.of(), things.time.sleeps());
  }

  @Test
  void allThatCallOneAccountShareItsBudget() {
    try (Things first = new Things(server.url(), things.time, "shop");
        Things second = new Things(server.url(), things.time, "shop");
        Things other = new Things(server.url(), things.time, "another shop")) {
      first.call(first.api.sharedA());
      first.call(first.api.sharedA());
      other.call(other.api.sharedA());
      assertEquals(List.of(), things.time.sleeps());
      second.call(second.api.sharedB());
      assertEquals(List.of(Duration.ofSeconds(1)), things.time.sleeps());
    }
  }

  @Test
  void repeatsCountToo() {
    server.then(503, "").then(503, "").then(503, "").then(200, Things.ONE_JSON);
    for (int i = 0; i < 4; i++) {
      things.call(things.api.few());
    }
    assertAtMost(3, Duration.ofSeconds(1), starts());
  }

  @Test
  void manyThreadsReserveTheirPlaces() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Future<?>> calls = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        calls.add(threads.submit(() -> things.call(things.api.sharedA())));
      }
      for (Future<?> call : calls) {
        call.get();
      }
    } finally {
      threads.shutdownNow();
    }
    assertEquals(40, server.requests().size());
    // 40 calls at two a second: the last pair starts 19 s after the first, however they sleep.
    assertTrue(
        !things.time.instant().isBefore(VirtualTime.START.plusSeconds(19)),
        things.time.instant().toString());
  }
}
