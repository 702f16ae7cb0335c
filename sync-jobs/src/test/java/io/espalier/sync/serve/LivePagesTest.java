package io.espalier.sync.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.espalier.amp.live.LiveTokens;
import io.espalier.sync.project.Project;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pages for people whose mail client shows no AMP. */
class LivePagesTest {
  private static final LiveTokens TOKENS =
      new LiveTokens(List.of(LiveShop.KEY), Duration.ofDays(35), f -> false);
  private static final String OPTED_OUT = ".espalier/live/consent.jsonl";
  private static final String ANSWERS = ".espalier/live/answers.jsonl";

  @TempDir Path dir;
  private final LiveShop.Hands clock = new LiveShop.Hands();
  private final List<String> log = new CopyOnWriteArrayList<>();
  private final HttpClient client = HttpClient.newHttpClient();
  private Project project;
  private LiveParts parts;
  private LiveServer server;

  @BeforeEach
  void start() throws IOException {
    project = LiveShop.write(dir, "table: products, key: sku, timeout: 60s, fresh: 5s");
    ServeLog serveLog = new ServeLog(clock, log::add);
    parts = LiveParts.of(project, dir.resolve(".espalier"), clock, serveLog);
    server =
        LiveServer.start(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), parts.all(), serveLog);
  }

  @AfterEach
  void stop() {
    server.close();
    parts.close();
  }

  @Test
  void aFormsPageIsFilledWithWhatTheProfileSaysAndLookingChangesNothing() throws Exception {
    HttpResponse<String> answer = get(page("p2", "prefs"));
    assertEquals(200, answer.statusCode());
    assertEquals("no-store", answer.headers().firstValue("Cache-Control").orElse(""));
    assertEquals("no-referrer", answer.headers().firstValue("Referrer-Policy").orElse(""));
    assertEquals(
        "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
        answer.headers().firstValue("Content-Security-Policy").orElse(""));
    Document form = Jsoup.parse(answer.body());
    assertEquals("Norway", form.select("select[name=where] [selected]").val());
    assertEquals("B & o \"{{x}}\"", form.select("input[name=call]").val());
    assertFalse(form.selectFirst("input[name=gold]").hasAttr("checked"));
    assertFalse(form.selectFirst("input[name=stop]").hasAttr("checked"));
    assertEquals(0, form.select("script").size());
    assertTrue(
        Jsoup.parse(get(page("p1", "prefs")).body())
            .selectFirst("input[name=gold]")
            .hasAttr("checked"));
    assertFalse(Files.exists(dir.resolve(ANSWERS)));
    assertFalse(Files.exists(dir.resolve(OPTED_OUT)));
  }

  @Test
  void anAnswerOnAPageIsAnAnswerAndWhatWasAnsweredIsShownNext() throws Exception {
    HttpResponse<String> thanks =
        post(page("p1", "prefs"), "often=Monthly&where=Norway&call=An&stop=yes");
    assertEquals(200, thanks.statusCode());
    assertTrue(thanks.body().contains("<p>Thank you.</p>"), thanks.body());
    assertEquals(
        "{\"at\":\"2026-11-27T14:05:00Z\",\"profile\":\"p1\",\"email\":\"today\",\"form\":\"prefs\","
            + "\"answers\":{\"often\":\"Monthly\",\"where\":\"Norway\",\"call\":\"An\",\"gold\":\"no\",\"stop\":\"yes\"}}",
        Files.readString(dir.resolve(ANSWERS)).strip());
    assertEquals(1, Files.readAllLines(dir.resolve(OPTED_OUT)).size());
    Document again = Jsoup.parse(get(page("p1", "prefs")).body());
    assertEquals("Monthly", again.select("select[name=often] [selected]").val());
    assertEquals("An", again.select("input[name=call]").val());
    assertFalse(again.selectFirst("input[name=gold]").hasAttr("checked"));
  }

  @Test
  void theRulesOfThePageAreThoseOfTheForm() throws Exception {
    HttpResponse<String> wrong = post(page("p1", "rate"), "stars=6");
    assertEquals(400, wrong.statusCode());
    assertEquals(
        "'Your parcel' cannot be answered so.",
        Jsoup.parse(wrong.body()).select("[role=alert]").text());
    assertEquals(200, post(page("p1", "rate"), "stars=5").statusCode());
    assertEquals(200, post(page("p1", "rate"), "stars=5").statusCode(), "sent twice");
    HttpResponse<String> other = post(page("p1", "rate"), "stars=1");
    assertEquals(409, other.statusCode());
    assertTrue(other.body().contains("You have answered this before"), other.body());
    assertTrue(get(page("p1", "rate")).body().contains("You have answered this before"));
    assertEquals(1, Files.readAllLines(dir.resolve(ANSWERS)).size());

    String foreign = page("p1", "rate").replace("/rate?", "/prefs?");
    HttpResponse<String> swapped = get(foreign);
    assertEquals(403, swapped.statusCode());
    assertTrue(swapped.body().contains("This link counts no more"), swapped.body());
    assertEquals(403, post(foreign, "stop=yes").statusCode());
    assertEquals(403, get("/v1/page/today/prefs").statusCode());
    assertEquals(404, get("/v1/page/today/picks?t=x").statusCode(), "a list asks nothing");
    assertEquals(404, get("/v1/page/today").statusCode());
    assertFalse(Files.exists(dir.resolve(OPTED_OUT)));
    assertTrue(log.stream().noneMatch(line -> line.contains("?t=")), log.toString());
  }

  @Test
  void aSelectorsPageHasTheCatalogsItemsOfNow() throws Exception {
    Document page = Jsoup.parse(get(page("p1", "size")).body());
    assertEquals("Which one, Ann?", page.selectFirst("main p").text());
    assertEquals(List.of("JA-1", "BO-1"), page.select("input[name=choice]").eachAttr("value"));
    assertEquals("Moor <boot>", page.select("fieldset label").get(1).text());
    assertEquals(200, post(page("p1", "size"), "choice=BO-1").statusCode());
    assertTrue(Files.readString(dir.resolve(ANSWERS)).contains("{\"choice\":\"BO-1\"}"));
  }

  @Test
  void oneClickUnsubscribesAndAScannerThatFollowsTheLinkDoesNot() throws Exception {
    String address =
        LiveUnsubscribe.address(project.live().orElseThrow(), "p2", "today", clock.now);
    assertTrue(address.startsWith("https://live.shop.example/v1/unsubscribe/today?t="), address);
    String path = address.substring("https://live.shop.example".length());
    HttpResponse<String> looked = get(path);
    assertEquals(200, looked.statusCode());
    assertEquals(1, Jsoup.parse(looked.body()).select("form[method=post] button").size());
    assertEquals("no-referrer", looked.headers().firstValue("Referrer-Policy").orElse(""));
    assertFalse(Files.exists(dir.resolve(OPTED_OUT)));

    assertEquals(403, post(path.replace("/today?", "/other?"), "").statusCode());
    assertEquals(
        403,
        post("/v1/unsubscribe/today?t=" + TOKENS.mint("p2", "today", "", clock.now), "")
            .statusCode(),
        "what shows a block does not unsubscribe");
    assertFalse(Files.exists(dir.resolve(OPTED_OUT)));
    assertTrue(log.get(0).contains("SWAPPED"), log.toString());

    HttpResponse<String> done = post(path, "List-Unsubscribe=One-Click");
    assertEquals(200, done.statusCode());
    assertTrue(done.body().contains("You are unsubscribed"), done.body());
    assertEquals(
        List.of(
            "{\"at\":\"2026-11-27T14:05:00Z\",\"profile\":\"p2\",\"state\":\"unsubscribed\",\"evidence\":\"one-click unsubscribe of email today\"}"),
        Files.readAllLines(dir.resolve(OPTED_OUT)));
    clock.now = clock.now.plus(Duration.ofDays(71));
    assertEquals(403, post(path, "").statusCode());
  }

  private String page(String profile, String form) {
    return "/v1/page/today/" + form + "?t=" + TOKENS.mint(profile, "today", form, clock.now);
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(
        URI.create("http://127.0.0.1:" + server.address().getPort() + path));
  }

  private HttpResponse<String> get(String path) throws Exception {
    return client.send(request(path).build(), HttpResponse.BodyHandlers.ofString());
  }

  private HttpResponse<String> post(String path, String body) throws Exception {
    return client.send(
        request(path)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }
}
