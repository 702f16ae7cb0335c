package io.espalier.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FaultsTest {
  private final List<Duration> waited = new ArrayList<>();
  private final Tally tally =
      new Tally(exchange -> Reply.of(201, "text/plain", "0123456789".repeat(10)));
  private final Faults faults = new Faults();
  private final SandboxServer server =
      new SandboxServer(
          new SandboxOptions(0, Optional.empty(), Clock.systemUTC(), new Random(1))
              .pausing(waited::add)
              .with(faults),
          tally);
  private final HttpClient client = HttpClient.newHttpClient();

  @AfterEach
  void close() {
    server.close();
  }

  private void become(String plan) {
    faults.become(FaultPlan.parse(plan, new SplittableRandom(1)));
  }

  private HttpResponse<String> call(String method, String path, String body)
      throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(URI.create(server.url() + path))
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .header("Authorization", "Bearer geheim")
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return call("GET", path, "");
  }

  @Test
  void refusalsAreTheVendorsOwnAndAskNobody() throws Exception {
    become("throttle 7 on GET /a; throttle-silently on GET /b; error 502 on GET /c");
    HttpResponse<String> first = get("/a");
    assertEquals(429, first.statusCode());
    assertEquals("{\"refused\":429}", first.body());
    assertEquals("7", first.headers().firstValue("Retry-After").orElse(""));
    HttpResponse<String> second = get("/b");
    assertEquals(429, second.statusCode());
    assertTrue(second.headers().firstValue("Retry-After").isEmpty());
    assertEquals(502, get("/c").statusCode());
    assertEquals(List.of(), tally.asked);
    assertEquals(201, get("/d").statusCode());
    assertEquals(3, faults.disturbed());
    assertEquals(List.of("GET /d"), faults.reached());
  }

  @Test
  void pathsAreWrittenAsTheyAreCalledVersionsIncluded() throws Exception {
    become("error 502 on GET /3.0/lists/*; error 503 on GET /data/v1/async/*/status");
    assertEquals(502, get("/3.0/lists/a36b032126/members").statusCode());
    assertEquals(503, get("//data/v1/async/8e1f/status").statusCode());
    assertEquals(201, get("/2.0/lists/a36b032126/members").statusCode());
    assertEquals(List.of("GET /2.0/lists/*/members"), faults.reached());
  }

  @Test
  void edgeAnswersInHtmlWithoutAskingAnybody() throws Exception {
    become("edge-page");
    HttpResponse<String> page = get("/");
    assertEquals(503, page.statusCode());
    assertTrue(page.body().startsWith("<!DOCTYPE html>"), page.body());
    assertEquals("text/html; charset=utf-8", page.headers().firstValue("Content-Type").orElse(""));
    assertEquals(List.of(), tally.asked);
  }

  @Test
  void edgeMayAnswerInJsonOfItsOwnOrWithoutAWord() throws Exception {
    become("edge-json 503 on GET /a; bare 403 on GET /b");
    HttpResponse<String> json = get("/a");
    assertEquals(503, json.statusCode());
    assertEquals(
        "{\"type\":\"akamai_error_message\",\"title\":\"akamai_503\",\"status\":503,\"ref_no\":\"18.5e0c2117\"}",
        json.body());
    HttpResponse<String> bare = get("/b");
    assertEquals(403, bare.statusCode());
    assertEquals("", bare.body());
    assertEquals(List.of(), tally.asked);
  }

  @ParameterizedTest
  @ValueSource(strings = {"cut", "reset"})
  void whatIsCutOrResetHasHappened(String kind) throws Exception {
    become(kind);
    assertThrows(IOException.class, () -> call("POST", "/x", "y"));
    assertEquals(1, tally.asked.size());
    become("");
    assertEquals(201, get("/x").statusCode());
  }

  @Test
  void whatIsDroppedHasNotHappened() {
    become("drop");
    assertThrows(IOException.class, () -> call("POST", "/x", "y"));
    assertEquals(List.of(), tally.asked);
  }

  @Test
  void slowAnswersTakeVirtualTime() throws Exception {
    become("slow 90");
    assertEquals(201, get("/x").statusCode());
    assertEquals(List.of(Duration.ofSeconds(90)), waited);
  }

  @Test
  void twiceIsAskedTwiceAndShiftStirs() throws Exception {
    become("twice on POST *; shift on GET *");
    assertEquals(201, call("POST", "/x", "y").statusCode());
    assertEquals(2, tally.asked.size());
    assertEquals(0, tally.stirred);
    get("/x");
    assertEquals(1, tally.stirred);
    assertEquals(1, faults.deliveries("unsubscribe"));
    become("twice on WEBHOOK *");
    assertEquals(2, faults.deliveries("unsubscribe"));
  }

  @Test
  void stuckJobsStayStuckWhateverTheMoodBecomes() {
    become("50% stuck on POST /imports");
    List<Boolean> first = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      first.add(faults.stalls("POST /imports", "job " + i));
    }
    become("");
    for (int i = 0; i < 100; i++) {
      assertEquals(first.get(i), faults.stalls("POST /imports", "job " + i));
    }
    assertTrue(first.contains(true) && first.contains(false));
    assertFalse(faults.stalls("POST /imports", "another"));
  }

  @Test
  void probabilitiesAreKeptAndEqualSeedsGiveEqualFaults() {
    List<String> fell = new ArrayList<>();
    for (int run = 0; run < 2; run++) {
      FaultPlan plan = FaultPlan.parse("5% throttle", new SplittableRandom(9));
      StringBuilder all = new StringBuilder();
      for (int i = 0; i < 10_000; i++) {
        all.append(plan.about("GET /x", i) instanceof Fault.Refusal ? "x" : ".");
      }
      fell.add(all.toString());
    }
    assertEquals(fell.get(0), fell.get(1));
    long hits = fell.get(0).chars().filter(c -> c == 'x').count();
    assertTrue(hits > 430 && hits < 570, "" + hits);
  }

  @Test
  void planIsReadAndSetOverTheControl() throws Exception {
    assertEquals(200, call("PUT", "/__sandbox/faults?seed=3", "100% drop on POST /y").statusCode());
    assertThrows(IOException.class, () -> call("POST", "/y", ""));
    assertEquals(
        "100% drop on POST /y\n# disturbed 1\n# 1 POST /y\n", get("/__sandbox/faults").body());
    HttpResponse<String> wrong = call("PUT", "/__sandbox/faults", "explode");
    assertEquals(400, wrong.statusCode());
    assertEquals("'explode' is no fault; write " + FaultPlan.FORM, wrong.body());
    assertThrows(IOException.class, () -> call("POST", "/y", ""), "a wrong plan changes nothing");
    assertEquals(200, call("PUT", "/__sandbox/faults", "").statusCode());
    assertEquals(201, get("/y").statusCode());
  }

  @ParameterizedTest
  @ValueSource(strings = {"101% cut", "error 200", "edge-page 99", "cut on GET", "5 cut", "% cut"})
  void wrongRulesAreNamed(String rule) {
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class,
            () -> FaultPlan.parse("cut; " + rule, new SplittableRandom(1)));
    assertEquals("'" + rule + "' is no fault; write " + FaultPlan.FORM, refused.getMessage());
  }

  @Test
  void pageEscapesAllThatItShowsAndItsLogHasNoSecret() throws Exception {
    call("GET", "/lists/zoe@example.net/%3Cscript%3Ealert(6)?apikey=geheim&a=%22%3E", "");
    HttpResponse<String> page = get("/__sandbox");
    assertEquals(200, page.statusCode());
    assertTrue(
        page.headers()
            .firstValue("Content-Security-Policy")
            .orElse("")
            .startsWith("default-src 'none'"));
    String html = page.body();
    assertFalse(html.contains("<script"), html);
    assertFalse(html.contains("geheim") || html.contains("zoe@"), html);
    assertFalse(html.contains("\" onload"), html);
    assertTrue(html.contains("&lt;script&gt;alert(1)&lt;/script&gt;"), html);
    assertTrue(html.contains("srcdoc=\"&quot;&gt;&lt;script&gt;alert(5)"), html);
    assertEquals(2, html.split("<iframe", -1).length, "an AMP part has no frame");
    assertTrue(
        html.contains(
            "Its source:</p><div class=\"scroll\"><pre><code>&quot;&gt;&lt;script&gt;alert(5)"
                + "&lt;/script&gt;&lt;!doctype html&gt;&lt;html ⚡4email&gt;"),
        html);
    assertTrue(html.contains("<code>GET /lists/***/&lt;script&gt;alert(6)?apikey=…&amp;a=…"), html);
  }
}
