package io.espalier.contract;

import static io.espalier.contract.Shoppers.join;
import static io.espalier.contract.Shoppers.key;
import static io.espalier.contract.Shoppers.leave;
import static io.espalier.contract.Shoppers.setConsent;
import static io.espalier.contract.Shoppers.upsert;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.espalier.model.Consent;
import io.espalier.model.ProfileKey;
import io.espalier.model.Value;
import io.espalier.sandbox.Fault;
import io.espalier.spi.Change;
import io.espalier.spi.Connector;
import io.espalier.spi.EspException;
import io.espalier.spi.FailureKind;
import io.espalier.spi.Job;
import io.espalier.spi.Outcome;
import io.espalier.spi.RemoteProfile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Batches, jobs, connections: what does not depend on what is in them. */
abstract class BatchContract extends Contract {
  BatchContract(Subject subject) {
    super(subject);
  }

  @Test
  void c01OutcomesAlignWithTheInput() {
    define(FANS);
    List<Change> people = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      people.add(i % 7 == 3 ? bad(i) : upsert(i, Map.of("favourite", Value.text("no " + i))));
    }
    List<Outcome> outcomes = trial.settle(people);
    Map<ProfileKey, Value> held = new HashMap<>();
    people().forEach(p -> held.put(p.key().orElseThrow(), p.values().get("favourite")));
    for (int i = 0; i < 60; i++) {
      Outcome outcome = outcomes.get(i);
      int person = i;
      assertEquals(
          held.containsKey(key(i)),
          outcome instanceof Outcome.Applied,
          () -> "row " + person + " is reported as " + outcome);
      assertTrue(outcome instanceof Outcome.Applied || outcome instanceof Outcome.Rejected);
    }
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
  void c02AnEventThatIsSentTwiceIsOneEvent() {
    define();
    applied(List.of(upsert(1)));
    if (!subject.can(Change.Kind.TRACK)) {
      assertUnsupported(Change.Kind.TRACK);
      return;
    }
    applied(List.of(Shoppers.track(1, "o-1"), Shoppers.track(1, "o-2")));
    long once = mentions("mark-o-1");
    assertTrue(once > 0, "the ESP holds the event");
    applied(List.of(Shoppers.track(1, "o-1"), Shoppers.track(1, "o-2")));
    assertEquals(once, mentions("mark-o-1"));
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
  void c10ABatchOfLongTextsIsSplitByBytes() {
    define();
    String text = "x".repeat(subject.longText());
    Map<String, Value> values = Map.of("favourite", Value.text(text), "nickname", Value.text(text));
    List<Change> people = IntStream.range(0, 600).<Change>mapToObj(i -> upsert(i, values)).toList();
    applied(people);
    assertEquals(600, keys(people()).size());
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
  void c18NeverMoreAtOnceThanTheVendorTakes() throws Exception {
    define();
    int most = Math.min(subject.mostAtOnce(), 24);
    // Each call waits for company, for as long as it takes to see that none comes.
    Gathering gathering = new Gathering(most + 1);
    trial.pause = gathering::join;
    trial.faults().become((call, time) -> new Fault.Slow(Duration.ZERO));
    ExecutorService threads = Executors.newFixedThreadPool(most + 4);
    try {
      List<Future<List<Outcome>>> parts = new ArrayList<>();
      for (int part = 0; part < most + 4; part++) {
        List<Change> rows = List.of(upsert(part));
        parts.add(threads.submit(() -> trial.connector().push(rows)));
      }
      for (Future<List<Outcome>> part : parts) {
        assertEquals(1, part.get().size());
      }
    } finally {
      threads.shutdownNow();
    }
    assertTrue(
        gathering.most() <= subject.mostAtOnce(),
        () -> gathering.most() + " calls at once, and the ESP takes " + subject.mostAtOnce());
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
  void c21ALackIsUnsupportedAndNothingElseIs() {
    assertTrue(
        subject.lacks().size() <= 3,
        () -> "more than three lacks: a neutral word is wrong, not the ESP; " + subject.lacks());
    define(FANS);
    applied(List.of(upsert(1)));
    for (Change.Kind kind : Change.Kind.values()) {
      if (subject.can(kind)) {
        Outcome outcome = trial.settle(List.of(Shoppers.change(kind))).get(0);
        boolean unsupported =
            outcome instanceof Outcome.Rejected rejected
                && rejected.failure().kind() == FailureKind.UNSUPPORTED;
        assertFalse(unsupported, () -> kind + " is refused, and no lack says so: " + outcome);
      } else {
        assertUnsupported(kind);
      }
    }
  }

  @Test
  void c22RowsThatFailLateAreRejectedAndNoOthers() {
    define();
    List<Change> rows = new ArrayList<>();
    for (int i = 0; i < 240; i++) {
      rows.add(
          i % 2 == 1
              ? upsert(i)
              : new Change.Upsert(
                  key(i), subject.refused(i), Map.of(), Consent.unknown(Consent.EMAIL)));
    }
    List<Outcome> pushed = trial.connector().push(rows);
    assertTrue(pushed.stream().anyMatch(Outcome.Pending.class::isInstance), "the job was accepted");
    List<Outcome> outcomes = trial.finish(trial.connector(), rows, pushed);
    for (int i = 0; i < rows.size(); i++) {
      Outcome outcome = outcomes.get(i);
      int row = i;
      assertEquals(
          i % 2 == 1 ? Outcome.Applied.class : Outcome.Rejected.class,
          outcome.getClass(),
          () -> "row " + row + ": " + outcome);
      if (outcome instanceof Outcome.Rejected rejected) {
        assertEquals(FailureKind.INVALID, rejected.failure().kind(), rejected.failure()::message);
      }
    }
    assertEquals(120, keys(people()).size());
  }
}
