package io.espalier.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.espalier.http.Things.Thing;
import io.espalier.spi.EspException;
import io.espalier.spi.Failure;
import io.espalier.spi.FailureKind;
import io.espalier.spi.Surroundings;
import java.lang.reflect.Proxy;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import retrofit2.Call;

class RepeatsTest {
  private final Loopback server = new Loopback();
  private final Things things = new Things(server.url());

  @AfterEach
  void close() {
    things.close();
    server.close();
  }

  private Failure failed(Call<Thing> call) {
    return things.call(call).failure().orElseThrow();
  }

  private Failure broken(Call<Thing> call) {
    return assertThrows(EspException.class, () -> things.call(call)).failure();
  }

  @Test
  void retryAfterIsWaitedForToTheSecond() {
    server.then(429, "", "Retry-After", "17").then(200, Things.ONE_JSON);
    assertEquals(Things.ONE, things.call(things.api.get("1")).require());
    assertEquals(List.of(Duration.ofSeconds(17)), things.time.sleeps());
  }

  @Test
  void retryAfterMayBeADate() {
    String date =
        DateTimeFormatter.RFC_1123_DATE_TIME.format(
            VirtualTime.START.plusSeconds(42).atOffset(ZoneOffset.UTC));
    server.then(503, "", "Retry-After", date).then(200, Things.ONE_JSON);
    assertEquals(Things.ONE, things.call(things.api.get("1")).require());
    assertEquals(List.of(Duration.ofSeconds(42)), things.time.sleeps());
  }

  @Test
  void aDateThatHasPassedIsNotWaitedFor() {
    server.then(429, "", "Retry-After", "Mon, 23 Nov 2026 11:00:00 GMT").then(200, Things.ONE_JSON);
    assertEquals(Things.ONE, things.call(things.api.get("1")).require());
    assertEquals(List.of(Duration.ZERO), things.time.sleeps());
  }

  @ParameterizedTest
  @CsvSource({"601", "86400", "999999999"})
  void aRetryAfterOfMoreThanTenMinutesEndsTheCall(String seconds) {
    server.then(429, "", "Retry-After", seconds);
    assertEquals(FailureKind.RATE_LIMITED, failed(things.api.get("1")).kind());
    assertEquals(List.of(), things.time.sleeps());
    assertEquals(1, server.requests().size());
  }

  @Test
  void tenMinutesAreWaitedFor() {
    server.then(429, "", "Retry-After", "600").then(200, Things.ONE_JSON);
    assertEquals(Things.ONE, things.call(things.api.get("1")).require());
    assertEquals(List.of(Duration.ofMinutes(10)), things.time.sleeps());
  }

  @Test
  void withoutRetryAfterThePausesDoubleFromHalfASecondHalfOfThemByChance() {
    server.then(429, "");
    assertEquals(FailureKind.RATE_LIMITED, failed(things.api.get("1")).kind());
    List<Duration> sleeps = things.time.sleeps();
    assertEquals(4, sleeps.size());
    for (int i = 0; i < 4; i++) {
      long whole = 500L << i;
      long millis = sleeps.get(i).toMillis();
      assertTrue(millis >= whole / 2 && millis <= whole, "pause " + i + " of " + millis + " ms");
    }
  }

  @Test
  void serverErrorsAreRepeatedUntilOneSucceeds() {
    server.then(500, "x").then(502, "<html>").then(503, "").then(200, Things.ONE_JSON);
    assertEquals(Things.ONE, things.call(things.api.put(Things.ONE)).require());
    assertEquals(4, server.requests().size());
    assertEquals(3, things.time.sleeps().size());
  }

  @Test
  void serverErrorsForEverEndAfterFiveAttemptsAsTransient() {
    server.then(503, "over");
    Answer<Thing> answer = things.call(things.api.put(Things.ONE));
    assertEquals(
        Failure.of(FailureKind.TRANSIENT, "acme said 503"), answer.failure().orElseThrow());
    assertEquals("over", answer.raw());
    assertEquals(5, server.requests().size());
  }

  @ParameterizedTest
  @CsvSource({"400,INVALID", "401,AUTH", "302,PROTOCOL", "418,PROTOCOL"})
  void aRefusalIsFinal(int status, FailureKind kind) {
    server.then(status, "no").then(200, Things.ONE_JSON);
    assertEquals(kind, failed(things.api.put(Things.ONE)).kind());
    assertEquals(1, server.requests().size());
    assertEquals(List.of(), things.time.sleeps());
  }

  @Test
  void aRedirectIsNotFollowed() {
    server.then(307, "", "Location", "/elsewhere").then(200, Things.ONE_JSON);
    assertEquals(307, things.call(things.api.get("1")).status());
    assertEquals(List.of("GET /things/1"), server.requests());
  }

  @Test
  void aBrokenConnectionIsTriedAgain() {
    server.thenHangUp().thenHangUp().then(200, Things.ONE_JSON);
    assertEquals(Things.ONE, things.call(things.api.put(Things.ONE)).require());
    assertEquals(3, server.requests().size());
  }

  @Test
  void onceIsNotSentAgainAfterABrokenConnection() {
    server.thenHangUp().then(200, Things.ONE_JSON);
    assertEquals(
        new Failure(
            FailureKind.TRANSIENT,
            "the connection to acme broke off",
            "check the network, then run again"),
        broken(things.api.create(Things.ONE)));
    assertEquals(List.of("POST /things"), server.requests());
  }

  @Test
  void onceIsNotSentAgainAfterAServerError() {
    server.then(500, "").then(200, Things.ONE_JSON);
    assertEquals(FailureKind.TRANSIENT, failed(things.api.create(Things.ONE)).kind());
    assertEquals(List.of("POST /things"), server.requests());
  }

  @Test
  void onceIsSentAgainWhereTheVendorDidNothing() {
    server.then(429, "").then(200, Things.ONE_JSON);
    assertEquals(Things.ONE, things.call(things.api.create(Things.ONE)).require());
    assertEquals(List.of("POST /things", "POST /things"), server.requests());
  }

  @Test
  void nobodyListeningNamesHostAndPortAndIsTriedAgainEvenForOnce() {
    int port = server.url().port();
    server.close();
    assertEquals(
        new Failure(
            FailureKind.TRANSIENT,
            "acme cannot be reached at 127.0.0.1:" + port,
            "check the network, then run again"),
        broken(things.api.create(Things.ONE)));
    assertEquals(4, things.time.sleeps().size());
  }

  @Test
  void aHostWithoutAnAddressIsNamedAndTriedAgainEvenForOnce() {
    Repeats repeats =
        new Repeats(
            "acme",
            new Surroundings(things.time, things.time, new Random(7), call -> {}),
            (status, headers, body) -> Failure.of(FailureKind.PROTOCOL, ""));
    AtomicInteger attempts = new AtomicInteger();
    Call<Thing> call = unresolved(things.api.create(Things.ONE), attempts);
    Failure failure = assertThrows(EspException.class, () -> repeats.execute(call)).failure();
    assertEquals("acme cannot be reached at 127.0.0.1:" + server.url().port(), failure.message());
    assertEquals(5, attempts.get());
  }

  /** A call whose host has no address; no name is looked up for it. */
  @SuppressWarnings("unchecked")
  private static Call<Thing> unresolved(Call<Thing> call, AtomicInteger attempts) {
    return (Call<Thing>)
        Proxy.newProxyInstance(
            RepeatsTest.class.getClassLoader(),
            new Class<?>[] {Call.class},
            (proxy, method, arguments) -> {
              switch (method.getName()) {
                case "execute":
                  attempts.incrementAndGet();
                  throw new UnknownHostException("no such host");
                case "clone":
                  return proxy;
                default:
                  return method.invoke(call, arguments);
              }
            });
  }
}
