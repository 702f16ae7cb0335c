package io.espalier.contract;

import static io.espalier.contract.Shoppers.join;
import static io.espalier.contract.Shoppers.key;
import static io.espalier.contract.Shoppers.leave;
import static io.espalier.contract.Shoppers.setConsent;
import static io.espalier.contract.Shoppers.upsert;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.espalier.model.Consent;
import io.espalier.model.ProfileKey;
import io.espalier.model.Value;
import io.espalier.sandbox.Fault;
import io.espalier.sandbox.Mood;
import io.espalier.sandbox.Reply;
import io.espalier.spi.Change;
import io.espalier.spi.EspException;
import io.espalier.spi.Failure;
import io.espalier.spi.FailureKind;
import io.espalier.spi.Outcome;
import io.espalier.spi.RemoteProfile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a bad line, a busy vendor and a lost answer may do to the result: nothing. */
abstract class FaultContract extends Contract {
  private static final int PEOPLE = 30;
  private static final Fault BUSY = new Fault.Edge(Reply.of(503, "text/plain", "busy"));

  FaultContract(Subject subject) {
    super(subject);
  }

  @Test
  void c04ThrottlingIsWaitedForAndNothingIsDoneTwice() {
    trial.faults().become(first(new Fault.Refusal(429, Map.of("Retry-After", "7"))));
    allOfIt();
    assertTrue(trial.faults().disturbed() > 5);
    Duration passed = Duration.between(TrialClock.START, trial.clock.instant());
    assertTrue(passed.compareTo(Duration.ofSeconds(7L * trial.faults().disturbed())) >= 0);
    assertTheResult();
  }

  @Test
  void c05AServerErrorIsOvercome() {
    trial.faults().become(first(BUSY));
    assertFalse(trial.connector().account().id().isBlank(), "what can be repeated is");
    runsUntilDone();
    assertTheResult();
  }

  @Test
  void c06ServerErrorsForEverEndAndTheNextRunResumes() {
    trial.faults().become((call, time) -> BUSY);
    for (List<Change> part : parts()) {
      int before = trial.faults().disturbed();
      Optional<Failure> failure = failureOf(part);
      String what = part.get(0).kind() + ": " + failure;
      // What needs no call cannot fail.
      assertEquals(failure.isPresent(), trial.faults().disturbed() > before, what);
      failure.ifPresent(f -> assertEquals(FailureKind.TRANSIENT, f.kind(), what));
    }
    assertTrue(
        trial.faults().disturbed() <= 5 * parts().size() * 3, "" + trial.faults().disturbed());
    assertEquals(List.of(), trial.faults().reached());
    trial.faults().become(Mood.CALM);
    runsUntilDone();
    assertTheResult();
  }

  @Test
  void c07A401ForEverIsAuthAfterAtMostOneRefresh() {
    define(FANS);
    trial.faults().become((call, time) -> new Fault.Refusal(401, Map.of()));
    Failure failure = failureOf(List.of(upsert(1))).orElseThrow();
    assertEquals(FailureKind.AUTH, failure.kind(), failure::message);
    String said = failure.message() + " " + failure.mend();
    String setting = Trial.variable(subject.wrongSecret().getKey());
    assertTrue(said.contains(setting), said);
    assertTrue(trial.faults().disturbed() <= 4, () -> trial.faults().counts().toString());
  }

  @Test
  void c08AnHtmlBodyOfSuccessIsProtocolWithItsFirstWordsAndNoSecret() {
    anHtmlBodyIsProtocol(200);
  }

  @Test
  void c08AnHtmlBodyOfARefusalIsProtocolWithItsFirstWordsAndNoSecret() {
    anHtmlBodyIsProtocol(400);
  }

  private void anHtmlBodyIsProtocol(int status) {
    define(FANS);
    String page =
        "<html><title>Maintenance</title><body>shopper.7@customers.example.net "
            + String.join(" ", trial.secrets())
            + "</body></html>";
    trial.faults().become((call, time) -> new Fault.Edge(Reply.of(status, "text/html", page)));
    Failure failure = failureOf(List.of(upsert(1))).orElseThrow();
    assertEquals(FailureKind.PROTOCOL, failure.kind(), failure::message);
    assertTrue(failure.message().contains("Maintenance"), failure::message);
    assertFalse(failure.message().contains("shopper.7"), failure::message);
    for (String secret : trial.secrets()) {
      assertFalse(failure.message().contains(secret), failure::message);
    }
    assertTrue(trial.faults().disturbed() <= 2, "it is not tried again");
  }

  @Test
  void c09AnAnswerCutInTheMiddleIsOvercomeWithoutADouble() {
    trial.faults().become(first(new Fault.Cut()));
    runsUntilDone();
    assertTrue(trial.faults().disturbed() > 5);
    assertTheResult();
  }

  /** Every call goes wrong the first time that it is made. */
  private static Mood first(Fault fault) {
    return (call, time) -> time == 1 ? fault : Fault.NONE;
  }

  /** The work of a run, kind after kind. */
  private static List<List<Change>> parts() {
    List<List<Change>> parts = new ArrayList<>();
    parts.add(List.copyOf(Shoppers.ATTRIBUTES.stream().map(Change.DefineField::new).toList()));
    parts.add(List.of(new Change.DefineSegment(FANS), new Change.DefineSegment(LAPSED)));
    List<Change> people = new ArrayList<>();
    List<Change> joins = new ArrayList<>();
    for (int i = 0; i < PEOPLE; i++) {
      people.add(upsert(i, i == 3 ? Map.of("favourite", Value.NOTHING) : everything()));
      joins.add(join(FANS, i));
    }
    parts.add(people);
    parts.add(List.of(setConsent(1, Consent.State.UNSUBSCRIBED, TrialClock.START)));
    parts.add(List.of(leave(FANS, PEOPLE + 1)));
    parts.add(joins);
    parts.add(List.of(join(LAPSED, 2)));
    return parts;
  }

  private void allOfIt() {
    parts().forEach(this::applied);
  }

  /** As the engine: what did not end is done again by the next run, in a new process. */
  private void runsUntilDone() {
    List<String> causes = new ArrayList<>();
    for (int run = 0; run < 40; run++) {
      try {
        trial.reopen();
        boolean done = true;
        for (List<Change> part : parts()) {
          for (Outcome outcome : trial.settle(part)) {
            assertFalse(outcome instanceof Outcome.Rejected, outcome::toString);
            done &= outcome instanceof Outcome.Applied;
          }
        }
        if (done) {
          return;
        }
        causes.add("unknown outcomes");
      } catch (EspException e) {
        assertEquals(FailureKind.TRANSIENT, e.failure().kind(), e::getMessage);
        causes.add(e.getMessage());
      }
    }
    throw new AssertionError("not done after 40 runs: " + causes);
  }

  /** Why the first row did not end well; empty where it did. */
  private Optional<Failure> failureOf(List<Change> part) {
    List<Outcome> outcomes;
    try {
      outcomes = trial.settle(part);
    } catch (EspException e) {
      return Optional.of(e.failure());
    }
    Outcome outcome = outcomes.get(0);
    if (outcome instanceof Outcome.Rejected rejected) {
      return Optional.of(rejected.failure());
    } else if (outcome instanceof Outcome.Unknown unknown) {
      return Optional.of(unknown.failure());
    }
    return Optional.empty();
  }

  private void assertTheResult() {
    trial.faults().become(Mood.CALM);
    List<RemoteProfile> people = people();
    assertEquals(PEOPLE, people.size());
    Set<ProfileKey> all = new HashSet<>();
    IntStream.range(0, PEOPLE).forEach(i -> all.add(key(i)));
    assertEquals(all, keys(people));
    for (RemoteProfile person : people) {
      boolean empty = person.key().orElseThrow().equals(key(3));
      assertEquals(empty ? Map.of() : everything(), person.values());
    }
    assertEquals(all, members(FANS));
    assertEquals(Set.of(key(2)), members(LAPSED));
    assertEquals(1, holders("Fans"), "containers called Fans");
    assertEquals(1, holders("Lapsed"), "containers called Lapsed");
  }

  /** How many things in the account bear a name, as against an account that was left in peace. */
  private long holders(String name) {
    try (Trial calm = new Trial(subject, Shoppers.ATTRIBUTES)) {
      parts().forEach(calm::settle);
      long once = count(calm, name);
      assertTrue(once > 0);
      return count(trial, name) / once;
    }
  }

  private static long count(Trial held, String name) {
    return Pattern.compile('"' + name + '"').matcher(held.sandbox.snapshot()).results().count();
  }
}
