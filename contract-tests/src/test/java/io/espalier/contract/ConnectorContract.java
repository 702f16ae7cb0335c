package io.espalier.contract;

import static io.espalier.contract.Shoppers.email;
import static io.espalier.contract.Shoppers.join;
import static io.espalier.contract.Shoppers.key;
import static io.espalier.contract.Shoppers.leave;
import static io.espalier.contract.Shoppers.segment;
import static io.espalier.contract.Shoppers.setConsent;
import static io.espalier.contract.Shoppers.upsert;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.espalier.model.Attribute;
import io.espalier.model.Consent;
import io.espalier.model.EmailAddress;
import io.espalier.model.ProfileKey;
import io.espalier.model.Segment;
import io.espalier.model.Value;
import io.espalier.model.ValueType;
import io.espalier.rule.Issue;
import io.espalier.spi.Change;
import io.espalier.spi.Connector;
import io.espalier.spi.Cursor;
import io.espalier.spi.EspException;
import io.espalier.spi.FailureKind;
import io.espalier.spi.FieldMap;
import io.espalier.spi.Job;
import io.espalier.spi.Outcome;
import io.espalier.spi.RemoteProfile;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The rules for connectors, by number. A subclass names the ESP and what is peculiar to it. */
abstract class ConnectorContract {
  private static final Segment FANS = segment("fans", "Fans");
  private static final Segment LAPSED = segment("lapsed", "Lapsed");

  private Trial trial;

  abstract String esp();

  /** Settings that a connection needs and the sandbox does not give. */
  Map<String, String> settings() {
    return Map.of();
  }

  /** The secret setting that c07 falsifies, and the false value, which is well-formed. */
  abstract Map.Entry<String, String> wrongSecret();

  /** People on one page of {@link Connector#read}. */
  abstract int pageSize();

  /** What of a moment the ESP keeps; to be overridden with the reason only. */
  Value.Moment kept(Value.Moment moment) {
    return moment;
  }

  @BeforeEach
  void start() {
    trial = new Trial(esp(), settings(), Shoppers.ATTRIBUTES);
  }

  @AfterEach
  void stop() {
    trial.close();
  }

  @Test
  void c01OutcomesAlignWithTheInput() {
    define(FANS);
    List<Change> people = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      people.add(i % 7 == 3 ? bad(i) : upsert(i, Map.of("favourite", Value.text("no " + i))));
    }
    List<Outcome> outcomes = trial.settle(people);
    for (int i = 0; i < 60; i++) {
      Outcome outcome = outcomes.get(i);
      int person = i;
      assertEquals(
          i % 7 == 3, outcome instanceof Outcome.Rejected, () -> "row " + person + ": " + outcome);
    }
    Map<ProfileKey, Value> held = new HashMap<>();
    people().forEach(p -> held.put(p.key().orElseThrow(), p.values().get("favourite")));
    assertEquals(51, held.size());
    held.forEach((k, v) -> assertEquals(Value.text("no " + k.value().substring(2)), v));
  }

  @Test
  void c02PushingTwiceEqualsPushingOnce() {
    define(FANS, LAPSED);
    List<Change> people = List.of(upsert(1, everything()), upsert(2));
    List<Change> joins = List.of(join(FANS, 1), join(FANS, 2));
    List<Change> leaves = List.of(leave(FANS, 2));
    List<Change> consents = List.of(setConsent(1, Consent.State.UNSUBSCRIBED, TrialClock.START));
    List<List<Change>> all = List.of(people, consents, joins, leaves);
    all.forEach(this::applied);
    Set<RemoteProfile> once = new HashSet<>(people());
    Set<ProfileKey> members = members(FANS);

    define(FANS, LAPSED);
    all.forEach(this::applied);

    assertEquals(once, new HashSet<>(people()));
    assertEquals(2, people().size());
    assertEquals(members, members(FANS));
    assertEquals(Set.of(key(1)), members);
  }

  @Test
  void c03OneBadRecordDoesNotSinkItsBatch() {
    define();
    List<Outcome> outcomes = trial.settle(List.of(upsert(1), bad(2), upsert(3)));
    assertEquals(Outcome.APPLIED, outcomes.get(0));
    assertEquals(Outcome.APPLIED, outcomes.get(2));
    Outcome.Rejected bad = assertInstanceOf(Outcome.Rejected.class, outcomes.get(1));
    assertTrue(bad.failure().message().contains("'nowhere'"), bad.failure().message());
    assertEquals(Set.of(key(1), key(3)), keys(people()));
  }

  @Test
  void c07AWrongSecretIsAuthAndNamesItsSetting() {
    String setting = wrongSecret().getKey();
    try (Connector stranger = trial.open(Map.of(setting, wrongSecret().getValue()))) {
      EspException refused = assertThrows(EspException.class, stranger::account);
      String said = refused.getMessage() + " " + refused.failure().mend();
      assertEquals(FailureKind.AUTH, refused.failure().kind());
      assertTrue(said.contains(Trial.variable(setting)), said);
      assertFalse(said.contains(wrongSecret().getValue()), said);
      assertFalse(refused.failure().mend().isBlank());
    }
    assertTrue(trial.calls.size() <= 2, () -> "a refusal is not repeated: " + trial.calls);
  }

  @Test
  void c10ABatchOverTheLimitIsSplit() {
    define(FANS);
    int over = trial.connector().limits().batch(Change.Kind.LEAVE) + 1;
    List<Change> leaves = new ArrayList<>();
    for (int i = 0; i < over; i++) {
      leaves.add(leave(FANS, i));
    }
    applied(List.of(upsert(1), upsert(over - 1), upsert(over)));
    applied(List.of(join(FANS, 1), join(FANS, over - 1), join(FANS, over)));
    List<Outcome> outcomes =
        trial.finish(trial.connector(), leaves, trial.connector().push(leaves));
    outcomes.forEach(o -> assertEquals(Outcome.APPLIED, o));
    assertEquals(Set.of(key(over)), members(FANS));
  }

  @Test
  void c11NoTextShowsASecretOrAnAddress() {
    define(FANS);
    List<Object> said = new ArrayList<>();
    said.add(trial.settle(List.of(upsert(1, everything()), bad(2), upsert(3))));
    said.add(trial.settle(List.of(join(FANS, 1), join(segment("ghost", "Ghost"), 1))));
    said.add(trial.settle(List.of(setConsent(1, Consent.State.UNSUBSCRIBED, TrialClock.START))));
    said.add(trial.settle(List.of(leave(FANS, 1))));
    said.add(people());
    said.add(trial.connector());
    said.add(trial.connector().push(List.of(upsert(4))));
    said.add(trial.calls);
    String text = said.toString();
    assertTrue(trial.calls.size() > 5 && !trial.secrets().isEmpty());
    for (String secret : trial.secrets()) {
      assertFalse(text.contains(secret), "a secret in " + text);
    }
    assertFalse(text.contains("shopper.") || text.contains("shopper%2E"), text);
    assertFalse(text.contains("@customers"), text);
  }

  @Test
  void c12AnUpsertNeverResubscribes() {
    define();
    Consent.State[] optedOut = {
      Consent.State.UNSUBSCRIBED, Consent.State.SUPPRESSED, Consent.State.COMPLAINED
    };
    Consent eager =
        Shoppers.consent(Consent.State.SUBSCRIBED, TrialClock.START.minusSeconds(1_000));
    List<Change> setting = new ArrayList<>();
    List<Change> subscribing = new ArrayList<>();
    for (int i = 0; i < optedOut.length; i++) {
      applied(List.of(upsert(i)));
      setting.add(setConsent(i, optedOut[i], TrialClock.START));
      subscribing.add(new Change.Upsert(key(i), email(i), Map.of("vip", Value.flag(true)), eager));
    }
    applied(setting);
    trial.reopen();

    trial.settle(subscribing);

    List<RemoteProfile> people = people();
    assertEquals(optedOut.length, people.size());
    for (RemoteProfile person : people) {
      Consent.State state = person.consent().orElseThrow();
      assertTrue(state.isOptedOut(), () -> person.key() + " is " + state);
    }
  }

  @Test
  void c12AnUpsertMakesNobodyMailable() {
    define();
    applied(List.of(upsert(1)));
    assertNotEquals(Consent.State.SUBSCRIBED, people().get(0).consent().orElseThrow());
  }

  @Test
  void c13NothingClearsAbsentLeavesFalseAndZeroAreValues() {
    define();
    applied(List.of(upsert(1, everything())));
    Map<String, Value> change = new HashMap<>();
    change.put("favourite", Value.NOTHING);
    change.put("birthday", Value.NOTHING);
    change.put("skus", Value.NOTHING);
    change.put("spent_365d", Value.number(0));
    change.put("vip", Value.flag(false));
    applied(List.of(upsert(1, change)));
    Map<String, Value> expected = new HashMap<>(everything());
    expected.keySet().removeAll(List.of("favourite", "birthday", "skus"));
    expected.put("spent_365d", Value.number(0));
    expected.put("vip", Value.flag(false));
    assertEquals(expected, people().get(0).values());

    applied(List.of(upsert(1, Map.of("spent_365d", Value.NOTHING, "vip", Value.NOTHING))));
    expected.keySet().removeAll(List.of("spent_365d", "vip"));
    assertEquals(expected, people().get(0).values());
  }

  @Test
  void c15PagesGiveEveryProfileOnce() {
    define(FANS);
    int size = pageSize();
    Set<ProfileKey> expected = new HashSet<>();
    for (int[] range : new int[][] {{0, size - 1}, {size - 1, size}, {size, size + 1}}) {
      List<Change> people = new ArrayList<>();
      List<Change> joins = new ArrayList<>();
      for (int i = range[0]; i < range[1]; i++) {
        people.add(upsert(i));
        joins.add(join(FANS, i));
        expected.add(key(i));
      }
      applied(people);
      applied(joins);
      assertEquals(range[1], people().size());
      assertEquals(expected, keys(people()));
      assertEquals(range[1], trial.read(Cursor.members(FANS)).size());
      assertEquals(expected, members(FANS));
    }
  }

  @Test
  void c16APendingJobOutlivesItsConnector() {
    define();
    List<Change> rows = IntStream.range(0, 120).<Change>mapToObj(Shoppers::upsert).toList();
    List<Outcome> pushed = trial.connector().push(rows);
    assertTrue(pushed.stream().allMatch(Outcome.Pending.class::isInstance), pushed.toString());
    trial.reopen();
    trial
        .finish(trial.connector(), rows, pushed)
        .forEach(outcome -> assertEquals(Outcome.APPLIED, outcome));
    assertEquals(120, keys(people()).size());
  }

  @Test
  void c17AnUnknownJobIsRefused() {
    for (String handle : List.of("", "nobody's", "../lists", "import:a b", "x".repeat(5_000))) {
      EspException refused =
          assertThrows(
              EspException.class,
              () -> trial.connector().poll(new Job(handle), List.of(upsert(1))),
              () -> "'" + handle + "'");
      assertEquals(FailureKind.PROTOCOL, refused.failure().kind());
    }
    assertEquals(List.of(), trial.calls);
  }

  @Test
  void c18ThreadsDoNotInterfere() throws Exception {
    define();
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<List<Outcome>>> parts = new ArrayList<>();
      for (int part = 0; part < 4; part++) {
        int from = part * 50;
        parts.add(
            threads.submit(
                () ->
                    trial.settle(
                        IntStream.range(from, from + 50).mapToObj(Shoppers::upsert).toList())));
      }
      for (Future<List<Outcome>> part : parts) {
        part.get().forEach(outcome -> assertEquals(Outcome.APPLIED, outcome));
      }
    } finally {
      threads.shutdownNow();
    }
    assertEquals(200, people().size());
    assertEquals(200, keys(people()).size());
  }

  @Test
  void c19EveryValueComesBackOrIsRefusedWithTheReason() {
    define();
    List<Map<String, Value>> rows = new ArrayList<>();
    for (String text : HostileTexts.ALL) {
      rows.add(Map.of("favourite", Value.text(text)));
      rows.add(Map.of("skus", Value.list(List.of(text, "plain"))));
    }
    for (String number :
        List.of("9007199254740993", "0.1", "-0.000000001", "123456789012345678901.5", "1E+25")) {
      rows.add(Map.of("spent_365d", Value.number(number)));
    }
    for (String day : List.of("2024-02-29", "1900-02-28", "1969-12-31", "0099-01-01")) {
      rows.add(Map.of("birthday", new Value.Day(LocalDate.parse(day))));
    }
    for (String moment : List.of("2026-03-29T01:30:00Z", "2026-10-25T00:59:59.999999Z")) {
      rows.add(Map.of("last_order", new Value.Moment(Instant.parse(moment))));
    }
    List<Change> changes = new ArrayList<>();
    rows.forEach(row -> changes.add(upsert(changes.size(), row)));
    List<Outcome> outcomes = trial.settle(changes);
    Map<ProfileKey, Map<String, Value>> held = new HashMap<>();
    people().forEach(p -> held.put(p.key().orElseThrow(), p.values()));
    assertAll(
        IntStream.range(0, rows.size())
            .mapToObj(
                i -> () -> cameBackOrRefused(rows.get(i), outcomes.get(i), held.get(key(i)))));
    long refused = outcomes.stream().filter(Outcome.Rejected.class::isInstance).count();
    assertTrue(refused < rows.size() / 2, refused + " of " + rows.size() + " were refused");
  }

  private void cameBackOrRefused(Map<String, Value> row, Outcome outcome, Map<String, Value> held) {
    if (outcome instanceof Outcome.Rejected rejected) {
      String attribute = row.keySet().iterator().next();
      String message = rejected.failure().message();
      assertTrue(message.contains("'" + attribute + "'"), row + ": " + message);
    } else {
      assertEquals(Outcome.APPLIED, outcome);
      Map<String, Value> expected = new HashMap<>(row);
      expected.replaceAll((name, value) -> value instanceof Value.Moment m ? kept(m) : value);
      assertEquals(expected, held);
    }
  }

  @Test
  void c20ClosingTwiceIsFine() {
    Connector other = trial.open(Map.of());
    other.account();
    other.close();
    other.close();
    try (Connector unused = trial.open(Map.of())) {
      unused.close();
    }
    assertFalse(trial.connector().account().id().isBlank(), "the first connection lives on");
  }

  @Test
  void c23RemovingAThousandMembersRemovesAThousandMembers() {
    define(FANS);
    applied(IntStream.range(0, 1_001).mapToObj(Shoppers::upsert).toList());
    applied(IntStream.range(0, 1_001).mapToObj(i -> join(FANS, i)).toList());
    assertEquals(1_001, members(FANS).size());
    applied(IntStream.range(0, 1_000).mapToObj(i -> leave(FANS, i)).toList());
    assertEquals(Set.of(key(1_000)), members(FANS));
    assertEquals(1_001, people().size());
  }

  @Test
  void c24AllSegmentsOfALargeAccountAreSeen() {
    List<Change> segments = new ArrayList<>();
    for (int i = 0; i < 75; i++) {
      segments.add(new Change.DefineSegment(segment("s" + i, "Segment " + i)));
    }
    List<Outcome> first = trial.settle(segments);
    assertEquals(75, new HashSet<>(first).size());
    long writes = trial.writes();
    trial.reopen();
    assertEquals(first, trial.settle(segments));
    assertEquals(writes, trial.writes(), "nothing is made twice");
  }

  @Test
  void c25NamesThatShortenToOneAreRefusedOrToldApart() {
    String longName = "a_name_that_is_longer_than_any_of_the_three_would_take_without_cutting_it";
    List<Attribute> attributes = new ArrayList<>();
    for (String name :
        List.of(longName + "_1", longName + "_2", "a.b", "a_b", "orders_total", "orders.total")) {
      attributes.add(Attribute.of(name, ValueType.TEXT));
    }
    List<Issue> issues = new ArrayList<>();
    FieldMap map = trial.esp.map(attributes, issues);
    Set<String> vendorNames = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    for (Attribute attribute : attributes) {
      boolean named = map.field(attribute.name()).isPresent();
      boolean refused = issues.stream().anyMatch(i -> i.message().contains(attribute.name()));
      assertTrue(named || refused, attribute.name());
      assertTrue(
          !named || vendorNames.add(map.vendorName(attribute.name())),
          () -> attribute.name() + " has another's name in " + vendorNames);
    }
  }

  @Test
  void c26AMixedCaseAddressReachesTheSamePerson() {
    define(FANS);
    EmailAddress mixed = EmailAddress.of(" Ada.LOVELACE@Customers.Example.NET ").orElseThrow();
    EmailAddress plain = EmailAddress.of("ada.lovelace@customers.example.net").orElseThrow();
    Consent unknown = Consent.unknown(Consent.EMAIL);
    applied(List.of(new Change.Upsert(key(1), mixed, Map.of("vip", Value.flag(true)), unknown)));
    applied(
        List.of(new Change.Upsert(key(1), plain, Map.of("favourite", Value.text("tea")), unknown)));
    applied(List.of(new Change.Join(FANS, key(1), mixed)));
    RemoteProfile one = people().get(0);
    assertEquals(1, people().size());
    assertEquals(Map.of("vip", Value.flag(true), "favourite", Value.text("tea")), one.values());
    assertEquals(Set.of(key(1)), members(FANS));
    applied(List.of(new Change.Leave(FANS, key(1), plain)));
    assertEquals(Set.of(), members(FANS));
  }

  @Test
  void c27ASegmentHasTheSameMembersHereAndThere() {
    define(FANS, LAPSED);
    applied(IntStream.range(0, 40).mapToObj(Shoppers::upsert).toList());
    Random random = new Random(27);
    Set<Integer> fans = new HashSet<>();
    Set<Integer> lapsed = new HashSet<>();
    Segment called = FANS;
    for (int round = 0; round < 6; round++) {
      called = segment("fans", "Fans of round " + round / 2);
      String reference = define(called).get(0);
      assertEquals(define(new Segment[] {called}, reference), List.of(reference));
      change(called, fans, random);
      change(LAPSED, lapsed, random);
      trial.reopen();
      assertEquals(keysOf(fans), members(called), "round " + round);
      assertEquals(keysOf(lapsed), members(LAPSED), "round " + round);
    }
    assertEquals(40, people().size());
  }

  /** Some join and some leave; the change is sent, and half of it once more. */
  private void change(Segment segment, Set<Integer> members, Random random) {
    List<Change> joins = new ArrayList<>();
    List<Change> leaves = new ArrayList<>();
    for (int person = 0; person < 40; person++) {
      if (random.nextInt(3) == 0) {
        boolean in = members.remove(person);
        (in ? leaves : joins).add(in ? leave(segment, person) : join(segment, person));
        if (!in) {
          members.add(person);
        }
      }
    }
    applied(leaves);
    applied(joins);
    applied(joins.subList(0, joins.size() / 2));
    applied(leaves.subList(leaves.size() / 2, leaves.size()));
  }

  private static Set<ProfileKey> keysOf(Set<Integer> people) {
    Set<ProfileKey> keys = new HashSet<>();
    people.forEach(person -> keys.add(key(person)));
    return keys;
  }

  private static Change bad(int person) {
    return upsert(person, Map.of("nowhere", Value.text("x")));
  }

  private static Map<String, Value> everything() {
    return Map.of(
        "favourite", Value.text("Zoë's \"tea\""),
        "nickname", Value.text("Z"),
        "spent_365d", Value.number("1234.5"),
        "vip", Value.flag(true),
        "birthday", new Value.Day(LocalDate.parse("2004-02-29")),
        "last_order", new Value.Moment(Instant.parse("2026-11-01T08:30:00Z")),
        "skus", Value.list(List.of("22423", "85123A")));
  }

  /** Defines all fields and these segments; gives the segments' references. */
  private List<String> define(Segment... segments) {
    applied(Shoppers.ATTRIBUTES.stream().map(Change.DefineField::new).toList());
    return define(segments, "");
  }

  private List<String> define(Segment[] segments, String reference) {
    List<Change> changes = new ArrayList<>();
    for (Segment segment : segments) {
      changes.add(new Change.DefineSegment(segment, reference));
    }
    return trial.settle(changes).stream()
        .map(outcome -> assertInstanceOf(Outcome.Applied.class, outcome).reference())
        .toList();
  }

  private void applied(List<? extends Change> changes) {
    for (Outcome outcome : trial.settle(changes)) {
      assertInstanceOf(Outcome.Applied.class, outcome, () -> String.valueOf(outcome));
    }
  }

  private List<RemoteProfile> people() {
    return trial.read(Cursor.profiles());
  }

  private Set<ProfileKey> members(Segment segment) {
    return keys(trial.read(Cursor.members(segment)));
  }

  private static Set<ProfileKey> keys(List<RemoteProfile> people) {
    Set<ProfileKey> keys = new HashSet<>();
    people.forEach(person -> keys.add(person.key().orElseThrow()));
    return keys;
  }
}
