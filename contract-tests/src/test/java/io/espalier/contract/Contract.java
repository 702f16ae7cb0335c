package io.espalier.contract;

import static io.espalier.contract.Shoppers.segment;
import static io.espalier.contract.Shoppers.upsert;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.espalier.model.ProfileKey;
import io.espalier.model.Segment;
import io.espalier.model.Value;
import io.espalier.spi.Change;
import io.espalier.spi.Cursor;
import io.espalier.spi.Outcome;
import io.espalier.spi.RemoteProfile;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A fresh trial for each rule, and the few moves that most rules make. */
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
