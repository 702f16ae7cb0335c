package io.espalier.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.espalier.model.Consent.State;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ConsentTest {
  private static final Instant SINCE = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void subscribedNeedsATimeAndEvidence() {
    for (String evidence : new String[] {null, "", "  "}) {
      assertEquals(
          "'subscribed' needs a time and its evidence",
          assertThrows(
                  IllegalArgumentException.class,
                  () -> new Consent(Consent.EMAIL, State.SUBSCRIBED, SINCE, "shop", evidence))
              .getMessage());
    }
    assertThrows(
        IllegalArgumentException.class,
        () -> new Consent(Consent.EMAIL, State.SUBSCRIBED, null, "shop", "form 7"));
    assertEquals(
        State.SUBSCRIBED,
        new Consent(Consent.EMAIL, State.SUBSCRIBED, SINCE, null, "form 7").state());
  }

  @Test
  void everyOtherStateNeedsNone() {
    for (State state : EnumSet.complementOf(EnumSet.of(State.SUBSCRIBED))) {
      assertEquals(state, new Consent(Consent.EMAIL, state, null, null, null).state());
    }
  }

  @Test
  void fourStatesAreOptedOut() {
    assertEquals(
        EnumSet.of(State.SUPPRESSED, State.UNSUBSCRIBED, State.COMPLAINED, State.ERASED),
        Arrays.stream(State.values())
            .filter(State::isOptedOut)
            .collect(Collectors.toCollection(() -> EnumSet.noneOf(State.class))));
  }

  @Test
  void aStateIsKnownByItsWord() {
    for (State state : State.values()) {
      assertEquals(state, State.of(state.word()).orElseThrow());
    }
    assertTrue(State.of("SUBSCRIBED").isEmpty());
    assertTrue(State.of("maybe").isEmpty());
  }
}
