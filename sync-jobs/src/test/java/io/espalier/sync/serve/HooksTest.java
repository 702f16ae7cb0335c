package io.espalier.sync.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.sun.net.httpserver.HttpExchange;
import io.espalier.sync.plan.Plan;
import io.espalier.sync.run.Hooks;
import io.espalier.sync.shop.Marketer;
import io.espalier.sync.shop.Session;
import io.espalier.sync.shop.Shop;
import io.espalier.sync.store.Engine;
import io.espalier.sync.store.HookInbox;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** ESPs call us: who is believed, and what becomes of what they tell. */
final class HooksTest {
  private static final String SECRET = "a-secret-of-klaviyo";
  private static final String END = "0f3c9a77e1b2";
  private static final String ADA = "ada@example.net";
  private static final String BOB = "bob@example.net";

  @TempDir Path dir;
  private final Map<String, String> environment = new HashMap<>(Shop.ENVIRONMENT);
  private final List<String> log = new ArrayList<>();
  private final Semaphore told = new Semaphore(0);
  private final Semaphore shaken = new Semaphore(0);
  private final HttpClient http = HttpClient.newHttpClient();
  private Session session;
  private Marketer marketer;
  private HookPart part;
  private LiveServer server;

  @BeforeEach
  void serve() throws IOException {
    environment.put("HOOK_K", SECRET);
    environment.put("HOOK_M", END);
    Shop shop =
        Shop.in(dir)
            .with(
                "espalier.yaml",
                Shop.ESPALIER
                    + "hooks: {klaviyo: {secret_env: HOOK_K}, mailchimp: {path_env: HOOK_M}, salesforce-mc: {}}\n");
    session = Session.of(shop);
    session.sync();
    session.pass(Duration.ofDays(1));
    marketer = session.marketer();
    part = part();
    server =
        LiveServer.start(
            new InetSocketAddress("127.0.0.1", 0),
            List.of(
                new ServePart() {
                  @Override
                  public String path() {
                    return HookPart.PATH;
                  }

                  @Override
                  public void handle(HttpExchange exchange) throws IOException {
                    part.handle(exchange);
                    shaken.release();
                  }
                }),
            new ServeLog(Clock.fixed(Session.NOW, ZoneOffset.UTC), log::add));
  }

  private HookPart part() {
    Hooks hooks = session.hooks(environment::get, new HookInbox(dir.resolve(".espalier")));
    return new HookPart(
        hooks, told::release, new ServeLog(Clock.fixed(Session.NOW, ZoneOffset.UTC), log::add));
  }

  @AfterEach
  void close() {
    server.close();
    part.close();
    session.close();
  }

  private String url(String esp) {
    return "http://127.0.0.1:" + server.address().getPort() + "/v1/hooks/" + esp;
  }

  private long deliver() {
    try (Engine engine = Engine.at(dir.resolve(".espalier/store.duckdb"), 256)) {
      return new HookInbox(dir.resolve(".espalier"))
          .deliver(engine, Session.NOW.plus(Duration.ofDays(1)));
    }
  }

  private int post(String url, String body, Map<String, String> headers) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url)).POST(HttpRequest.BodyPublishers.ofString(body));
    headers.forEach(request::header);
    return http.send(request.build(), HttpResponse.BodyHandlers.discarding()).statusCode();
  }

  private void awaitTold() throws InterruptedException {
    assertTrue(told.tryAcquire(30, TimeUnit.SECONDS), () -> "nothing was told: " + log);
  }

  private Map<String, Long> consents() {
    Map<String, Long> consents = new HashMap<>();
    for (Plan.Part one : session.plan().parts()) {
      consents.put(one.esp(), one.consents());
    }
    return consents;
  }

  @Test
  void whatEachEspTellsReachesTheOthersWithTheNextPlan() throws Exception {
    marketer.klaviyoCalls(url("klaviyo"), SECRET);
    marketer.mailchimpCalls(url("mailchimp/" + END));

    session.remotes().unsubscribe("klaviyo", ADA);
    session.pass(Duration.ofMinutes(1));
    marketer.klaviyoDelivers();
    awaitTold();
    session.remotes().complain("mailchimp", BOB);
    awaitTold();

    assertEquals(2, Files.readAllLines(dir.resolve(".espalier/live/hooks.jsonl")).size());
    assertEquals(2, deliver());
    assertFalse(Files.exists(dir.resolve(".espalier/live/hooks.jsonl")));
    assertEquals(0, deliver());
    assertEquals(Map.of("klaviyo", 1L, "mailchimp", 1L, "salesforce-mc", 2L), consents());
    session.sync();
    assertEquals(java.util.Set.of(), session.remotes().mailableIn(ADA));
    assertEquals(java.util.Set.of(), session.remotes().mailableIn(BOB));
    assertEquals(0, session.plan().rows(), "what was told and is read again is one");
    assertEquals(List.of(), log);
  }

  @Test
  void aCallbackOfSfmcProvesItselfAndIsBelievedWithItsKeyOnly() throws Exception {
    JsonObject callback = marketer.salesforceCalls(url("salesforce-mc"));
    assertTrue(shaken.tryAcquire(30, TimeUnit.SECONDS), "nobody shook hands");
    String id = callback.get("callbackId").getAsString();
    environment.put("HOOK_S", callback.get("signatureKey").getAsString());
    session
        .shop()
        .edit("espalier.yaml", "salesforce-mc: {}}", "salesforce-mc: {signature_key_env: HOOK_S}}");
    part.close();
    part = part();
    marketer.salesforceTells(id);

    session.remotes().unsubscribe("salesforce-mc", ADA);
    awaitTold();

    assertEquals(1, deliver());
    assertEquals(1L, consents().get("klaviyo"));
    assertEquals(0L, consents().get("salesforce-mc"));
    assertEquals(401, post(url("salesforce-mc"), "[]", Map.of("x-sfmc-ens-signature", "AAAA")));
    assertEquals(401, post(url("salesforce-mc"), "[]", Map.of()));
    String bob =
        "{\"eventCategoryType\":\"EngagementEvents.EmailUnsubscribe\",\"timestampUTC\":1717300000000,\"info\":{\"to\":\"bob@example.net\"}}";
    for (String body :
        List.of(
            "{}",
            "null",
            "[7]",
            "[{\"eventCategoryType\":\"EngagementEvents.EmailUnsubscribe\"}," + bob + "]")) {
      assertEquals(
          400,
          post(
              url("salesforce-mc"),
              body,
              Map.of("x-sfmc-ens-signature", signed(body, environment.get("HOOK_S")))),
          body);
    }
    assertEquals(1, deliver(), "bob, of the last");
  }

  @Test
  void aForgedCallIsRefusedAndALateOrSecondOneChangesNothing() throws Exception {
    String late =
        "type=unsubscribe&fired_at=2023-12-01+10%3A00%3A00&data%5Breason%5D=manual&data%5Bemail%5D=bob%40example.net&data%5Blist_id%5D="
            + marketer.audience();
    Map<String, String> form = Map.of("Content-Type", "application/x-www-form-urlencoded");
    assertEquals(404, post(url("mailchimp/guessed"), late, form));
    assertEquals(404, post(url("mailchimp"), late, form));
    assertEquals(404, post(url("nobody"), late, form));
    String event =
        "{\"data\":[{\"external_id\":\"e1\",\"topic\":\"event:klaviyo.unsubscribed_from_email_marketing\",\"payload\":{\"data\":{\"attributes\":{\"datetime\":\"2024-06-01T08:00:00+00:00\"},\"relationships\":{\"profile\":{\"data\":{\"id\":\""
            + marketer.profileOf(ADA)
            + "\"}}}}}}]}";
    assertEquals(401, post(url("klaviyo"), event, signed(event, "another secret", "1")));
    assertEquals(401, post(url("klaviyo"), event, Map.of()));
    assertEquals(400, post(url("klaviyo"), "hello", signed("hello", SECRET, "1")));
    assertEquals(0, deliver());
    assertEquals(5, log.size(), log.toString());
    assertFalse(log.toString().contains("guessed") || log.toString().contains("@"), log.toString());

    // Bob consented a month after that.
    assertEquals(200, post(url("mailchimp/" + END), late, form));
    assertEquals(200, post(url("mailchimp/" + END), late, form));
    assertEquals(1, deliver());
    assertEquals(200, post(url("mailchimp/" + END), late, form));
    assertEquals(0, deliver());
    assertEquals(0, session.plan().rows());

    assertEquals(200, post(url("klaviyo"), event, signed(event, SECRET, "1717228800")));
    assertEquals(200, post(url("klaviyo"), event, signed(event, SECRET, "1717228999")));
    assertEquals(1, deliver());
    assertEquals(Map.of("klaviyo", 0L, "mailchimp", 1L, "salesforce-mc", 1L), consents());
  }

  private static String signed(String body, String key) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    return Base64.getEncoder().encodeToString(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
  }

  private static Map<String, String> signed(String body, String secret, String timestamp)
      throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    byte[] hash = mac.doFinal((body + timestamp).getBytes(StandardCharsets.UTF_8));
    return Map.of(
        "Klaviyo-Timestamp", timestamp, "Klaviyo-Signature", HexFormat.of().formatHex(hash));
  }

  private static String event(String id, String profile) {
    return "{\"external_id\":\""
        + id
        + "\",\"topic\":\"event:klaviyo.unsubscribed_from_email_marketing\",\"payload\":{\"data\":{\"attributes\":{\"datetime\":\"2024-06-01T08:00:00+00:00\"},\"relationships\":{\"profile\":{\"data\":{\"id\":\""
        + profile
        + "\"}}}}}}";
  }

  @Test
  void ofASignedCallThatIsInPartUnreadableTheRestIsKeptAndItIsToldAgain() throws Exception {
    String broken =
        "{\"external_id\":\"e9\",\"topic\":\"event:klaviyo.bounced_email\",\"payload\":null}";
    String body =
        "{\"data\":[" + broken + "," + event("e1", marketer.profileOf(ADA)) + ",7,{\"topic\":[]}]}";
    assertEquals(400, post(url("klaviyo"), body, signed(body, SECRET, "1")));
    assertEquals(400, post(url("klaviyo"), body, signed(body, SECRET, "2")));
    awaitTold();
    assertEquals(1, deliver());
    assertEquals(Map.of("klaviyo", 0L, "mailchimp", 1L, "salesforce-mc", 1L), consents());
    assertTrue(
        log.get(0)
            .endsWith(
                "\"status\":400,\"why\":\"2 of 4 events name no profile, and were not taken\"}"),
        log.get(0));
    // Two without an id are two.
    String nameless =
        "{\"data\":["
            + event("", marketer.profileOf(ADA))
            + ","
            + event("", marketer.profileOf(BOB))
            + "]}";
    assertEquals(200, post(url("klaviyo"), nameless, signed(nameless, SECRET, "1")));
    assertEquals(1, deliver(), "bob, of both; ada's was said before");
  }

  @Test
  void whatIsUnreadableCutOffOrNoStatementIsNotTakenAndCostsNothingElse() throws Exception {
    for (String body : List.of("", "{}", "[]", "null", "{\"data\":{}}", "{\"data\":[", "\u0000")) {
      assertEquals(400, post(url("klaviyo"), body, signed(body, SECRET, "1")), body);
    }
    String cut = event("e1", marketer.profileOf(ADA));
    cut = "{\"data\":[" + cut.substring(0, cut.length() / 2);
    assertEquals(400, post(url("klaviyo"), cut, signed(cut, SECRET, "1")));
    Map<String, String> form = Map.of("Content-Type", "application/x-www-form-urlencoded");
    String mailchimp = url("mailchimp/" + END);
    assertEquals(400, post(mailchimp, "hello", form));
    assertEquals(400, post(mailchimp, "type=unsubscribe&data%5Bemail", form));
    assertEquals(400, post(mailchimp, "type=unsubscribe&data%5Bemail%5D=%zz", form));
    assertEquals(
        400,
        post(
            mailchimp,
            "type=cleaned&data%5Bemail%5D=nobody&data%5Blist_id%5D=" + marketer.audience(),
            form));
    assertEquals(200, post(mailchimp, "type=campaign&data%5Bstatus%5D=sent", form));
    assertEquals(0, deliver());
    assertEquals(12, log.size(), log.toString());
    assertEquals(Map.of("klaviyo", 0L, "mailchimp", 0L, "salesforce-mc", 0L), consents());

    // Whom a marketer archives has not opted out.
    String archived =
        "type=unsubscribe&fired_at=2024-06-01+10%3A00%3A00&data%5Baction%5D=delete&data%5Breason%5D=manual&data%5Bemail%5D=bob%40example.net&data%5Blist_id%5D="
            + marketer.audience();
    assertEquals(
        200,
        post(
            url("mailchimp/" + END),
            archived,
            Map.of("Content-Type", "application/x-www-form-urlencoded")));
    assertEquals(0, deliver());

    // A call that breaks off after a whole address, and before its end.
    String broken =
        "type=unsubscribe&data%5Breason%5D=manual&data%5Blist_id%5D="
            + marketer.audience()
            + "&data%5Bemail%5D=bob%40example.net";
    try (Socket socket = new Socket("127.0.0.1", server.address().getPort())) {
      socket
          .getOutputStream()
          .write(
              ("POST /v1/hooks/mailchimp/"
                      + END
                      + " HTTP/1.1\r\nHost: here\r\nContent-Length: "
                      + (broken.length() + 5)
                      + "\r\n\r\n"
                      + broken)
                  .getBytes(StandardCharsets.US_ASCII));
      socket.shutdownOutput();
      // The end of what is read: the server has given it up.
      socket.getInputStream().readAllBytes();
    }
    assertEquals(0, deliver());
    assertFalse(Files.exists(dir.resolve(".espalier/live/hooks.jsonl")));

    // A line of the inbox that a crash cut off, in the middle of a letter.
    Path inbox = dir.resolve(".espalier/live/hooks.jsonl");
    Files.createDirectories(inbox.getParent());
    byte[] half =
        "{\"id\":\"e0\",\"esp\":\"klaviyo\",\"reason\":\"é".getBytes(StandardCharsets.UTF_8);
    Files.write(inbox, java.util.Arrays.copyOf(half, half.length - 1));
    String body = "{\"data\":[" + event("e1", marketer.profileOf(ADA)) + "]}";
    assertEquals(200, post(url("klaviyo"), body, signed(body, SECRET, "1")));
    assertEquals(1, deliver());
  }
}
