package io.espalier.klaviyo;

import static io.espalier.klaviyo.KlaviyoAccount.START;
import static io.espalier.klaviyo.KlaviyoAccount.email;
import static io.espalier.klaviyo.KlaviyoAccount.segment;
import static io.espalier.klaviyo.KlaviyoAccount.upsert;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.espalier.model.Event;
import io.espalier.model.ProfileKey;
import io.espalier.model.Segment;
import io.espalier.spi.Change;
import io.espalier.spi.Cursor;
import io.espalier.spi.FailureKind;
import io.espalier.spi.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KlaviyoErasureTest {
  private static final String ZOE = "zoe@example.net";

  private final KlaviyoAccount account = new KlaviyoAccount();

  @AfterEach
  void close() {
    account.close();
  }

  private static Change.Erase erase(String key, String address) {
    return new Change.Erase(new ProfileKey(key), email(address));
  }

  @Test
  void theErasedAreGoneWithEventsAndMembershipsAndTheOthersStay() {
    Segment fans = segment("fans", "Fans");
    account.settle(List.of(upsert("k1", ZOE, Map.of()), upsert("k2", "amy@example.net", Map.of())));
    account.settle(List.of(new Change.DefineSegment(fans)));
    account.settle(List.of(new Change.Join(fans, new ProfileKey("k1"), email(ZOE))));
    account.settle(
        List.of(
            new Change.Track(
                new ProfileKey("k1"), email(ZOE), new Event("order", "o-1", START, Map.of()))));

    assertEquals(List.of(Outcome.APPLIED), account.settle(List.of(erase("k1", ZOE))));

    assertThrows(AssertionError.class, () -> account.person(ZOE));
    assertEquals("[]", account.get("/api/events").getAsJsonObject().get("data").toString());
    assertEquals(List.of(), account.connector().read(Cursor.members(fans)).items());
    assertEquals(1, account.connector().read(Cursor.profiles()).items().size());
  }

  @Test
  void acceptedIsNotErased() {
    account.settle(List.of(upsert("k1", ZOE, Map.of())));
    List<Change> erasures = List.of(erase("k1", ZOE));
    Outcome.Pending pushed = (Outcome.Pending) account.connector().push(erasures).get(0);

    assertEquals(List.of(pushed), account.connector().poll(pushed.job(), erasures));
    account.clock.pass(Duration.ofSeconds(3));
    assertEquals(List.of(Outcome.APPLIED), account.connector().poll(pushed.job(), erasures));
  }

  @Test
  void whoIsNotThereIsErasedWithoutACall() {
    assertEquals(List.of(Outcome.APPLIED), account.settle(List.of(erase("k1", ZOE))));
    assertEquals(0, account.writes());
  }

  @Test
  void whoHasAnotherAddressByNowIsFoundByTheKey() {
    account.settle(List.of(upsert("k1", "old@example.net", Map.of())));

    assertEquals(List.of(Outcome.APPLIED), account.settle(List.of(erase("k1", ZOE))));
    assertThrows(AssertionError.class, () -> account.person("old@example.net"));
  }

  @Test
  void whoIsThereAgainAfterHalfAnHourIsUnknown() {
    account.settle(List.of(upsert("k1", ZOE, Map.of())));
    List<Change> erasures = List.of(erase("k1", ZOE));
    Outcome.Pending pushed = (Outcome.Pending) account.connector().push(erasures).get(0);
    account.clock.pass(Duration.ofMinutes(31));
    // Another integration's event makes the person again.
    account.post(
        "/api/profile-import",
        "{\"data\":{\"type\":\"profile\",\"attributes\":{\"email\":\"" + ZOE + "\"}}}");

    Outcome outcome = account.connector().poll(pushed.job(), erasures).get(0);
    assertEquals(FailureKind.TRANSIENT, ((Outcome.Unknown) outcome).failure().kind());
    assertEquals(
        "Klaviyo accepted the deletion half an hour ago and still shows the person",
        ((Outcome.Unknown) outcome).failure().message());
    assertTrue(account.settle(erasures).stream().allMatch(Outcome.APPLIED::equals));
  }
}
