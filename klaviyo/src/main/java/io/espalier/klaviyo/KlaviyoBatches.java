package io.espalier.klaviyo;

import io.espalier.http.Answer;
import io.espalier.spi.EspException;
import io.espalier.spi.Failure;
import io.espalier.spi.FailureKind;
import io.espalier.spi.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * Sends rows in one call, and again without those that Klaviyo will not have. Its jobs are all or
 * nothing at the door: one malformed row refuses ten thousand. Source: rudder-server PR#7107.
 */
final class KlaviyoBatches<R, T> {
  /** Enough to find a few dozen bad rows; a batch that is all bad must not cost a call a row. */
  private static final int RETRIES = 60;

  private final Function<List<R>, Answer<T>> send;
  private final Function<Answer<T>, Outcome> accepted;
  private final BiConsumer<R, Outcome> outcome;
  private int retries = RETRIES;

  /**
   * @param accepted what an accepted call makes of each of its rows
   * @param outcome receives the outcome of each row, once
   */
  KlaviyoBatches(
      Function<List<R>, Answer<T>> send,
      Function<Answer<T>, Outcome> accepted,
      BiConsumer<R, Outcome> outcome) {
    this.send = send;
    this.accepted = accepted;
    this.outcome = outcome;
  }

  void send(List<R> rows) {
    if (rows.isEmpty()) {
      return;
    }
    Answer<T> answer = send.apply(rows);
    if (answer.failure().isEmpty()) {
      all(rows, accepted.apply(answer));
      return;
    }
    Failure failure = answer.failure().get();
    if (failure.kind() == FailureKind.MISSING_TARGET || KlaviyoErrors.blamesList(answer.raw())) {
      all(
          rows,
          new Outcome.Rejected(
              new Failure(FailureKind.MISSING_TARGET, failure.message(), failure.mend())));
      return;
    }
    if (failure.kind() != FailureKind.INVALID) {
      throw new EspException(failure);
    }
    Map<Integer, Failure> named = KlaviyoErrors.rows(answer.raw());
    named.keySet().removeIf(index -> index >= rows.size());
    if (rows.size() == 1) {
      all(rows, new Outcome.Rejected(named.getOrDefault(0, failure)));
    } else if (retries-- <= 0) {
      reject(rows, named, failure);
    } else if (named.isEmpty()) {
      int half = rows.size() / 2;
      send(rows.subList(0, half));
      send(rows.subList(half, rows.size()));
    } else {
      List<R> others = new ArrayList<>();
      for (int i = 0; i < rows.size(); i++) {
        Failure own = named.get(i);
        if (own == null) {
          others.add(rows.get(i));
        } else {
          outcome.accept(rows.get(i), new Outcome.Rejected(own));
        }
      }
      send(others);
    }
  }

  /** Too many bad rows to look for them all: nobody can tell of the rest. */
  private void reject(List<R> rows, Map<Integer, Failure> named, Failure failure) {
    for (int i = 0; i < rows.size(); i++) {
      Failure own = named.get(i);
      outcome.accept(
          rows.get(i), own == null ? new Outcome.Unknown(failure) : new Outcome.Rejected(own));
    }
  }

  private void all(List<R> rows, Outcome one) {
    rows.forEach(row -> outcome.accept(row, one));
  }
}
