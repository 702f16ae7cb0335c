package io.espalier.mailchimp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.espalier.spi.Connector;
import io.espalier.spi.EspException;
import io.espalier.spi.FieldMap;
import io.espalier.spi.Settings;
import io.espalier.spi.Surroundings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MailchimpLanesTest {
  private static final int CALLS = 27;

  private final ExecutorService threads = Executors.newFixedThreadPool(2 * CALLS);
  private final AtomicInteger running = new AtomicInteger();
  private final AtomicInteger most = new AtomicInteger();
  private final AtomicInteger calls = new AtomicInteger();
  private volatile CountDownLatch gate = new CountDownLatch(1);
  private volatile boolean breaking;
  private final Turned clock = new Turned();
  private HttpServer server;
  private String base = "";

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), CALLS);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
    base = "http://127.0.0.1:" + server.getAddress().getPort();
  }

  @AfterEach
  void stop() {
    server.stop(0);
    threads.shutdownNow();
  }

  @Test
  void allConnectionsOfAKeyShareTenLanes() throws Exception {
    List<Connector> connectors = List.of(open("k-us1"), open("k-us1"), open("k-us1"));
    List<Future<String>> accounts = new ArrayList<>();
    for (int i = 0; i < CALLS; i++) {
      Connector connector = connectors.get(i % connectors.size());
      accounts.add(threads.submit(() -> connector.account().id()));
    }
    MailchimpLanes lanes = MailchimpLanes.of(MailchimpSettings.of(settings("k-us1")), clock);
    await(
        () ->
            lanes.waiting() == CALLS - MailchimpLanes.MOST && running.get() == MailchimpLanes.MOST);
    gate.countDown();

    for (Future<String> account : accounts) {
      assertEquals("a1/A", account.get(30, TimeUnit.SECONDS));
    }
    assertEquals(MailchimpLanes.MOST, most.get());
    assertEquals(0, lanes.waiting());
    connectors.forEach(Connector::close);
  }

  @Test
  void anotherKeyHasItsOwn() throws Exception {
    try (Connector one = open("one-us1");
        Connector other = open("other-us1")) {
      List<Future<String>> accounts = new ArrayList<>();
      for (int i = 0; i < MailchimpLanes.MOST; i++) {
        accounts.add(threads.submit(() -> one.account().id()));
        accounts.add(threads.submit(() -> other.account().id()));
      }
      await(() -> running.get() == 2 * MailchimpLanes.MOST);
      gate.countDown();
      for (Future<String> account : accounts) {
        assertEquals("a1/A", account.get(30, TimeUnit.SECONDS));
      }
    }
  }

  /** Mailchimp may be at work on it for two minutes, and counts it. */
  @Test
  void aCallThatWeGaveUpKeepsItsLaneForTwoMinutes() throws Exception {
    gate.countDown();
    OkHttpClient impatient =
        new OkHttpClient.Builder()
            .addInterceptor(MailchimpLanes.of(MailchimpSettings.of(settings("broken-us1")), clock))
            .addInterceptor(
                chain -> {
                  throw new SocketTimeoutException("timeout");
                })
            .build();
    try (Connector connector = open("broken-us1")) {
      for (int i = 0; i < 3; i++) {
        assertThrows(
            SocketTimeoutException.class,
            () -> impatient.newCall(new Request.Builder().url(base).build()).execute());
      }
      clock.now = clock.now.plus(Duration.ofSeconds(119));
      assertEquals(MailchimpLanes.MOST - 3, together(connector));
      clock.now = clock.now.plus(Duration.ofSeconds(2));
      assertEquals(MailchimpLanes.MOST, together(connector));
    }
  }

  /** The other side has closed the connection, and will have ended the call as it does others. */
  @Test
  void aCallThatBrokeOffKeepsItsLaneForAsLongAsCallsTake() throws Exception {
    gate.countDown();
    try (Connector connector = open("broken-us1")) {
      breaking = true;
      assertThrows(EspException.class, connector::account);
      int broken = most.getAndSet(0);
      breaking = false;
      assertEquals(5, calls.getAndSet(0), "attempts of one call");
      assertEquals(1, broken);

      assertEquals(MailchimpLanes.MOST - 5, together(connector));
      clock.now = clock.now.plus(Duration.ofSeconds(2));
      assertEquals(MailchimpLanes.MOST, together(connector));
    }
  }

  /** How many calls of many run at once. */
  private int together(Connector connector) throws Exception {
    gate = new CountDownLatch(1);
    most.set(0);
    List<Future<String>> accounts = new ArrayList<>();
    for (int i = 0; i < CALLS; i++) {
      accounts.add(threads.submit(() -> connector.account().id()));
    }
    MailchimpLanes lanes = MailchimpLanes.of(MailchimpSettings.of(settings("broken-us1")), clock);
    await(() -> lanes.waiting() + running.get() == CALLS);
    gate.countDown();
    for (Future<String> account : accounts) {
      account.get(30, TimeUnit.SECONDS);
    }
    return most.get();
  }

  private static final class Turned extends Clock {
    private volatile Instant now = Instant.EPOCH;

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public java.time.ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(java.time.ZoneId zone) {
      return this;
    }
  }

  private interface Condition {
    boolean holds();
  }

  private static void await(Condition condition) {
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (!condition.holds()) {
      assertTrue(System.nanoTime() < deadline, "it never came to that");
      Thread.onSpinWait();
    }
  }

  private Connector open(String key) {
    return new MailchimpEsp()
        .open(
            settings(key),
            FieldMap.empty(),
            new Surroundings(clock, duration -> {}, new SplittableRandom(1), call -> {}));
  }

  private Settings settings(String key) {
    return new Settings(Map.of("api_key", key, "audience", "A", "base_url", base), Map.of());
  }

  private void answer(HttpExchange exchange) throws IOException {
    calls.incrementAndGet();
    if (breaking) {
      most.accumulateAndGet(1, Math::max);
      exchange.close();
      return;
    }
    most.accumulateAndGet(running.incrementAndGet(), Math::max);
    try {
      gate.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    running.decrementAndGet();
    byte[] body = "{\"account_id\":\"a1\",\"account_name\":\"A\"}".getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }
}
