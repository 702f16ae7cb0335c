package io.espalier.klaviyo;

import static io.espalier.klaviyo.KlaviyoAccount.attribute;
import static io.espalier.klaviyo.KlaviyoAccount.email;
import static io.espalier.klaviyo.KlaviyoAccount.segment;
import static io.espalier.klaviyo.KlaviyoAccount.upsert;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.espalier.model.ProfileKey;
import io.espalier.model.Segment;
import io.espalier.model.Value;
import io.espalier.model.ValueType;
import io.espalier.spi.Change;
import io.espalier.spi.Connector;
import io.espalier.spi.Cursor;
import io.espalier.spi.EspException;
import io.espalier.spi.FailureKind;
import io.espalier.spi.Job;
import io.espalier.spi.Outcome;
import io.espalier.spi.Page;
import io.espalier.spi.RemoteProfile;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KlaviyoSyncTest {
  private final KlaviyoAccount account =
      new KlaviyoAccount(
          attribute("first_name", ValueType.TEXT),
          attribute("phone_number", ValueType.TEXT),
          attribute("country", ValueType.TEXT),
          attribute("spent", ValueType.NUMBER),
          attribute("vip", ValueType.BOOL),
          attribute("birthday", ValueType.DATE),
          attribute("last_order", ValueType.DATETIME),
          attribute("skus", ValueType.LIST));

  @AfterEach
  void close() {
    account.close();
  }

  @Test
  void rightKeyNamesTheAccount() {
    assertFalse(account.connector().account().id().isBlank());
    assertFalse(account.connector().account().name().isBlank());
  }

  @Test
  void wrongKeyNamesItsVariable() {
    try (Connector stranger = account.open("pk_wrong")) {
      EspException refused = assertThrows(EspException.class, stranger::account);
      assertEquals(FailureKind.AUTH, refused.failure().kind());
      assertEquals(
          "Klaviyo refused the API key given by the environment variable KLAVIYO_API_KEY",
          refused.getMessage());
    }
  }

  @Test
  void everyTypeArrivesAsItsOwn() {
    Map<String, Value> values =
        Map.of(
            "first_name", Value.text("Zoë"),
            "country", Value.text("United Kingdom"),
            "spent", Value.number("1234.50"),
            "vip", Value.flag(false),
            "birthday", new Value.Day(LocalDate.parse("2000-02-29")),
            "last_order", new Value.Moment(Instant.parse("2026-01-02T03:04:05Z")),
            "skus", Value.list(List.of("A,1", "B")));

    List<Outcome> outcomes = account.settle(List.of(upsert("k1", "zoe@example.net", values)));

    assertEquals(List.of(Outcome.APPLIED), outcomes);
    JsonObject fields = account.person("zoe@example.net").getAsJsonObject("fields");
    assertEquals("k1", fields.get("external_id").getAsString());
    assertEquals("Zoë", fields.get("first_name").getAsString());
    assertEquals(
        JsonParser.parseString(
            """
            {"country":"United Kingdom","spent":1234.5,"vip":false,"birthday":"2000-02-29",
             "last_order":"2026-01-02T03:04:05+00:00","skus":["A,1","B"]}"""),
        fields.get("properties"));
    Page<RemoteProfile> read = account.connector().read(Cursor.profiles());
    assertEquals(Optional.of(new ProfileKey("k1")), read.items().get(0).key());
    assertEquals(values, read.items().get(0).values());
  }

  @Test
  void nothingClearsAndAbsentLeaves() {
    account.settle(
        List.of(
            upsert(
                "k1",
                "zoe@example.net",
                Map.of(
                    "first_name", Value.text("Zoë"),
                    "country", Value.text("France"),
                    "spent", Value.number(7)))));

    List<Outcome> outcomes =
        account.settle(
            List.of(
                upsert(
                    "k1",
                    "zoe@example.net",
                    Map.of(
                        "first_name", Value.NOTHING,
                        "country", Value.NOTHING,
                        "vip", Value.flag(false)))));

    assertEquals(List.of(Outcome.APPLIED), outcomes);
    JsonObject fields = account.person("zoe@example.net").getAsJsonObject("fields");
    assertTrue(fields.get("first_name").isJsonNull());
    assertEquals(JsonParser.parseString("{\"spent\":7,\"vip\":false}"), fields.get("properties"));
  }

  @Test
  void rowsThatFailLateAreRejectedAloneAndAllPagesOfErrorsAreRead() {
    // Two profiles hold the identifiers of one row: it fails in the job, after the 202.
    List<Change> first = new ArrayList<>();
    for (int i = 0; i < 150; i++) {
      first.add(
          upsert(
              "owner" + i,
              "owner" + i + "@example.net",
              Map.of("phone_number", Value.text(String.format("+1500555%04d", i)))));
      first.add(upsert("other" + i, "other" + i + "@example.net", Map.of()));
    }
    account.settle(first);
    List<Change> second = new ArrayList<>();
    for (int i = 0; i < 150; i++) {
      second.add(
          upsert(
              "other" + i,
              "other" + i + "@example.net",
              Map.of("phone_number", Value.text(String.format("+1500555%04d", i)))));
      second.add(upsert("fresh" + i, "fresh" + i + "@example.net", Map.of()));
    }
    Collections.shuffle(second, new java.util.Random(1));

    List<Outcome> outcomes = account.settle(second);

    for (int i = 0; i < second.size(); i++) {
      String key = ((Change.Upsert) second.get(i)).key().value();
      assertEquals(key.startsWith("other"), outcomes.get(i) instanceof Outcome.Rejected, () -> key);
      assertEquals(key.startsWith("fresh"), outcomes.get(i).equals(Outcome.APPLIED), () -> key);
    }
  }

  @Test
  void badRowIsNamedBeforeAnythingIsSentAndTheOthersLand() {
    List<Outcome> outcomes =
        account.settle(
            List.of(
                upsert("a", "a@example.net", Map.of("phone_number", Value.text("0171 555"))),
                upsert(
                    "b", "b@example.net", Map.of("spent", Value.number("123456789012345678901"))),
                upsert("c", "c@example.net", Map.of("spent", Value.number("9007199254740993"))),
                upsert("d", "c@example.net", Map.of())));

    assertEquals(
        List.of(
            "'phone_number' is no phone number in the form that Klaviyo takes, +15005550006",
            "'spent' has more digits than Klaviyo keeps: a number has 64 bits there",
            "applied",
            "the profiles 'c' and 'd' have the same e-mail address; Klaviyo keeps one profile an"
                + " address"),
        outcomes.stream()
            .map(o -> o instanceof Outcome.Rejected r ? r.failure().message() : "applied")
            .toList());
    assertEquals(
        "9007199254740993",
        account
            .person("c@example.net")
            .getAsJsonObject("fields")
            .getAsJsonObject("properties")
            .get("spent")
            .getAsString());
  }

  @Test
  void jobOutlivesTheProcess() {
    List<Change> rows = List.of(upsert("k1", "zoe@example.net", Map.of()));
    Outcome.Pending pending = (Outcome.Pending) account.connector().push(rows).get(0);

    account.reopen();

    List<Outcome> outcomes = List.of(pending);
    for (int i = 0; i < 5 && outcomes.get(0) instanceof Outcome.Pending; i++) {
      outcomes = account.connector().poll(new Job(pending.job().handle()), rows);
    }
    assertEquals(List.of(Outcome.APPLIED), outcomes);
  }

  @Test
  void unknownJobIsRefused() {
    EspException refused =
        assertThrows(
            EspException.class, () -> account.connector().poll(new Job("batch:1"), List.of()));
    assertEquals("'batch:1' is no job of the Klaviyo connector", refused.getMessage());
    Outcome gone =
        account
            .connector()
            .poll(new Job("import:nowhere"), List.of(upsert("k", "k@example.net", Map.of())))
            .get(0);
    assertEquals(
        "Klaviyo no longer knows the import job nowhere",
        ((Outcome.Unknown) gone).failure().message());
  }

  @Test
  void segmentIsFoundBehindTwoPagesOfOthersAndMadeOnlyOnce() {
    for (int i = 0; i < 25; i++) {
      account.post(
          "/api/lists",
          "{\"data\":{\"type\":\"list\",\"attributes\":{\"name\":\"List " + i + "\"}}}");
    }
    Segment known = segment("old", "List 23");
    Segment fresh = segment("bag-fans", "Jumbo bag fans");
    List<Change> define = List.of(new Change.DefineSegment(known), new Change.DefineSegment(fresh));

    List<Outcome> first = account.settle(define);
    long made = account.writes();
    account.reopen();
    List<Outcome> again = account.settle(define);

    assertEquals(first, again);
    assertEquals(made, account.writes());
    String id = ((Outcome.Applied) first.get(1)).reference();
    assertEquals(
        "Jumbo bag fans",
        account
            .get("/api/lists/" + id)
            .getAsJsonObject()
            .getAsJsonObject("data")
            .getAsJsonObject("attributes")
            .get("name")
            .getAsString());
  }

  @Test
  void renamedSegmentKeepsItsListAndMembers() {
    Segment before = segment("bag-fans", "Bag fans");
    Segment after = segment("bag-fans", "Jumbo bag fans");
    List<Outcome> made = account.settle(List.of(new Change.DefineSegment(before)));
    account.settle(List.of(upsert("k1", "zoe@example.net", Map.of())));
    account.settle(List.of(new Change.Join(before, key(1), email("zoe@example.net"))));
    account.reopen();

    assertEquals(made, account.settle(List.of(new Change.DefineSegment(after))));

    assertEquals(List.of("Jumbo bag fans"), account.lists("zoe@example.net"));
    assertEquals(List.of("zoe@example.net"), members(after));
    // The old name is free for another segment.
    Segment other = segment("other", "Bag fans");
    account.settle(List.of(new Change.DefineSegment(other)));
    assertEquals(List.of(), members(other));
  }

  @Test
  void twoSegmentsOfOneNameDoNotShareAList() {
    List<Outcome> outcomes =
        account.settle(
            List.of(
                new Change.DefineSegment(segment("a", "Fans")),
                new Change.DefineSegment(segment("b", "Fans"))));

    assertEquals(
        "the segments 'a' and 'b' are both called 'Fans': they would share one list in Klaviyo",
        ((Outcome.Rejected) outcomes.get(1)).failure().message());
  }

  @Test
  void aThousandAndMoreJoinAndLeaveAgain() {
    Segment fans = segment("fans", "Fans");
    Segment rest = segment("rest", "Rest");
    List<Integer> people = IntStream.range(0, 1_201).boxed().toList();
    account.settle(List.of(new Change.DefineSegment(fans), new Change.DefineSegment(rest)));
    account.settle(
        people.stream().map(i -> upsert("k" + i, "p" + i + "@example.net", Map.of())).toList());

    List<Change> joins = new ArrayList<>();
    people.forEach(i -> joins.add(new Change.Join(fans, key(i), email("p" + i + "@example.net"))));
    joins.add(new Change.Join(rest, key(5), email("p5@example.net")));
    assertTrue(account.settle(joins).stream().allMatch(Outcome.APPLIED::equals));
    assertEquals(
        List.of("Fans", "Rest"), account.lists("p5@example.net").stream().sorted().toList());
    assertEquals(1_201, members(fans).size());

    List<Change> leaves = new ArrayList<>();
    people.stream()
        .skip(1)
        .forEach(i -> leaves.add(new Change.Leave(fans, key(i), email("p" + i + "@example.net"))));
    leaves.add(new Change.Leave(fans, key(9_999), email("nobody@example.net")));
    assertTrue(account.settle(leaves).stream().allMatch(Outcome.APPLIED::equals));
    assertEquals(List.of("p0@example.net"), members(fans));
    assertEquals(List.of("Rest"), account.lists("p5@example.net"));
  }

  private static ProfileKey key(int i) {
    return new ProfileKey("k" + i);
  }

  private List<String> members(Segment segment) {
    return all(Cursor.members(segment)).stream().map(p -> p.email().address()).toList();
  }

  private List<RemoteProfile> all(Cursor from) {
    List<RemoteProfile> people = new ArrayList<>();
    Optional<Cursor> cursor = Optional.of(from);
    while (cursor.isPresent()) {
      Page<RemoteProfile> page = account.connector().read(cursor.get());
      people.addAll(page.items());
      cursor = page.next();
    }
    return people;
  }

  @Test
  void joinOfAnUndefinedSegmentIsRejectedAndLeaveOfOneIsDone() {
    Segment ghost = segment("ghost", "Ghost");
    Outcome join =
        account.settle(List.of(new Change.Join(ghost, key(1), email("p1@example.net")))).get(0);
    assertEquals(
        "Klaviyo has no list called 'Ghost'", ((Outcome.Rejected) join).failure().message());
    assertEquals(
        List.of(Outcome.APPLIED),
        account.settle(List.of(new Change.Leave(ghost, key(1), email("p1@example.net")))));
  }

  @Test
  void pagesGiveEveryProfileOnce() {
    for (int size : List.of(100, 101, 50)) {
      account.settle(
          IntStream.range(0, size)
              .mapToObj(
                  i ->
                      upsert("s" + size + "-" + i, "s" + size + "." + i + "@example.net", Map.of()))
              .toList());
    }

    Map<String, Integer> seen = new HashMap<>();
    all(Cursor.profiles()).forEach(p -> seen.merge(p.email().address(), 1, Integer::sum));

    assertEquals(251, seen.size());
    assertTrue(seen.values().stream().allMatch(count -> count == 1));
  }

  @Test
  void textIsComposedSoThatTemplatesCompareIt() {
    account.settle(
        List.of(upsert("k1", "zoe@example.net", Map.of("country", Value.text("Co\u0302te")))));
    assertEquals(
        "C\u00f4te",
        account
            .person("zoe@example.net")
            .getAsJsonObject("fields")
            .getAsJsonObject("properties")
            .get("country")
            .getAsString());
  }

  @Test
  void noCallRecordHoldsAnAddressOrTheKey() {
    account.settle(
        List.of(
            upsert("k1", "zoe@example.net", Map.of("spent", new Value.Number(BigDecimal.ONE)))));
    account.settle(List.of(new Change.Leave(segment("x", "X"), key(1), email("zoe@example.net"))));

    String log = account.calls.toString();
    assertFalse(log.isEmpty());
    assertFalse(log.contains("zoe"), log);
    assertFalse(log.contains(account.apiKey()), log);
  }
}
