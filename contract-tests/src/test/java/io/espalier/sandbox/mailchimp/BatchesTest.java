package io.espalier.sandbox.mailchimp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.espalier.sandbox.Exchange;
import io.espalier.sandbox.Reply;
import io.espalier.sandbox.SandboxOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BatchesTest {
  private final MailchimpSandbox sandbox =
      new MailchimpSandbox(SandboxOptions.fresh(), BatchPace.full());
  private final Client client = new Client(sandbox);
  private final String list = client.newList();

  @AfterEach
  void close() {
    sandbox.close();
  }

  private String submit(String... operations) {
    Client.Answer answer =
        client.post("/batches", "{'operations':[" + String.join(",", operations) + "]}");
    assertEquals("pending", answer.at("status"));
    return "/batches/" + answer.at("id");
  }

  private String look(String batch) {
    return client.get(batch).at("status");
  }

  private static String put(String list, String email, String id) {
    return "{'method':'PUT','path':'"
        + list
        + "/members/"
        + Member.hash(email)
        + "','operation_id':'"
        + id
        + "','body':'{\\'email_address\\':\\'"
        + email
        + "\\',\\'status_if_new\\':\\'subscribed\\'}'}";
  }

  @Test
  void batchPassesItsStagesAndItsResultsAreAnArchiveOfArrays() throws IOException {
    String batch =
        submit(
            put(list, "a@shoppers.example.net", "one"),
            put(list, "b@example.com", "two"),
            "{'method':'GET','path':'"
                + list
                + "/merge-fields','params':{'count':3},'operation_id':'three'}");
    assertEquals("preprocessing", look(batch));
    assertEquals(404, client.get(list + "/members/a@shoppers.example.net").status());
    assertEquals("started", look(batch));
    assertEquals("finalizing", look(batch));
    Client.Answer done = client.get(batch);
    assertEquals("finished", done.at("status"));
    assertEquals("4", done.at("finished_operations"));
    assertEquals("1", done.at("errored_operations"));
    assertEquals(200, client.get(list + "/members/a@shoppers.example.net").status());

    String url = done.at("response_body_url");
    assertEquals(400, client.send("GET", url, "").status());
    Client stranger = new Client(sandbox.settings(), "");
    Client.Answer archive = stranger.send("GET", url, "");
    assertEquals(200, archive.status());
    Map<String, byte[]> files = untar(archive.whole().body());
    assertArrayEquals(new byte[0], file(files, "0.json"));
    Map<String, Integer> statuses = new LinkedHashMap<>();
    String rows = new String(file(files, "1.json"), StandardCharsets.UTF_8);
    for (JsonElement element : JsonParser.parseString(rows).getAsJsonArray()) {
      JsonObject row = element.getAsJsonObject();
      statuses.merge(
          row.get("operation_id").getAsString(), row.get("status_code").getAsInt(), Integer::sum);
      assertTrue(row.get("response").getAsJsonPrimitive().isString());
    }
    assertEquals(Map.of("one", 200, "two", 400, "three", 400), statuses);
    String fresh = client.get(batch).at("response_body_url");
    assertFalse(fresh.equals(url));
    assertEquals(403, stranger.send("GET", url, "").status());
    assertEquals(200, stranger.send("GET", fresh, "").status());
  }

  @Test
  void resultsOutlastASnapshot() {
    String batch = submit(put(list, "a@shoppers.example.net", "one"));
    for (int i = 0; i < 4; i++) {
      look(batch);
    }
    Client.Answer done = client.get(batch);
    byte[] archive =
        new Client(sandbox.settings(), "")
            .send("GET", done.at("response_body_url"), "")
            .whole()
            .body();
    try (MailchimpSandbox again =
        new MailchimpSandbox(SandboxOptions.fresh().with(sandbox.snapshot()), BatchPace.full())) {
      Client.Answer there = new Client(again).get(batch);
      assertEquals("1", there.at("finished_operations"));
      assertArrayEquals(
          archive,
          new Client(again.settings(), "")
              .send("GET", there.at("response_body_url"), "")
              .whole()
              .body());
    }
  }

  @Test
  void oneBatchRunsAtATime() {
    String first = submit(put(list, "a@shoppers.example.net", ""));
    String second = submit(put(list, "b@shoppers.example.net", ""));
    for (int i = 0; i < 4; i++) {
      assertEquals("pending", look(second));
    }
    assertEquals("preprocessing", look(second));
    assertEquals("finished", client.get(first).at("status"));
  }

  @Test
  void operationsBodyIsTextAndAThousandAreTheMost() {
    Client.Answer refused =
        client.post(
            "/batches", "{'operations':[{'method':'POST','path':'/lists','body':{'name':'x'}}]}");
    assertEquals("Schema describes string, object found instead", refused.at("errors.0.message"));
    String get = "{'method':'GET','path':'/ping'}";
    String thousand =
        String.join(",", Arrays.asList(new String[1000]).stream().map(x -> get).toList());
    assertEquals(200, client.post("/batches", "{'operations':[" + thousand + "]}").status());
    assertEquals(
        400, client.post("/batches", "{'operations':[" + thousand + "," + get + "]}").status());
  }

  @Test
  void fiveHundredBatchesMayWait() {
    for (int i = 0; i < 500; i++) {
      submit("{'method':'GET','path':'/ping'}");
    }
    Client.Answer over =
        client.post("/batches", "{'operations':[{'method':'GET','path':'/ping'}]}");
    assertEquals(429, over.status());
    assertEquals("Too Many Requests", over.at("title"));
  }

  @Test
  void eleventhSimultaneousConnectionIsTurnedAwayWithoutAHint() throws Exception {
    CountDownLatch inside = new CountDownLatch(10);
    CountDownLatch leave = new CountDownLatch(1);
    ConnectionLimit limit =
        new ConnectionLimit(
            exchange -> {
              inside.countDown();
              try {
                leave.await();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
              return Reply.empty(204);
            },
            new Answers(new Ids(RandomGenerator.getDefault())));
    Exchange ping = Exchange.of("GET", "/3.0/ping", Map.of(), new byte[0]);
    ExecutorService pool = Executors.newFixedThreadPool(10);
    try {
      List<CompletableFuture<Reply>> ten =
          IntStream.range(0, 10)
              .mapToObj(i -> CompletableFuture.supplyAsync(() -> limit.apply(ping), pool))
              .toList();
      assertTrue(inside.await(10, TimeUnit.SECONDS));
      Reply eleventh = limit.apply(ping);
      assertEquals(429, eleventh.status());
      assertTrue(
          new String(eleventh.body(), StandardCharsets.UTF_8)
              .contains("You have exceeded the limit of 10 simultaneous connections."));
      assertFalse(eleventh.headers().containsKey("Retry-After"));
      leave.countDown();
      for (CompletableFuture<Reply> one : ten) {
        assertEquals(204, one.get(10, TimeUnit.SECONDS).status());
      }
      assertEquals(204, limit.apply(ping).status());
    } finally {
      leave.countDown();
      pool.shutdownNow();
    }
  }

  private static byte[] file(Map<String, byte[]> files, String ending) {
    return files.entrySet().stream()
        .filter(entry -> entry.getKey().endsWith("/" + ending))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElseThrow();
  }

  private static Map<String, byte[]> untar(byte[] gzip) throws IOException {
    Map<String, byte[]> files = new LinkedHashMap<>();
    byte[] tar;
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(gzip))) {
      tar = in.readAllBytes();
    }
    for (int at = 0; tar[at] != 0; ) {
      String name = new String(tar, at, 100, StandardCharsets.US_ASCII).trim().replace("\0", "");
      int size = Integer.parseInt(new String(tar, at + 124, 11, StandardCharsets.US_ASCII), 8);
      files.put(name, Arrays.copyOfRange(tar, at + 512, at + 512 + size));
      at += 512 + (size + 511) / 512 * 512;
    }
    return files;
  }

  @Test
  void getIsPagedToItsEndByItself() {
    client.post(list, MailchimpSandboxTest.batch(Client.emails(0, 25), "subscribed", false));
    String batch = submit("{'method':'GET','path':'" + list + "/members','operation_id':'all'}");
    for (int i = 0; i < 4; i++) {
      look(batch);
    }
    assertEquals("3", client.get(batch).at("finished_operations"));
  }

  @Test
  void deletedBatchIsGoneWithItsResults() {
    String batch = submit("{'method':'GET','path':'/ping'}");
    for (int i = 0; i < 4; i++) {
      look(batch);
    }
    String url = client.get(batch).at("response_body_url");
    assertEquals(204, client.delete(batch).status());
    assertEquals(404, client.get(batch).status());
    assertEquals(404, client.without().send("GET", url, "").status());
  }
}
