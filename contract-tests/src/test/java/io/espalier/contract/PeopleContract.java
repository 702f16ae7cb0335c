package io.espalier.contract;

import static io.espalier.contract.Shoppers.email;
import static io.espalier.contract.Shoppers.join;
import static io.espalier.contract.Shoppers.key;
import static io.espalier.contract.Shoppers.setConsent;
import static io.espalier.contract.Shoppers.upsert;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.espalier.model.Consent;
import io.espalier.model.EmailAddress;
import io.espalier.model.ProfileKey;
import io.espalier.model.Value;
import io.espalier.spi.Change;
import io.espalier.spi.ConsentGate;
import io.espalier.spi.Cursor;
import io.espalier.spi.Outcome;
import io.espalier.spi.RemoteProfile;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Profiles, their values and their consent. */
abstract class PeopleContract extends Contract {
  PeopleContract(Subject subject) {
    super(subject);
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
  void c14EraseErasesWhereverTheSuitePutData() {
    define(FANS);
    Map<String, Value> told = Map.of("favourite", Value.text("told-in-confidence"));
    applied(List.of(upsert(1, told), upsert(2, Map.of("favourite", Value.text("stays-here")))));
    applied(List.of(join(FANS, 1), join(FANS, 2)));
    boolean tracks = subject.can(Change.Kind.TRACK);
    if (tracks) {
      applied(List.of(Shoppers.track(1, "secret-order"), Shoppers.track(2, "other-order")));
      assertTrue(mentions("mark-secret-order") > 0);
    }
    assertTrue(mentions("told-in-confidence") > 0);

    applied(List.of(new Change.Erase(key(1), email(1))));
    // What an ESP keeps of a job for some days, nobody can take away before.
    trial.clock.sleep(Duration.ofDays(8));

    assertEquals(Set.of(key(2)), keys(people()));
    assertEquals(Set.of(key(2)), members(FANS));
    assertEquals(0, mentions("told-in-confidence"), "fields of an erased person");
    assertEquals(0, mentions("mark-secret-order"), "events of an erased person");
    assertTrue(mentions("stays-here") > 0 && (!tracks || mentions("mark-other-order") > 0));
    applied(List.of(new Change.Erase(key(1), email(1))));
    assertEquals(Set.of(key(2)), keys(people()));
  }

  @Test
  void c15PagesGiveEveryProfileOnce() {
    define(FANS);
    int size = subject.pageSize();
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
  void c28ConsentThatIsOlderThanTheLastOptOutIsRefused() {
    define();
    applied(List.of(upsert(1)));
    Instant left = TrialClock.START.minusSeconds(1_000);
    for (Instant given : List.of(left.minusSeconds(1), left)) {
      Consent stale = Shoppers.consent(Consent.State.SUBSCRIBED, given);
      assertEquals(Optional.empty(), ConsentGate.pass(key(1), email(1), stale, left));
    }
    trial.settle(List.of(setConsent(1, Consent.State.SUBSCRIBED, left.minusSeconds(1))));
    trial.optsOut(email(1));
    long writes = trial.writes();
    trial.reopen();

    // The gate here knows of no opt-out yet: the ESP alone does.
    Outcome outcome = trial.settle(List.of(setConsent(1, Consent.State.SUBSCRIBED, left))).get(0);

    assertInstanceOf(Outcome.Rejected.class, outcome, outcome::toString);
    assertEquals(writes, trial.writes(), "a refused consent writes nothing");
    assertTrue(people().get(0).consent().orElseThrow().isOptedOut());
  }

  private void cameBackOrRefused(Map<String, Value> row, Outcome outcome, Map<String, Value> held) {
    if (outcome instanceof Outcome.Rejected rejected) {
      String attribute = row.keySet().iterator().next();
      String message = rejected.failure().message();
      assertTrue(message.contains("'" + attribute + "'"), row + ": " + message);
    } else {
      assertEquals(Outcome.APPLIED, outcome);
      Map<String, Value> expected = new HashMap<>(row);
      expected.replaceAll(
          (name, value) -> value instanceof Value.Moment m ? subject.kept(m) : value);
      assertEquals(expected, held);
    }
  }
}
