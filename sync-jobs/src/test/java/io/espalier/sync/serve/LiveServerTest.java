package io.espalier.sync.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.sun.net.httpserver.HttpServer;
import io.espalier.amp.live.LiveTokens;
import io.espalier.sync.project.Project;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LiveServerTest {
  private static final String TABLE = "table: products, key: sku, timeout: 60s, fresh: 5s";
  private static final LiveTokens TOKENS =
      new LiveTokens(List.of(LiveShop.KEY), Duration.ofDays(35), f -> false);

  @TempDir Path dir;
  private final LiveShop.Hands clock = new LiveShop.Hands();
  private final List<String> log = new CopyOnWriteArrayList<>();
  private final HttpClient client = HttpClient.newHttpClient();
  private LiveParts parts;
  private LiveServer server;

  private void start(String catalog) throws IOException {
    Project project = LiveShop.write(dir, catalog);
    ServeLog serveLog = new ServeLog(clock, log::add);
    parts = LiveParts.of(project, dir.resolve(".espalier"), clock, serveLog);
    server = LiveServer.start(loopback(), parts.all(), serveLog);
  }

  private static InetSocketAddress loopback() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  @AfterEach
  void stop() {
    if (server != null) {
      server.close();
      parts.close();
    }
  }

  @Test
  void oneRequestShowsAllTheBlocksOfAnEmailAsOfNow() throws Exception {
    start(TABLE);
    HttpResponse<String> answer = live("p1", "today");
    assertEquals(200, answer.statusCode());
    assertEquals("no-store", answer.headers().firstValue("Cache-Control").orElse(""));
    assertEquals(LiveShop.SENDER, answer.headers().firstValue("AMP-Email-Allow-Sender").orElse(""));
    JsonObject blocks = blocks(answer);
    assertEquals(
        "[{\"key\":\"JA-1\",\"title\":\"Storm shell\",\"price\":\"189.00 EUR\",\"note\":\"4 left\",\"link\":\"https://shop.example/ja\"},"
            + "{\"key\":\"BO-1\",\"title\":\"Moor <boot>\",\"price\":\"179.00 EUR\",\"note\":\"in stock\",\"link\":\"\"}]",
        sorted(blocks.getAsJsonObject("picks").getAsJsonArray("items").toString()));
    assertEquals("557.00 EUR", blocks.getAsJsonObject("basket").get("total").getAsString());
    assertEquals("14:05", blocks.getAsJsonObject("picks").get("asof").getAsString());
    assertTrue(blocks.getAsJsonObject("order").toString().contains("Packed"));
    assertEquals(
        "Ends Saturday, 19 December, 18:00",
        blocks.getAsJsonObject("sale").get("until_text").getAsString());
    JsonObject nobody = blocks(live("p3", "today"));
    assertFalse(nobody.getAsJsonObject("picks").get("filled").getAsBoolean());
  }

  @Test
  void anotherPriceIsShownWithoutAnotherSync() throws Exception {
    start(TABLE);
    assertTrue(live("p1", "today").body().contains("189.00 EUR"));
    LiveShop.products(dir, "149.00");
    assertTrue(live("p1", "today").body().contains("189.00 EUR"), "still fresh");
    clock.now = clock.now.plusSeconds(6);
    assertTrue(live("p1", "today").body().contains("149.00 EUR"));
  }

  @Test
  void whoeverIsNotAllowedGetsNothingAndTheLogKnowsNoToken() throws Exception {
    start(TABLE);
    String token = TOKENS.mint("p1", "today", "", clock.now);
    String path = "/v1/live/today?t=" + token;
    assertEquals(403, get(path).statusCode(), "no sender");
    assertEquals(403, get(path, "AMP-Email-Sender", "x@else.example").statusCode());
    String source = "&__amp_source_origin=" + encoded(LiveShop.SENDER);
    assertEquals(400, get(path + source).statusCode());
    HttpResponse<String> old = get(path + source, "Origin", "https://mail.example");
    assertEquals(200, old.statusCode());
    assertEquals(
        LiveShop.SENDER,
        old.headers().firstValue("AMP-Access-Control-Allow-Source-Origin").orElse(""));
    assertEquals(
        "https://mail.example", old.headers().firstValue("Access-Control-Allow-Origin").orElse(""));
    log.clear();

    String letter = token.charAt(20) == 'A' ? "B" : "A";
    assertEquals(
        403, ask("/v1/live/today?t=" + token.substring(0, 20) + letter + token.substring(21)));
    assertEquals(403, ask("/v1/live/other?t=" + token));
    assertEquals(403, ask("/v1/live/today"));
    assertEquals(403, ask("/v1/live/today?t=" + TOKENS.mint("p1", "today", "rate", clock.now)));
    assertEquals(
        200,
        ask(
            "/v1/live/today?t="
                + new LiveTokens(List.of(LiveShop.OTHER), Duration.ofDays(35), f -> false)
                    .mint("p1", "today", "", clock.now)));
    new Revocations(dir.resolve(".espalier")).revoke("p1", "today");
    assertEquals(403, ask("/v1/live/today?t=" + token));
    clock.now = clock.now.plus(Duration.ofDays(71));
    assertEquals(403, ask("/v1/live/today?t=" + TOKENS.mint("p2", "today", "", LiveShop.NOW)));
    assertEquals(
        List.of("FORGED", "SWAPPED", "MISSING", "SWAPPED", "REVOKED", "EXPIRED"),
        log.stream()
            .map(line -> JsonParser.parseString(line).getAsJsonObject().get("why").getAsString())
            .toList());
    for (String line : log) {
      assertFalse(line.contains(token.substring(0, 20)) || line.contains("?"), line);
    }
  }

  @Test
  void nothingIsEverARedirectOrAPage() throws Exception {
    start(TABLE);
    for (String path : List.of("/", "/v1/live", "/v1/live/", "/v1/form/today", "/v1/live/%ff%zz")) {
      int status = get(path.replace("%zz", "")).statusCode();
      assertTrue(status >= 400 && status < 500, path + " " + status);
    }
    assertEquals(405, post("/v1/live/today", "a=b").statusCode());
    HttpResponse<String> none = get("/nothing");
    assertEquals(404, none.statusCode());
    assertEquals(
        "application/json; charset=utf-8", none.headers().firstValue("Content-Type").orElse(""));
    assertEquals("{\"message\":\"there is nothing here\"}", none.body());
  }

  @Test
  void aDeadBackendLeavesTheLastGoodAnswerAndBeforeThatTheFallback() throws Exception {
    AtomicReference<String> body = new AtomicReference<>("");
    AtomicInteger status = new AtomicInteger(500);
    HttpServer shop = HttpServer.create(loopback(), 0);
    shop.createContext(
        "/",
        exchange -> {
          byte[] bytes = body.get().getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status.get(), bytes.length == 0 ? -1 : bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    shop.start();
    try {
      start(
          "url: \"http://127.0.0.1:"
              + shop.getAddress().getPort()
              + "/all\", key: sku, timeout: 1ms, fresh: 5s");
      HttpResponse<String> cold = live("p1", "today");
      assertEquals(503, cold.statusCode());
      assertEquals(
          "application/json; charset=utf-8", cold.headers().firstValue("Content-Type").orElse(""));
      assertTrue(cold.headers().firstValue("AMP-Email-Allow-Sender").isPresent());
      assertEquals(
          200, ask("/v1/image/today/picks.png?t=" + TOKENS.mint("p1", "today", "", clock.now)));
      status.set(200);
      body.set("{\"items\": [{\"sku\": \"JA-1\", \"title\": \"Shell\", \"price\": 99}]}");
      await(() -> live("p1", "today").statusCode() == 200);
      assertTrue(live("p1", "today").body().contains("99.00 EUR"));
      status.set(500);
      body.set("");
      clock.now = clock.now.plus(Duration.ofHours(20));
      HttpResponse<String> later = live("p1", "today");
      assertEquals(200, later.statusCode());
      assertTrue(later.body().contains("99.00 EUR"));
      assertTrue(later.body().contains("\"asof\":\"27 Nov 2026, 14:05\""), later.body());
    } finally {
      shop.stop(0);
    }
  }

  @Test
  void aBackendThatHangsCostsOneTimeoutAndNoMore() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    HttpServer shop = HttpServer.create(loopback(), 0);
    shop.setExecutor(java.util.concurrent.Executors.newCachedThreadPool());
    AtomicInteger asked = new AtomicInteger();
    shop.createContext(
        "/",
        exchange -> {
          asked.incrementAndGet();
          try {
            never.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          exchange.close();
        });
    shop.start();
    try {
      start(
          "url: \"http://127.0.0.1:"
              + shop.getAddress().getPort()
              + "/all\", key: sku, timeout: 200ms, fresh: 5s");
      for (int i = 0; i < 20; i++) {
        assertEquals(503, live("p1", "today").statusCode());
      }
      assertEquals(1, asked.get(), "whoever comes later does not ask again");
    } finally {
      never.countDown();
      shop.stop(0);
    }
  }

  @Test
  void aFormCountsOnceAndAnOptOutIsKept() throws Exception {
    start(TABLE);
    String rate = "/v1/form/today/rate?t=" + TOKENS.mint("p1", "today", "rate", clock.now);
    assertEquals(200, form(rate, "stars=4&note=" + encoded("fine \"&\"")).statusCode());
    assertEquals(200, form(rate, "stars=4&note=" + encoded("fine \"&\"")).statusCode());
    HttpResponse<String> other = form(rate, "stars=1");
    assertEquals(409, other.statusCode());
    assertTrue(log.get(0).contains("REPLAYED"), log.toString());
    Path answers = dir.resolve(".espalier/live/answers.jsonl");
    assertEquals(1, Files.readAllLines(answers).size());
    assertEquals(
        "{\"at\":\"2026-11-27T14:05:00Z\",\"profile\":\"p1\",\"email\":\"today\",\"form\":\"rate\",\"answers\":{\"stars\":\"4\",\"note\":\"fine \\\"\\u0026\\\"\"}}",
        Files.readAllLines(answers).get(0));
    assertEquals(400, form(rate, "stars=6").statusCode());
    assertEquals(400, form(rate, "").statusCode());
    assertEquals(413, form(rate, "note=" + "x".repeat(17_000)).statusCode());
    assertEquals(
        403,
        form("/v1/form/today/prefs?t=" + TOKENS.mint("p1", "today", "rate", clock.now), "stop=yes")
            .statusCode(),
        "a form's token answers that form only");

    String prefs = "/v1/form/today/prefs?t=" + TOKENS.mint("p2", "today", "prefs", clock.now);
    assertEquals(200, form(prefs, "often=Weekly").statusCode());
    assertFalse(Files.exists(dir.resolve(".espalier/live/consent.jsonl")));
    assertEquals(200, form(prefs, "often=Monthly&stop=yes").statusCode());
    assertEquals(
        List.of(
            "{\"at\":\"2026-11-27T14:05:00Z\",\"profile\":\"p2\",\"state\":\"unsubscribed\",\"evidence\":\"form prefs of email today\"}"),
        Files.readAllLines(dir.resolve(".espalier/live/consent.jsonl")));
    assertEquals(3, Files.readAllLines(answers).size());
  }

  @Test
  void aPictureAlwaysComesAndIsNotKept() throws Exception {
    start(TABLE);
    String token = TOKENS.mint("p1", "today", "", clock.now);
    for (String path :
        List.of(
            "/v1/image/today/picks.png?t=" + token,
            "/v1/image/today/picks.png?t=forged",
            "/v1/image/today/picks.png",
            "/v1/image/today/gone.png?t=" + token,
            "/v1/image/nothing")) {
      HttpResponse<byte[]> answer =
          client.send(request(path).build(), HttpResponse.BodyHandlers.ofByteArray());
      assertEquals(200, answer.statusCode(), path);
      assertEquals("image/png", answer.headers().firstValue("Content-Type").orElse(""));
      assertEquals("no-cache, max-age=0", answer.headers().firstValue("Cache-Control").orElse(""));
      assertEquals((byte) 'P', answer.body()[1]);
    }
  }

  private interface Condition {
    boolean holds() throws Exception;
  }

  /**
   * A catalog's request goes on after the email was answered: it is asked for until it is there.
   */
  private static void await(Condition condition) throws Exception {
    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!condition.holds()) {
      assertTrue(System.nanoTime() < end, "it never came");
      Thread.onSpinWait();
    }
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(
        URI.create("http://127.0.0.1:" + server.address().getPort() + path));
  }

  private HttpResponse<String> get(String path, String... headers) throws Exception {
    HttpRequest.Builder request = request(path);
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private int ask(String path) throws Exception {
    return get(path, "AMP-Email-Sender", LiveShop.SENDER).statusCode();
  }

  private HttpResponse<String> live(String profile, String email) throws Exception {
    String token = TOKENS.mint(profile, email, "", clock.now);
    return get("/v1/live/" + email + "?t=" + token, "AMP-Email-Sender", LiveShop.SENDER);
  }

  private HttpResponse<String> post(String path, String body) throws Exception {
    return client.send(
        request(path).POST(HttpRequest.BodyPublishers.ofString(body)).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private HttpResponse<String> form(String path, String body) throws Exception {
    return client.send(
        request(path)
            .header("AMP-Email-Sender", LiveShop.SENDER)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private static JsonObject blocks(HttpResponse<String> answer) {
    return JsonParser.parseString(answer.body()).getAsJsonObject().getAsJsonObject("blocks");
  }

  /** Items with what they show in one order. */
  private static String sorted(String items) {
    StringBuilder all = new StringBuilder("[");
    JsonParser.parseString(items)
        .getAsJsonArray()
        .forEach(
            item -> {
              JsonObject from = item.getAsJsonObject();
              JsonObject to = new JsonObject();
              for (String name : List.of("key", "title", "price", "note", "link")) {
                to.add(name, from.get(name));
              }
              all.append(all.length() > 1 ? "," : "")
                  .append(
                      new com.google.gson.GsonBuilder().disableHtmlEscaping().create().toJson(to));
            });
    return all.append("]").toString();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
