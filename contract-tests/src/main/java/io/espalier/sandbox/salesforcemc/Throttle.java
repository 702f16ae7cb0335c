package io.espalier.sandbox.salesforcemc;

import io.espalier.sandbox.Reply;
import java.util.Optional;

/**
 * Calls counted by the minute of the sandbox's clock. The vendor publishes no number; these are its
 * advice (SOAP: Intro to Marketing Cloud APIs; REST: told by its support, markus.codes 2021).
 */
final class Throttle {
  static final int REST_PER_MINUTE = 2_500;
  static final int SOAP_PER_MINUTE = 2_000;
  private static final long MINUTE = 60_000;

  private final State state;
  private long minute;
  private int rest;
  private int soap;

  Throttle(State state) {
    this.state = state;
  }

  /** Somebody else makes so many calls of each kind in this minute. */
  void others(int calls) {
    turn();
    rest += calls;
    soap += calls;
  }

  /** REST says how long to wait. */
  Optional<Reply> rest() {
    turn();
    state.counters.rest++;
    if (++rest <= REST_PER_MINUTE || !isOn()) {
      return Optional.empty();
    }
    long wait = Math.max(1, (MINUTE - state.instant().toEpochMilli() % MINUTE + 999) / 1000);
    return Optional.of(Answers.throttled(wait));
  }

  /** True where it is too much: SOAP only says that it is busy. */
  boolean soap() {
    turn();
    state.counters.soap++;
    return ++soap > SOAP_PER_MINUTE && isOn();
  }

  private boolean isOn() {
    return state.switches.on(SalesforceFact.CALLS_ARE_THROTTLED_AS_ADVISED);
  }

  private void turn() {
    long now = state.instant().toEpochMilli() / MINUTE;
    if (now != minute) {
      minute = now;
      rest = 0;
      soap = 0;
    }
  }
}
