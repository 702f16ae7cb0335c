package io.espalier.mailchimp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.espalier.model.Consent;
import io.espalier.model.EmailAddress;
import io.espalier.model.ProfileKey;
import io.espalier.spi.Change;
import io.espalier.spi.Connector;
import io.espalier.spi.EspException;
import io.espalier.spi.FailureKind;
import io.espalier.spi.FieldMap;
import io.espalier.spi.Job;
import io.espalier.spi.Outcome;
import io.espalier.spi.Settings;
import io.espalier.spi.Surroundings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a batch's results may look like, from a server that answers as it is told. */
class MailchimpBatchesTest {
  private static final List<Change> ROWS =
      List.of(
          new Change.SetConsent(
              new ProfileKey("k1"),
              EmailAddress.of("ada@example.net").orElseThrow(),
              new Consent(Consent.EMAIL, Consent.State.UNSUBSCRIBED, null, null, null)));
  private static final String HASH =
      SubscriberHash.of(EmailAddress.of("ada@example.net").orElseThrow());

  private final List<String> seen = Collections.synchronizedList(new ArrayList<>());
  private HttpServer server;
  private Connector connector;
  private volatile String resultUrl = "";
  private volatile byte[] archive = new byte[0];
  private volatile int refusals;
  private volatile int status = 200;
  private volatile String listed = "finished";

  @BeforeEach
  void open() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/3.0/batches", this::batches);
    server.createContext("/3.0/batches/b1", this::batch);
    server.createContext("/results", this::results);
    server.createContext("/3.0/lists", MailchimpBatchesTest::audience);
    server.start();
    String base = "http://127.0.0.1:" + server.getAddress().getPort();
    resultUrl = base + "/results?signature=secret";
    connector =
        new MailchimpEsp()
            .open(
                new Settings(
                    Map.of("api_key", "k-us1", "audience", "A", "base_url", base), Map.of()),
                FieldMap.empty(),
                new Surroundings(
                    Clock.fixed(Instant.EPOCH, ZoneOffset.UTC),
                    duration -> {},
                    new SplittableRandom(1),
                    call -> {}));
  }

  @AfterEach
  void close() {
    connector.close();
    server.stop(0);
  }

  @Test
  void resultsAreFetchedWithoutCredentialsAndEmptyFilesPassOver() throws IOException {
    archive =
        tarGz(
            "",
            "[{\"status_code\":200,\"operation_id\":\"consent-"
                + HASH
                + "\",\"response\":\"{\\\"status\\\":\\\"unsubscribed\\\"}\"}]");

    assertEquals(List.of(Outcome.APPLIED), poll());
    assertEquals(List.of("batch with key", "results without key"), seen);
  }

  @Test
  void rowWithoutAResultIsUnknown() throws IOException {
    archive = tarGz("[]");

    assertInstanceOf(Outcome.Unknown.class, poll().get(0));
  }

  @Test
  void rowThatIsGoneIsUnsubscribedEnoughAndARefusedOneIsNamed() throws IOException {
    archive = tarGz(result(404, "{\\\"title\\\":\\\"Resource Not Found\\\"}"));
    assertEquals(List.of(Outcome.APPLIED), poll());

    archive = tarGz(result(400, "{\\\"title\\\":\\\"Bad Request\\\",\\\"detail\\\":\\\"No.\\\"}"));
    Outcome.Rejected rejected = assertInstanceOf(Outcome.Rejected.class, poll().get(0));
    assertEquals("Mailchimp refused: No.", rejected.failure().message());
  }

  @Test
  void outdatedLinkIsAskedForAgain() throws IOException {
    archive = tarGz(result(200, "{\\\"status\\\":\\\"unsubscribed\\\"}"));
    refusals = 1;

    assertEquals(List.of(Outcome.APPLIED), poll());
    assertEquals(2, seen.stream().filter("batch with key"::equals).count());
  }

  @Test
  void linkToAStrangerIsNotFollowed() {
    resultUrl = "https://mailchimp-api-batch.s3.amazonaws.com.example.net/x.tar.gz";

    EspException refused = assertThrows(EspException.class, this::poll);
    assertEquals(FailureKind.PROTOCOL, refused.failure().kind());
    assertEquals(
        "Mailchimp sent us for a batch's results to mailchimp-api-batch.s3.amazonaws.com.example.net, which is not Mailchimp's storage",
        refused.getMessage());
    assertEquals(List.of("batch with key"), seen);
  }

  @Test
  void damagedArchiveIsNoSuccess() {
    archive = "<html>".getBytes(StandardCharsets.UTF_8);

    assertEquals(
        FailureKind.TRANSIENT, assertThrows(EspException.class, this::poll).failure().kind());
  }

  @Test
  void archiveOfAnotherShapeIsNoSuccess() throws IOException {
    archive = tarGz("{\"not\":\"an array\"}");

    assertEquals(
        FailureKind.PROTOCOL, assertThrows(EspException.class, this::poll).failure().kind());
  }

  @Test
  void ofABatchThatMayBeAtWorkAndCannotBeAskedAfterNothingIsSaid() {
    listed = "started";
    status = 500;

    assertEquals(
        FailureKind.TRANSIENT, assertThrows(EspException.class, this::recall).failure().kind());
  }

  @Test
  void aBatchThatIsGoneOrWhoseResultsAreLostHasEndedAllTheSame() {
    listed = "started";
    status = 404;
    assertEquals(List.of(Outcome.NOT_FOUND), recall());

    listed = "finished";
    status = 200;
    refusals = 9;
    assertEquals(List.of(Outcome.NOT_FOUND), recall());
  }

  private List<Outcome> recall() {
    Change.SetConsent row = (Change.SetConsent) ROWS.get(0);
    return connector.recall(
        List.of(
            new Change.Upsert(row.key(), row.email(), Map.of(), Consent.unknown(Consent.EMAIL))),
        Instant.EPOCH);
  }

  private List<Outcome> poll() {
    return connector.poll(new Job("batch/b1"), ROWS);
  }

  private static String result(int status, String response) {
    return "[{\"status_code\":"
        + status
        + ",\"operation_id\":\"consent-"
        + HASH
        + "\",\"response\":\""
        + response
        + "\"}]";
  }

  /** One, of the epoch. */
  private void batches(HttpExchange exchange) throws IOException {
    String one = "{\"id\":\"b1\",\"submitted_at\":\"1970-01-01T00:00:00+00:00\",\"status\":\"%s\"}";
    answer(
        exchange,
        200,
        ("{\"batches\":[" + one.formatted(listed) + "],\"total_items\":1}")
            .getBytes(StandardCharsets.UTF_8));
  }

  private void batch(HttpExchange exchange) throws IOException {
    note("batch", exchange);
    String body =
        status == 200
            ? "{\"id\":\"b1\",\"status\":\"finished\",\"response_body_url\":\"" + resultUrl + "\"}"
            : "{\"title\":\"Resource Not Found\",\"status\":" + status + ",\"detail\":\"\"}";
    answer(exchange, status, body.getBytes(StandardCharsets.UTF_8));
  }

  private void results(HttpExchange exchange) throws IOException {
    note("results", exchange);
    if (refusals-- > 0) {
      answer(
          exchange,
          403,
          "<Error><Code>AccessDenied</Code></Error>".getBytes(StandardCharsets.UTF_8));
    } else {
      answer(exchange, 200, archive);
    }
  }

  /** One audience with one tag, that of {@link MailchimpHoldBacks}. */
  private static void audience(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    String body =
        path.endsWith("/lists")
            ? "{\"lists\":[{\"id\":\"l1\",\"name\":\"A\"}],\"total_items\":1}"
            : "{\"segments\":[{\"id\":7,\"name\":\"espalier: held back\"}],\"total_items\":1}";
    answer(exchange, 200, body.getBytes(StandardCharsets.UTF_8));
  }

  private void note(String what, HttpExchange exchange) {
    boolean key = exchange.getRequestHeaders().containsKey("Authorization");
    seen.add(what + (key ? " with key" : " without key"));
  }

  private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private static byte[] tarGz(String... files) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      for (int i = 0; i < files.length; i++) {
        gzip.write(TarFilesTest.entry("r" + i + ".json", '0', files[i]));
      }
      gzip.write(new byte[1024]);
    }
    return bytes.toByteArray();
  }
}
