package io.espalier.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.espalier.spi.CallRecord;
import io.espalier.spi.EspException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RecorderTest {
  private final Loopback server = new Loopback();
  private final Things things = new Things(server.url());

  @AfterEach
  void close() {
    things.close();
    server.close();
  }

  @Test
  void theRecordHasNoAddressNoQueryAndNoHost() {
    server.then(200, Things.ONE_JSON);
    things.call(things.api.person("ada+list@example.net", "secret"));
    assertEquals(
        List.of(
            new CallRecord(
                "acme",
                VirtualTime.START,
                "GET",
                "/people/a***@e***.net",
                200,
                Duration.ZERO,
                0,
                false)),
        things.records);
  }

  @Test
  void theRecordHasNoHashOfAnAddress() {
    server.then(200, Things.ONE_JSON);
    things.call(things.api.get("62EECC79fa5d38aac69a8d2b2f6a1f3c"));
    assertEquals("/things/<hash>", things.records.get(0).path());
  }

  @Test
  void everyAttemptIsRecordedAndAnAnswerThatNeverCameIsZero() {
    server.then(429, "").thenHangUp().then(200, Things.ONE_JSON);
    things.call(things.api.put(Things.ONE));
    assertEquals(List.of(429, 0, 200), things.records.stream().map(CallRecord::status).toList());
  }

  @Test
  void aCallThatFailsForGoodIsRecordedToo() {
    server.thenHangUp();
    assertThrows(EspException.class, () -> things.call(things.api.create(Things.ONE)));
    assertEquals(List.of(0), things.records.stream().map(CallRecord::status).toList());
  }

  @Test
  void writesAreWhateverIsNeitherGetNorMarkedAsReading() {
    server.then(200, Things.ONE_JSON);
    things.call(things.api.get("1"));
    things.call(things.api.search(Things.ONE));
    things.call(things.api.put(Things.ONE));
    things.call(things.api.create(Things.ONE));
    assertEquals(
        List.of(false, false, true, true), things.records.stream().map(CallRecord::write).toList());
    assertEquals(Things.ONE_JSON.length(), things.records.get(2).bytesOut());
  }
}
