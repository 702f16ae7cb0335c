package io.espalier.salesforcemc;

import static io.espalier.salesforcemc.Bench.attribute;
import static io.espalier.salesforcemc.Bench.email;
import static io.espalier.salesforcemc.Bench.upsert;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
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
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class SyncTest {
  private final Bench bench =
      new Bench(
          attribute("country", ValueType.TEXT),
          attribute("orders.total", ValueType.NUMBER),
          attribute("vip", ValueType.BOOL),
          attribute("birthday", ValueType.DATE),
          attribute("last_order", ValueType.DATETIME),
          attribute("skus", ValueType.LIST));

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void accountIsTheBusinessUnit() {
    assertEquals(bench.sandbox.settings().get("account_id"), bench.connector.account().id());
    assertEquals(0, bench.writes());
  }

  @Test
  void wrongSecretIsToldByItsVariables() {
    Connector wrong = bench.open(Map.of("client_secret", "no"), bench.fields);
    EspException e = assertThrows(EspException.class, wrong::account);
    assertEquals(FailureKind.AUTH, e.failure().kind());
    assertEquals(
        "Salesforce Marketing Cloud refused the client id and secret given by the environment"
            + " variable SFMC_CLIENT_ID and the environment variable SFMC_CLIENT_SECRET",
        e.failure().message());
  }

  @Test
  void definingTwiceWritesOnce() {
    List<Change> fields =
        List.copyOf(bench.fields.attributes().stream().map(Change.DefineField::new).toList());
    List<Change> segments = segments(new Segment[] {Bench.segment("bag-fans", "Bag fans!")});
    assertAllApplied(bench.run(fields));
    assertAllApplied(bench.run(segments));
    long writes = bench.writes();
    assertEquals(4, writes, "two folders, a data extension of profiles, one of the segment");
    assertAllApplied(bench.run(fields));
    assertEquals(List.of(new Outcome.Applied("espalier_bag-fans")), bench.connector.push(segments));
    assertEquals(writes, bench.writes());
  }

  @Test
  void newFieldBecomesColumnOfTheSameExtension() {
    bench.define();
    bench.fields = bench.esp.map(List.of(attribute("city", ValueType.TEXT)), new ArrayList<>());
    Connector later = bench.open(Map.of(), bench.fields);
    assertAllApplied(
        Bench.run(later, bench.fields.attributes().stream().map(Change.DefineField::new).toList()));
    assertAllApplied(Bench.run(later, List.of(upsert("c1", Map.of("city", Value.text("Bath"))))));
    assertEquals("Bath", bench.row("espalier_profiles", email("c1")).get("city").getAsString());
  }

  @Test
  void aTextColumnThatIsTooShortGrowsAndADecimalThatIsTooSmallIsNamed() {
    bench.soap(
        "<CreateRequest><Options/><Objects xsi:type=\"DataExtension\"><CustomerKey>"
            + "espalier_profiles</CustomerKey><Name>Espalier Profiles</Name><Fields>"
            + "<Field><Name>SubscriberKey</Name><MaxLength>254</MaxLength>"
            + "<IsRequired>true</IsRequired><IsPrimaryKey>true</IsPrimaryKey></Field>"
            + "<Field><Name>EmailAddress</Name><FieldType>EmailAddress</FieldType></Field>"
            + "<Field><Name>COUNTRY</Name><MaxLength>10</MaxLength></Field>"
            + "<Field><Name>orders_total</Name><Scale>2</Scale><MaxLength>18</MaxLength>"
            + "<FieldType>Decimal</FieldType></Field>"
            + "</Fields></Objects></CreateRequest>");
    List<Outcome> outcomes =
        bench.run(bench.fields.attributes().stream().map(Change.DefineField::new).toList());
    Outcome.Rejected small = assertInstanceOf(Outcome.Rejected.class, outcomes.get(1));
    assertEquals(
        "the column orders_total of 'Espalier Profiles' is Decimal(18,2), and the attribute"
            + " 'orders.total' needs Decimal(29,9)",
        small.failure().message());
    assertAllApplied(List.of(outcomes.get(0)));
    String longer = "x".repeat(4_000);
    assertAllApplied(bench.run(List.of(upsert("g1", Map.of("country", Value.text(longer))))));
    assertEquals(longer, bench.row("espalier_profiles", email("g1")).get("COUNTRY").getAsString());
  }

  @Test
  void columnOfAnotherTypeIsRefusedWithWhatToDo() {
    bench.define();
    var other = bench.esp.map(List.of(attribute("country", ValueType.NUMBER)), new ArrayList<>());
    Connector later = bench.open(Map.of(), other);
    Outcome outcome =
        later.push(List.of(new Change.DefineField(attribute("country", ValueType.NUMBER)))).get(0);
    Outcome.Rejected rejected = assertInstanceOf(Outcome.Rejected.class, outcome);
    assertEquals(
        "the column country of 'Espalier Profiles' is Text(4000), and the attribute 'country'"
            + " needs Decimal(29,9)",
        rejected.failure().message());
  }

  @Test
  void segmentIsRenamedAndTwoOfOneNameAreToldApart() {
    assertAllApplied(
        bench.run(
            segments(
                new Segment[] {Bench.segment("a", "Fans (50%)"), Bench.segment("b", "Fans 50")})));
    assertAllApplied(bench.run(segments(new Segment[] {Bench.segment("a", "Lovers")})));
    String held = bench.sandbox.snapshot();
    assertTrue(held.contains("\"Lovers\""), held);
    assertTrue(held.contains("Fans 50 - espalier_b"), held);
    assertTrue(held.contains("Lovers [Espalier segment a]"), held);
  }

  @Test
  void nothingClearsAndAbsentLeavesAndFalseAndZeroAreValues() {
    bench.define();
    assertAllApplied(bench.run(List.of(upsert("c1", everything()))));
    Map<String, Value> change = new HashMap<>();
    change.put("country", Value.NOTHING);
    change.put("orders.total", Value.number(0));
    change.put("vip", Value.flag(false));
    change.put("last_order", Value.NOTHING);
    assertAllApplied(bench.run(List.of(upsert("c1", change))));
    Map<String, Value> expected = new HashMap<>(everything());
    expected.keySet().removeAll(List.of("country", "last_order"));
    expected.put("orders.total", Value.number(0));
    expected.put("vip", Value.flag(false));
    assertEquals(expected, read(Cursor.profiles()).get(0).values());
  }

  @Test
  void everyTypeRoundTrips() {
    bench.define();
    assertAllApplied(bench.run(List.of(upsert("c1", everything()))));
    RemoteProfile back = read(Cursor.profiles()).get(0);
    assertEquals(everything(), back.values());
    assertEquals("c1", back.key().orElseThrow().value());
  }

  @Test
  void rowsThatNoColumnHoldsAreRefusedBeforeAnyCall() {
    List<Outcome> outcomes =
        bench.connector.push(
            List.of(
                upsert("c1", Map.of("country", Value.text("x".repeat(4001)))),
                upsert("c2", Map.of("skus", Value.list(List.of("a,b")))),
                upsert("c3", Map.of("birthday", new Value.Day(LocalDate.of(1700, 1, 1)))),
                upsert("c4", Map.of("orders.total", Value.number("1" + "0".repeat(20))))));
    assertEquals(
        List.of(
            "'country' has 4001 characters, and a column holds 4000",
            "an item of 'skus' holds a comma, which parts the items there",
            "'birthday' is not between 1753-01-01 and 9999-12-31",
            "'orders.total' has more than 20 digits before the point"),
        outcomes.stream().map(o -> ((Outcome.Rejected) o).failure().message()).toList());
    assertEquals(List.of(), bench.calls);
  }

  @Test
  void badRowSinksNobodyElseAndAllPagesOfResultsAreRead() {
    bench.define();
    // The column is a decimal there; this connection believes it to be a text.
    var wrong = bench.esp.map(List.of(attribute("orders.total", ValueType.TEXT)), List.of());
    Connector connector = bench.open(Map.of(), wrong);
    List<Change> rows = new ArrayList<>();
    for (int i = 0; i < 120; i++) {
      rows.add(upsert("c" + i, Map.of("orders.total", Value.text(i == 101 ? "many" : "" + i))));
    }
    List<Outcome> outcomes = Bench.run(connector, rows);
    for (int i = 0; i < 120; i++) {
      if (i == 101) {
        Outcome.Rejected bad = assertInstanceOf(Outcome.Rejected.class, outcomes.get(i));
        assertEquals(FailureKind.INVALID, bad.failure().kind());
        assertTrue(bad.failure().message().contains("[orders_total]"), bad.failure().message());
      } else {
        assertEquals(Outcome.APPLIED, outcomes.get(i));
      }
    }
    assertEquals(new JsonObject(), bench.row("espalier_profiles", email("c101")));
  }

  @Test
  void aDeadlockIsUnknownAndABadRowIsRejected() {
    bench.define();
    bench.act("deadlock?times=1");
    var wrong = bench.esp.map(List.of(attribute("orders.total", ValueType.TEXT)), List.of());
    Connector connector = bench.open(Map.of(), wrong);
    List<Change> rows =
        List.of(
            upsert("d1", Map.of()),
            upsert("d2", Map.of()),
            upsert("d3", Map.of("orders.total", Value.text("many"))));
    List<Outcome> outcomes = Bench.run(connector, rows);
    Outcome.Unknown dark = assertInstanceOf(Outcome.Unknown.class, outcomes.get(0));
    assertEquals(FailureKind.TRANSIENT, dark.failure().kind());
    assertEquals(Outcome.APPLIED, outcomes.get(1));
    assertInstanceOf(Outcome.Rejected.class, outcomes.get(2));
    assertAllApplied(bench.run(List.of(rows.get(0))));
    assertEquals(
        "d1", bench.row("espalier_profiles", email("d1")).get("SubscriberKey").getAsString());
  }

  @Test
  void aJobThatBreaksIsHalvedSoThatItsRowsArriveAllTheSame() {
    bench.define();
    bench.act("fail?times=3");
    List<Change> rows = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      rows.add(upsert("h" + i, Map.of()));
    }
    assertAllApplied(bench.run(rows));
  }

  @Test
  void jobsThatAllBreakAreGivenUpSoon() {
    bench.define();
    bench.act("fail?times=1000000");
    List<Change> rows = new ArrayList<>();
    for (int i = 0; i < 2_500; i++) {
      rows.add(upsert("w" + i, Map.of()));
    }
    long before = bench.writes();
    List<Outcome> outcomes = bench.run(rows);
    assertTrue(outcomes.stream().allMatch(o -> o instanceof Outcome.Unknown));
    assertTrue(bench.writes() - before < 60, "calls: " + (bench.writes() - before));
  }

  @Test
  void jobIsTakenUpByAnotherConnection() {
    bench.define();
    Change row = upsert("c1", Map.of());
    Outcome.Pending pending = (Outcome.Pending) bench.connector.push(List.of(row)).get(0);
    Connector later = bench.open(Map.of(), bench.fields);
    Outcome outcome = pending;
    for (int i = 0; i < 5 && outcome instanceof Outcome.Pending; i++) {
      outcome = later.poll(new Job(pending.job().handle()), List.of(row)).get(0);
    }
    assertEquals(Outcome.APPLIED, outcome);
  }

  @Test
  void unknownAndMalformedJobsAreTold() {
    Change row = upsert("c1", Map.of());
    Outcome outcome =
        bench.connector.poll(new Job("00000000-0000-0000-0000-000000000000"), List.of(row)).get(0);
    assertInstanceOf(Outcome.Unknown.class, outcome);
    EspException e =
        assertThrows(EspException.class, () -> bench.connector.poll(new Job("../x"), List.of(row)));
    assertEquals("this is no job of Salesforce Marketing Cloud", e.failure().message());
  }

  @Test
  void peopleWithoutAttributesNeedNoDefinition() {
    assertAllApplied(bench.run(List.of(upsert("c1", Map.of()))));
    assertEquals(
        email("c1"), bench.row("espalier_profiles", email("c1")).get("EmailAddress").getAsString());
  }

  @Test
  void thousandMembersJoinAndLeave() {
    bench.run(segments(new Segment[] {Bench.segment("fans", "Fans")}));
    List<Change> joins = new ArrayList<>();
    List<Change> leaves = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      joins.add(Bench.join("fans", "c" + i));
      leaves.add(Bench.leave("fans", "c" + i));
    }
    joins.add(Bench.join("fans", "stays"));
    assertAllApplied(bench.run(joins));
    Cursor members = Cursor.members(Bench.segment("fans", "Fans"));
    assertEquals(1001, read(members).size());
    assertAllApplied(bench.run(leaves));
    assertAllApplied(bench.run(leaves));
    assertEquals(
        List.of("stays"), read(members).stream().map(p -> p.key().orElseThrow().value()).toList());
  }

  @Test
  void joiningSegmentThatIsGoneNamesTheTarget() {
    Outcome.Rejected gone =
        assertInstanceOf(
            Outcome.Rejected.class,
            bench.connector.push(List.of(Bench.join("nowhere", "c1"))).get(0));
    assertEquals(FailureKind.MISSING_TARGET, gone.failure().kind());
  }

  @Test
  void pagesGiveEveryProfileOnce() {
    List<Change> rows = new ArrayList<>();
    for (int i = 0; i < 2501; i++) {
      rows.add(upsert("c" + i, Map.of()));
    }
    assertAllApplied(bench.run(rows));
    assertEquals(
        2501,
        read(Cursor.profiles()).stream()
            .map(p -> p.key().orElseThrow().value())
            .distinct()
            .count());
  }

  @Test
  void expiredTokenIsReplacedAndTheCallSentAgain() {
    bench.define();
    bench.sandboxTime.pass(Duration.ofMinutes(30));
    long tokens = tokenCalls();
    assertAllApplied(bench.run(List.of(upsert("c1", Map.of()))));
    bench.sandboxTime.pass(Duration.ofMinutes(30));
    assertAllApplied(bench.run(segments(new Segment[] {Bench.segment("fans", "Fans")})));
    assertEquals(tokens + 2, tokenCalls());
  }

  @Test
  void noMessageNorRecordShowsSecretOrAddress() {
    bench.define();
    assertAllApplied(bench.run(List.of(upsert("c1", everything()))));
    String secret = bench.sandbox.settings().get("client_secret");
    for (var call : bench.calls) {
      assertFalse(call.toString().contains(secret) || call.toString().contains("@"));
    }
    bench.connector.close();
    bench.connector.close();
  }

  private long tokenCalls() {
    return bench.calls.stream().filter(c -> c.path().equals("/v2/token")).count();
  }

  private List<RemoteProfile> read(Cursor from) {
    List<RemoteProfile> all = new ArrayList<>();
    Optional<Cursor> next = Optional.of(from);
    while (next.isPresent()) {
      Page<RemoteProfile> page = bench.connector.read(next.get());
      all.addAll(page.items());
      next = page.next();
    }
    return all;
  }

  private static Map<String, Value> everything() {
    return Map.of(
        "country", Value.text("Côte d'Ivoire “%%=v(1)=%%” {{x}} <b> 🙂"),
        "orders.total", Value.number("9007199254740993.5"),
        "vip", Value.flag(true),
        "birthday", new Value.Day(LocalDate.of(2004, 2, 29)),
        "last_order", new Value.Moment(Instant.parse("2011-11-30T23:59:58Z")),
        "skus", Value.list(List.of("22423", "85123A")));
  }

  private static List<Change> segments(Segment[] segments) {
    List<Change> changes = new ArrayList<>();
    for (Segment segment : segments) {
      changes.add(new Change.DefineSegment(segment));
    }
    return changes;
  }

  private static void assertAllApplied(List<Outcome> outcomes) {
    for (Outcome outcome : outcomes) {
      assertInstanceOf(Outcome.Applied.class, outcome, () -> String.valueOf(outcome));
    }
  }
}
