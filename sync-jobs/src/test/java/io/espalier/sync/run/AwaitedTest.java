package io.espalier.sync.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.espalier.spi.Change;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What hangs on something that is under way waits for it, and for nothing else. */
final class AwaitedTest {
  private final Awaited awaited = new Awaited();

  @Test
  void aPersonsConsentWaitsForTheirArrivalAndTheirJoinsForBoth() {
    awaited.sent(Change.Kind.UPSERT, List.of(row("a"), row("b")));
    assertEquals("a b: consent waits, join waits", told("a", "b"));

    awaited.arrived(Change.Kind.UPSERT, List.of(row("a")));
    awaited.sent(Change.Kind.SET_CONSENT, List.of(row("a")));
    awaited.deferred(Change.Kind.SET_CONSENT, "b");
    assertEquals("a: join waits; b: consent waits, join waits", told("a") + "; " + told("b"));

    awaited.arrived(Change.Kind.UPSERT, List.of(row("b")));
    awaited.taken(Change.Kind.SET_CONSENT, List.of(row("b")));
    awaited.sent(Change.Kind.SET_CONSENT, List.of(row("b")));
    awaited.arrived(Change.Kind.SET_CONSENT, List.of(row("a")));
    assertEquals("a: ; b: join waits", told("a") + "; " + told("b"));

    awaited.arrived(Change.Kind.SET_CONSENT, List.of(row("b")));
    assertEquals("a b: ", told("a", "b"));
  }

  @Test
  void ofTwoConsentsOfAPersonTheLastCounts() {
    awaited.sent(Change.Kind.SET_CONSENT, List.of(row("a")));
    awaited.sent(Change.Kind.SET_CONSENT, List.of(row("a")));
    awaited.arrived(Change.Kind.SET_CONSENT, List.of(row("a")));
    assertEquals("a: join waits", told("a"));
    awaited.arrived(Change.Kind.SET_CONSENT, List.of(row("a")));
    assertEquals("a: ", told("a"));
  }

  @Test
  void whoIsSetAsideIsWaitedForUntilTheEnd() {
    awaited.sent(Change.Kind.UPSERT, List.of(row("a")));
    awaited.arrived(Change.Kind.UPSERT, List.of(row("a")));
    awaited.aside("a");
    assertEquals("a: consent waits, join waits", told("a"));
    awaited.noneAside();
    assertEquals("a: ", told("a"));
  }

  /** The same of each of them. */
  private String told(String... keys) {
    List<String> all = List.of(keys).stream().map(this::waits).distinct().toList();
    assertEquals(1, all.size(), "they differ: " + all);
    return String.join(" ", keys) + ": " + all.get(0);
  }

  private String waits(String key) {
    boolean consent = awaited.blocks(Change.Kind.SET_CONSENT, key);
    boolean join = awaited.blocks(Change.Kind.JOIN, key);
    return (consent ? "consent waits, " : "") + (join ? "join waits" : "");
  }

  private static PlanRow row(String key) {
    return OneJobEach.rows(key).get(0);
  }
}
