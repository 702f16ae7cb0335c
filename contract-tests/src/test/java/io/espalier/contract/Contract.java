package io.espalier.contract;

import static io.espalier.contract.Shoppers.segment;
import static io.espalier.contract.Shoppers.upsert;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.espalier.model.ProfileKey;
import io.espalier.model.Segment;
import io.espalier.model.Value;
import io.espalier.spi.Change;
import io.espalier.spi.Cursor;
import io.espalier.spi.FailureKind;
import io.espalier.spi.Outcome;
import io.espalier.spi.RemoteProfile;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;

/** A fresh trial for each rule, and the few moves that most rules make. */
@ExtendWith(LackInstead.class)
abstract class Contract {
  static final Segment FANS = segment("fans", "Fans");
  static final Segment LAPSED = segment("lapsed", "Lapsed");

  final Subject subject;
  Trial trial;

  Contract(Subject subject) {
    this.subject = subject;
  }

  @BeforeEach
  void start() {
    trial = new Trial(subject, Shoppers.ATTRIBUTES);
  }

  @AfterEach
  void stop() {
    trial.close();
  }

  /** As {@link #stop}, of a trial that may never have begun, by an adapter that may not close. */
  final void end() {
    if (trial != null) {
      try {
        trial.close();
      } catch (RuntimeException e) {
        trial.sandbox.close();
      }
    }
  }

  /**
   * Asserts the clean refusal of what the ESP lacks; false where the rule is to be run.
   *
   * @param test the name of the method, which begins with the rule's number
   */
  final boolean refusesCleanly(String test) {
    List<Subject.Lack> lacks =
        subject.lacks().stream()
            .filter(lack -> test.startsWith(lack.rule()) && ABOUT.containsKey(lack.rule()))
            .filter(lack -> ABOUT.getOrDefault(lack.rule(), Change.Kind.JOIN) == lack.kind())
            .toList();
    lacks.forEach(lack -> assertUnsupported(lack.kind()));
    return !lacks.isEmpty();
  }

  /** Rules that are about one kind of change, and nothing without it. */
  private static final Map<String, Change.Kind> ABOUT =
      Map.of(
          "c14", Change.Kind.ERASE,
          "c28", Change.Kind.SET_CONSENT);

  final void assertUnsupported(Change.Kind kind) {
    int calls = trial.calls.size();
    List<Outcome> outcomes = trial.settle(List.of(Shoppers.change(kind)));
    Outcome.Rejected refused =
        assertInstanceOf(
            Outcome.Rejected.class,
            outcomes.get(0),
            () -> kind + " is declared lacking, and was not refused: take the lack away");
    assertEquals(FailureKind.UNSUPPORTED, refused.failure().kind(), refused.failure()::message);
    assertFalse(refused.failure().message().isBlank(), "a refusal says why");
    assertEquals(calls, trial.calls.size(), "what is lacking costs no call");
  }

  static Change bad(int person) {
    return upsert(person, Map.of("nowhere", Value.text("x")));
  }

  static Map<String, Value> everything() {
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
  final List<String> define(Segment... segments) {
    applied(Shoppers.ATTRIBUTES.stream().map(Change.DefineField::new).toList());
    return define(segments, "");
  }

  final List<String> define(Segment[] segments, String reference) {
    List<Change> changes = new ArrayList<>();
    for (Segment segment : segments) {
      changes.add(new Change.DefineSegment(segment, reference));
    }
    return trial.settle(changes).stream()
        .map(outcome -> assertInstanceOf(Outcome.Applied.class, outcome).reference())
        .toList();
  }

  final void applied(List<? extends Change> changes) {
    for (Outcome outcome : trial.settle(changes)) {
      assertInstanceOf(Outcome.Applied.class, outcome, () -> String.valueOf(outcome));
    }
  }

  /** How often a text stands in all that the ESP holds. */
  final long mentions(String text) {
    return Pattern.compile(text, Pattern.LITERAL)
        .matcher(trial.sandbox.snapshot())
        .results()
        .count();
  }

  final List<RemoteProfile> people() {
    return trial.read(Cursor.profiles());
  }

  final Set<ProfileKey> members(Segment segment) {
    return keys(trial.read(Cursor.members(segment)));
  }

  static Set<ProfileKey> keys(List<RemoteProfile> people) {
    Set<ProfileKey> keys = new HashSet<>();
    people.forEach(person -> keys.add(person.key().orElseThrow()));
    return keys;
  }
}
