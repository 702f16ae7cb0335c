package io.espalier.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.espalier.spi.EspException;
import io.espalier.spi.Failure;
import io.espalier.spi.FailureKind;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WholeBodiesTest {
  private final Loopback server = new Loopback();
  private final Things things = new Things(server.url());

  @AfterEach
  void close() {
    things.close();
    server.close();
  }

  private EspException thrown() {
    return assertThrows(EspException.class, () -> things.call(things.api.get("1")));
  }

  private Failure failure() {
    return thrown().failure();
  }

  @Test
  void htmlWithSuccessIsToldByItsFirstWordsAndNotTriedAgain() {
    server.then(
        200, "<html><head><style>p {}</style></head><p>Welcome to\n our  proxy</p>", "X", "y");
    assertEquals(
        Failure.of(
            FailureKind.PROTOCOL,
            "acme answered with success and something unreadable: Welcome to our proxy"),
        failure());
    assertEquals(1, server.requests().size());
  }

  @Test
  void theFirstWordsHoldNoSecretAndNoAddress() {
    server.then(
        200,
        "<p>ada@example.net asked with key 4f3aQ9zxW1c8LmN7 and Bearer eyJhbGciOi.J9x0-1_a</p>");
    assertEquals(
        "acme answered with success and something unreadable: a***@e***.net asked with key"
            + " <hidden> and Bearer <hidden>",
        failure().message());
  }

  @Test
  void ofAnotherShapeOnlyThePlaceIsTold() {
    server.then(200, "{\"name\":\"Ada Lovelace\",\"size\":\"ada@example.net\"}");
    EspException thrown = thrown();
    assertEquals(
        "acme answered with success and something unreadable at $.size",
        thrown.failure().message());
    StringWriter trace = new StringWriter();
    thrown.printStackTrace(new PrintWriter(trace));
    assertFalse(trace.toString().contains("ada@example.net"), trace.toString());
  }

  @Test
  void jsonThatStopsInTheMiddleOfAWholeBodyIsUnreadable() {
    server.then(200, "{\"name\":\"one\",");
    assertEquals(FailureKind.PROTOCOL, failure().kind());
    assertEquals(1, server.requests().size());
  }

  @Test
  void moreThanOneDocumentIsUnreadable() {
    server.then(200, Things.ONE_JSON + Things.ONE_JSON);
    assertEquals("acme answered with success and something unreadable at $", failure().message());
  }

  @Test
  void aCutBodyIsTriedAgain() {
    server.thenCut("{\"name\":\"on").then(200, Things.ONE_JSON);
    assertEquals(Things.ONE, things.call(things.api.get("1")).require());
    assertEquals(2, server.requests().size());
  }

  @Test
  void aBodyCutForEverIsTransient() {
    server.thenCut("{\"name\":\"on");
    assertEquals(
        new Failure(
            FailureKind.TRANSIENT,
            "the connection to acme broke off",
            "check the network, then run again"),
        failure());
    assertEquals(5, server.requests().size());
  }

  @Test
  void anEmptyBodyIsNoBody() {
    server.then(200, "").then(204, "");
    assertNull(things.call(things.api.get("1")).body());
    assertNull(things.call(things.api.get("1")).body());
    assertEquals(
        "an answer without a body",
        assertThrows(EspException.class, () -> things.call(things.api.get("1")).require())
            .getMessage());
  }
}
